import { createHash } from 'node:crypto'
import type { Client } from 'pg'

/*
 * The bench's world, laid by sets in the database: resources of confirmed labs that are open day and
 * night, each with years of bookings behind and before it (four of 90 minutes a day, in office hours),
 * and people of the resource's own university who book in the hours left. Every row that a booking
 * made through the product has is there: item, allocation, presence, audit row.
 */

export const RESOURCES = 50
const PEOPLE_EACH = 10
const HISTORY_EACH = 20
const PER_DAY = 4
/** Of all loaded days so many lie ahead. */
const SHARE_AHEAD = 0.2

export type World = { resources: string[]; tokens: string[][]; firstDay: number; lastDay: number; bookings: number }

export const resourceId = (at: number) => `bench-${String(at).padStart(2, '0')}`
export const tokenOf = (resource: number, person: number) => `cca_bench_${resource}_${person}_${'x'.repeat(30)}`

export async function loadWorld(client: Client, bookingsEach: number, note: (text: string) => void): Promise<World> {
  const days = Math.ceil(bookingsEach / PER_DAY)
  const lastDay = Math.floor(days * SHARE_AHEAD)
  const firstDay = lastDay - days
  note('resources and people')
  await catalogue(client)
  await people(client)
  note(`${RESOURCES * bookingsEach} bookings`)
  await bookings(client, bookingsEach, firstDay, note)
  note('statistics')
  await client.query('VACUUM (ANALYZE)')
  return worldOf(bookingsEach)
}

/** The same world, of a database that was loaded before. */
export function worldOf(bookingsEach: number): World {
  const days = Math.ceil(bookingsEach / PER_DAY)
  const lastDay = Math.floor(days * SHARE_AHEAD)
  return {
    resources: Array.from({ length: RESOURCES }, (_, at) => resourceId(at)),
    tokens: Array.from({ length: RESOURCES }, (_, at) => Array.from({ length: PEOPLE_EACH }, (_, person) => tokenOf(at, person))),
    firstDay: lastDay - days,
    lastDay,
    bookings: bookingsEach * RESOURCES,
  }
}

async function catalogue(client: Client): Promise<void> {
  await client.query(`
    CREATE TEMP TABLE home AS
      SELECT (row_number() OVER (ORDER BY l.id))::int - 1 AS at, l.id AS lab, l.host_university_id AS university,
             (SELECT c.id FROM campus c WHERE c.university_id = l.host_university_id ORDER BY c.id LIMIT 1) AS campus
        FROM lab l WHERE l.host_university_id IS NOT NULL AND l.access = 'open' ORDER BY l.id LIMIT ${RESOURCES};
    UPDATE lab SET confirmed_at = now() WHERE id IN (SELECT lab FROM home);
    INSERT INTO resource (id, lab_id, university_id, campus_id, kind_id, name_zh, name_en, maker, model, modes, is_illustrative, search_text, sort_key)
      SELECT 'bench-' || lpad(at::text, 2, '0'), lab, university, campus, k.id, k.zh || ' ' || at, k.en || ' ' || at, 'Maker', 'Model ' || at,
             ARRAY['self_operation']::"ResourceMode"[], true, lower(k.zh || ' ' || k.en || ' maker model ' || at), 'bench' || lpad(at::text, 2, '0')
        FROM home JOIN (SELECT id, zh, en, (row_number() OVER (ORDER BY id))::int - 1 AS n, count(*) OVER ()::int AS of
                          FROM resource_kind WHERE nature = 'instrument') k ON k.n = home.at % k.of;
    INSERT INTO opening_schedule (owner_kind, owner_id, valid_from, observes_holidays, weekly)
      SELECT 'resource', 'bench-' || lpad(at::text, 2, '0'), '2015-01-01', false,
             (SELECT jsonb_agg(jsonb_build_object('weekday', d, 'from', 0, 'to', 1440)) FROM generate_series(1, 7) d) FROM home;
    INSERT INTO policy_version (owner_kind, owner_id, valid_from, rules)
      SELECT 'resource', 'bench-' || lpad(at::text, 2, '0'), '2015-01-01', '{"autoApproveOwnUniversity": true}' FROM home;
    INSERT INTO list_price (resource_id, origin_class, per_hour_fen, valid_from)
      SELECT 'bench-' || lpad(at::text, 2, '0'), o.class::"OriginClass", o.fen, '2015-01-01' FROM home,
             (VALUES ('own_university', 10000), ('alliance_member', 12000), ('other_institution', 20000), ('enterprise', 30000)) o(class, fen)`)
}

