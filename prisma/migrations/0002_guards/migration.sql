-- What must never break is guarded here, by the database, for every path alike.

CREATE EXTENSION IF NOT EXISTS btree_gist;
CREATE EXTENSION IF NOT EXISTS pg_trgm;

-- Occupancy: one unit of one resource is taken once at a time. Back-to-back periods do not conflict:
-- tstzrange is half-open. Checked at the end of each statement, so that a block can be shifted in one.
ALTER TABLE allocation
  ADD CONSTRAINT allocation_period CHECK (starts_at < ends_at),
  ADD CONSTRAINT allocation_unit CHECK (unit >= 1),
  ADD CONSTRAINT allocation_has_one_cause CHECK (
    CASE cause
      WHEN 'booking' THEN item_id IS NOT NULL AND change_id IS NULL AND outage_id IS NULL
      WHEN 'offer' THEN item_id IS NULL AND change_id IS NOT NULL AND outage_id IS NULL
      ELSE item_id IS NULL AND change_id IS NULL AND outage_id IS NOT NULL
    END),
  ADD CONSTRAINT allocation_no_overlap
    EXCLUDE USING gist (resource_id WITH =, unit WITH =, tstzrange(starts_at, ends_at) WITH &&)
    DEFERRABLE INITIALLY IMMEDIATE;

-- A person is on one campus at a time.
ALTER TABLE presence
  ADD CONSTRAINT presence_period CHECK (starts_at < ends_at),
  ADD CONSTRAINT presence_one_campus
    EXCLUDE USING gist (person_id WITH =, campus_id WITH <>, tstzrange(starts_at, ends_at) WITH &&)
    WHERE (attended);
CREATE INDEX presence_person_period ON presence USING gist (person_id, tstzrange(starts_at, ends_at));

ALTER TABLE booking_item
  ADD CONSTRAINT booking_item_period CHECK (
    (starts_at IS NULL AND ends_at IS NULL) OR starts_at < ends_at),
  ADD CONSTRAINT booking_item_quantity CHECK (quantity >= 1),
  ADD CONSTRAINT booking_item_buffers CHECK (set_up_minutes >= 0 AND clean_up_minutes >= 0);
CREATE INDEX booking_item_starts_at ON booking_item (starts_at DESC);

ALTER TABLE outage ADD CONSTRAINT outage_period CHECK (starts_at < ends_at);
ALTER TABLE resource
  ADD CONSTRAINT resource_capacity CHECK (capacity >= 1),
  ADD CONSTRAINT resource_rated_hours CHECK (rated_hours > 0);
ALTER TABLE list_price ADD CONSTRAINT list_price_amount CHECK (per_hour_fen >= 0);

-- One home at a time.
ALTER TABLE affiliation
  ADD CONSTRAINT affiliation_one_home
    EXCLUDE USING gist (person_id WITH =, tstzrange(starts_at, ends_at) WITH &&) WHERE (is_home);

ALTER TABLE role_grant ADD CONSTRAINT role_grant_scope CHECK (
  CASE scope_kind
    WHEN 'lab' THEN lab_id IS NOT NULL
    WHEN 'university' THEN university_id IS NOT NULL AND lab_id IS NULL
    ELSE lab_id IS NULL
  END);

ALTER TABLE qualification ADD CONSTRAINT qualification_subject
  CHECK ((resource_id IS NULL) <> (kind_id IS NULL));

ALTER TABLE person ADD CONSTRAINT person_email_lower CHECK (email = lower(email));

CREATE UNIQUE INDEX calendar_day_once ON calendar_day (date, coalesce(university_id, ''));
CREATE UNIQUE INDEX approval_request_one_pending ON approval_request (subject_kind, subject_id) WHERE status = 'pending';
CREATE UNIQUE INDEX booking_change_one_pending ON booking_change (booking_id) WHERE status = 'pending';
CREATE INDEX booking_pending ON booking (created_at) WHERE status = 'pending';
CREATE INDEX resource_search_text ON resource USING gin (search_text gin_trgm_ops);
CREATE INDEX resource_listed ON resource (sort_key, id) WHERE status = 'active';

-- Append-only rows.
CREATE FUNCTION refuse_change() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  RAISE EXCEPTION '% is append-only', TG_TABLE_NAME USING ERRCODE = 'restrict_violation';
END $$;
CREATE TRIGGER audit_event_append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON audit_event
  FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
CREATE TRIGGER frozen_policy_immutable BEFORE UPDATE OR DELETE ON frozen_policy
  FOR EACH ROW EXECUTE FUNCTION refuse_change();
CREATE TRIGGER policy_version_immutable BEFORE UPDATE OR DELETE ON policy_version
  FOR EACH ROW EXECUTE FUNCTION refuse_change();
CREATE TRIGGER approval_decision_append_only BEFORE UPDATE OR DELETE ON approval_decision
  FOR EACH ROW EXECUTE FUNCTION refuse_change();

-- What figures depend on is kept with its dates, whoever changes the resource and by whatever path.
CREATE FUNCTION keep_resource_standing() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF TG_OP = 'UPDATE' AND
     (NEW.university_id, NEW.lab_id, NEW.campus_id, NEW.capacity, NEW.rated_class, NEW.rated_hours, NEW.status, NEW.value_fen)
     IS NOT DISTINCT FROM
     (OLD.university_id, OLD.lab_id, OLD.campus_id, OLD.capacity, OLD.rated_class, OLD.rated_hours, OLD.status, OLD.value_fen)
  THEN
    RETURN NULL;
  END IF;
  UPDATE resource_standing SET valid_to = now() WHERE resource_id = NEW.id AND valid_to IS NULL;
  INSERT INTO resource_standing
    (resource_id, valid_from, university_id, lab_id, campus_id, capacity, rated_class, rated_hours, status, value_fen)
  VALUES
    (NEW.id, CASE TG_OP WHEN 'INSERT' THEN NEW.created_at ELSE now() END, NEW.university_id, NEW.lab_id, NEW.campus_id,
     NEW.capacity, NEW.rated_class, NEW.rated_hours, NEW.status, NEW.value_fen);
  RETURN NULL;
END $$;
CREATE TRIGGER resource_keeps_standing AFTER INSERT OR UPDATE ON resource
  FOR EACH ROW EXECUTE FUNCTION keep_resource_standing();
