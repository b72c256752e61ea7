-- What has ended is found by its end: looking at every approved booking cost seconds once there were
-- a hundred thousand to come. Items of cancelled bookings stay in the index, so that a frequent caller
-- names how far back it looks, and a rare one looks at all.
CREATE INDEX booking_item_ends_at ON booking_item (ends_at) WHERE status = 'not_started';

DROP FUNCTION settle_bookings(timestamptz);
CREATE FUNCTION settle_bookings(p_now timestamptz, p_since timestamptz) RETURNS integer LANGUAGE plpgsql AS $$
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
       AND b.id IN (SELECT i.booking_id FROM booking_item i
                     WHERE i.status = 'not_started' AND i.ends_at > p_since AND i.ends_at <= p_now)
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
