-- The facts of a verdict cost half of what the database did for a booking. As text (json) they need not be
-- taken apart and put together again, and what no rule can ask for is not read: neighbours beyond the
-- turnaround, presences on the same campus at another time, the railway of somebody who is nowhere else.
-- One function for each subject, so that a new fact has one place. Their plans are made once for each
-- connection: booking_facts says so for all that it calls (0008_plans tells why).

-- The person who will be there. Null when there is none.
CREATE FUNCTION attendee_facts(
  p_attendee uuid, p_resources text[], p_from timestamptz, p_to timestamptz, p_now timestamptz, p_own_booking uuid
) RETURNS json LANGUAGE plpgsql STABLE AS $$
BEGIN
  RETURN (
  SELECT json_build_object(
    'id', p.id,
    'status', p.status,
    'homeUniversityId', home.university_id,
    'homeKind', home.kind,
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
               'id', g.id, 'universityId', g.university_id,
               'projectIds', (SELECT coalesce(json_agg(pr.id ORDER BY pr.id), '[]') FROM project pr
                               WHERE pr.group_id = g.id AND (pr.ends_on IS NULL OR pr.ends_on >= p_now::date))
             ) ORDER BY m.starts_at, g.id), '[]')
        FROM group_member m JOIN research_group g ON g.id = m.group_id
       WHERE m.person_id = p.id AND m.starts_at <= p_now AND (m.ends_at IS NULL OR m.ends_at > p_now)),
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

