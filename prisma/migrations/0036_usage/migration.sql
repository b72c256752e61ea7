-- What really happens: facts of use as they arrive, the use that they amount to, conduct found from it, entrusted
-- tests with their samples, incidents.

CREATE TYPE "UseFactKind" AS ENUM ('start', 'end', 'late', 'details', 'correction');
CREATE TYPE "UseSource" AS ENUM ('correction', 'manual', 'agent', 'meter', 'kiosk', 'phone', 'import');
CREATE TYPE "Beneficiary" AS ENUM ('own_group', 'own_university', 'alliance_member', 'other_institution', 'enterprise');
CREATE TYPE "Operation" AS ENUM ('self', 'staff');
CREATE TYPE "ConductKind" AS ENUM ('no_show', 'late', 'early_leave', 'overrun', 'misuse');
CREATE TYPE "ConductScope" AS ENUM ('resource', 'lab', 'university', 'alliance');
CREATE TYPE "ConductEffect" AS ENUM ('warning', 'approval_only', 'suspended');
CREATE TYPE "PleaStatus" AS ENUM ('open', 'accepted', 'refused');
CREATE TYPE "ConsequenceStatus" AS ENUM ('proposed', 'in_force', 'refused', 'lifted');
CREATE TYPE "OrderStatus" AS ENUM ('asked', 'accepted', 'received', 'queued', 'measured', 'ready', 'returned', 'declined', 'withdrawn');
CREATE TYPE "SampleState" AS ENUM ('announced', 'received', 'measured', 'returned', 'disposed', 'lost');
CREATE TYPE "IncidentSeverity" AS ENUM ('near_miss', 'minor', 'serious');

-- A use: of an item of a booking, or without a booking. Made of its events and nothing else; it can be made anew.
CREATE TABLE usage_record (
  id uuid PRIMARY KEY DEFAULT gen_random_uuid(),
  item_id uuid UNIQUE REFERENCES booking_item (id),
  resource_id text NOT NULL REFERENCES resource (id),
  -- For whom it is; who stood at the machine is operator_id.
  person_id uuid NOT NULL REFERENCES person (id) ON DELETE RESTRICT ON UPDATE CASCADE,
  status "ItemStatus" NOT NULL,
  -- Null while nobody has begun, and for a no-show.
  starts_at timestamptz(3),
  ends_at timestamptz(3),
  -- A source, or assumed.
  start_source text,
  end_source text,
  -- [{ start, end }] in order, disjoint.
  spells jsonb NOT NULL DEFAULT '[]',
  used_seconds integer NOT NULL DEFAULT 0,
  warm_up_seconds integer NOT NULL DEFAULT 0,
  measuring_seconds integer NOT NULL DEFAULT 0,
  post_seconds integer NOT NULL DEFAULT 0,
  standby_seconds integer NOT NULL DEFAULT 0,
  is_void boolean NOT NULL DEFAULT false,
  operator_id uuid REFERENCES person (id) ON DELETE RESTRICT ON UPDATE CASCADE,
  operation "Operation" NOT NULL,
  purpose "Purpose" NOT NULL,
  beneficiary "Beneficiary" NOT NULL,
  samples integer,
  counters jsonb,
  remarks text,
  version integer NOT NULL DEFAULT 1,
  created_at timestamptz(3) NOT NULL DEFAULT now(),
  updated_at timestamptz(3) NOT NULL DEFAULT now(),
  CONSTRAINT usage_record_period CHECK (ends_at IS NULL OR starts_at < ends_at),
  CONSTRAINT usage_record_state CHECK (CASE status
    WHEN 'in_use' THEN starts_at IS NOT NULL AND ends_at IS NULL
    WHEN 'completed' THEN is_void OR item_id IS NULL OR (starts_at IS NOT NULL AND ends_at IS NOT NULL)
    ELSE starts_at IS NULL AND ends_at IS NULL END),
  CONSTRAINT usage_record_parts CHECK (
    warm_up_seconds >= 0 AND measuring_seconds >= 0 AND post_seconds >= 0 AND standby_seconds >= 0
    AND warm_up_seconds + measuring_seconds + post_seconds + standby_seconds = used_seconds),
  CONSTRAINT usage_record_samples CHECK (samples >= 0)
);
CREATE INDEX usage_record_resource ON usage_record (resource_id, starts_at);
CREATE INDEX usage_record_person_id_idx ON usage_record (person_id);
CREATE INDEX usage_record_operator_id_idx ON usage_record (operator_id) WHERE operator_id IS NOT NULL;
CREATE INDEX usage_record_running ON usage_record (starts_at) WHERE status = 'in_use';

