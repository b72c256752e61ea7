import { createHash } from 'node:crypto'
import type { Client } from 'pg'

/*
 * The wide world: many resources over all open labs, each booked every fourth day for 90 minutes, from years
 * behind to sixty days ahead. The first of the bookings lie nearest to today, so that a world of few bookings
 * is as dense there as one of many. Labs are open from seven to eleven; every tenth resource keeps hours and
 * rules of its own. Rows lie as the product would have written them.
 */

export const WIDE_RESOURCES = 5_000
/** One lab holds these. */
export const BOARD_RESOURCES = 300
/** So many kinds, each with a tenth of the resources. */
export const WIDE_KINDS = 10
const EVERY_DAYS = 4
const DAYS_AHEAD = 60

export const wideId = (at: number) => `wide-${String(at).padStart(5, '0')}`
export const wideToken = (at: number) => `cca_wide_${at}_${'x'.repeat(30)}`
export const wideSession = (at: number) => `widesession${at}x${'y'.repeat(20)}`

/** `each`: bookings of each resource. */
export async function loadWide(client: Client, each: number, note: (text: string) => void): Promise<void> {
  note('resources and people')
  await catalogue(client)
  await people(client)
  await withoutIndexes(client, ['booking', 'booking_item', 'allocation', 'presence', 'audit_event'], () => bookings(client, each, note), note)
  note('statistics')
  await client.query('VACUUM (ANALYZE)')
}

const ID = `'wide-' || lpad(at::text, 5, '0')`

async function catalogue(client: Client): Promise<void> {
  await client.query(`
    CREATE TEMP TABLE place AS
      SELECT (row_number() OVER (ORDER BY l.id))::int - 1 AS no, count(*) OVER ()::int AS labs, l.id AS lab, l.host_university_id AS university,
             (SELECT c.id FROM campus c WHERE c.university_id = l.host_university_id ORDER BY c.id LIMIT 1) AS campus
        FROM lab l WHERE l.host_university_id IS NOT NULL AND l.access = 'open';
    CREATE TEMP TABLE home AS
      SELECT at, lab, university, campus FROM generate_series(0, ${WIDE_RESOURCES - 1}) at
        JOIN place ON place.no = CASE WHEN at < ${BOARD_RESOURCES} THEN 0 ELSE 1 + at % (place.labs - 1) END;
    UPDATE lab SET confirmed_at = now() WHERE id IN (SELECT lab FROM place);
    INSERT INTO resource (id, lab_id, university_id, campus_id, kind_id, name_zh, name_en, maker, model, modes, is_illustrative, search_text, sort_key)
      SELECT ${ID}, lab, university, campus, k.id, k.zh || ' ' || at, k.en || ' ' || at, 'Maker', 'Model ' || at,
             ARRAY['self_operation']::"ResourceMode"[], true, lower(k.zh || ' ' || k.en || ' maker model ' || at), ${ID}
        FROM home JOIN (SELECT id, zh, en, (row_number() OVER (ORDER BY id))::int - 1 AS n FROM resource_kind WHERE nature = 'instrument') k
          ON k.n = home.at % ${WIDE_KINDS};
    INSERT INTO opening_schedule (owner_kind, owner_id, valid_from, observes_holidays, weekly)
      SELECT kind::"OwnerKind", id, '2015-01-01', false,
             (SELECT jsonb_agg(jsonb_build_object('weekday', d, 'from', opens, 'to', 1380)) FROM generate_series(1, 7) d)
        FROM (SELECT 'lab' AS kind, lab AS id, 420 AS opens FROM place UNION ALL SELECT 'resource', ${ID}, 480 FROM home WHERE at % 10 = 0) x;
    INSERT INTO policy_version (owner_kind, owner_id, valid_from, rules)
      SELECT kind::"OwnerKind", id, '2015-01-01', rules::jsonb
        FROM (SELECT 'lab' AS kind, lab AS id, '{"autoApproveOwnUniversity": true}' AS rules FROM place
              UNION ALL SELECT 'resource', ${ID}, '{"gridMinutes": 15, "cleanUpMinutes": 10}' FROM home WHERE at % 10 = 0) x;
    INSERT INTO list_price (resource_id, origin_class, per_hour_fen, valid_from)
      SELECT ${ID}, o.class::"OriginClass", o.fen + 100 * (at % 50), '2015-01-01' FROM home,
             (VALUES ('own_university', 10000), ('alliance_member', 12000), ('other_institution', 20000), ('enterprise', 30000)) o(class, fen)`)
}

