-- Who had to give way to a fault stands first in line: for the hours lost, and for the same hours later.
ALTER TABLE wait ADD COLUMN displaced_id uuid REFERENCES booking (id);
CREATE INDEX wait_displaced_id_idx ON wait (displaced_id) WHERE displaced_id IS NOT NULL;
