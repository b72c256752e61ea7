-- Whoever has only claimed a home when signing up does not have it yet: a claim is of basis home and no home.
ALTER TABLE affiliation
  DROP CONSTRAINT affiliation_home_basis,
  ADD CONSTRAINT affiliation_home_basis CHECK (is_home = (basis = 'home') OR (basis = 'home' AND confirmed_at IS NULL));

-- Where a person belongs at an instant: the home first, then what is confirmed beside it. Judged by time
-- alone, so that access ends at the instant and waits for no job.
CREATE FUNCTION running_affiliations(p_person uuid, p_at timestamptz) RETURNS jsonb LANGUAGE sql STABLE AS $$
  SELECT coalesce(jsonb_agg(jsonb_build_object(
           'universityId', a.university_id, 'kind', a.kind, 'isHome', a.is_home, 'partnerId', a.partner_id)
           ORDER BY a.is_home DESC, a.starts_at, a.id), '[]')
    FROM affiliation a
   WHERE a.person_id = p_person AND (a.is_home OR a.confirmed_at IS NOT NULL)
     AND a.starts_at <= p_at AND (a.ends_at IS NULL OR a.ends_at > p_at)
$$;

CREATE INDEX booking_handover_status ON booking_handover (status, leaves_at);
