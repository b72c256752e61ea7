-- CreateTable
CREATE TABLE "audit_seal" (
    "id" BIGSERIAL NOT NULL,
    "after_id" BIGINT NOT NULL,
    "last_id" BIGINT NOT NULL,
    "events" INTEGER NOT NULL,
    "previous_hash" TEXT NOT NULL,
    "hash" TEXT NOT NULL,
    "sealed_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "audit_seal_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "audit_seal_mark" (
    "id" INTEGER NOT NULL DEFAULT 1,
    "up_to" BIGINT NOT NULL,
    "seen_xmax" BIGINT NOT NULL,
    "marked_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "audit_seal_mark_pkey" PRIMARY KEY ("id")
);


-- What the columns alone don't say.

-- One seal follows another: two that begin at the same place would be two chains.
CREATE UNIQUE INDEX audit_seal_after ON audit_seal (after_id);
ALTER TABLE audit_seal ADD CONSTRAINT audit_seal_range CHECK (after_id < last_id AND events > 0);
ALTER TABLE audit_seal_mark ADD CONSTRAINT audit_seal_mark_one CHECK (id = 1);
CREATE TRIGGER audit_seal_append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON audit_seal
  FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();

-- SHA-256 over the events of a range, in order, and over the hash of the seal before. An event's text is the
-- same whatever the server's zone and formats are: its instant is counted in microseconds.
CREATE FUNCTION audit_batch_hash(p_after bigint, p_last bigint, p_previous text, OUT events int, OUT hash text) LANGUAGE sql STABLE AS $$
  SELECT count(*)::int,
         encode(sha256(convert_to(p_previous || ' ' || p_after || ' ' || p_last || ' ' || count(*) || E'\n' || coalesce(string_agg(
           jsonb_build_array(e.id, (extract(epoch FROM e.at) * 1000000)::bigint, e.actor_id, e.action, e.subject_kind, e.subject_id, e.university_id, e.data)::text,
           E'\n' ORDER BY e.id), ''), 'UTF8')), 'hex')
    FROM audit_event e WHERE e.id > p_after AND e.id <= p_last
$$;

-- Seals what is surely complete: every event up to a mark that an earlier call set, once all transactions that
-- ran then have ended. A number may be taken long before its row is seen, so the newest are left for the next
-- call. Gives how many seals were made; call again while that is p_most.
CREATE FUNCTION seal_audit(p_batch int, p_most int) RETURNS int LANGUAGE plpgsql AS $$
DECLARE
  v_mark audit_seal_mark;
  v_after bigint;
  v_last bigint;
  v_previous text;
  v_made int := 0;
BEGIN
  PERFORM pg_advisory_xact_lock(hashtextextended('seal_audit', 0));
  SELECT * INTO v_mark FROM audit_seal_mark WHERE id = 1;
  IF FOUND AND pg_snapshot_xmin(pg_current_snapshot())::text::bigint >= v_mark.seen_xmax THEN
    WHILE v_made < p_most LOOP
      SELECT s.last_id, s.hash INTO v_after, v_previous FROM audit_seal s ORDER BY s.id DESC LIMIT 1;
      v_after := coalesce(v_after, 0);
      v_previous := coalesce(v_previous, '');
      SELECT max(b.id) INTO v_last FROM (
        SELECT e.id FROM audit_event e WHERE e.id > v_after AND e.id <= v_mark.up_to ORDER BY e.id LIMIT p_batch) b;
      EXIT WHEN v_last IS NULL;
      INSERT INTO audit_seal (after_id, last_id, events, previous_hash, hash)
        SELECT v_after, v_last, h.events, v_previous, h.hash FROM audit_batch_hash(v_after, v_last, v_previous) h;
      v_made := v_made + 1;
    END LOOP;
    IF v_made = p_most THEN
      RETURN v_made;
    END IF;
    DELETE FROM audit_seal_mark;
  END IF;
  -- A mark of another server, out of a backup, might wait for ever.
  DELETE FROM audit_seal_mark WHERE marked_at < now() - interval '1 hour';
  INSERT INTO audit_seal_mark (up_to, seen_xmax)
    SELECT coalesce(max(e.id), 0), pg_snapshot_xmax(pg_current_snapshot())::text::bigint FROM audit_event e
  ON CONFLICT DO NOTHING;
  RETURN v_made;
END $$;

-- What is wrong with a seal, null: nothing. link: it does not follow the one before; events: some are missing or
-- too many; content: one was changed.
CREATE FUNCTION audit_seal_fault(p_seal bigint) RETURNS text LANGUAGE plpgsql STABLE AS $$
DECLARE
  v_seal audit_seal;
  v_before audit_seal;
  v_events int;
  v_hash text;
BEGIN
  SELECT * INTO v_seal FROM audit_seal WHERE id = p_seal;
  SELECT * INTO v_before FROM audit_seal WHERE id < p_seal ORDER BY id DESC LIMIT 1;
  IF v_seal.after_id <> coalesce(v_before.last_id, 0) OR v_seal.previous_hash <> coalesce(v_before.hash, '') THEN
    RETURN 'link';
  END IF;
  SELECT h.events, h.hash INTO v_events, v_hash FROM audit_batch_hash(v_seal.after_id, v_seal.last_id, v_seal.previous_hash) h;
  IF v_events <> v_seal.events THEN
    RETURN 'events';
  END IF;
  IF v_hash <> v_seal.hash THEN
    RETURN 'content';
  END IF;
  RETURN NULL;
END $$;
