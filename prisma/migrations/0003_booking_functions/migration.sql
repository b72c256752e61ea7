-- The hot path in few round trips: lock and read, then write. Called by features/bookings and
-- features/scheduling alone. Lock order: persons by id, resources by id, bookings by id.

CREATE INDEX allocation_lapsing ON allocation (resource_id, expires_at) WHERE expires_at IS NOT NULL;

-- A resource and everything inside it.
CREATE FUNCTION resource_tree(p_resources text[]) RETURNS SETOF text LANGUAGE sql STABLE AS $$
  WITH RECURSIVE tree AS (
    SELECT unnest(p_resources) AS id
    UNION
    SELECT r.id FROM resource r JOIN tree t ON r.parent_id = t.id
  ) SELECT id FROM tree
$$;

-- Ends pending bookings and changes whose hold has lapsed on the given resources, which the caller has locked.
CREATE FUNCTION release_lapsed(p_resources text[], p_now timestamptz) RETURNS void LANGUAGE plpgsql AS $$
DECLARE
  v_bookings uuid[];
  v_changes uuid[];
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
  UPDATE booking SET status = 'expired', version = version + 1, updated_at = p_now
   WHERE id = ANY (v_bookings) AND status = 'pending' AND hold_expires_at <= p_now;
  DELETE FROM presence p USING booking_item i
   WHERE p.item_id = i.id AND i.booking_id = ANY (v_bookings);
  DELETE FROM allocation a USING booking_item i
   WHERE a.item_id = i.id AND i.booking_id = ANY (v_bookings);
  UPDATE booking_change SET status = 'expired', closed_at = p_now
   WHERE id = ANY (v_changes) AND status = 'pending';
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

-- Takes the locks of a command that writes allocations, in the one order that cannot deadlock.
CREATE FUNCTION lock_for_booking(
  p_persons uuid[], p_resources text[], p_bookings uuid[], p_now timestamptz
) RETURNS void LANGUAGE plpgsql AS $$
DECLARE
  v_resources text[];
BEGIN
  PERFORM 1 FROM person WHERE id = ANY (p_persons) ORDER BY id FOR NO KEY UPDATE;
  SELECT array_agg(id ORDER BY id) INTO v_resources FROM resource_tree(p_resources) AS id;
  PERFORM 1 FROM resource WHERE id = ANY (v_resources) ORDER BY id FOR NO KEY UPDATE;
  PERFORM release_lapsed(v_resources, p_now);
  PERFORM 1 FROM booking WHERE id = ANY (p_bookings) ORDER BY id FOR NO KEY UPDATE;
END $$;