-- What arrived, for good. The id comes from the sender: a repeat is known by it.
CREATE TABLE usage_event (
  id uuid PRIMARY KEY,
  record_id uuid NOT NULL REFERENCES usage_record (id),
  kind "UseFactKind" NOT NULL,
  source "UseSource" NOT NULL,
  -- By the server's clock; of a correction, when it was made.
  at timestamptz(3) NOT NULL,
  -- { until, correction: { startsAt, endsAt, outcome }, details: { … } }
  data jsonb NOT NULL DEFAULT '{}',
  reason text,
  -- Who pressed; null for a machine.
  by_id uuid REFERENCES person (id) ON DELETE RESTRICT ON UPDATE CASCADE,
  device_id text,
  device_at timestamptz(3),
  -- Server time less device time.
  offset_ms bigint,
  recorded_at timestamptz(3) NOT NULL DEFAULT now(),
  CONSTRAINT usage_event_correction CHECK ((kind = 'correction') = (source = 'correction')),
  CONSTRAINT usage_event_reason CHECK (kind <> 'correction' OR length(btrim(reason)) > 0)
);
CREATE INDEX usage_event_record_id_idx ON usage_event (record_id);
CREATE TRIGGER usage_event_append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON usage_event
  FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();

-- How checking in works and what conduct counts for, in published versions; narrower owners over wider ones.
CREATE TABLE conduct_rule_version (
  id uuid PRIMARY KEY DEFAULT gen_random_uuid(),
  owner_kind "OwnerKind" NOT NULL,
  owner_id text NOT NULL,
  rules jsonb NOT NULL,
  valid_from timestamptz(3) NOT NULL,
  created_by_id uuid,
  created_at timestamptz(3) NOT NULL DEFAULT now()
);
CREATE INDEX conduct_rule_version_owner ON conduct_rule_version (owner_kind, owner_id, valid_from);
CREATE TRIGGER conduct_rule_version_immutable BEFORE UPDATE OR DELETE ON conduct_rule_version
  FOR EACH ROW EXECUTE FUNCTION refuse_change();

-- What was found, with its evidence. It stays; facts that come later withdraw it.
CREATE TABLE conduct_finding (
  id uuid PRIMARY KEY DEFAULT gen_random_uuid(),
  kind "ConductKind" NOT NULL,
  record_id uuid REFERENCES usage_record (id),
  person_id uuid NOT NULL REFERENCES person (id) ON DELETE RESTRICT ON UPDATE CASCADE,
  resource_id text NOT NULL REFERENCES resource (id),
  -- Where it counted when it was found.
  lab_id text NOT NULL REFERENCES lab (id),
  university_id text NOT NULL REFERENCES university (id),
  at timestamptz(3) NOT NULL,
  points integer NOT NULL CHECK (points BETWEEN 0 AND 100),
  evidence jsonb NOT NULL,
  -- Of misuse: who says so.
  reported_by_id uuid REFERENCES person (id) ON DELETE RESTRICT ON UPDATE CASCADE,
  found_at timestamptz(3) NOT NULL,
  withdrawn_at timestamptz(3),
  CONSTRAINT conduct_finding_cause CHECK (CASE kind WHEN 'misuse' THEN reported_by_id IS NOT NULL ELSE record_id IS NOT NULL AND reported_by_id IS NULL END)
);
CREATE UNIQUE INDEX conduct_finding_once ON conduct_finding (record_id, kind) WHERE withdrawn_at IS NULL AND kind <> 'misuse';
CREATE INDEX conduct_finding_person_id_at_idx ON conduct_finding (person_id, at);

CREATE FUNCTION guard_conduct_finding() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF TG_OP = 'DELETE' OR OLD.withdrawn_at IS NOT NULL AND NEW.withdrawn_at IS DISTINCT FROM OLD.withdrawn_at
     OR to_jsonb(NEW) - ARRAY['person_id', 'reported_by_id', 'withdrawn_at'] <> to_jsonb(OLD) - ARRAY['person_id', 'reported_by_id', 'withdrawn_at'] THEN
    RAISE EXCEPTION 'a finding stays as it was found' USING ERRCODE = 'restrict_violation';
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER conduct_finding_stays BEFORE UPDATE OR DELETE ON conduct_finding
  FOR EACH ROW EXECUTE FUNCTION guard_conduct_finding();

