-- Whoever has a seat in a training, or holds it, has to be there: a presence without a booking.
ALTER TABLE presence
  ALTER COLUMN item_id DROP NOT NULL,
  ADD COLUMN session_id uuid REFERENCES training_session (id) ON DELETE RESTRICT ON UPDATE CASCADE,
  ADD CONSTRAINT presence_has_one_cause CHECK (num_nonnulls(item_id, session_id) = 1);
-- One presence a session and person; those of bookings, nearly all, stay out of the index.
CREATE UNIQUE INDEX presence_session_person ON presence (session_id, person_id) WHERE session_id IS NOT NULL;

-- Seats and trainers of sessions to come. Who is booked elsewhere by now stays so: that was allowed until today.
INSERT INTO presence (person_id, campus_id, starts_at, ends_at, attended, session_id)
SELECT p.person_id, s.campus_id, s.starts_at, s.ends_at, true, s.id
  FROM training_session s
  JOIN LATERAL (
    SELECT t.person_id FROM training_seat t WHERE t.session_id = s.id AND t.status = 'booked'
    UNION
    SELECT s.trainer_id WHERE s.booking_id IS NULL) p ON true
 WHERE s.status = 'offered' AND s.ends_at > now() AND s.starts_at < s.ends_at
 ORDER BY s.id, p.person_id
ON CONFLICT DO NOTHING;

-- Only what joins a presence to its booking differs: there may be none.
CREATE OR REPLACE FUNCTION attendee_facts(
  p_attendee uuid, p_resources text[], p_from timestamptz, p_to timestamptz, p_now timestamptz, p_own_booking uuid
) RETURNS json LANGUAGE plpgsql STABLE AS $$
BEGIN
  RETURN (
  SELECT json_build_object(
    'id', p.id,
    'status', p.status,
    'homeUniversityId', home.university_id,
    'homeKind', home.kind,
    'affiliations', running_affiliations(p.id, p_now),
    'futureBookings', (
      SELECT coalesce(json_object_agg(f.resource_id, f.n), '{}') FROM (
        SELECT i.resource_id, count(*) AS n
          FROM booking b JOIN booking_item i ON i.booking_id = b.id
         WHERE b.attendee_id = p.id AND b.status IN ('pending', 'approved')
           AND i.resource_id = ANY (p_resources) AND i.starts_at > p_now
           AND b.id IS DISTINCT FROM p_own_booking
         GROUP BY i.resource_id) f),
    'groups', (
      SELECT coalesce(json_agg(json_build_object(
               'id', g.id, 'universityId', g.university_id, 'isConfirmed', g.confirmed_at IS NOT NULL) ORDER BY m.starts_at, g.id), '[]')
        FROM group_member m JOIN research_group g ON g.id = m.group_id
       WHERE m.person_id = p.id AND m.starts_at <= p_now AND (m.ends_at IS NULL OR m.ends_at > p_now) AND g.closed_at IS NULL),
    'qualifications', (
      SELECT coalesce(json_agg(json_build_object(
               'resourceId', q.resource_id, 'kindId', q.kind_id,
               'validFrom', q.valid_from, 'validUntil', q.valid_until)), '[]')
        FROM qualification q
       WHERE q.person_id = p.id AND q.revoked_at IS NULL AND (q.valid_until IS NULL OR q.valid_until > p_now)),
    'presences', (
      SELECT coalesce(json_agg(json_build_object(
               'campusId', pr.campus_id, 'start', pr.starts_at, 'end', pr.ends_at,
               'itemId', pr.item_id) ORDER BY pr.starts_at), '[]')
        FROM presence pr LEFT JOIN booking_item i ON i.id = pr.item_id LEFT JOIN booking b ON b.id = i.booking_id
       WHERE pr.person_id = p.id AND pr.attended
         AND tstzrange(pr.starts_at, pr.ends_at) && tstzrange(p_from - interval '1 day', p_to + interval '1 day')
         AND ((pr.starts_at < p_to AND pr.ends_at > p_from)
           OR EXISTS (SELECT 1 FROM resource r WHERE r.id = ANY (p_resources) AND r.campus_id <> pr.campus_id))
         AND (pr.item_id IS NULL OR b.id IS DISTINCT FROM p_own_booking)
         AND NOT coalesce(b.status = 'pending' AND b.hold_expires_at <= p_now, false))
  )
  FROM person p
  LEFT JOIN LATERAL (
    SELECT a.university_id, a.kind FROM affiliation a
     WHERE a.person_id = p.id AND a.is_home AND a.starts_at <= p_now AND (a.ends_at IS NULL OR a.ends_at > p_now)
     LIMIT 1) home ON true
  WHERE p.id = p_attendee);
END $$;