-- Everything a verdict needs, in one answer. In PL/pgSQL, because the plan of an SQL function is made anew at each call.
-- Rows of p_own_booking are left out of what is taken.
CREATE FUNCTION booking_facts(
  p_attendee uuid, p_resources text[], p_from timestamptz, p_to timestamptz, p_now timestamptz, p_own_booking uuid
) RETURNS jsonb LANGUAGE plpgsql STABLE AS $$
BEGIN
  RETURN (
  WITH RECURSIVE tree AS (
    SELECT id AS root, id, capacity FROM resource WHERE id = ANY (p_resources)
    UNION ALL
    SELECT t.root, r.id, r.capacity FROM resource r JOIN tree t ON r.parent_id = t.id
  )
  SELECT jsonb_build_object(
    'attendee', (
      SELECT jsonb_build_object(
        'id', p.id,
        'status', p.status,
        'homeUniversityId', home.university_id,
        'homeKind', home.kind,
        'futureBookings', (
          SELECT coalesce(jsonb_object_agg(f.resource_id, f.n), '{}') FROM (
            SELECT i.resource_id, count(*) AS n
              FROM booking b JOIN booking_item i ON i.booking_id = b.id
             WHERE b.attendee_id = p.id AND b.status IN ('pending', 'approved')
               AND i.resource_id = ANY (p_resources) AND i.starts_at > p_now
               AND b.id IS DISTINCT FROM p_own_booking
             GROUP BY i.resource_id) f),
        'groups', (
          SELECT coalesce(jsonb_agg(jsonb_build_object(
                   'id', g.id, 'universityId', g.university_id,
                   'projectIds', (SELECT coalesce(jsonb_agg(pr.id ORDER BY pr.id), '[]') FROM project pr
                                   WHERE pr.group_id = g.id AND (pr.ends_on IS NULL OR pr.ends_on >= p_now::date))
                 ) ORDER BY m.starts_at, g.id), '[]')
            FROM group_member m JOIN research_group g ON g.id = m.group_id
           WHERE m.person_id = p.id AND m.starts_at <= p_now AND (m.ends_at IS NULL OR m.ends_at > p_now)),
        'qualifications', (
          SELECT coalesce(jsonb_agg(jsonb_build_object(
                   'resourceId', q.resource_id, 'kindId', q.kind_id,
                   'validFrom', q.valid_from, 'validUntil', q.valid_until)), '[]')
            FROM qualification q
           WHERE q.person_id = p.id AND q.revoked_at IS NULL AND (q.valid_until IS NULL OR q.valid_until > p_now)),
        'presences', (
          SELECT coalesce(jsonb_agg(jsonb_build_object(
                   'campusId', pr.campus_id, 'start', pr.starts_at, 'end', pr.ends_at,
                   'itemId', pr.item_id) ORDER BY pr.starts_at), '[]')
            FROM presence pr JOIN booking_item i ON i.id = pr.item_id JOIN booking b ON b.id = i.booking_id
           WHERE pr.person_id = p.id AND pr.attended
             AND tstzrange(pr.starts_at, pr.ends_at) && tstzrange(p_from - interval '1 day', p_to + interval '1 day')
             AND b.id IS DISTINCT FROM p_own_booking
             AND NOT (b.status = 'pending' AND b.hold_expires_at <= p_now))
      )
      FROM person p
      LEFT JOIN LATERAL (
        SELECT a.university_id, a.kind FROM affiliation a
         WHERE a.person_id = p.id AND a.is_home AND a.starts_at <= p_now AND (a.ends_at IS NULL OR a.ends_at > p_now)
         LIMIT 1) home ON true
      WHERE p.id = p_attendee),
    'resources', (
      SELECT coalesce(jsonb_object_agg(r.id, jsonb_build_object(
        'id', r.id, 'labId', r.lab_id, 'universityId', r.university_id, 'campusId', r.campus_id,
        'kindId', r.kind_id, 'status', r.status, 'capacity', r.capacity, 'modes', r.modes,
        'shareScope', r.share_scope, 'needsQualification', r.needs_qualification,
        'nameZh', r.name_zh, 'nameEn', r.name_en,
        'labAccess', l.access, 'contact', coalesce(l.contact_email, l.contact_phone),
        'timeZone', c.time_zone,
        'schedules', (
          SELECT coalesce(jsonb_agg(jsonb_build_object(
                   'ownerKind', s.owner_kind, 'validFrom', s.valid_from, 'validTo', s.valid_to,
                   'observesHolidays', s.observes_holidays, 'weekly', s.weekly)), '[]')
            FROM opening_schedule s
           WHERE (s.owner_kind, s.owner_id) IN (('resource', r.id), ('lab', r.lab_id), ('campus', r.campus_id),
                                                ('university', r.university_id), ('alliance', '*'))
             AND s.valid_from <= (p_to + interval '2 days')::date
             AND (s.valid_to IS NULL OR s.valid_to > (p_from - interval '2 days')::date)),
        'exceptions', (
          SELECT coalesce(jsonb_agg(jsonb_build_object(
                   'ownerKind', e.owner_kind, 'date', e.date, 'closed', e.closed, 'blocks', e.blocks,
                   'reasonZh', e.reason_zh, 'reasonEn', e.reason_en)), '[]')
            FROM opening_exception e
           WHERE (e.owner_kind, e.owner_id) IN (('resource', r.id), ('lab', r.lab_id), ('campus', r.campus_id),
                                                ('university', r.university_id), ('alliance', '*'))
             AND e.date BETWEEN (p_from - interval '2 days')::date AND (p_to + interval '2 days')::date),
        'policies', (
          SELECT coalesce(jsonb_agg(v.rules ORDER BY v.rank), '[]') FROM (
            SELECT DISTINCT ON (pv.owner_kind) pv.rules,
                   CASE pv.owner_kind WHEN 'alliance' THEN 0 WHEN 'university' THEN 1 WHEN 'campus' THEN 2
                                      WHEN 'lab' THEN 3 ELSE 4 END AS rank
              FROM policy_version pv
             WHERE (pv.owner_kind, pv.owner_id) IN (('resource', r.id), ('lab', r.lab_id), ('campus', r.campus_id),
                                                    ('university', r.university_id), ('alliance', '*'))
               AND pv.valid_from <= p_now
             ORDER BY pv.owner_kind, pv.valid_from DESC, pv.created_at DESC) v),
        'prices', (
          SELECT coalesce(jsonb_agg(jsonb_build_object(
                   'originClass', lp.origin_class, 'mode', lp.mode, 'perHourFen', lp.per_hour_fen,
                   'validFrom', lp.valid_from, 'validTo', lp.valid_to)), '[]')
            FROM list_price lp WHERE lp.resource_id = r.id AND (lp.valid_to IS NULL OR lp.valid_to > p_from)),
        'calendarDays', (
          SELECT coalesce(jsonb_agg(jsonb_build_object(
                   'date', d.date, 'kind', d.kind, 'universityId', d.university_id,
                   'nameZh', d.name_zh, 'nameEn', d.name_en)), '[]')
            FROM calendar_day d
           WHERE d.date BETWEEN (p_from - interval '10 days')::date AND (p_to + interval '10 days')::date
             AND (d.university_id IS NULL OR d.university_id = r.university_id)),
        'managerIds', (
          SELECT coalesce(jsonb_agg(DISTINCT g.person_id), '[]') FROM role_grant g
           WHERE g.role = 'lab_manager' AND g.starts_at <= p_now AND (g.ends_at IS NULL OR g.ends_at > p_now)
             AND ((g.scope_kind = 'lab' AND g.lab_id = r.lab_id)
               OR (g.scope_kind = 'university' AND g.university_id = r.university_id))),
        'coordinatorIds', (
          SELECT coalesce(jsonb_agg(DISTINCT g.person_id), '[]') FROM role_grant g
           WHERE g.role = 'coordinator' AND g.university_id = r.university_id
             AND g.starts_at <= p_now AND (g.ends_at IS NULL OR g.ends_at > p_now)),
        'inside', (
          SELECT coalesce(jsonb_agg(jsonb_build_object('id', x.id, 'capacity', x.capacity) ORDER BY x.id), '[]')
            FROM tree x WHERE x.root = r.id AND x.id <> r.id),
        'taken', (
          SELECT coalesce(jsonb_agg(jsonb_build_object(
                   'allocationId', a.id::text, 'resourceId', a.resource_id, 'unit', a.unit,
                   'start', a.starts_at, 'end', a.ends_at, 'cause', a.cause)), '[]')
            FROM tree x
            JOIN allocation a ON a.resource_id = x.id
            LEFT JOIN booking_item i ON i.id = a.item_id
            LEFT JOIN booking_change ch ON ch.id = a.change_id
           WHERE x.root = r.id
             AND (a.expires_at IS NULL OR a.expires_at > p_now)
             AND tstzrange(a.starts_at, a.ends_at) && CASE
                   WHEN x.capacity > 1 THEN tstzrange(least(p_now, p_from) - interval '1 day', NULL)
                   ELSE tstzrange(p_from - interval '1 day', p_to + interval '1 day') END
             AND coalesce(i.booking_id, ch.booking_id) IS DISTINCT FROM p_own_booking)
      )), '{}')
      FROM resource r JOIN lab l ON l.id = r.lab_id JOIN campus c ON c.id = r.campus_id
      WHERE r.id = ANY (p_resources)),
    'campuses', (
      SELECT coalesce(jsonb_object_agg(c.id, jsonb_build_object(
        'id', c.id, 'city', c.city, 'lat', c.lat, 'lon', c.lon, 'railHub', c.rail_hub,
        'localMinutes', c.local_minutes, 'nameZh', u.short_zh || c.name_zh, 'nameEn', u.abbr || ' ' || c.name_en)), '{}')
      FROM campus c JOIN university u ON u.id = c.university_id
      WHERE c.id IN (SELECT campus_id FROM resource WHERE id = ANY (p_resources))
         OR c.id IN (SELECT campus_id FROM presence pr WHERE pr.person_id = p_attendee AND pr.attended
                      AND tstzrange(pr.starts_at, pr.ends_at) && tstzrange(p_from - interval '1 day', p_to + interval '1 day'))),
    'rail', (SELECT coalesce(jsonb_agg(jsonb_build_object('a', a, 'b', b, 'minutes', minutes, 'typicalMinutes', typical_minutes)), '[]') FROM rail_leg)
  ));