-- An excuse or an appeal; while it is open nothing follows from the finding.
CREATE TABLE conduct_plea (
  id uuid PRIMARY KEY DEFAULT gen_random_uuid(),
  finding_id uuid NOT NULL UNIQUE REFERENCES conduct_finding (id),
  -- See domain/conduct/kinds.
  excuse text NOT NULL,
  text text NOT NULL,
  status "PleaStatus" NOT NULL DEFAULT 'open',
  asked_at timestamptz(3) NOT NULL,
  decided_by_id uuid REFERENCES person (id) ON DELETE RESTRICT ON UPDATE CASCADE,
  decided_at timestamptz(3),
  decision text,
  version integer NOT NULL DEFAULT 1,
  CONSTRAINT conduct_plea_decided CHECK ((status = 'open') = (decided_at IS NULL) AND (status = 'open') = (decided_by_id IS NULL))
);

CREATE TABLE conduct_consequence (
  id uuid PRIMARY KEY DEFAULT gen_random_uuid(),
  person_id uuid NOT NULL REFERENCES person (id) ON DELETE RESTRICT ON UPDATE CASCADE,
  scope "ConductScope" NOT NULL,
  -- Of the resource, the lab or the university; * for the alliance.
  scope_id text NOT NULL,
  effect "ConductEffect" NOT NULL,
  days integer NOT NULL CHECK (days >= 0),
  -- The findings it rests on.
  because uuid[] NOT NULL,
  status "ConsequenceStatus" NOT NULL DEFAULT 'proposed',
  starts_at timestamptz(3),
  ends_at timestamptz(3),
  proposed_at timestamptz(3) NOT NULL,
  decided_by_id uuid REFERENCES person (id) ON DELETE RESTRICT ON UPDATE CASCADE,
  decided_at timestamptz(3),
  reason text,
  version integer NOT NULL DEFAULT 1,
  -- A machine proposes what weighs heavily; a human decides it.
  CONSTRAINT conduct_consequence_decided CHECK (effect = 'warning' OR status = 'proposed' OR (decided_by_id IS NOT NULL AND decided_at IS NOT NULL)),
  CONSTRAINT conduct_consequence_term CHECK (status <> 'in_force' OR (starts_at IS NOT NULL AND (effect = 'warning' OR ends_at > starts_at)))
);
CREATE INDEX conduct_consequence_person_id_idx ON conduct_consequence (person_id);
CREATE UNIQUE INDEX conduct_consequence_one_proposed ON conduct_consequence (person_id, scope, scope_id) WHERE status = 'proposed';

-- Samples that are sent and measured by the lab. The machine is taken by a booking of the lab's, which several
-- orders may share.
CREATE TABLE test_order (
  id uuid PRIMARY KEY DEFAULT gen_random_uuid(),
  code text NOT NULL UNIQUE,
  resource_id text NOT NULL REFERENCES resource (id),
  applicant_id uuid NOT NULL REFERENCES person (id) ON DELETE RESTRICT ON UPDATE CASCADE,
  -- Frozen when asked, as with a booking.
  home_university_id text REFERENCES university (id),
  origin_class "OriginClass" NOT NULL,
  group_id text REFERENCES research_group (id) ON UPDATE CASCADE,
  project_id text REFERENCES project (id) ON UPDATE CASCADE,
  purpose "Purpose" NOT NULL,
  status "OrderStatus" NOT NULL DEFAULT 'asked',
  title text NOT NULL,
  nature text NOT NULL,
  hazards text[] NOT NULL DEFAULT '{}',
  storage text,
  conditions text,
  -- What becomes of the samples after: return or dispose.
  afterwards text NOT NULL CHECK (afterwards IN ('return', 'dispose')),
  -- { version, answers }; see domain/booking/questions.
  answers jsonb,
  quoted_fen bigint CHECK (quoted_fen >= 0),
  quote jsonb,
  run_item_id uuid REFERENCES booking_item (id),
  -- A link; a file is attached.
  result_link text,
  result_file_id uuid REFERENCES stored_file (id),
  -- Until when the result is kept.
  result_until date,
  asked_at timestamptz(3) NOT NULL,
  received_at timestamptz(3),
  ready_at timestamptz(3),
  version integer NOT NULL DEFAULT 1,
  updated_at timestamptz(3) NOT NULL DEFAULT now(),
  CONSTRAINT test_order_quoted CHECK (status IN ('asked', 'declined', 'withdrawn') OR quoted_fen IS NOT NULL),
  CONSTRAINT test_order_on_the_calendar CHECK (status <> 'queued' OR run_item_id IS NOT NULL),
  CONSTRAINT test_order_result CHECK (status NOT IN ('ready', 'returned') OR ((result_link IS NOT NULL OR result_file_id IS NOT NULL) AND result_until IS NOT NULL))
);
CREATE INDEX test_order_waiting ON test_order (resource_id, asked_at) WHERE status IN ('asked', 'accepted', 'received', 'queued');
CREATE INDEX test_order_applicant_id_idx ON test_order (applicant_id);
CREATE INDEX test_order_run_item_id_idx ON test_order (run_item_id) WHERE run_item_id IS NOT NULL;

