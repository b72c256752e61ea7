-- Waiting for a period that is taken: offered in turn, each offer an allocation that lapses by time. And word of
-- freed time, for those who asked for it.

CREATE TYPE "WaitStatus" AS ENUM ('waiting', 'offered', 'accepted', 'declined', 'lapsed', 'withdrawn');

CREATE TABLE wait (
  id uuid PRIMARY KEY DEFAULT gen_random_uuid(),
  resource_id text NOT NULL REFERENCES resource (id),
  person_id uuid NOT NULL REFERENCES person (id) ON DELETE RESTRICT ON UPDATE CASCADE,
  starts_at timestamptz(3) NOT NULL,
  ends_at timestamptz(3) NOT NULL,
  -- The booking as it was asked for; the offer is judged and accepted by it.
  input jsonb NOT NULL,
  status "WaitStatus" NOT NULL DEFAULT 'waiting',
  offered_at timestamptz(3),
  offer_expires_at timestamptz(3),
  booking_id uuid REFERENCES booking (id),
  version integer NOT NULL DEFAULT 1,
  created_at timestamptz(3) NOT NULL DEFAULT now(),
  updated_at timestamptz(3) NOT NULL DEFAULT now(),
  CONSTRAINT wait_period CHECK (starts_at < ends_at),
  CONSTRAINT wait_offer_lapses CHECK (status <> 'offered' OR (offered_at IS NOT NULL AND offer_expires_at IS NOT NULL)),
  CONSTRAINT wait_accepted_is_booked CHECK ((status = 'accepted') = (booking_id IS NOT NULL))
);
CREATE INDEX wait_line ON wait (resource_id, created_at) WHERE status = 'waiting';
CREATE INDEX wait_person_id_idx ON wait (person_id);
CREATE UNIQUE INDEX wait_once ON wait (person_id, resource_id, starts_at, ends_at) WHERE status IN ('waiting', 'offered');

-- Who wants to be told when time becomes free: of which length, how many days ahead, between which minutes of the
-- day on the campus's clock.
CREATE TABLE freed_alert (
  id uuid PRIMARY KEY DEFAULT gen_random_uuid(),
  resource_id text NOT NULL REFERENCES resource (id),
  person_id uuid NOT NULL REFERENCES person (id) ON DELETE RESTRICT ON UPDATE CASCADE,
  min_minutes integer NOT NULL CHECK (min_minutes BETWEEN 1 AND 527040),
  days_ahead integer NOT NULL CHECK (days_ahead BETWEEN 1 AND 366),
  from_minute integer NOT NULL DEFAULT 0 CHECK (from_minute BETWEEN 0 AND 1439),
  to_minute integer NOT NULL DEFAULT 1440 CHECK (to_minute <= 1440),
  version integer NOT NULL DEFAULT 1,
  created_at timestamptz(3) NOT NULL DEFAULT now(),
  CONSTRAINT freed_alert_hours CHECK (from_minute < to_minute)
);
CREATE UNIQUE INDEX freed_alert_person_id_resource_id_key ON freed_alert (person_id, resource_id);
CREATE INDEX freed_alert_resource_id_idx ON freed_alert (resource_id);

ALTER TABLE allocation ADD COLUMN wait_id uuid REFERENCES wait (id);
CREATE INDEX allocation_wait ON allocation (wait_id) WHERE wait_id IS NOT NULL;
ALTER TABLE allocation DROP CONSTRAINT allocation_has_one_cause;
ALTER TABLE allocation ADD CONSTRAINT allocation_has_one_cause CHECK (
  CASE cause
    WHEN 'booking' THEN item_id IS NOT NULL AND change_id IS NULL AND wait_id IS NULL AND outage_id IS NULL
    WHEN 'offer' THEN item_id IS NULL AND (change_id IS NOT NULL) <> (wait_id IS NOT NULL) AND outage_id IS NULL
    ELSE item_id IS NULL AND change_id IS NULL AND wait_id IS NULL AND outage_id IS NOT NULL
  END);
-- What is offered to somebody who waits does lapse.
ALTER TABLE allocation ADD CONSTRAINT allocation_wait_lapses CHECK (wait_id IS NULL OR expires_at IS NOT NULL);

-- The one place where freeing is told, whatever frees: a cancellation, a refusal, a lapsed hold or offer, a move, a
-- part given back, the end of a maintenance. Word is left only where somebody waits, and says what was given up:
-- whether it is free is judged by whoever reads it.
CREATE FUNCTION tell_of_freed(p_resource text, p_from timestamptz, p_to timestamptz) RETURNS void LANGUAGE plpgsql AS $$
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
      OR EXISTS (SELECT 1 FROM freed_alert f WHERE f.resource_id = x.id);
END $$;

