-- Plans of the hot functions are made once for each connection. PostgreSQL takes a list of unknown
-- length for ten elements and so prefers to plan anew at every call, which costs several times what
-- the call itself does. Lists here have one element nearly always, and every table is reached by index.
ALTER FUNCTION booking_facts(uuid, text[], timestamptz, timestamptz, timestamptz, uuid) SET plan_cache_mode = force_generic_plan;
ALTER FUNCTION lock_for_booking(uuid[], text[], uuid[], timestamptz) SET plan_cache_mode = force_generic_plan;
ALTER FUNCTION release_lapsed(text[], timestamptz) SET plan_cache_mode = force_generic_plan;

-- What calendars of resources draw, in one answer: the resource as far as it decides who may see it, the
-- hours that rule it, and what takes it between two instants. Without p_detail nothing of the bookings
-- is told but that they take time, and none of their tables is touched: a hold is known by its deadline.
CREATE FUNCTION calendar_facts(
  p_resources text[], p_from timestamptz, p_to timestamptz, p_now timestamptz, p_detail boolean
) RETURNS text LANGUAGE plpgsql STABLE SET plan_cache_mode = force_generic_plan AS $$
BEGIN
  RETURN (
  SELECT coalesce(json_agg(json_build_object(
    'id', r.id, 'status', r.status, 'shareScope', r.share_scope, 'labId', r.lab_id, 'universityId', r.university_id,
    'isLabConfirmed', l.confirmed_at IS NOT NULL, 'capacity', r.capacity, 'timeZone', c.time_zone,
    'hours', json_build_object(
      'schedules', (
        SELECT coalesce(json_agg(json_build_object(
                 'ownerKind', s.owner_kind, 'validFrom', s.valid_from, 'validTo', s.valid_to,
                 'observesHolidays', s.observes_holidays, 'weekly', s.weekly)), '[]')
          FROM opening_schedule s
         WHERE (s.owner_kind, s.owner_id) IN (('resource', r.id), ('lab', r.lab_id), ('campus', r.campus_id),
                                              ('university', r.university_id), ('alliance', '*'))
           AND s.valid_from <= (p_to + interval '2 days')::date
           AND (s.valid_to IS NULL OR s.valid_to > (p_from - interval '9 days')::date)),
      'exceptions', (
        SELECT coalesce(json_agg(json_build_object(
                 'ownerKind', e.owner_kind, 'date', e.date, 'closed', e.closed, 'blocks', e.blocks)), '[]')
          FROM opening_exception e
         WHERE (e.owner_kind, e.owner_id) IN (('resource', r.id), ('lab', r.lab_id), ('campus', r.campus_id),
                                              ('university', r.university_id), ('alliance', '*'))
           AND e.date BETWEEN (p_from - interval '9 days')::date AND (p_to + interval '2 days')::date),
      'calendarDays', (
        SELECT coalesce(json_agg(json_build_object('date', d.date, 'kind', d.kind, 'universityId', d.university_id)), '[]')
          FROM calendar_day d
         WHERE d.date BETWEEN (p_from - interval '10 days')::date AND (p_to + interval '10 days')::date
           AND (d.university_id IS NULL OR d.university_id = r.university_id))),
    'taken', CASE WHEN p_detail THEN (
      SELECT coalesce(json_agg(json_build_object(
               'id', a.id, 'start', a.starts_at, 'end', a.ends_at, 'cause', a.cause, 'isHold', a.expires_at IS NOT NULL,
               'booking', CASE WHEN b.id IS NOT NULL THEN json_build_object(
                 'id', b.id, 'version', b.version, 'status', b.status, 'title', b.title,
                 'bookerId', b.booker_id, 'attendeeId', b.attendee_id, 'itemStart', i.starts_at, 'itemEnd', i.ends_at,
                 'hasChange', EXISTS (SELECT 1 FROM booking_change w WHERE w.booking_id = b.id AND w.status = 'pending')) END)
               ORDER BY a.starts_at, a.id), '[]')
        FROM (SELECT r.id UNION SELECT t FROM resource_tree(ARRAY[r.id]) t
               WHERE EXISTS (SELECT 1 FROM resource x WHERE x.parent_id = r.id)) tree
        JOIN allocation a ON a.resource_id = tree.id
        LEFT JOIN booking_item i ON i.id = a.item_id
        LEFT JOIN booking_change ch ON ch.id = a.change_id
        LEFT JOIN booking b ON b.id = coalesce(i.booking_id, ch.booking_id)
       WHERE (a.expires_at IS NULL OR a.expires_at > p_now)
         AND tstzrange(a.starts_at, a.ends_at) && tstzrange(p_from, p_to))
    ELSE (
      SELECT coalesce(json_agg(json_build_object(
               'id', a.id, 'start', a.starts_at, 'end', a.ends_at, 'cause', a.cause, 'isHold', a.expires_at IS NOT NULL, 'booking', NULL)
               ORDER BY a.starts_at, a.id), '[]')
        FROM (SELECT r.id UNION SELECT t FROM resource_tree(ARRAY[r.id]) t
               WHERE EXISTS (SELECT 1 FROM resource x WHERE x.parent_id = r.id)) tree
        JOIN allocation a ON a.resource_id = tree.id
       WHERE (a.expires_at IS NULL OR a.expires_at > p_now)
         AND tstzrange(a.starts_at, a.ends_at) && tstzrange(p_from, p_to))
    END)), '[]')
    FROM resource r JOIN lab l ON l.id = r.lab_id JOIN campus c ON c.id = r.campus_id
   WHERE r.id = ANY (p_resources))::text;
