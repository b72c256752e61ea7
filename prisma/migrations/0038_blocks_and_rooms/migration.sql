-- A place in the line for several resources at once: who had to give way with a block gets it back as a block.
-- The first resource stays in resource_id, the others stand here; starts_at and ends_at are those of the whole.
ALTER TABLE wait ADD COLUMN also text[] NOT NULL DEFAULT '{}';
CREATE INDEX wait_also ON wait USING gin (also) WHERE also <> '{}';
DROP INDEX wait_once;
CREATE UNIQUE INDEX wait_once ON wait (person_id, resource_id, starts_at, ends_at, also) WHERE status IN ('waiting', 'offered');

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
      OR EXISTS (SELECT 1 FROM wait w WHERE w.also @> ARRAY[x.id] AND w.also <> '{}' AND w.status = 'waiting')
      OR EXISTS (SELECT 1 FROM freed_alert f WHERE f.resource_id = x.id)
  UNION ALL
  SELECT 'freed-time', jsonb_build_object('resourceId', s.resource_id, 'start', p_from, 'end', p_to, 'isOperators', true)
    FROM operator_skill s
   WHERE s.operator_id = p_resource
     AND EXISTS (SELECT 1 FROM wait w WHERE (w.resource_id = s.resource_id OR (w.also @> ARRAY[s.resource_id] AND w.also <> '{}')) AND w.status = 'waiting');
END $$;

-- How many people may be in a room at once; null: as many as its resources' rules let come.
ALTER TABLE room ADD COLUMN max_people integer CHECK (max_people BETWEEN 1 AND 10000);

-- The rooms of resources that have such a limit, by resource; null where none has. Read with the facts of a verdict.
CREATE FUNCTION room_limits(p_resources text[]) RETURNS jsonb LANGUAGE plpgsql VOLATILE SET plan_cache_mode = force_generic_plan AS $$
BEGIN
  RETURN (SELECT jsonb_object_agg(r.id, jsonb_build_object('id', o.id, 'limit', o.max_people))
            FROM resource r JOIN room o ON o.id = r.room_id
           WHERE r.id = ANY (p_resources) AND o.max_people IS NOT NULL);
END $$;
