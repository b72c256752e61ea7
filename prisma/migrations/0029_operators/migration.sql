-- Whoever assists is a resource of nature operator, so that one table guards what is promised. Its account, if it
-- has one, and what it can run.
CREATE TABLE operator (
  resource_id text PRIMARY KEY REFERENCES resource (id) ON DELETE RESTRICT ON UPDATE CASCADE,
  person_id uuid REFERENCES person (id) ON DELETE SET NULL ON UPDATE CASCADE,
  created_at timestamptz(3) NOT NULL DEFAULT CURRENT_TIMESTAMP
);
CREATE INDEX operator_person_id_idx ON operator (person_id);

CREATE TABLE operator_skill (
  operator_id text NOT NULL REFERENCES operator (resource_id) ON DELETE RESTRICT ON UPDATE CASCADE,
  resource_id text NOT NULL REFERENCES resource (id) ON DELETE RESTRICT ON UPDATE CASCADE,
  PRIMARY KEY (operator_id, resource_id)
);
CREATE INDEX operator_skill_resource_id_idx ON operator_skill (resource_id);

-- Operators lock with the resources that they can run, by id among them: whoever writes a booking of one may promise
-- or free the other.
CREATE OR REPLACE FUNCTION lock_for_booking(
  p_persons uuid[], p_resources text[], p_bookings uuid[], p_now timestamptz
) RETURNS void LANGUAGE plpgsql SET plan_cache_mode = force_generic_plan AS $$
DECLARE
  v_tree text[];
  v_resources text[];
BEGIN
  PERFORM 1 FROM person WHERE id = ANY (p_persons) ORDER BY id FOR NO KEY UPDATE;
  SELECT array_agg(id) INTO v_tree FROM resource_tree(p_resources) AS id;
  SELECT array_agg(id ORDER BY id) INTO v_resources FROM (
    SELECT unnest(v_tree) AS id
    UNION
    SELECT operator_id FROM operator_skill WHERE resource_id = ANY (v_tree)) wanted;
  PERFORM 1 FROM resource WHERE id = ANY (v_resources) ORDER BY id FOR NO KEY UPDATE;
  PERFORM release_lapsed(v_resources, p_now);
  PERFORM 1 FROM booking WHERE id = ANY (p_bookings) ORDER BY id FOR NO KEY UPDATE;
END $$;

-- Who can run the resources: hours, what takes them, and what they have promised in the weeks around. Null where
-- nobody is named. Volatile, so that it sees what is true after the caller's wait for its locks.
CREATE FUNCTION operator_facts(
  p_resources text[], p_from timestamptz, p_to timestamptz, p_now timestamptz, p_own_booking uuid
) RETURNS json LANGUAGE plpgsql VOLATILE SET plan_cache_mode = force_generic_plan AS $$
DECLARE
  v_ids text[];
BEGIN
  SELECT array_agg(DISTINCT s.operator_id) INTO v_ids
    FROM operator_skill s JOIN resource r ON r.id = s.operator_id AND r.status <> 'retired'
   WHERE s.resource_id = ANY (p_resources);
  IF v_ids IS NULL THEN
    RETURN NULL;
  END IF;
  RETURN json_build_object(
    'operators', resource_facts(v_ids, p_from, p_to, p_now, p_own_booking),
    'runs', (SELECT json_agg(json_build_object('operatorId', s.operator_id, 'resourceId', s.resource_id))
               FROM operator_skill s WHERE s.operator_id = ANY (v_ids) AND s.resource_id = ANY (p_resources)),
    'promised', (
      SELECT coalesce(json_agg(json_build_object('operatorId', a.resource_id, 'start', a.starts_at, 'end', a.ends_at)), '[]')
        FROM allocation a LEFT JOIN booking_item i ON i.id = a.item_id
       WHERE a.resource_id = ANY (v_ids) AND a.cause IN ('booking', 'offer')
         AND (a.expires_at IS NULL OR a.expires_at > p_now)
         AND tstzrange(a.starts_at, a.ends_at) && tstzrange(p_from - interval '7 days', p_to + interval '7 days')
         AND (p_own_booking IS NULL OR i.booking_id IS DISTINCT FROM p_own_booking)),
    'kept', (SELECT coalesce(json_object_agg(i.resource_id, i.operator_id), '{}')
               FROM booking_item i WHERE i.booking_id = p_own_booking AND i.operator_id IS NOT NULL));
END $$;

ALTER TABLE booking_item ADD CONSTRAINT booking_item_operator_id_fkey
  FOREIGN KEY (operator_id) REFERENCES resource (id) ON DELETE SET NULL ON UPDATE CASCADE;