END $$;

-- What is needed to say when resources can be used, for pages, searches and availability alike: the rules
-- and hours in force around the window, and what takes each resource. What is inside a space takes it too.
CREATE FUNCTION occupancy_facts(
  p_resources text[], p_from timestamptz, p_to timestamptz, p_now timestamptz
) RETURNS text LANGUAGE plpgsql STABLE SET plan_cache_mode = force_generic_plan AS $$
BEGIN
  RETURN (
  SELECT json_build_object(
    'resources', coalesce(json_agg(json_build_object(
      'id', r.id, 'capacity', r.capacity, 'timeZone', c.time_zone, 'universityId', r.university_id,
      'isBookable', r.status = 'active' AND l.access = 'open' AND r.share_scope <> 'contact_only' AND r.external_url IS NULL,
      'externalUrl', r.external_url,
      'policies', (
        SELECT coalesce(json_agg(v.rules ORDER BY v.rank), '[]') FROM (
          SELECT DISTINCT ON (pv.owner_kind) pv.rules,
                 CASE pv.owner_kind WHEN 'alliance' THEN 0 WHEN 'university' THEN 1 WHEN 'campus' THEN 2
                                    WHEN 'lab' THEN 3 ELSE 4 END AS rank
            FROM policy_version pv
           WHERE (pv.owner_kind, pv.owner_id) IN (('resource', r.id), ('lab', r.lab_id), ('campus', r.campus_id),
                                                  ('university', r.university_id), ('alliance', '*'))
             AND pv.valid_from <= p_now
           ORDER BY pv.owner_kind, pv.valid_from DESC, pv.created_at DESC) v),
      'schedules', (
        SELECT coalesce(json_agg(json_build_object(
                 'ownerKind', s.owner_kind, 'validFrom', s.valid_from, 'validTo', s.valid_to,
                 'observesHolidays', s.observes_holidays, 'weekly', s.weekly)), '[]')
          FROM opening_schedule s
         WHERE (s.owner_kind, s.owner_id) IN (('resource', r.id), ('lab', r.lab_id), ('campus', r.campus_id),
                                              ('university', r.university_id), ('alliance', '*'))
           AND s.valid_from <= (p_to + interval '2 days')::date
           AND (s.valid_to IS NULL OR s.valid_to > (p_from - interval '9 days')::date)),
      'exceptions', (
        SELECT coalesce(json_agg(json_build_object(
                 'ownerKind', e.owner_kind, 'date', e.date, 'closed', e.closed, 'blocks', e.blocks)), '[]')
          FROM opening_exception e
         WHERE (e.owner_kind, e.owner_id) IN (('resource', r.id), ('lab', r.lab_id), ('campus', r.campus_id),
                                              ('university', r.university_id), ('alliance', '*'))
           AND e.date BETWEEN (p_from - interval '9 days')::date AND (p_to + interval '2 days')::date),
      'taken', (
        SELECT coalesce(json_agg(json_build_object(
                 'unit', a.unit, 'start', a.starts_at, 'end', a.ends_at,
                 -- Only what waits for somebody's yes lapses by itself.
                 'kind', CASE WHEN a.cause = 'offer' OR a.expires_at IS NOT NULL THEN 'hold' ELSE a.cause::text END)), '[]')
          FROM (SELECT r.id UNION SELECT t FROM resource_tree(ARRAY[r.id]) t
                 WHERE EXISTS (SELECT 1 FROM resource x WHERE x.parent_id = r.id)) tree
          JOIN allocation a ON a.resource_id = tree.id
         WHERE (a.expires_at IS NULL OR a.expires_at > p_now)
           AND tstzrange(a.starts_at, a.ends_at) && tstzrange(p_from - interval '1 day', p_to + interval '1 day'))
      )), '[]'),
    'calendarDays', (
      SELECT coalesce(json_agg(json_build_object(
               'date', d.date, 'kind', d.kind, 'universityId', d.university_id, 'nameZh', d.name_zh, 'nameEn', d.name_en)), '[]')
        FROM calendar_day d
       WHERE d.date BETWEEN (p_from - interval '10 days')::date AND (p_to + interval '10 days')::date))
    FROM resource r JOIN lab l ON l.id = r.lab_id JOIN campus c ON c.id = r.campus_id
   WHERE r.id = ANY (p_resources))::text;
END $$;
