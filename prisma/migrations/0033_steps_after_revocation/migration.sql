-- Steps from before a qualification was revoked were for what was revoked: nobody has done them anew.
-- As in 0020, with that one condition more.
CREATE OR REPLACE FUNCTION eligibility_facts(
  p_person uuid, p_resources text[], p_now timestamptz, p_steps boolean
) RETURNS json LANGUAGE plpgsql VOLATILE SET plan_cache_mode = force_generic_plan AS $$
DECLARE
  v_resources text[] := p_resources;
  v_kinds text[];
  v_labs text[];
  v_universities text[];
  v_rooms text[];
  v_asks boolean;
  v_places json;
  v_qualification_rules json;
  v_admission_rules json;
  v_texts text[];
  v_person json;
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
    INTO v_places, v_kinds, v_labs, v_universities, v_rooms, v_asks
    FROM resource r JOIN lab l ON l.id = r.lab_id JOIN campus c ON c.id = r.campus_id LEFT JOIN room o ON o.id = r.room_id
   WHERE r.id = ANY (v_resources);

  SELECT json_agg(json_build_object(
           'id', q.id, 'resourceId', q.resource_id, 'kindId', q.kind_id, 'labId', q.lab_id, 'mode', q.mode, 'band', q.band,
           'needsTheory', q.needs_theory, 'needsPractical', q.needs_practical,
           'supervisedSessions', q.supervised_sessions, 'needsExam', q.needs_exam))
    INTO v_qualification_rules
    FROM qualification_rule q
   WHERE (q.ended_at IS NULL OR q.ended_at > p_now)
     AND (q.resource_id = ANY (v_resources) OR q.kind_id = ANY (v_kinds) OR q.lab_id = ANY (v_labs));

  SELECT json_agg(json_build_object(
           'id', a.id, 'universityId', a.university_id, 'labId', a.lab_id, 'roomId', a.room_id,
           'hazardClass', a.hazard_class, 'upToLevel', a.up_to_level, 'needsGeneral', a.needs_general,
           'needsLocal', a.needs_local, 'commitment', a.commitment, 'certificate', a.certificate,
           'needsDeclaration', a.needs_declaration, 'forbidsLoneNight', a.forbids_lone_night)),
         array_agg(DISTINCT a.commitment) FILTER (WHERE a.commitment IS NOT NULL)
    INTO v_admission_rules, v_texts
    FROM admission_rule a
   WHERE (a.ended_at IS NULL OR a.ended_at > p_now)
     AND (a.lab_id = ANY (v_labs) OR a.room_id = ANY (v_rooms)
       OR (a.lab_id IS NULL AND a.room_id IS NULL AND (a.university_id IS NULL OR a.university_id = ANY (v_universities))));

  SELECT json_build_object('id', p.id, 'status', p.status, 'homeUniversityId', home.university_id, 'homeKind', home.kind,
                           'affiliations', running_affiliations(p.id, p_now))
    INTO v_person
    FROM person p
    LEFT JOIN LATERAL (
      SELECT f.university_id, f.kind FROM affiliation f
       WHERE f.person_id = p.id AND f.is_home AND f.starts_at <= p_now AND (f.ends_at IS NULL OR f.ends_at > p_now)
       LIMIT 1) home ON true
   WHERE p.id = p_person;

  IF NOT v_asks AND v_qualification_rules IS NULL AND v_admission_rules IS NULL THEN
    RETURN json_build_object('person', v_person, 'places', v_places, 'held', NULL, 'rules', NULL);
  END IF;

  RETURN json_build_object(
    'person', v_person,
    'places', v_places,
    'held', json_build_object(
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
        SELECT coalesce(json_agg(json_build_object(
                 'resourceId', s.resource_id, 'kindId', s.kind_id, 'kind', s.kind, 'at', s.at)), '[]')
          FROM training_step s
         WHERE s.person_id = p_person
           AND NOT EXISTS (
             SELECT 1 FROM qualification q
              WHERE q.person_id = p_person AND q.revoked_at >= s.at
                AND q.resource_id IS NOT DISTINCT FROM s.resource_id AND q.kind_id IS NOT DISTINCT FROM s.kind_id)) ELSE '[]' END),
    'rules', json_build_object(
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
                 WHEN 'general' THEN g.to_university_id IS NULL OR g.to_university_id = ANY (v_universities)
                 WHEN 'local' THEN g.to_lab_id = ANY (v_labs)
                 ELSE g.to_resource_id = ANY (v_resources) END),
      'texts', (
        SELECT coalesce(json_object_agg(t.kind, json_build_object('id', t.id, 'titleZh', t.title_zh, 'titleEn', t.title_en)), '{}')
          FROM (SELECT DISTINCT ON (d.kind) d.kind, d.id, d.title_zh, d.title_en FROM document d
                 WHERE d.kind = ANY (v_texts) AND d.published_at <= p_now
                 ORDER BY d.kind, d.published_at DESC, d.id) t)));
END $$;