END $$;

-- Lock, then read what is true after the wait: two statements with snapshots of their own in one round trip.
CREATE FUNCTION locked_booking_facts(
  p_persons uuid[], p_bookings uuid[],
  p_attendee uuid, p_resources text[], p_from timestamptz, p_to timestamptz, p_now timestamptz, p_own_booking uuid
) RETURNS jsonb LANGUAGE plpgsql VOLATILE AS $$
DECLARE
  v_facts jsonb;
BEGIN
  PERFORM lock_for_booking(p_persons, p_resources, p_bookings, p_now);
  SELECT booking_facts(p_attendee, p_resources, p_from, p_to, p_now, p_own_booking) INTO v_facts;
  RETURN v_facts;
END $$;

-- Writes what a booking takes: { units: [{ allocationId, unit }], allocations: [...], presences: [...] }.
-- Re-numbering comes first, in one statement, so that the constraint sees the final picture.
CREATE FUNCTION write_occupancy(p jsonb) RETURNS void LANGUAGE plpgsql AS $$
BEGIN
  IF jsonb_array_length(p -> 'units') > 0 THEN
    UPDATE allocation a SET unit = u.unit
      FROM jsonb_to_recordset(p -> 'units') AS u("allocationId" bigint, unit int)
     WHERE a.id = u."allocationId";
  END IF;
  INSERT INTO allocation (resource_id, unit, starts_at, ends_at, cause, item_id, change_id, expires_at)
    SELECT "resourceId", unit, "startsAt", "endsAt", cause, "itemId", "changeId", "expiresAt"
      FROM jsonb_to_recordset(p -> 'allocations') AS a(
        "resourceId" text, unit int, "startsAt" timestamptz, "endsAt" timestamptz, cause "AllocationCause",
        "itemId" uuid, "changeId" uuid, "expiresAt" timestamptz);
  INSERT INTO presence (person_id, campus_id, starts_at, ends_at, attended, item_id)
    SELECT "personId", "campusId", "startsAt", "endsAt", attended, "itemId"
      FROM jsonb_to_recordset(p -> 'presences') AS a(
        "personId" uuid, "campusId" text, "startsAt" timestamptz, "endsAt" timestamptz, attended boolean, "itemId" uuid);
