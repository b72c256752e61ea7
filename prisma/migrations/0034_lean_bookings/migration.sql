-- Most of what the database did for a booking was not reading rows but getting ready to: each statement inside a
-- function, and each node of its plan, is set up anew at every call. So the facts of a verdict are read by fewer and
-- smaller statements, each thing once, and what hardly any rule asks about only where one does.

-- The affiliations of a person that run at an instant: the one place that says which. Planned into whoever asks.
CREATE FUNCTION affiliations_at(p_person uuid, p_at timestamptz) RETURNS SETOF affiliation LANGUAGE sql STABLE AS $$
  SELECT a.* FROM affiliation a
   WHERE a.person_id = p_person AND (a.is_home OR a.confirmed_at IS NOT NULL)
     AND a.starts_at <= p_at AND (a.ends_at IS NULL OR a.ends_at > p_at)
$$;

CREATE OR REPLACE FUNCTION running_affiliations(p_person uuid, p_at timestamptz) RETURNS jsonb LANGUAGE sql STABLE AS $$
  SELECT coalesce(jsonb_agg(jsonb_build_object(
           'universityId', a.university_id, 'kind', a.kind, 'isHome', a.is_home, 'partnerId', a.partner_id)
           ORDER BY a.is_home DESC, a.starts_at, a.id), '[]')
    FROM affiliations_at(p_person, p_at) a
$$;

