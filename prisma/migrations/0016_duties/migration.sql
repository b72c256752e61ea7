-- AlterEnum
ALTER TYPE "Role" ADD VALUE 'security_admin';
ALTER TYPE "Role" ADD VALUE 'audit_admin';

-- AlterTable
ALTER TABLE "person" ADD COLUMN     "suspended_at" TIMESTAMPTZ(3),
ADD COLUMN     "suspended_from" "PersonStatus",
ADD COLUMN     "suspended_reason" TEXT;

-- AlterTable
ALTER TABLE "role_grant" ADD COLUMN     "end_reason" TEXT,
ADD COLUMN     "warned_at" TIMESTAMPTZ(3);


-- What the columns alone don't say.

-- System, security and audit are three people's duties. Roles are compared as text: the new labels
-- can't be used as enum values in the transaction that adds them.
CREATE FUNCTION keep_duties_apart() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
  duties CONSTANT text[] := ARRAY['admin', 'security_admin', 'audit_admin'];
BEGIN
  IF NEW.role::text <> ALL (duties) THEN
    RETURN NEW;
  END IF;
  -- Two who give a person duties at a time wait for each other; the next statement sees the first one's.
  PERFORM 1 FROM person WHERE id = NEW.person_id FOR NO KEY UPDATE;
  IF EXISTS (
    SELECT 1 FROM role_grant g
     WHERE g.person_id = NEW.person_id AND g.id <> NEW.id AND g.role::text = ANY (duties) AND g.role::text <> NEW.role::text
       AND g.starts_at < coalesce(NEW.ends_at, 'infinity') AND NEW.starts_at < coalesce(g.ends_at, 'infinity')
  ) THEN
    RAISE EXCEPTION 'nobody holds two administrator duties at a time'
      USING ERRCODE = 'exclusion_violation', CONSTRAINT = 'role_grant_duties_apart';
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER role_grant_duties_apart BEFORE INSERT OR UPDATE ON role_grant
  FOR EACH ROW EXECUTE FUNCTION keep_duties_apart();

-- That somebody looked at a person's data is written once for each reader, person and day.
CREATE UNIQUE INDEX audit_event_read_once ON audit_event (actor_id, subject_id, (((at AT TIME ZONE 'Asia/Shanghai'))::date))
  WHERE action = 'person.read';