-- The resources by id: the rules and hours in force around the period, what takes them, who decides. Of a
-- resource with several units everything to come counts, since units are numbered anew.
CREATE FUNCTION resource_facts(
  p_resources text[], p_from timestamptz, p_to timestamptz, p_now timestamptz, p_own_booking uuid
) RETURNS json LANGUAGE plpgsql STABLE AS $$
BEGIN
  RETURN (
    WITH RECURSIVE tree AS (
      SELECT id AS root, id, capacity FROM resource WHERE id = ANY (p_resources)
      UNION ALL
      SELECT t.root, r.id, r.capacity FROM resource r JOIN tree t ON r.parent_id = t.id
    )
    SELECT coalesce(json_object_agg(r.id, json_build_object(
      'id', r.id, 'labId', r.lab_id, 'universityId', r.university_id, 'campusId', r.campus_id,
      'kindId', r.kind_id, 'status', r.status, 'externalUrl', r.external_url, 'capacity', r.capacity, 'modes', r.modes,
      'shareScope', r.share_scope, 'needsQualification', r.needs_qualification,
      'nameZh', r.name_zh, 'nameEn', r.name_en,
      'labAccess', l.access, 'contact', coalesce(l.contact_email, l.contact_phone),
      'timeZone', c.time_zone,
      'schedules', (
        SELECT coalesce(json_agg(json_build_object(
                 'ownerKind', s.owner_kind, 'validFrom', s.valid_from, 'validTo', s.valid_to,
                 'observesHolidays', s.observes_holidays, 'weekly', s.weekly)), '[]')
          FROM opening_schedule s
         WHERE (s.owner_kind, s.owner_id) IN (('resource', r.id), ('lab', r.lab_id), ('campus', r.campus_id),
                                              ('university', r.university_id), ('alliance', '*'))
           AND s.valid_from <= (p_to + interval '2 days')::date
           AND (s.valid_to IS NULL OR s.valid_to > (p_from - interval '2 days')::date)),
      'exceptions', (
        SELECT coalesce(json_agg(json_build_object(
                 'ownerKind', e.owner_kind, 'date', e.date, 'closed', e.closed, 'blocks', e.blocks,
                 'reasonZh', e.reason_zh, 'reasonEn', e.reason_en)), '[]')
          FROM opening_exception e
         WHERE (e.owner_kind, e.owner_id) IN (('resource', r.id), ('lab', r.lab_id), ('campus', r.campus_id),
                                              ('university', r.university_id), ('alliance', '*'))
           AND e.date BETWEEN (p_from - interval '2 days')::date AND (p_to + interval '2 days')::date),
      'policies', policy.layers,
      'prices', (
        SELECT coalesce(json_agg(json_build_object(
                 'originClass', lp.origin_class, 'mode', lp.mode, 'perHourFen', lp.per_hour_fen,
                 'validFrom', lp.valid_from, 'validTo', lp.valid_to)), '[]')
          FROM list_price lp WHERE lp.resource_id = r.id AND (lp.valid_to IS NULL OR lp.valid_to > p_from)),
      'calendarDays', (
        SELECT coalesce(json_agg(json_build_object(
                 'date', d.date, 'kind', d.kind, 'universityId', d.university_id,
                 'nameZh', d.name_zh, 'nameEn', d.name_en)), '[]')
          FROM calendar_day d
         WHERE d.date BETWEEN (p_from - interval '10 days')::date AND (p_to + interval '10 days')::date
           AND (d.university_id IS NULL OR d.university_id = r.university_id)),
      'managerIds', (
        SELECT coalesce(json_agg(DISTINCT g.person_id), '[]') FROM role_grant g
         WHERE g.role = 'lab_manager' AND g.starts_at <= p_now AND (g.ends_at IS NULL OR g.ends_at > p_now)
           AND ((g.scope_kind = 'lab' AND g.lab_id = r.lab_id)
             OR (g.scope_kind = 'university' AND g.university_id = r.university_id))),
      'coordinatorIds', (
        SELECT coalesce(json_agg(DISTINCT g.person_id), '[]') FROM role_grant g
         WHERE g.role = 'coordinator' AND g.university_id = r.university_id
           AND g.starts_at <= p_now AND (g.ends_at IS NULL OR g.ends_at > p_now)),
      'inside', (
        SELECT coalesce(json_agg(json_build_object('id', x.id, 'capacity', x.capacity) ORDER BY x.id), '[]')
          FROM tree x WHERE x.root = r.id AND x.id <> r.id),
      'taken', (
        SELECT coalesce(json_agg(json_build_object(
                 'allocationId', a.id::text, 'resourceId', a.resource_id, 'unit', a.unit,
                 'start', a.starts_at, 'end', a.ends_at, 'cause', a.cause)), '[]')
          FROM tree x
          JOIN allocation a ON a.resource_id = x.id
         WHERE x.root = r.id
           AND (a.expires_at IS NULL OR a.expires_at > p_now)
           AND tstzrange(a.starts_at, a.ends_at) && CASE
                 WHEN x.capacity > 1 THEN tstzrange(least(p_now, p_from) - interval '1 day', NULL)
                 ELSE tstzrange(p_from - policy.turnaround, p_to + policy.turnaround) END
           AND (p_own_booking IS NULL OR p_own_booking IS DISTINCT FROM coalesce(
                 (SELECT i.booking_id FROM booking_item i WHERE i.id = a.item_id),
                 (SELECT ch.booking_id FROM booking_change ch WHERE ch.id = a.change_id))))
    )), '{}')
    FROM resource r JOIN lab l ON l.id = r.lab_id JOIN campus c ON c.id = r.campus_id
    CROSS JOIN LATERAL (
      SELECT coalesce(json_agg(v.rules ORDER BY v.rank), '[]') AS layers,
             -- The rule in force is one of the layers'; so no occupation reaches further than this.
             coalesce(max(greatest((v.rules ->> 'setUpMinutes')::float8, (v.rules ->> 'cleanUpMinutes')::float8, 0)), 0)
               * interval '1 minute' AS turnaround
        FROM (
          SELECT DISTINCT ON (pv.owner_kind) pv.rules,
                 CASE pv.owner_kind WHEN 'alliance' THEN 0 WHEN 'university' THEN 1 WHEN 'campus' THEN 2
                                    WHEN 'lab' THEN 3 ELSE 4 END AS rank
            FROM policy_version pv
           WHERE (pv.owner_kind, pv.owner_id) IN (('resource', r.id), ('lab', r.lab_id), ('campus', r.campus_id),
                                                  ('university', r.university_id), ('alliance', '*'))
             AND pv.valid_from <= p_now
           ORDER BY pv.owner_kind, pv.valid_from DESC, pv.created_at DESC) v) policy
    WHERE r.id = ANY (p_resources));
END $$;