-- As in 0010, with the room. Whose rules and hours they are is one condition that an index answers instead of five, and
-- those who decide are read once.
CREATE OR REPLACE FUNCTION resource_facts(
  p_resources text[], p_from timestamptz, p_to timestamptz, p_now timestamptz, p_own_booking uuid
) RETURNS json LANGUAGE plpgsql STABLE SET plan_cache_mode = force_generic_plan AS $$
BEGIN
  RETURN (
    WITH RECURSIVE tree AS (
      SELECT id AS root, id, capacity FROM resource WHERE id = ANY (p_resources)
      UNION ALL
      SELECT t.root, r.id, r.capacity FROM tree t JOIN resource r ON r.parent_id = t.id
    )
    SELECT coalesce(json_object_agg(r.id, json_build_object(
      'id', r.id, 'labId', r.lab_id, 'universityId', r.university_id, 'campusId', r.campus_id,
      'kindId', r.kind_id, 'status', r.status, 'externalUrl', r.external_url, 'capacity', r.capacity, 'modes', r.modes,
      'shareScope', r.share_scope, 'needsQualification', r.needs_qualification,
      'nameZh', r.name_zh, 'nameEn', r.name_en,
      'roomId', r.room_id, 'hazardClass', room.hazard_class, 'safetyLevel', room.safety_level,
      'labAccess', lab.access, 'contact', lab.contact, 'timeZone', campus.time_zone,
      'schedules', (
        SELECT coalesce(json_agg(json_build_object(
                 'ownerKind', s.owner_kind, 'validFrom', s.valid_from, 'validTo', s.valid_to,
                 'observesHolidays', s.observes_holidays, 'weekly', s.weekly)), '[]')
          FROM opening_schedule s
         WHERE s.owner_kind IN ('alliance', 'university', 'campus', 'lab', 'resource')
           AND s.owner_id IN (r.id, r.lab_id, r.campus_id, r.university_id, '*')
           AND s.owner_id = CASE s.owner_kind WHEN 'resource' THEN r.id WHEN 'lab' THEN r.lab_id WHEN 'campus' THEN r.campus_id
                                          WHEN 'university' THEN r.university_id ELSE '*' END
           AND s.valid_from <= (p_to + interval '2 days')::date
           AND (s.valid_to IS NULL OR s.valid_to > (p_from - interval '2 days')::date)),
      'exceptions', (
        SELECT coalesce(json_agg(json_build_object(
                 'ownerKind', e.owner_kind, 'date', e.date, 'closed', e.closed, 'blocks', e.blocks,
                 'reasonZh', e.reason_zh, 'reasonEn', e.reason_en)), '[]')
          FROM opening_exception e
         WHERE e.owner_kind IN ('alliance', 'university', 'campus', 'lab', 'resource')
           AND e.owner_id IN (r.id, r.lab_id, r.campus_id, r.university_id, '*')
           AND e.owner_id = CASE e.owner_kind WHEN 'resource' THEN r.id WHEN 'lab' THEN r.lab_id WHEN 'campus' THEN r.campus_id
                                          WHEN 'university' THEN r.university_id ELSE '*' END
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
      'managerIds', deciders.managers,
      'coordinatorIds', deciders.coordinators,
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
    FROM resource r
    -- Looked up one by one: joined, all labs and campuses were read.
    CROSS JOIN LATERAL (
      SELECT l.access, coalesce(l.contact_email, l.contact_phone) AS contact FROM lab l WHERE l.id = r.lab_id OFFSET 0) lab
    CROSS JOIN LATERAL (SELECT c.time_zone FROM campus c WHERE c.id = r.campus_id OFFSET 0) campus
    LEFT JOIN LATERAL (SELECT o.hazard_class, o.safety_level FROM room o WHERE o.id = r.room_id OFFSET 0) room ON true
    CROSS JOIN LATERAL (
      SELECT coalesce(json_agg(v.rules), '[]') AS layers,
             -- The rule in force is one of the layers'; so no occupation reaches further than this.
             coalesce(max(greatest((v.rules ->> 'setUpMinutes')::float8, (v.rules ->> 'cleanUpMinutes')::float8, 0)), 0)
               * interval '1 minute' AS turnaround
        FROM (
          -- Kinds of owners are ordered from the widest to the narrowest.
          SELECT DISTINCT ON (pv.owner_kind) pv.rules
            FROM policy_version pv
           WHERE pv.owner_kind IN ('alliance', 'university', 'campus', 'lab', 'resource')
           AND pv.owner_id IN (r.id, r.lab_id, r.campus_id, r.university_id, '*')
           AND pv.owner_id = CASE pv.owner_kind WHEN 'resource' THEN r.id WHEN 'lab' THEN r.lab_id WHEN 'campus' THEN r.campus_id
                                          WHEN 'university' THEN r.university_id ELSE '*' END
             AND pv.valid_from <= p_now
           ORDER BY pv.owner_kind, pv.valid_from DESC, pv.created_at DESC) v) policy
    CROSS JOIN LATERAL (
      SELECT coalesce(json_agg(DISTINCT g.person_id) FILTER (
                        WHERE g.role = 'lab_manager' AND ((g.scope_kind = 'lab' AND g.lab_id = r.lab_id) OR g.scope_kind = 'university')), '[]') AS managers,
             coalesce(json_agg(DISTINCT g.person_id) FILTER (WHERE g.role = 'coordinator' AND g.university_id = r.university_id), '[]') AS coordinators
        FROM role_grant g
       WHERE g.role IN ('lab_manager', 'coordinator')
         AND ((g.scope_kind = 'lab' AND g.lab_id = r.lab_id) OR g.university_id = r.university_id)
         AND g.starts_at <= p_now AND (g.ends_at IS NULL OR g.ends_at > p_now)) deciders
    WHERE r.id = ANY (p_resources));
END $$;

-- What the resources ask of those who use them, and what the person holds of it: nulls where nothing is asked.
CREATE FUNCTION asked_of(
  p_person uuid, p_resources text[], p_kinds text[], p_labs text[], p_universities text[], p_rooms text[], p_qualified boolean,
  p_now timestamptz, p_steps boolean, OUT held json, OUT rules json
) LANGUAGE plpgsql STABLE SET plan_cache_mode = force_generic_plan AS $$
DECLARE
  v_qualification_rules json;
  v_admission_rules json;
  v_texts text[];
BEGIN
  SELECT of_qualification.rules, of_admission.rules, of_admission.texts
    INTO v_qualification_rules, v_admission_rules, v_texts
    FROM (
      SELECT json_agg(json_build_object(
               'id', q.id, 'resourceId', q.resource_id, 'kindId', q.kind_id, 'labId', q.lab_id, 'mode', q.mode, 'band', q.band,
               'needsTheory', q.needs_theory, 'needsPractical', q.needs_practical,
               'supervisedSessions', q.supervised_sessions, 'needsExam', q.needs_exam)) AS rules
        FROM qualification_rule q
       WHERE (q.ended_at IS NULL OR q.ended_at > p_now)
         AND (q.resource_id = ANY (p_resources) OR q.kind_id = ANY (p_kinds) OR q.lab_id = ANY (p_labs))) of_qualification,
    (
      SELECT json_agg(json_build_object(
               'id', a.id, 'universityId', a.university_id, 'labId', a.lab_id, 'roomId', a.room_id,
               'hazardClass', a.hazard_class, 'upToLevel', a.up_to_level, 'needsGeneral', a.needs_general,
               'needsLocal', a.needs_local, 'commitment', a.commitment, 'certificate', a.certificate,
               'needsDeclaration', a.needs_declaration, 'forbidsLoneNight', a.forbids_lone_night)) AS rules,
             array_agg(a.commitment) FILTER (WHERE a.commitment IS NOT NULL) AS texts
        FROM admission_rule a
       WHERE (a.ended_at IS NULL OR a.ended_at > p_now)
         AND (a.lab_id = ANY (p_labs) OR a.room_id = ANY (p_rooms)
           OR (a.lab_id IS NULL AND a.room_id IS NULL AND (a.university_id IS NULL OR a.university_id = ANY (p_universities))))) of_admission;

  IF NOT p_qualified AND v_qualification_rules IS NULL AND v_admission_rules IS NULL THEN
    RETURN;
  END IF;

  held := json_build_object(
    'qualifications', (
      SELECT coalesce(json_agg(json_build_object(
               'resourceId', q.resource_id, 'kindId', q.kind_id, 'universityId', q.university_id, 'mode', q.mode, 'band', q.band,
               'validFrom', q.valid_from, 'validUntil', q.valid_until, 'suspendedAt', q.suspended_at,
               'idleDays', q.idle_days, 'lastUsedAt', q.last_used_at)), '[]')
        FROM qualification q WHERE q.person_id = p_person AND q.revoked_at IS NULL),
    'admissions', (
      SELECT coalesce(json_agg(json_build_object(
               'layer', a.layer, 'universityId', a.university_id, 'labId', a.lab_id, 'roomId', a.room_id,
               'validFrom', a.valid_from, 'validUntil', a.valid_until)), '[]')
        FROM safety_admission a
       WHERE a.person_id = p_person AND a.revoked_at IS NULL AND (a.valid_until IS NULL OR a.valid_until > p_now)),
    'certificates', (
      SELECT coalesce(json_agg(json_build_object(
               'kind', c.kind, 'validFrom', c.valid_from, 'validUntil', c.valid_until,
               'state', CASE WHEN c.refused_at IS NOT NULL THEN 'refused' WHEN c.verified_at IS NOT NULL THEN 'verified' ELSE 'waiting' END)), '[]')
        FROM certificate c WHERE c.person_id = p_person),
    'acceptedIds', (
      SELECT coalesce(json_agg(d.document_id), '[]') FROM document_acceptance d WHERE d.person_id = p_person),
    'steps', CASE WHEN p_steps THEN (
      -- Steps from before a qualification was revoked were for what was revoked: nobody has done them anew.
      SELECT coalesce(json_agg(json_build_object(
               'resourceId', s.resource_id, 'kindId', s.kind_id, 'kind', s.kind, 'at', s.at)), '[]')
        FROM training_step s
       WHERE s.person_id = p_person
         AND NOT EXISTS (
           SELECT 1 FROM qualification q
            WHERE q.person_id = p_person AND q.revoked_at >= s.at
              AND q.resource_id IS NOT DISTINCT FROM s.resource_id AND q.kind_id IS NOT DISTINCT FROM s.kind_id)) ELSE '[]' END);
  rules := json_build_object(
    'qualificationRules', coalesce(v_qualification_rules, '[]'),
    'admissionRules', coalesce(v_admission_rules, '[]'),
    'recognitions', (
      SELECT coalesce(json_agg(json_build_object(
               'layer', g.layer, 'fromUniversityId', g.from_university_id, 'toUniversityId', g.to_university_id,
               'fromLabId', g.from_lab_id, 'toLabId', g.to_lab_id,
               'fromResourceId', g.from_resource_id, 'toResourceId', g.to_resource_id,
               'startsAt', g.starts_at, 'endsAt', g.ends_at,
               'localPartZh', g.local_part_zh, 'localPartEn', g.local_part_en)), '[]')
        FROM recognition g
       WHERE (g.ends_at IS NULL OR g.ends_at > p_now)
         AND CASE g.layer
               WHEN 'general' THEN g.to_university_id IS NULL OR g.to_university_id = ANY (p_universities)
               WHEN 'local' THEN g.to_lab_id = ANY (p_labs)
               ELSE g.to_resource_id = ANY (p_resources) END),
    'texts', (
      SELECT coalesce(json_object_agg(t.kind, json_build_object('id', t.id, 'titleZh', t.title_zh, 'titleEn', t.title_en)), '{}')
        FROM (SELECT DISTINCT ON (d.kind) d.kind, d.id, d.title_zh, d.title_en FROM document d
               WHERE d.kind = ANY (v_texts) AND d.published_at <= p_now
               ORDER BY d.kind, d.published_at DESC, d.id) t));
END $$;

-- As in 0033, over the function above.
CREATE OR REPLACE FUNCTION eligibility_facts(
  p_person uuid, p_resources text[], p_now timestamptz, p_steps boolean
) RETURNS json LANGUAGE plpgsql VOLATILE SET plan_cache_mode = force_generic_plan AS $$
DECLARE
  v_resources text[] := p_resources;
  v_kinds text[];
  v_labs text[];
  v_universities text[];
  v_rooms text[];
  v_qualified boolean;
  v_places json;
  v_person json;
  v_held json;
  v_rules json;
BEGIN
  IF v_resources IS NULL THEN
    SELECT array_agg(r.id) INTO v_resources FROM resource r WHERE r.status = 'active';
  END IF;

  SELECT coalesce(json_agg(json_build_object(
           'id', r.id, 'kindId', r.kind_id, 'labId', r.lab_id, 'universityId', r.university_id, 'roomId', r.room_id,
           'hazardClass', o.hazard_class, 'safetyLevel', o.safety_level, 'needsQualification', r.needs_qualification,
           'modes', r.modes, 'timeZone', c.time_zone, 'status', r.status, 'shareScope', r.share_scope,
           'labAccess', l.access, 'externalUrl', r.external_url)), '[]'),
         coalesce(array_agg(DISTINCT r.kind_id), '{}'), coalesce(array_agg(DISTINCT r.lab_id), '{}'),
         coalesce(array_agg(DISTINCT r.university_id), '{}'), coalesce(array_agg(DISTINCT r.room_id) FILTER (WHERE r.room_id IS NOT NULL), '{}'),
         coalesce(bool_or(r.needs_qualification), false)
    INTO v_places, v_kinds, v_labs, v_universities, v_rooms, v_qualified
    FROM resource r JOIN lab l ON l.id = r.lab_id JOIN campus c ON c.id = r.campus_id LEFT JOIN room o ON o.id = r.room_id
   WHERE r.id = ANY (v_resources);

  SELECT json_build_object('id', p.id, 'status', p.status, 'homeUniversityId', home.university_id, 'homeKind', home.kind,
                           'affiliations', running_affiliations(p.id, p_now))
    INTO v_person
    FROM person p
    LEFT JOIN LATERAL (SELECT f.university_id, f.kind FROM affiliations_at(p.id, p_now) f WHERE f.is_home LIMIT 1) home ON true
   WHERE p.id = p_person;

  SELECT a.held, a.rules INTO v_held, v_rules
    FROM asked_of(p_person, v_resources, v_kinds, v_labs, v_universities, v_rooms, v_qualified, p_now, p_steps) a;
  RETURN json_build_object('person', v_person, 'places', v_places, 'held', v_held, 'rules', v_rules);
END $$;

-- Read with the other facts, in a statement after the one that waits: so is whoever asks for operators alone.
ALTER FUNCTION operator_facts(text[], timestamptz, timestamptz, timestamptz, uuid) STABLE;

-- Everything a verdict needs, in one answer: { attendee, resources, campuses, rail, held, rules, questions, operators }.
-- Rows of p_own_booking are left out of what is taken.
CREATE OR REPLACE FUNCTION booking_facts(
  p_attendee uuid, p_resources text[], p_from timestamptz, p_to timestamptz, p_now timestamptz, p_own_booking uuid
) RETURNS json LANGUAGE plpgsql STABLE SET plan_cache_mode = force_generic_plan AS $$
DECLARE
  v_resources json := resource_facts(p_resources, p_from, p_to, p_now, p_own_booking);
  -- Bookings to come are counted for the one rule that limits them; the name of it says whether any layer has it.
  v_counts boolean := position('"maxFutureBookings"' IN v_resources::text) > 0;
  v_kinds text[];
  v_labs text[];
  v_universities text[];
  v_campuses text[];
  v_rooms text[];
  v_qualified boolean;
  v_asks boolean;
  v_assisted boolean;
  v_presences json;
  v_elsewhere text[];
  v_attendee json;
  v_places json := '{}';
  v_rail json := '[]';
  v_held json;
  v_rules json;
BEGIN
  SELECT coalesce(array_agg(r.kind_id), '{}'), coalesce(array_agg(r.lab_id), '{}'), coalesce(array_agg(r.university_id), '{}'),
         coalesce(array_agg(r.campus_id), '{}'), coalesce(array_agg(r.room_id) FILTER (WHERE r.room_id IS NOT NULL), '{}'),
         coalesce(bool_or(r.needs_qualification), false),
         EXISTS (SELECT 1 FROM question_set q WHERE q.resource_id = ANY (p_resources)),
         EXISTS (SELECT 1 FROM operator_skill s WHERE s.resource_id = ANY (p_resources))
    INTO v_kinds, v_labs, v_universities, v_campuses, v_rooms, v_qualified, v_asks, v_assisted
    FROM resource r WHERE r.id = ANY (p_resources);

  -- On another campus the day before or after counts too: there is a journey between.
  SELECT coalesce(json_agg(json_build_object(
           'campusId', pr.campus_id, 'start', pr.starts_at, 'end', pr.ends_at, 'itemId', pr.item_id) ORDER BY pr.starts_at), '[]'),
         array_agg(pr.campus_id) FILTER (WHERE pr.campus_id <> ANY (v_campuses))
    INTO v_presences, v_elsewhere
    FROM presence pr LEFT JOIN booking_item i ON i.id = pr.item_id LEFT JOIN booking b ON b.id = i.booking_id
   WHERE pr.person_id = p_attendee AND pr.attended
     AND tstzrange(pr.starts_at, pr.ends_at) && tstzrange(p_from - interval '1 day', p_to + interval '1 day')
     AND ((pr.starts_at < p_to AND pr.ends_at > p_from) OR pr.campus_id <> ANY (v_campuses))
     AND (pr.item_id IS NULL OR b.id IS DISTINCT FROM p_own_booking)
     AND NOT coalesce(b.status = 'pending' AND b.hold_expires_at <= p_now, false);

  -- Journeys matter only to who is on another campus the day before or after.
  IF v_elsewhere IS NOT NULL THEN
    SELECT coalesce(json_object_agg(c.id, json_build_object(
             'id', c.id, 'city', c.city, 'lat', c.lat, 'lon', c.lon, 'railHub', c.rail_hub,
             'localMinutes', c.local_minutes, 'nameZh', u.short_zh || c.name_zh, 'nameEn', u.abbr || ' ' || c.name_en)), '{}')
      INTO v_places
      FROM campus c JOIN university u ON u.id = c.university_id
     WHERE c.id = ANY (v_campuses || v_elsewhere);
    SELECT coalesce(json_agg(json_build_object('a', a, 'b', b, 'minutes', minutes, 'typicalMinutes', typical_minutes)), '[]')
      INTO v_rail FROM rail_leg;
  END IF;

  SELECT json_build_object(
           'id', p.id,
           'status', p.status,
           'affiliations', (
             SELECT coalesce(json_agg(json_build_object(
                      'universityId', a.university_id, 'kind', a.kind, 'isHome', a.is_home, 'partnerId', a.partner_id)
                      ORDER BY a.is_home DESC, a.starts_at, a.id), '[]') FROM affiliations_at(p.id, p_now) a),
           'groups', (
             SELECT coalesce(json_agg(json_build_object(
                      'id', g.id, 'universityId', g.university_id, 'isConfirmed', g.confirmed_at IS NOT NULL) ORDER BY m.starts_at, g.id), '[]')
               FROM group_member m JOIN research_group g ON g.id = m.group_id
              WHERE m.person_id = p.id AND m.starts_at <= p_now AND (m.ends_at IS NULL OR m.ends_at > p_now) AND g.closed_at IS NULL),
           'futureBookings', CASE WHEN v_counts THEN (
             SELECT coalesce(json_object_agg(f.resource_id, f.n), '{}') FROM (
               SELECT i.resource_id, count(*) AS n
                 FROM booking_item i JOIN booking b ON b.id = i.booking_id
                WHERE i.resource_id = ANY (p_resources) AND i.starts_at > p_now
                  AND b.attendee_id = p.id AND b.status IN ('pending', 'approved')
                  AND b.id IS DISTINCT FROM p_own_booking
                GROUP BY i.resource_id) f) ELSE '{}' END,
           'presences', v_presences)
    INTO v_attendee
    FROM person p WHERE p.id = p_attendee;

  SELECT a.held, a.rules INTO v_held, v_rules
    FROM asked_of(p_attendee, p_resources, v_kinds, v_labs, v_universities, v_rooms, v_qualified, p_now, false) a;

  RETURN json_build_object(
    'attendee', v_attendee,
    'resources', v_resources,
    'campuses', v_places,
    'rail', v_rail,
    'held', v_held,
    'rules', v_rules,
    'questions', CASE WHEN v_asks THEN current_questions(p_resources) END,
    'operators', CASE WHEN v_assisted THEN operator_facts(p_resources, p_from, p_to, p_now, p_own_booking) END);
END $$;
DROP FUNCTION attendee_facts(uuid, text[], timestamptz, timestamptz, timestamptz, uuid);

-- As in 0029, in fewer statements.
CREATE OR REPLACE FUNCTION lock_for_booking(
  p_persons uuid[], p_resources text[], p_bookings uuid[], p_now timestamptz
) RETURNS void LANGUAGE plpgsql SET plan_cache_mode = force_generic_plan AS $$
DECLARE
  v_resources text[];
BEGIN
  PERFORM 1 FROM person WHERE id = ANY (p_persons) ORDER BY id FOR NO KEY UPDATE;
  WITH RECURSIVE tree AS (
    SELECT unnest(p_resources) AS id
    UNION
    SELECT r.id FROM tree t JOIN resource r ON r.parent_id = t.id
  )
  SELECT array_agg(id ORDER BY id) INTO v_resources FROM (
    SELECT id FROM tree
    UNION
    SELECT s.operator_id FROM tree t JOIN operator_skill s ON s.resource_id = t.id) wanted;
  PERFORM 1 FROM resource WHERE id = ANY (v_resources) ORDER BY id FOR NO KEY UPDATE;
  IF EXISTS (SELECT 1 FROM allocation WHERE resource_id = ANY (v_resources) AND expires_at <= p_now) THEN
    PERFORM release_lapsed(v_resources, p_now);
  END IF;
  IF cardinality(p_bookings) > 0 THEN
    PERFORM 1 FROM booking WHERE id = ANY (p_bookings) ORDER BY id FOR NO KEY UPDATE;
  END IF;
END $$;
