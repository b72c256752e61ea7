-- What takes resources during a stretch of days, whichever resources they are: bookings of up to two days
-- are found by when they begin, the few longer ones by when they end, so that a search reads no row of
-- another time. Both indexes hold all that the search wants to know.
CREATE INDEX allocation_by_start ON allocation (starts_at) INCLUDE (resource_id, ends_at, unit, cause, expires_at);
CREATE INDEX allocation_long ON allocation (ends_at) INCLUDE (resource_id, starts_at, unit, cause, expires_at)
  WHERE ends_at - starts_at > interval '2 days';
-- What cannot be given another unit: maintenance, closures, offers.
CREATE INDEX allocation_fixed ON allocation (resource_id, ends_at) WHERE cause <> 'booking';

-- Resources that a person keeps together, in an order that matters: seen side by side, or used one after another.
CREATE TABLE resource_selection (
  id uuid PRIMARY KEY DEFAULT gen_random_uuid(),
  person_id uuid NOT NULL REFERENCES person (id) ON DELETE RESTRICT ON UPDATE CASCADE,
  name text NOT NULL,
  resource_ids text[] NOT NULL,
  created_at timestamptz(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
  CONSTRAINT resource_selection_size CHECK (cardinality(resource_ids) BETWEEN 1 AND 300)
);
CREATE UNIQUE INDEX resource_selection_person_id_name_key ON resource_selection (person_id, name);
