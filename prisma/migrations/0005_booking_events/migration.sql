-- People are told of what happens to bookings: whoever writes a change writes a job with it.

-- What a mail is made from, so that one that was refused can be made again. Never a secret.
ALTER TABLE mail_delivery ADD COLUMN payload JSONB NOT NULL DEFAULT '{}';

-- What hot commands leave for background tasks. Adding a job notifies workers, and commits that notify
-- wait for each other, to the last disk write; a plain row costs next to nothing (docs/decisions/0007).
CREATE TABLE job_outbox (
    "id" BIGSERIAL NOT NULL,
    "task" TEXT NOT NULL,
    "payload" JSONB NOT NULL,

    CONSTRAINT "job_outbox_pkey" PRIMARY KEY ("id")
);

-- Makes jobs of what was left, in its order; workers call it over and over. Gives how many. The schema of
-- the jobs is installed by their own library, after these migrations.
CREATE FUNCTION forward_jobs() RETURNS integer LANGUAGE plpgsql AS $$
DECLARE
  v_tasks text[];
  v_payloads jsonb[];
BEGIN
  WITH taken AS (
    DELETE FROM job_outbox
     WHERE id IN (SELECT id FROM job_outbox ORDER BY id LIMIT 1000 FOR UPDATE SKIP LOCKED)
    RETURNING id, task, payload
  )
  SELECT array_agg(task ORDER BY id), array_agg(payload ORDER BY id) INTO v_tasks, v_payloads FROM taken;
  IF v_tasks IS NULL THEN
    RETURN 0;
  END IF;
  PERFORM graphile_worker.add_jobs(ARRAY(
    SELECT (task, payload::json, NULL, NULL, NULL, NULL, NULL, NULL)::graphile_worker.job_spec
      FROM unnest(v_tasks, v_payloads) WITH ORDINALITY AS left_behind(task, payload, place) ORDER BY place));
  RETURN cardinality(v_tasks);
END $$;

-- Leaves word of what happened to a booking, in the transaction of the change; a task tells those concerned.
CREATE FUNCTION tell_of_booking(p_booking uuid, p_event text, p_version integer, p_data jsonb) RETURNS void LANGUAGE sql AS $$
  INSERT INTO job_outbox (task, payload)
  VALUES ('booking-event', p_data || jsonb_build_object('bookingId', p_booking, 'event', p_event, 'version', p_version));
$$;

-- Ends pending bookings and changes whose hold has lapsed on the given resources, which the caller has locked.
CREATE OR REPLACE FUNCTION release_lapsed(p_resources text[], p_now timestamptz) RETURNS void LANGUAGE plpgsql AS $$
DECLARE
  v_bookings uuid[];
  v_changes uuid[];
  v_lapsed record;
BEGIN
  IF NOT EXISTS (SELECT 1 FROM allocation WHERE resource_id = ANY (p_resources) AND expires_at <= p_now) THEN
    RETURN;
  END IF;

  SELECT array_agg(DISTINCT i.booking_id) INTO v_bookings
    FROM allocation a JOIN booking_item i ON i.id = a.item_id
   WHERE a.resource_id = ANY (p_resources) AND a.expires_at <= p_now AND a.cause = 'booking';
  SELECT array_agg(DISTINCT a.change_id) INTO v_changes
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
    SELECT p_now, 'booking_change.expired', 'booking_change', id::text, '{}'::jsonb FROM unnest(v_changes) AS id;
END $$;

-- Writes a whole booking: the row, its items, occupancy, approval request, audit row, job and idempotency key.
CREATE OR REPLACE FUNCTION write_booking(p jsonb) RETURNS void LANGUAGE plpgsql AS $$
DECLARE
  b jsonb := p -> 'booking';
