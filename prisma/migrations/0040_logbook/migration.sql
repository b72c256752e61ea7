-- What the lab keeps: uses brought in from campus systems, their past yearly totals, and who closed an incident.

ALTER TYPE "IntakeKind" ADD VALUE 'uses';
ALTER TYPE "IntakeKind" ADD VALUE 'totals';

-- By what another system knows a use: its key there, shown with the name of the system.
CREATE TABLE imported_use (
  record_id uuid PRIMARY KEY REFERENCES usage_record (id),
  university_id text NOT NULL REFERENCES university (id),
  system text NOT NULL,
  external_id text NOT NULL,
  intake_id uuid NOT NULL REFERENCES intake (id),
  CONSTRAINT imported_use_key UNIQUE (university_id, system, external_id)
);
CREATE INDEX imported_use_intake_id_idx ON imported_use (intake_id);

-- What a resource did in a past year, as another system counted it; never added to uses of the same time.
CREATE TABLE resource_year_total (
  resource_id text NOT NULL REFERENCES resource (id),
  -- An academic year is named by the year in which it begins, on 1 September.
  year smallint NOT NULL CHECK (year BETWEEN 1950 AND 2200),
  basis text NOT NULL CHECK (basis IN ('calendar', 'academic')),
  -- The system that counted.
  source text NOT NULL,
  machine_seconds integer NOT NULL CHECK (machine_seconds >= 0),
  effective_seconds integer CHECK (effective_seconds BETWEEN 0 AND machine_seconds),
  samples integer CHECK (samples >= 0),
  users integer CHECK (users >= 0),
  intake_id uuid REFERENCES intake (id),
  updated_at timestamptz(3) NOT NULL DEFAULT now(),
  PRIMARY KEY (resource_id, year, basis, source)
);

ALTER TABLE incident
  ADD COLUMN closed_by_id uuid REFERENCES person (id) ON DELETE RESTRICT ON UPDATE CASCADE,
  ADD CONSTRAINT incident_closed CHECK ((closed_at IS NULL) = (closed_by_id IS NULL) AND (closed_at IS NULL OR length(btrim(measures)) > 0));
CREATE INDEX incident_lab ON incident (lab_id, at) WHERE lab_id IS NOT NULL;
CREATE INDEX incident_photo ON incident (photo_id) WHERE photo_id IS NOT NULL;
