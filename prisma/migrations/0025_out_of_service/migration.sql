-- Several resources or several periods taken out of service in one act.
ALTER TABLE outage ADD COLUMN batch_id uuid;
CREATE INDEX outage_batch_id_idx ON outage (batch_id) WHERE batch_id IS NOT NULL;

-- What stops when its supply stops: cooling water, compressed air, a shared pump. A supply is a resource too.
CREATE TABLE resource_dependency (
  resource_id text NOT NULL REFERENCES resource (id),
  supply_id text NOT NULL REFERENCES resource (id),
  created_at timestamptz(3) NOT NULL DEFAULT now(),
  PRIMARY KEY (resource_id, supply_id),
  CONSTRAINT resource_dependency_not_itself CHECK (resource_id <> supply_id)
);
CREATE INDEX resource_dependency_supply_id_idx ON resource_dependency (supply_id);

-- What a lab wrote to everybody booked on a resource in a period. Its author is in the audit log.
CREATE TABLE resource_message (
  id uuid PRIMARY KEY,
  resource_id text NOT NULL REFERENCES resource (id),
  starts_at timestamptz(3) NOT NULL,
  ends_at timestamptz(3) NOT NULL,
  body text NOT NULL,
  recipients integer NOT NULL,
  sent_at timestamptz(3) NOT NULL DEFAULT now(),
  CONSTRAINT resource_message_period CHECK (starts_at < ends_at)
);
CREATE INDEX resource_message_resource_id_sent_at_idx ON resource_message (resource_id, sent_at);