CREATE FUNCTION allocation_deleted() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  PERFORM tell_of_freed(f.resource_id, f.starts_at, f.ends_at)
     FROM (SELECT DISTINCT resource_id, starts_at, ends_at FROM freed) f;
  RETURN NULL;
END $$;
CREATE TRIGGER allocation_freed AFTER DELETE ON allocation REFERENCING OLD TABLE AS freed
  FOR EACH STATEMENT EXECUTE FUNCTION allocation_deleted();

CREATE FUNCTION allocation_shortened() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  PERFORM tell_of_freed(OLD.resource_id, OLD.starts_at, OLD.ends_at);
  RETURN NULL;
END $$;
CREATE TRIGGER allocation_shortened AFTER UPDATE ON allocation FOR EACH ROW
  WHEN (NEW.starts_at > OLD.starts_at OR NEW.ends_at < OLD.ends_at OR NEW.resource_id <> OLD.resource_id)
  EXECUTE FUNCTION allocation_shortened();

-- Ends pending bookings, changes and offers whose hold has lapsed on the given resources, which the caller has locked.
CREATE OR REPLACE FUNCTION release_lapsed(p_resources text[], p_now timestamptz) RETURNS void LANGUAGE plpgsql
SET plan_cache_mode = force_generic_plan AS $$
DECLARE
  v_bookings uuid[];
  v_changes uuid[];
  v_waits uuid[];
  v_lapsed record;
BEGIN
  IF NOT EXISTS (SELECT 1 FROM allocation WHERE resource_id = ANY (p_resources) AND expires_at <= p_now) THEN
    RETURN;
  END IF;

  SELECT array_agg(DISTINCT i.booking_id) INTO v_bookings
    FROM allocation a JOIN booking_item i ON i.id = a.item_id
   WHERE a.resource_id = ANY (p_resources) AND a.expires_at <= p_now AND a.cause = 'booking';
  SELECT array_agg(DISTINCT a.change_id) FILTER (WHERE a.change_id IS NOT NULL),
         array_agg(DISTINCT a.wait_id) FILTER (WHERE a.wait_id IS NOT NULL)
    INTO v_changes, v_waits
    FROM allocation a
   WHERE a.resource_id = ANY (p_resources) AND a.expires_at <= p_now AND a.cause = 'offer';

  PERFORM 1 FROM booking WHERE id = ANY (v_bookings) ORDER BY id FOR NO KEY UPDATE;
  FOR v_lapsed IN
    UPDATE booking SET status = 'expired', version = version + 1, updated_at = p_now
     WHERE id = ANY (v_bookings) AND status = 'pending' AND hold_expires_at <= p_now
    RETURNING id, version
  LOOP
    PERFORM tell_of_booking(v_lapsed.id, 'expired', v_lapsed.version, '{}');
  END LOOP;
  DELETE FROM presence p USING booking_item i
   WHERE p.item_id = i.id AND i.booking_id = ANY (v_bookings);
  DELETE FROM allocation a USING booking_item i
   WHERE a.item_id = i.id AND i.booking_id = ANY (v_bookings);
  FOR v_lapsed IN
    UPDATE booking_change c SET status = 'expired', closed_at = p_now
      FROM booking b
     WHERE c.id = ANY (v_changes) AND c.status = 'pending' AND b.id = c.booking_id
    RETURNING c.id, c.booking_id, b.version
  LOOP
    PERFORM tell_of_booking(v_lapsed.booking_id, 'change_expired', v_lapsed.version,
      jsonb_build_object('changeId', v_lapsed.id));
  END LOOP;
  DELETE FROM allocation WHERE change_id = ANY (v_changes);
  UPDATE wait SET status = 'lapsed', version = version + 1, updated_at = p_now
   WHERE id = ANY (v_waits) AND status = 'offered';
  DELETE FROM allocation WHERE wait_id = ANY (v_waits);
  UPDATE approval_request SET status = 'expired', closed_at = p_now, version = version + 1
   WHERE status = 'pending' AND (
     (subject_kind = 'booking' AND subject_id = ANY (v_bookings)) OR
     (subject_kind = 'booking_change' AND subject_id = ANY (v_changes)));
  DELETE FROM approval_open_step s USING approval_request r
   WHERE s.request_id = r.id AND r.status = 'expired' AND (
     r.subject_id = ANY (v_bookings) OR r.subject_id = ANY (v_changes));
  INSERT INTO audit_event (at, action, subject_kind, subject_id, data)
    SELECT p_now, 'booking.expired', 'booking', id::text, '{}'::jsonb FROM unnest(v_bookings) AS id
    UNION ALL
    SELECT p_now, 'booking_change.expired', 'booking_change', id::text, '{}'::jsonb FROM unnest(v_changes) AS id
    UNION ALL
    SELECT p_now, 'wait.lapsed', 'wait', id::text, '{}'::jsonb FROM unnest(v_waits) AS id;
END $$;