CREATE TABLE test_sample (
  id uuid PRIMARY KEY DEFAULT gen_random_uuid(),
  order_id uuid NOT NULL REFERENCES test_order (id),
  -- On its label, with the order's code.
  number integer NOT NULL CHECK (number BETWEEN 1 AND 10000),
  name text,
  state "SampleState" NOT NULL DEFAULT 'announced',
  place text,
  changed_at timestamptz(3) NOT NULL,
  CONSTRAINT test_sample_number UNIQUE (order_id, number)
);

-- Each step of an order, for good.
CREATE TABLE test_order_step (
  id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  order_id uuid NOT NULL REFERENCES test_order (id),
  step text NOT NULL,
  from_status "OrderStatus",
  to_status "OrderStatus" NOT NULL,
  by_id uuid REFERENCES person (id) ON DELETE RESTRICT ON UPDATE CASCADE,
  at timestamptz(3) NOT NULL,
  reason text
);
CREATE INDEX test_order_step_order_id_idx ON test_order_step (order_id);
CREATE TRIGGER test_order_step_append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON test_order_step
  FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();

-- Incidents and near misses, of a resource or a room.
CREATE TABLE incident (
  id uuid PRIMARY KEY DEFAULT gen_random_uuid(),
  university_id text NOT NULL REFERENCES university (id),
  lab_id text REFERENCES lab (id),
  room_id text REFERENCES room (id),
  resource_id text REFERENCES resource (id),
  record_id uuid REFERENCES usage_record (id),
  severity "IncidentSeverity" NOT NULL,
  at timestamptz(3) NOT NULL,
  what text NOT NULL,
  measures text,
  photo_id uuid REFERENCES stored_file (id),
  reported_by_id uuid REFERENCES person (id) ON DELETE RESTRICT ON UPDATE CASCADE,
  reported_at timestamptz(3) NOT NULL,
  closed_at timestamptz(3),
  version integer NOT NULL DEFAULT 1,
  CONSTRAINT incident_place CHECK (num_nonnulls(room_id, resource_id) >= 1)
);
CREATE INDEX incident_university ON incident (university_id, at);

-- Every use there is: with facts, or assumed because a granted booking is past. Figures read this alone.
CREATE VIEW every_use AS
  SELECT u.id, u.item_id, u.resource_id, u.person_id, u.status, u.starts_at, u.ends_at,
         (u.start_source = 'assumed') AS is_assumed, u.used_seconds,
         u.warm_up_seconds + u.measuring_seconds + u.post_seconds AS effective_seconds,
         u.operation, u.purpose, u.beneficiary, u.samples, u.spells
    FROM usage_record u WHERE NOT u.is_void
  UNION ALL
  SELECT i.id, i.id, i.resource_id, b.attendee_id, i.status, i.starts_at, i.ends_at, true,
         extract(epoch FROM i.ends_at - i.starts_at)::integer, extract(epoch FROM i.ends_at - i.starts_at)::integer,
         CASE i.mode WHEN 'self_operation' THEN 'self' WHEN 'remote' THEN 'self' ELSE 'staff' END::"Operation", b.purpose,
         b.origin_class::text::"Beneficiary", NULL, jsonb_build_array(jsonb_build_object('start', i.starts_at, 'end', i.ends_at))
    FROM booking_item i JOIN booking b ON b.id = i.booking_id
   WHERE i.status = 'completed' AND i.starts_at IS NOT NULL
     AND NOT EXISTS (SELECT 1 FROM usage_record u WHERE u.item_id = i.id);

-- The rules in force for a resource at an instant, widest first, one layer an owner.
CREATE FUNCTION conduct_layers(p_resource text, p_at timestamptz) RETURNS jsonb LANGUAGE sql STABLE AS $$
  SELECT coalesce(jsonb_agg(x.rules ORDER BY x.rank), '[]') FROM (
    SELECT DISTINCT ON (o.rank) o.rank, v.rules
      FROM resource r
      CROSS JOIN LATERAL (VALUES (0, 'alliance', '*'), (1, 'university', r.university_id), (2, 'campus', r.campus_id), (3, 'lab', r.lab_id), (4, 'resource', r.id)) o (rank, kind, id)
      JOIN conduct_rule_version v ON v.owner_kind = o.kind::"OwnerKind" AND v.owner_id = o.id AND v.valid_from <= p_at
     WHERE r.id = p_resource
     ORDER BY o.rank, v.valid_from DESC, v.created_at DESC) x
$$;