END $$;

-- Puts a new occupancy in the place of all that a booking takes, its held changes included.
CREATE FUNCTION replace_occupancy(p_booking uuid, p jsonb) RETURNS void LANGUAGE plpgsql AS $$
BEGIN
  DELETE FROM allocation a USING booking_item i WHERE a.item_id = i.id AND i.booking_id = p_booking;
  DELETE FROM allocation a USING booking_change c WHERE a.change_id = c.id AND c.booking_id = p_booking;
  DELETE FROM presence p USING booking_item i WHERE p.item_id = i.id AND i.booking_id = p_booking;
  PERFORM write_occupancy(p);
END $$;

-- Opens an approval request with its waiting steps.
CREATE FUNCTION open_request(p jsonb) RETURNS void LANGUAGE sql AS $$
  INSERT INTO approval_request (id, subject_kind, subject_id, status, route, requester_id, requester_ids, university_id, lab_id, created_at, due_at)
  VALUES ((p ->> 'id')::uuid, (p ->> 'subjectKind')::"ApprovalSubject", (p ->> 'subjectId')::uuid, 'pending', p -> 'route',
          (p ->> 'requesterId')::uuid, ARRAY(SELECT jsonb_array_elements_text(p -> 'requesterIds')::uuid), p ->> 'universityId', p ->> 'labId', (p ->> 'createdAt')::timestamptz, (p ->> 'dueAt')::timestamptz);
  INSERT INTO approval_open_step (request_id, step_id, role, scope_kind, university_id, lab_id, due_at)
    SELECT (p ->> 'id')::uuid, "stepId", role, "scopeKind", "universityId", "labId", "dueAt"
      FROM jsonb_to_recordset(p -> 'openSteps') AS s(
        "stepId" text, role "Role", "scopeKind" "ScopeKind", "universityId" text, "labId" text, "dueAt" timestamptz);
$$;

-- Writes a whole booking: the row, its items, occupancy, approval request, audit row and idempotency key.
CREATE FUNCTION write_booking(p jsonb) RETURNS void LANGUAGE plpgsql AS $$
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

  IF p -> 'key' <> 'null'::jsonb THEN
    INSERT INTO idempotency_key (person_id, key, request_hash, subject_id, created_at)
    VALUES ((b ->> 'bookerId')::uuid, p #>> '{key,key}', p #>> '{key,requestHash}', (b ->> 'id')::uuid, (b ->> 'createdAt')::timestamptz);
  END IF;
END $$;

-- Past bookings end by themselves, late rather than never: without a check-in they are assumed completed,
-- and lapsed requests expire. Returns how many bookings changed.
CREATE FUNCTION settle_bookings(p_now timestamptz) RETURNS integer LANGUAGE plpgsql AS $$
DECLARE
  v_count integer;
  v_lapsed text[];
BEGIN
  SELECT array_agg(DISTINCT resource_id ORDER BY resource_id) INTO v_lapsed FROM allocation WHERE expires_at <= p_now;
  IF v_lapsed IS NOT NULL THEN
    PERFORM 1 FROM resource WHERE id = ANY (v_lapsed) ORDER BY id FOR NO KEY UPDATE;
    PERFORM release_lapsed(v_lapsed, p_now);
  END IF;

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
CREATE INDEX booking_approved ON booking (id) WHERE status = 'approved';
