-- What a group or a project has booked: hours left, quoted costs, what its leader steers. Bookings that no
-- group carries stay out of them.
CREATE INDEX booking_group ON booking (group_id) WHERE group_id IS NOT NULL;
CREATE INDEX booking_project ON booking (project_id) WHERE project_id IS NOT NULL;
-- Bookings of others that a group pays a share of.
CREATE INDEX booking_payers ON booking USING gin (payers jsonb_path_ops) WHERE payers IS NOT NULL;

-- Of a group a verdict has to know whether it may pay; a project is read only where a wish names one.
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
        FROM presence pr JOIN booking_item i ON i.id = pr.item_id JOIN booking b ON b.id = i.booking_id
       WHERE pr.person_id = p.id AND pr.attended
         AND tstzrange(pr.starts_at, pr.ends_at) && tstzrange(p_from - interval '1 day', p_to + interval '1 day')
         AND ((pr.starts_at < p_to AND pr.ends_at > p_from)
           OR EXISTS (SELECT 1 FROM resource r WHERE r.id = ANY (p_resources) AND r.campus_id <> pr.campus_id))
         AND b.id IS DISTINCT FROM p_own_booking
         AND NOT (b.status = 'pending' AND b.hold_expires_at <= p_now))
  )
  FROM person p
  LEFT JOIN LATERAL (
    SELECT a.university_id, a.kind FROM affiliation a
     WHERE a.person_id = p.id AND a.is_home AND a.starts_at <= p_now AND (a.ends_at IS NULL OR a.ends_at > p_now)
     LIMIT 1) home ON true
  WHERE p.id = p_attendee);
END $$;
