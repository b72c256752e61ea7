-- Time of somebody who assists may free what they can run, for those who wait for it with nobody left to assist.
-- Alerts are about the resource's own time: they are told of that alone.
CREATE OR REPLACE FUNCTION tell_of_freed(p_resource text, p_from timestamptz, p_to timestamptz) RETURNS void LANGUAGE plpgsql AS $$
BEGIN
  IF NOT EXISTS (SELECT 1 FROM wait WHERE status = 'waiting') AND NOT EXISTS (SELECT 1 FROM freed_alert) THEN
    RETURN;
  END IF;
  -- What is freed inside a space may free the space.
  INSERT INTO job_outbox (task, payload)
  WITH RECURSIVE around AS (
    SELECT id, parent_id FROM resource WHERE id = p_resource
    UNION
    SELECT r.id, r.parent_id FROM resource r JOIN around x ON r.id = x.parent_id
  )
  SELECT 'freed-time', jsonb_build_object('resourceId', x.id, 'start', p_from, 'end', p_to)
    FROM around x
   WHERE EXISTS (SELECT 1 FROM wait w WHERE w.resource_id = x.id AND w.status = 'waiting')
      OR EXISTS (SELECT 1 FROM freed_alert f WHERE f.resource_id = x.id)
  UNION ALL
  SELECT 'freed-time', jsonb_build_object('resourceId', s.resource_id, 'start', p_from, 'end', p_to, 'isOperators', true)
    FROM operator_skill s
   WHERE s.operator_id = p_resource
     AND EXISTS (SELECT 1 FROM wait w WHERE w.resource_id = s.resource_id AND w.status = 'waiting');
END $$;
