-- When the owner took it into its books; the returns to the ministries ask for it.
ALTER TABLE "resource" ADD COLUMN "acquired_on" DATE;

-- Set with the row's change of the catalogue, so that a killed run goes on where it stopped.
ALTER TABLE "inventory_import_row" ADD COLUMN "applied_at" TIMESTAMPTZ(3);

CREATE INDEX "inventory_import_row_applied_idx" ON "inventory_import_row" ("resource_id", "applied_at" DESC) WHERE "applied_at" IS NOT NULL;

-- The same number twice in one file is found by this.
CREATE INDEX "inventory_import_row_asset_number_idx" ON "inventory_import_row" ("import_id", "asset_number");

-- Everything a verdict needs, in one answer; now also whether the resource is booked in its owner's system. In PL/pgSQL, because the plan of an SQL function is made anew at each call.
-- Rows of p_own_booking are left out of what is taken.
CREATE OR REPLACE FUNCTION booking_facts(
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
        'kindId', r.kind_id, 'status', r.status, 'externalUrl', r.external_url, 'capacity', r.capacity, 'modes', r.modes,
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
