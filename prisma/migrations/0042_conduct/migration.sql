-- Conduct in force, and what comes after use: ratings, words of thanks, achievements.

-- A proposal that rests on nothing any more falls away without anybody's decision.
ALTER TYPE "ConsequenceStatus" ADD VALUE 'withdrawn';

ALTER TABLE conduct_consequence
  -- Since when a plea stops it; its term goes on, as much later, once the plea is refused.
  ADD COLUMN frozen_at timestamptz(3),
  -- Ended before its term: by whom and why; nobody: what it rested on fell.
  ADD COLUMN lifted_by_id uuid REFERENCES person (id) ON DELETE RESTRICT ON UPDATE CASCADE,
  ADD COLUMN lifted_at timestamptz(3),
  ADD COLUMN lift_reason text,
  -- Its person was told that it is over.
  ADD COLUMN end_told_at timestamptz(3),
  DROP CONSTRAINT conduct_consequence_decided,
  ADD CONSTRAINT conduct_consequence_decided CHECK (
    effect = 'warning' OR status::text IN ('proposed', 'withdrawn') OR (decided_by_id IS NOT NULL AND decided_at IS NOT NULL)),
  ADD CONSTRAINT conduct_consequence_lifted CHECK ((status::text = 'lifted') = (lifted_at IS NOT NULL)),
  ADD CONSTRAINT conduct_consequence_frozen CHECK (frozen_at IS NULL OR status::text = 'in_force');
CREATE INDEX conduct_consequence_in_force ON conduct_consequence (person_id) WHERE status = 'in_force' AND effect <> 'warning';
CREATE INDEX conduct_consequence_open ON conduct_consequence (scope, scope_id) WHERE status IN ('proposed', 'in_force');
CREATE INDEX conduct_plea_open ON conduct_plea (asked_at) WHERE status = 'open';

-- What is in force for a person, by a human's decision and not stopped by a plea. Null: nothing.
CREATE FUNCTION conduct_in_force(p_person uuid) RETURNS json LANGUAGE plpgsql VOLATILE SET plan_cache_mode = force_generic_plan AS $$
BEGIN
  RETURN (
    SELECT json_agg(json_build_object(
             'scope', c.scope, 'scopeId', c.scope_id, 'effect', c.effect, 'startsAt', c.starts_at, 'endsAt', c.ends_at,
             'zh', coalesce(r.name_zh, l.name_zh, u.name_zh), 'en', coalesce(r.name_en, l.name_en, u.name_en)))
      FROM conduct_consequence c
      LEFT JOIN resource r ON c.scope = 'resource' AND r.id = c.scope_id
      LEFT JOIN lab l ON c.scope = 'lab' AND l.id = c.scope_id
      LEFT JOIN university u ON c.scope = 'university' AND u.id = c.scope_id
     WHERE c.person_id = p_person AND c.status = 'in_force' AND c.effect <> 'warning' AND c.frozen_at IS NULL);
END $$;

-- When a person could not use a resource because of it, whether it ended early or runs.
CREATE FUNCTION conduct_suspensions(p_person uuid, p_resource text, p_from timestamptz, p_to timestamptz)
RETURNS TABLE (starts_at timestamptz, ends_at timestamptz) LANGUAGE sql STABLE AS $$
  SELECT c.starts_at, least(c.ends_at, coalesce(c.lifted_at, c.ends_at))
    FROM conduct_consequence c JOIN resource r ON r.id = p_resource
   WHERE c.person_id = p_person AND c.effect = 'suspended' AND c.status IN ('in_force', 'lifted') AND c.starts_at IS NOT NULL
     AND c.scope_id = CASE c.scope WHEN 'resource' THEN r.id WHEN 'lab' THEN r.lab_id WHEN 'university' THEN r.university_id ELSE '*' END
     AND c.starts_at < p_to AND least(c.ends_at, coalesce(c.lifted_at, c.ends_at)) > p_from
$$;

-- The rules that hold over a scope at an instant, widest first.
CREATE FUNCTION conduct_layers_of(p_scope text, p_id text, p_at timestamptz) RETURNS jsonb LANGUAGE sql STABLE AS $$
  SELECT CASE WHEN p_scope = 'resource' THEN conduct_layers(p_id, p_at) ELSE (
    SELECT coalesce(jsonb_agg(x.rules ORDER BY x.rank), '[]') FROM (
      SELECT DISTINCT ON (o.rank) o.rank, v.rules
        FROM (SELECT 1) one
        LEFT JOIN lab l ON p_scope = 'lab' AND l.id = p_id
        CROSS JOIN LATERAL (VALUES
          (0, 'alliance', '*'), (1, 'university', CASE p_scope WHEN 'university' THEN p_id ELSE l.host_university_id END),
          (2, 'campus', l.campus_id), (3, 'lab', l.id)) o (rank, kind, id)
        JOIN conduct_rule_version v ON v.owner_kind = o.kind::"OwnerKind" AND v.owner_id = o.id AND v.valid_from <= p_at
       ORDER BY o.rank, v.valid_from DESC, v.created_at DESC) x) END
