-- Entrusted tests, as commands write them: who asked for whom, the quote, and results that are kept for a time.

ALTER TYPE "ApprovalSubject" ADD VALUE 'test_order';

ALTER TABLE test_order
  -- Who sent the form, for oneself or for somebody else.
  ADD COLUMN asked_by_id uuid REFERENCES person (id) ON DELETE RESTRICT ON UPDATE CASCADE,
  -- Who pays which part of the quote, as the project's split said then.
  ADD COLUMN payers jsonb,
  -- When the applicant was told that the result is about to be deleted, and when it was.
  ADD COLUMN result_warned_at timestamptz(3),
  ADD COLUMN result_gone_at timestamptz(3),
  ADD COLUMN measured_at timestamptz(3);
UPDATE test_order SET asked_by_id = applicant_id;
ALTER TABLE test_order ALTER COLUMN asked_by_id SET NOT NULL;
CREATE INDEX test_order_asked_by_id_idx ON test_order (asked_by_id);
CREATE INDEX test_order_group_id_idx ON test_order (group_id) WHERE group_id IS NOT NULL;
CREATE INDEX test_order_kept_results ON test_order (result_until) WHERE result_until IS NOT NULL AND result_gone_at IS NULL;
CREATE INDEX test_order_past ON test_order (resource_id, ready_at) WHERE ready_at IS NOT NULL;

ALTER TABLE test_order
  DROP CONSTRAINT test_order_result,
  ADD CONSTRAINT test_order_result CHECK (status NOT IN ('ready', 'returned') OR (
    result_until IS NOT NULL AND ((result_link IS NOT NULL OR result_file_id IS NOT NULL) <> (result_gone_at IS NOT NULL)))),
  ADD CONSTRAINT test_order_off_the_calendar CHECK (status NOT IN ('asked', 'accepted', 'received', 'declined', 'withdrawn') OR run_item_id IS NULL);

-- A file that answers a question is a booking's or an order's.
ALTER TABLE answer_file
  ADD COLUMN order_id uuid REFERENCES test_order (id),
  ADD CONSTRAINT answer_file_of_one CHECK (num_nonnulls(booking_id, order_id) <= 1);
CREATE INDEX answer_file_order_id_idx ON answer_file (order_id) WHERE order_id IS NOT NULL;

-- However a run ends before it was used (called off, displaced by a fault), what was queued on it waits for another.
CREATE FUNCTION unqueue_orders() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
  v_order record;
BEGIN
  FOR v_order IN
    UPDATE test_order o SET status = 'received', run_item_id = NULL, version = o.version + 1, updated_at = NEW.updated_at
      FROM booking_item i JOIN resource r ON r.id = i.resource_id
     WHERE i.booking_id = NEW.id AND o.run_item_id = i.id AND o.status = 'queued'
    RETURNING o.id, r.university_id
  LOOP
    INSERT INTO test_order_step (order_id, step, from_status, to_status, by_id, at, reason)
    VALUES (v_order.id, 'unqueue', 'queued', 'received', NEW.ended_by_id, NEW.updated_at, NEW.ended_reason);
    INSERT INTO audit_event (actor_id, action, subject_kind, subject_id, university_id, data)
    VALUES (NEW.ended_by_id, 'order.unqueued', 'test_order', v_order.id::text, v_order.university_id,
            jsonb_build_object('runId', NEW.id, 'ended', NEW.status, 'reason', NEW.ended_reason));
  END LOOP;
  RETURN NULL;
END $$;
CREATE TRIGGER booking_run_ended AFTER UPDATE OF status ON booking FOR EACH ROW
  WHEN (OLD.status <> NEW.status AND NEW.status IN ('cancelled', 'displaced', 'declined', 'expired'))
  EXECUTE FUNCTION unqueue_orders();