BEGIN
  INSERT INTO frozen_policy (hash, rules, created_at)
  VALUES (b ->> 'policyHash', p -> 'policy', (b ->> 'createdAt')::timestamptz)
  ON CONFLICT (hash) DO NOTHING;

  INSERT INTO booking (
    id, code, status, booker_id, attendee_id, home_university_id, origin_class, group_id, project_id, purpose, activity,
    title, notes, hold_mode, hold_expires_at, policy_hash, quoted_fen, quote, series_id, created_at, updated_at)
  VALUES (
    (b ->> 'id')::uuid, b ->> 'code', (b ->> 'status')::"BookingStatus", (b ->> 'bookerId')::uuid, (b ->> 'attendeeId')::uuid,
    b ->> 'homeUniversityId', (b ->> 'originClass')::"OriginClass", b ->> 'groupId', b ->> 'projectId',
    (b ->> 'purpose')::"Purpose", b ->> 'activity', b ->> 'title', b ->> 'notes', (b ->> 'holdMode')::"HoldMode",
    (b ->> 'holdExpiresAt')::timestamptz, b ->> 'policyHash', (b ->> 'quotedFen')::bigint, nullif(b -> 'quote', 'null'::jsonb),
    (b ->> 'seriesId')::uuid, (b ->> 'createdAt')::timestamptz, (b ->> 'createdAt')::timestamptz);

  INSERT INTO booking_item (
    id, booking_id, position, resource_id, mode, quantity, starts_at, ends_at, attendance, set_up_minutes, clean_up_minutes)
    SELECT id, (b ->> 'id')::uuid, position, "resourceId", mode, quantity, "startsAt", "endsAt", attendance, "setUpMinutes", "cleanUpMinutes"
      FROM jsonb_to_recordset(p -> 'items') AS i(
        id uuid, position int, "resourceId" text, mode "ResourceMode", quantity int, "startsAt" timestamptz, "endsAt" timestamptz,
        attendance "Attendance", "setUpMinutes" int, "cleanUpMinutes" int);

  PERFORM write_occupancy(p -> 'occupancy');

  IF p -> 'request' <> 'null'::jsonb THEN
    PERFORM open_request(p -> 'request');
  END IF;

  INSERT INTO audit_event (at, actor_id, action, subject_kind, subject_id, university_id, data)
  VALUES ((b ->> 'createdAt')::timestamptz, (b ->> 'bookerId')::uuid, 'booking.created', 'booking', b ->> 'id', p ->> 'universityId', p -> 'audit');

  PERFORM tell_of_booking((b ->> 'id')::uuid, 'created', 1, jsonb_build_object('actorId', b ->> 'bookerId', 'was', b ->> 'status'));

  IF p -> 'key' <> 'null'::jsonb THEN
    INSERT INTO idempotency_key (person_id, key, request_hash, subject_id, created_at)
    VALUES ((b ->> 'bookerId')::uuid, p #>> '{key,key}', p #>> '{key,requestHash}', (b ->> 'id')::uuid, (b ->> 'createdAt')::timestamptz);
  END IF;
END $$;

-- Past bookings end by themselves, late rather than never: without a check-in they are assumed completed,
-- and lapsed requests expire. Returns how many bookings were completed.
CREATE OR REPLACE FUNCTION settle_bookings(p_now timestamptz) RETURNS integer LANGUAGE plpgsql AS $$
DECLARE
  v_count integer;
  v_lapsed text[];
  v_booking record;
BEGIN
  SELECT array_agg(DISTINCT resource_id ORDER BY resource_id) INTO v_lapsed FROM allocation WHERE expires_at <= p_now;
  IF v_lapsed IS NOT NULL THEN
    PERFORM 1 FROM resource WHERE id = ANY (v_lapsed) ORDER BY id FOR NO KEY UPDATE;
    PERFORM release_lapsed(v_lapsed, p_now);
  END IF;

  -- Requests that compete hold nothing: no allocation tells that they have lapsed.
  FOR v_booking IN
    WITH lapsed AS (
      SELECT b.id FROM booking b
       WHERE b.status = 'pending' AND b.hold_expires_at <= p_now
         AND NOT EXISTS (SELECT 1 FROM booking_item i JOIN allocation a ON a.item_id = i.id WHERE i.booking_id = b.id)
       ORDER BY b.id LIMIT 500 FOR NO KEY UPDATE SKIP LOCKED
    )
    UPDATE booking b SET status = 'expired', version = version + 1, updated_at = p_now
      FROM lapsed WHERE b.id = lapsed.id RETURNING b.id, b.version
  LOOP
    UPDATE approval_request SET status = 'expired', closed_at = p_now, version = version + 1
     WHERE subject_kind = 'booking' AND subject_id = v_booking.id AND status = 'pending';
    DELETE FROM approval_open_step s USING approval_request r
     WHERE s.request_id = r.id AND r.subject_kind = 'booking' AND r.subject_id = v_booking.id;
    INSERT INTO audit_event (at, action, subject_kind, subject_id, data)
      VALUES (p_now, 'booking.expired', 'booking', v_booking.id::text, '{}'::jsonb);
    PERFORM tell_of_booking(v_booking.id, 'expired', v_booking.version, '{}');
  END LOOP;

  WITH past AS (
    SELECT b.id FROM booking b
     WHERE b.status = 'approved'
       AND EXISTS (SELECT 1 FROM booking_item i WHERE i.booking_id = b.id)
       AND NOT EXISTS (SELECT 1 FROM booking_item i
                        WHERE i.booking_id = b.id AND (i.ends_at IS NULL OR i.ends_at > p_now OR i.status = 'in_use'))
     ORDER BY b.id LIMIT 500 FOR NO KEY UPDATE SKIP LOCKED
  ), items AS (
    UPDATE booking_item i SET status = 'completed', completion_source = 'assumed'
      FROM past WHERE i.booking_id = past.id AND i.status = 'not_started' RETURNING i.id
  ), ended AS (
    UPDATE booking b SET status = 'completed', version = version + 1, updated_at = p_now
      FROM past WHERE b.id = past.id RETURNING b.id
  ), audited AS (
    INSERT INTO audit_event (at, action, subject_kind, subject_id, data)
      SELECT p_now, 'booking.completed', 'booking', id::text, '{"source": "assumed"}'::jsonb FROM ended RETURNING 1
  )
  SELECT count(*) INTO v_count FROM audited;
  RETURN v_count;
END $$;
