-- Chains that a lab proposes, visits of several people, and booking on behalf of somebody else.

CREATE TABLE chain_template (
  id uuid PRIMARY KEY DEFAULT gen_random_uuid(),
  lab_id text NOT NULL REFERENCES lab (id) ON DELETE RESTRICT ON UPDATE CASCADE,
  name_zh text NOT NULL,
  name_en text,
  -- [{ resourceId, mode, quantity, minutes, begins, gapMinutes }], in order; see domain/booking/chain.
  steps jsonb NOT NULL,
  version integer NOT NULL DEFAULT 1,
  -- Set: offered no more.
  retired_at timestamptz(3),
  created_at timestamptz(3) NOT NULL DEFAULT CURRENT_TIMESTAMP
);
CREATE INDEX chain_template_lab_id_idx ON chain_template (lab_id);

-- How many come, the attendee among them; null: the attendee alone.
ALTER TABLE booking ADD COLUMN head_count integer CHECK (head_count > 0);

-- Who may book for whom, because that person has said so.
CREATE TABLE booking_delegate (
  person_id uuid NOT NULL REFERENCES person (id) ON DELETE RESTRICT ON UPDATE CASCADE,
  delegate_id uuid NOT NULL REFERENCES person (id) ON DELETE RESTRICT ON UPDATE CASCADE,
  created_at timestamptz(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
  PRIMARY KEY (person_id, delegate_id),
  CHECK (person_id <> delegate_id)
);
CREATE INDEX booking_delegate_delegate_id_idx ON booking_delegate (delegate_id);

-- A file that answers a question: of whoever uploaded it, until a booking's answer names it.
CREATE TABLE answer_file (
  file_id uuid PRIMARY KEY REFERENCES stored_file (id) ON DELETE RESTRICT ON UPDATE CASCADE,
  resource_id text NOT NULL REFERENCES resource (id) ON DELETE RESTRICT ON UPDATE CASCADE,
  question_id text NOT NULL,
  uploaded_by_id uuid NOT NULL REFERENCES person (id) ON DELETE RESTRICT ON UPDATE CASCADE,
  booking_id uuid REFERENCES booking (id) ON DELETE RESTRICT ON UPDATE CASCADE,
  created_at timestamptz(3) NOT NULL DEFAULT CURRENT_TIMESTAMP
);
CREATE INDEX answer_file_booking_id_idx ON answer_file (booking_id);
CREATE INDEX answer_file_uploaded_by_id_idx ON answer_file (uploaded_by_id);
CREATE INDEX answer_file_resource_id_idx ON answer_file (resource_id);