/** For each resource one who books, and one who has booked. */
async function people(client: Client): Promise<void> {
  await client.query(`
    INSERT INTO person (id, email, name_zh, name_en, status, email_verified_at)
      SELECT md5('wide' || at || '-' || n)::uuid, 'wide-' || at || '-' || n || '@bench.example', '测试 ' || at || '-' || n, 'Bench ' || at || '-' || n, 'active', now()
        FROM home, generate_series(0, 1) n;
    INSERT INTO affiliation (person_id, university_id, kind, is_home, starts_at)
      SELECT md5('wide' || at || '-' || n)::uuid, university, 'student', true, '2015-01-01' FROM home, generate_series(0, 1) n;
    INSERT INTO frozen_policy (hash, rules) VALUES ('bench', '{}')`)
  const rows = Array.from({ length: WIDE_RESOURCES }, (_, at) => ({ at, hash: sha256(wideToken(at)), session: sha256(wideSession(at)) }))
  await client.query(
    `INSERT INTO api_token (person_id, name, hash, scopes, expires_at)
       SELECT md5('wide' || at || '-0')::uuid, 'bench', hash, ARRAY['read', 'book'], now() + interval '30 days' FROM jsonb_to_recordset($1) AS r(at int, hash text)`,
    [JSON.stringify(rows)],
  )
  await client.query(
    `INSERT INTO session (id_hash, person_id, expires_at)
       SELECT session, md5('wide' || at || '-0')::uuid, now() + interval '30 days' FROM jsonb_to_recordset($1) AS r(at int, session text)`,
    [JSON.stringify(rows)],
  )
}

const sha256 = (text: string) => createHash('sha256').update(text).digest('hex')

async function bookings(client: Client, each: number, note: (text: string) => void): Promise<void> {
  const ahead = DAYS_AHEAD / EVERY_DAYS
  await client.query(`
    CREATE TEMP TABLE made AS
      SELECT home.*, n, md5('booking' || at || '-' || n)::uuid AS id, md5('item' || at || '-' || n)::uuid AS item, md5('wide' || at || '-1')::uuid AS person,
             t.starts_at, t.starts_at + interval '90 minutes' AS ends_at
        FROM generate_series(0, ${each - 1}) n, home,
             LATERAL (SELECT ((now() AT TIME ZONE 'Asia/Shanghai')::date
                       + ${EVERY_DAYS} * CASE WHEN n < ${ahead} THEN n ELSE ${ahead - 1} - n END + at % ${EVERY_DAYS}
                       + (ARRAY['9 hours', '11 hours', '14 hours', '16 hours']::interval[])[1 + (at / ${EVERY_DAYS} + n) % 4]) AT TIME ZONE 'Asia/Shanghai' AS starts_at) t`)
  const tables: [string, string][] = [
    ['booking', `(id, code, status, booker_id, attendee_id, home_university_id, origin_class, purpose, hold_mode, policy_hash, quoted_fen, created_at, updated_at)
      SELECT id, 'W' || at || '-' || n, CASE WHEN ends_at <= now() THEN 'completed' ELSE 'approved' END::"BookingStatus", person, person, university,
             'own_university', 'research', 'hold', 'bench', 15000, least(now(), starts_at - interval '3 days'), least(now(), ends_at) FROM made`],
    ['booking_item', `(id, booking_id, resource_id, mode, starts_at, ends_at, status, completion_source)
      SELECT item, id, ${ID}, 'self_operation', starts_at, ends_at,
             CASE WHEN ends_at <= now() THEN 'completed' ELSE 'not_started' END::"ItemStatus", CASE WHEN ends_at <= now() THEN 'assumed' END FROM made`],
    ['allocation', `(resource_id, unit, starts_at, ends_at, cause, item_id) SELECT ${ID}, 1, starts_at, ends_at, 'booking', item FROM made ORDER BY starts_at`],
    ['presence', `(person_id, campus_id, starts_at, ends_at, attended, item_id) SELECT person, campus, starts_at, ends_at, true, item FROM made ORDER BY starts_at`],
    ['audit_event', `(at, actor_id, action, subject_kind, subject_id, university_id, data)
      SELECT least(now(), starts_at - interval '3 days'), person, 'booking.created', 'booking', id::text, university, '{"status": "approved", "problems": []}' FROM made`],
  ]
  // The rows are right by construction, and what listens to new rows has nothing to do for them.
  await client.query('SET session_replication_role = replica')
  for (const [table, rows] of tables) {
    note(`${WIDE_RESOURCES * each} bookings: ${table}`)
    await client.query(`INSERT INTO ${table} ${rows}`)
  }
  await client.query('SET session_replication_role = origin')
}

/**
 * Indexes made at once over all rows cost a fraction of those kept up row by row; rebuilding a table makes them
 * without comparing each row with all others once more, which the rows, right by construction, don't need.
 */
async function withoutIndexes(client: Client, tables: readonly string[], work: () => Promise<void>, note: (text: string) => void): Promise<void> {
  const keepUp = (isKept: boolean) =>
    client.query('UPDATE pg_index SET indisready = $2, indisvalid = $2 WHERE indrelid = ANY ($1::regclass[])', [tables, isKept])
  await keepUp(false)
  await work()
  await keepUp(true)
  await client.query(`SET maintenance_work_mem = '512MB'`)
  for (const table of tables) {
    note(`indexes: ${table}`)
    await client.query(`VACUUM (FULL) ${table}`)
  }
}
