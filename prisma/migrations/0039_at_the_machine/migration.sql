-- A session on a machine that is not one's own: it ends after a working day and does not slide.
ALTER TABLE session ADD COLUMN is_brief boolean NOT NULL DEFAULT false;

-- What stands in a lab and tells of uses by itself: a tablet, a meter, a login agent.
CREATE TABLE lab_device (
  id uuid PRIMARY KEY DEFAULT gen_random_uuid(),
  lab_id text NOT NULL REFERENCES lab (id),
  kind "UseSource" NOT NULL,
  name text NOT NULL,
  -- SHA-256 of its token, which is kept nowhere.
  token_hash text NOT NULL UNIQUE,
  created_by_id uuid REFERENCES person (id) ON DELETE RESTRICT ON UPDATE CASCADE,
  created_at timestamptz(3) NOT NULL DEFAULT now(),
  seen_at timestamptz(3),
  revoked_by_id uuid REFERENCES person (id) ON DELETE RESTRICT ON UPDATE CASCADE,
  revoked_at timestamptz(3),
  CONSTRAINT lab_device_kind CHECK (kind IN ('kiosk', 'meter', 'agent')),
  CONSTRAINT lab_device_revoked CHECK ((revoked_at IS NULL) = (revoked_by_id IS NULL))
);
CREATE INDEX lab_device_lab_id_idx ON lab_device (lab_id);

-- A fault as the person at the machine saw it. The id comes from the form: a repeat is known by it.
CREATE TABLE fault_report (
  id uuid PRIMARY KEY,
  resource_id text NOT NULL REFERENCES resource (id),
  item_id uuid REFERENCES booking_item (id),
  what text NOT NULL CHECK (length(btrim(what)) > 0),
  -- They ask for it to be taken out of service at once.
  is_urgent boolean NOT NULL DEFAULT false,
  photo_id uuid REFERENCES stored_file (id),
  reported_by_id uuid NOT NULL REFERENCES person (id) ON DELETE RESTRICT ON UPDATE CASCADE,
  reported_at timestamptz(3) NOT NULL,
  closed_by_id uuid REFERENCES person (id) ON DELETE RESTRICT ON UPDATE CASCADE,
  closed_at timestamptz(3),
  CONSTRAINT fault_report_closed CHECK ((closed_at IS NULL) = (closed_by_id IS NULL))
);
CREATE INDEX fault_report_open ON fault_report (resource_id, reported_at) WHERE closed_at IS NULL;
CREATE INDEX fault_report_reported_by_id_idx ON fault_report (reported_by_id);

-- That the next user was told that the one before is still there: once for each pair.
CREATE TABLE overdue_word (
  item_id uuid NOT NULL REFERENCES booking_item (id),
  next_item_id uuid NOT NULL REFERENCES booking_item (id),
  told_at timestamptz(3) NOT NULL,
  PRIMARY KEY (item_id, next_item_id)
);