$$;

-- What somebody said of a use of theirs: of an item of a booking, or of a use without one.
CREATE TABLE use_rating (
  id uuid PRIMARY KEY DEFAULT gen_random_uuid(),
  item_id uuid UNIQUE REFERENCES booking_item (id),
  record_id uuid UNIQUE REFERENCES usage_record (id),
  resource_id text NOT NULL REFERENCES resource (id),
  person_id uuid NOT NULL REFERENCES person (id) ON DELETE RESTRICT ON UPDATE CASCADE,
  stars integer NOT NULL CHECK (stars BETWEEN 1 AND 5),
  words text,
  rated_at timestamptz(3) NOT NULL,
  version integer NOT NULL DEFAULT 1,
  CONSTRAINT use_rating_of_one CHECK (num_nonnulls(item_id, record_id) = 1)
);
CREATE INDEX use_rating_resource ON use_rating (resource_id, rated_at);
CREATE INDEX use_rating_person_id_idx ON use_rating (person_id);

-- Sums that can be made anew from the ratings; a resource's page reads them with the resource.
ALTER TABLE resource ADD COLUMN rating_count integer NOT NULL DEFAULT 0, ADD COLUMN rating_sum integer NOT NULL DEFAULT 0;
CREATE FUNCTION sum_ratings() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  UPDATE resource SET rating_count = rating_count + CASE TG_OP WHEN 'INSERT' THEN 1 WHEN 'DELETE' THEN -1 ELSE 0 END,
         rating_sum = rating_sum + CASE WHEN TG_OP = 'DELETE' THEN 0 ELSE NEW.stars END - CASE WHEN TG_OP = 'INSERT' THEN 0 ELSE OLD.stars END
   WHERE id = coalesce(NEW.resource_id, OLD.resource_id);
  RETURN NULL;
END $$;
CREATE TRIGGER use_rating_sums AFTER INSERT OR DELETE OR UPDATE OF stars ON use_rating FOR EACH ROW EXECUTE FUNCTION sum_ratings();

-- The words in which a lab or a resource wishes to be thanked.
CREATE TABLE acknowledgement (
  owner_kind "OwnerKind" NOT NULL CHECK (owner_kind IN ('lab', 'resource')),
  owner_id text NOT NULL,
  text_zh text,
  text_en text,
  version integer NOT NULL DEFAULT 1,
  updated_by_id uuid NOT NULL REFERENCES person (id) ON DELETE RESTRICT ON UPDATE CASCADE,
  updated_at timestamptz(3) NOT NULL,
  PRIMARY KEY (owner_kind, owner_id)
);

CREATE TYPE "AchievementKind" AS ENUM ('paper', 'patent', 'award', 'thesis');
CREATE TABLE achievement (
  id uuid PRIMARY KEY DEFAULT gen_random_uuid(),
  kind "AchievementKind" NOT NULL,
  title text NOT NULL CHECK (length(btrim(title)) > 0),
  -- As printed.
  people text NOT NULL,
  -- Journal, patent office, who awards, which university.
  venue text,
  year integer NOT NULL CHECK (year BETWEEN 1950 AND 2200),
  -- Lower case, without an address before it.
  doi text CHECK (doi = lower(doi)),
  -- Of a patent or an award.
  number text,
  added_by_id uuid NOT NULL REFERENCES person (id) ON DELETE RESTRICT ON UPDATE CASCADE,
  added_at timestamptz(3) NOT NULL,
  updated_at timestamptz(3) NOT NULL,
  removed_at timestamptz(3),
  version integer NOT NULL DEFAULT 1
);
CREATE INDEX achievement_added_by_id_idx ON achievement (added_by_id);

-- What an achievement rests on: a use (its resource and its project with it), a resource, a project.
CREATE TABLE achievement_link (
  id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  achievement_id uuid NOT NULL REFERENCES achievement (id),
  item_id uuid REFERENCES booking_item (id),
  record_id uuid REFERENCES usage_record (id),
  resource_id text REFERENCES resource (id),
  project_id text REFERENCES project (id) ON UPDATE CASCADE,
  CONSTRAINT achievement_link_of_one CHECK (num_nonnulls(item_id, record_id, resource_id, project_id) = 1),
  CONSTRAINT achievement_link_once UNIQUE NULLS NOT DISTINCT (achievement_id, item_id, record_id, resource_id, project_id)
);
CREATE INDEX achievement_link_item ON achievement_link (item_id) WHERE item_id IS NOT NULL;
CREATE INDEX achievement_link_record ON achievement_link (record_id) WHERE record_id IS NOT NULL;
CREATE INDEX achievement_link_resource ON achievement_link (resource_id) WHERE resource_id IS NOT NULL;
CREATE INDEX achievement_link_project ON achievement_link (project_id) WHERE project_id IS NOT NULL;