-- Everything a verdict needs, in one answer. Rows of p_own_booking are left out of what is taken.
DROP FUNCTION booking_facts(uuid, text[], timestamptz, timestamptz, timestamptz, uuid);
CREATE FUNCTION booking_facts(
  p_attendee uuid, p_resources text[], p_from timestamptz, p_to timestamptz, p_now timestamptz, p_own_booking uuid
) RETURNS json LANGUAGE plpgsql STABLE SET plan_cache_mode = force_generic_plan AS $$
DECLARE
  v_campuses json := '{}';
  v_rail json := '[]';
BEGIN
  -- Journeys matter only to who is on another campus the day before or after.
  IF EXISTS (
    SELECT 1 FROM presence pr JOIN resource r ON r.id = ANY (p_resources) AND r.campus_id <> pr.campus_id
     WHERE pr.person_id = p_attendee AND pr.attended
       AND tstzrange(pr.starts_at, pr.ends_at) && tstzrange(p_from - interval '1 day', p_to + interval '1 day'))
  THEN
    SELECT coalesce(json_object_agg(c.id, json_build_object(
             'id', c.id, 'city', c.city, 'lat', c.lat, 'lon', c.lon, 'railHub', c.rail_hub,
             'localMinutes', c.local_minutes, 'nameZh', u.short_zh || c.name_zh, 'nameEn', u.abbr || ' ' || c.name_en)), '{}')
      INTO v_campuses
      FROM campus c JOIN university u ON u.id = c.university_id
     WHERE c.id IN (SELECT campus_id FROM resource WHERE id = ANY (p_resources))
        OR c.id IN (SELECT campus_id FROM presence pr WHERE pr.person_id = p_attendee AND pr.attended
                     AND tstzrange(pr.starts_at, pr.ends_at) && tstzrange(p_from - interval '1 day', p_to + interval '1 day'));
    SELECT coalesce(json_agg(json_build_object('a', a, 'b', b, 'minutes', minutes, 'typicalMinutes', typical_minutes)), '[]')
      INTO v_rail FROM rail_leg;
  END IF;
  RETURN json_build_object(
    'attendee', attendee_facts(p_attendee, p_resources, p_from, p_to, p_now, p_own_booking),
    'resources', resource_facts(p_resources, p_from, p_to, p_now, p_own_booking),
    'campuses', v_campuses,
    'rail', v_rail);
END $$;

-- Lock, then read what is true after the wait: two statements with snapshots of their own in one round trip.
DROP FUNCTION locked_booking_facts(uuid[], uuid[], uuid, text[], timestamptz, timestamptz, timestamptz, uuid);
CREATE FUNCTION locked_booking_facts(
  p_persons uuid[], p_bookings uuid[],
  p_attendee uuid, p_resources text[], p_from timestamptz, p_to timestamptz, p_now timestamptz, p_own_booking uuid
) RETURNS json LANGUAGE plpgsql VOLATILE AS $$
DECLARE
  v_facts json;
BEGIN
  PERFORM lock_for_booking(p_persons, p_resources, p_bookings, p_now);
  SELECT booking_facts(p_attendee, p_resources, p_from, p_to, p_now, p_own_booking) INTO v_facts;
  RETURN v_facts;
END $$;

-- An SQL function is planned at each call; this one is called with every change of a booking.
CREATE OR REPLACE FUNCTION tell_of_booking(p_booking uuid, p_event text, p_version integer, p_data jsonb) RETURNS void LANGUAGE plpgsql AS $$
BEGIN
  INSERT INTO job_outbox (task, payload)
  VALUES ('booking-event', p_data || jsonb_build_object('bookingId', p_booking, 'event', p_event, 'version', p_version));
END $$;

-- Indexes that every booking paid for. Where a column is empty nearly always, its index holds the rest alone.
DROP INDEX allocation_change_id_idx;
CREATE INDEX allocation_change ON allocation (change_id) WHERE change_id IS NOT NULL;
DROP INDEX allocation_outage_id_idx;
CREATE INDEX allocation_outage ON allocation (outage_id) WHERE outage_id IS NOT NULL;
DROP INDEX booking_series_id_idx;
CREATE INDEX booking_series ON booking (series_id) WHERE series_id IS NOT NULL;
-- Presences are looked for where somebody attends: the constraint's index finds those as well.
DROP INDEX presence_person_period;
