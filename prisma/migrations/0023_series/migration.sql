-- A series is n bookings that name it: what repeats is kept as it was asked for, what takes place is in the bookings,
-- and who booked it as well.
CREATE TABLE series (
  id uuid PRIMARY KEY DEFAULT gen_random_uuid(),
  resource_id text NOT NULL REFERENCES resource (id),
  -- RFC 5545 RRULE, on the wall clock of the zone.
  rule text NOT NULL,
  time_zone text NOT NULL,
  days text NOT NULL CHECK (days IN ('all', 'no_holidays', 'workdays')),
  first_date date NOT NULL,
  start_minute integer NOT NULL CHECK (start_minute BETWEEN 0 AND 1439),
  end_minute integer NOT NULL CHECK (end_minute > 0),
  except_dates date[] NOT NULL DEFAULT '{}',
  on_clash text NOT NULL CHECK (on_clash IN ('skip', 'nearest', 'fail')),
  -- Some of it has been moved together since it was asked for.
  is_altered boolean NOT NULL DEFAULT false,
  version integer NOT NULL DEFAULT 1,
  created_at timestamptz(3) NOT NULL DEFAULT now(),
  updated_at timestamptz(3) NOT NULL DEFAULT now()
);
CREATE INDEX series_resource_id_idx ON series (resource_id);

-- The start that the rule gives the occurrence; it stays when this one booking is moved.
ALTER TABLE booking ADD COLUMN occurrence_at timestamptz(3);
ALTER TABLE booking ADD CONSTRAINT booking_series_fkey FOREIGN KEY (series_id) REFERENCES series (id);