async function people(client: Client): Promise<void> {
  const count = PEOPLE_EACH + HISTORY_EACH
  await client.query(`
    INSERT INTO person (id, email, name_zh, name_en, status, email_verified_at)
      SELECT md5('person' || at || '-' || n)::uuid, 'bench-' || at || '-' || n || '@bench.example', '测试 ' || at || '-' || n, 'Bench ' || at || '-' || n, 'active', now()
        FROM home, generate_series(0, ${count - 1}) n;
    INSERT INTO affiliation (person_id, university_id, kind, is_home, starts_at)
      SELECT md5('person' || at || '-' || n)::uuid, university, 'student', true, '2015-01-01' FROM home, generate_series(0, ${count - 1}) n;
    INSERT INTO frozen_policy (hash, rules) VALUES ('bench', '{}')`)
  const rows = Array.from({ length: RESOURCES }, (_, at) => Array.from({ length: PEOPLE_EACH }, (_, n) => ({ at, n, hash: sha256(tokenOf(at, n)), session: sha256(sessionOf(at, n)) }))).flat()
  await client.query(
    `INSERT INTO api_token (person_id, name, hash, scopes, expires_at)
       SELECT md5('person' || at || '-' || n)::uuid, 'bench', hash, ARRAY['read', 'book'], now() + interval '30 days'
         FROM jsonb_to_recordset($1) AS r(at int, n int, hash text)`,
    [JSON.stringify(rows)],
  )
  await client.query(
    `INSERT INTO session (id_hash, person_id, expires_at)
       SELECT session, md5('person' || at || '-' || n)::uuid, now() + interval '30 days' FROM jsonb_to_recordset($1) AS r(at int, n int, session text)`,
    [JSON.stringify(rows)],
  )
}

export const sessionOf = (resource: number, person: number) => `benchsession${resource}x${person}${'y'.repeat(20)}`
const sha256 = (text: string) => createHash('sha256').update(text).digest('hex')

async function bookings(client: Client, each: number, firstDay: number, note: (text: string) => void): Promise<void> {
  await client.query(`
    CREATE TEMP TABLE made AS
      SELECT home.*, n, md5('booking' || at || '-' || n)::uuid AS id, md5('item' || at || '-' || n)::uuid AS item,
             md5('person' || at || '-' || (${PEOPLE_EACH} + n % ${HISTORY_EACH}))::uuid AS person,
             t.starts_at, t.starts_at + interval '90 minutes' AS ends_at
        FROM generate_series(0, ${each - 1}) n, home,
             LATERAL (SELECT ((now() AT TIME ZONE 'Asia/Shanghai')::date + (${firstDay} + n / ${PER_DAY})
                       + (ARRAY['9 hours', '11 hours', '14 hours', '16 hours']::interval[])[1 + n % ${PER_DAY}]) AT TIME ZONE 'Asia/Shanghai' AS starts_at) t`)
  const resource = `'bench-' || lpad(at::text, 2, '0')`
  const tables: [string, string][] = [
    ['booking', `(id, code, status, booker_id, attendee_id, home_university_id, origin_class, purpose, hold_mode, policy_hash, quoted_fen, created_at, updated_at)
      SELECT id, 'B' || at || '-' || n, CASE WHEN ends_at <= now() THEN 'completed' ELSE 'approved' END::"BookingStatus", person, person, university,
             'own_university', 'research', 'hold', 'bench', 15000, least(now(), starts_at - interval '3 days'), least(now(), ends_at) FROM made`],
    ['booking_item', `(id, booking_id, resource_id, mode, starts_at, ends_at, status, completion_source)
      SELECT item, id, ${resource}, 'self_operation', starts_at, ends_at,
             CASE WHEN ends_at <= now() THEN 'completed' ELSE 'not_started' END::"ItemStatus", CASE WHEN ends_at <= now() THEN 'assumed' END FROM made`],
    ['allocation', `(resource_id, unit, starts_at, ends_at, cause, item_id) SELECT ${resource}, 1, starts_at, ends_at, 'booking', item FROM made ORDER BY at, n`],
    ['presence', `(person_id, campus_id, starts_at, ends_at, attended, item_id) SELECT person, campus, starts_at, ends_at, true, item FROM made ORDER BY person, n`],
    ['audit_event', `(at, actor_id, action, subject_kind, subject_id, university_id, data)
      SELECT least(now(), starts_at - interval '3 days'), person, 'booking.created', 'booking', id::text, university, '{"status": "approved", "problems": []}' FROM made`],
  ]
  for (const [table, rows] of tables) {
    note(`${RESOURCES * each} bookings: ${table}`)
    await client.query(`INSERT INTO ${table} ${rows}`)
  }
}
