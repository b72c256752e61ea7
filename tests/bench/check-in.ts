import { createHash } from 'node:crypto'
import { Client } from 'pg'
import { cpuOf, familyOf } from './cpu'
import { Caller } from './driver'
import type { Figures, Target } from './measure'

/*
 * A campus's morning: so many people check in within a minute, each at a machine of their own, evenly spread.
 * Their bookings are laid by sets around now, anew for each run.
 */

const PEOPLE = 500
const MINUTE_MS = 60_000
const CLIENTS = 16
const RUNS = ['warm', 'counted'] as const

const tokenOf = (run: string, n: number) => `cca_morning_${run}_${n}_${'z'.repeat(30)}`
const sha256 = (text: string) => createHash('sha256').update(text).digest('hex')

export async function checkInMinute(target: Target): Promise<Figures> {
  const client = new Client({ connectionString: target.databaseUrl, application_name: 'alliance-bench' })
  await client.connect()
  const bookings: Record<string, string[]> = {}
  try {
    for (const run of RUNS) bookings[run] = await lay(client, run)
    await client.query('VACUUM (ANALYZE) booking, booking_item, allocation, presence, person, resource, affiliation, api_token')
  } finally {
    await client.end()
  }
  // A server that has just begun compiles what it runs; that is no morning's matter.
  await storm(target, 'warm', bookings.warm!.slice(0, 100), 5_000)
  return storm(target, 'counted', bookings.counted!, MINUTE_MS)
}

/** Asks at its appointed time, whether or not the one before has been answered: a queue shows in the times. */
async function storm(target: Target, run: string, ids: readonly string[], spreadMs: number): Promise<Figures> {
  const callers = Array.from({ length: CLIENTS }, () => new Caller(target.host, target.port))
  const times: number[] = []
  let [next, wrong] = [0, 0]
  const web = familyOf(target.webPid)
  const cpuBefore = cpuOf(web, target.postmaster)
  const began = performance.now()
  const work = async (caller: Caller) => {
    for (let n = next++; n < ids.length; n = next++) {
      const due = began + (n * spreadMs) / ids.length
      await new Promise((resolve) => setTimeout(resolve, Math.max(0, due - performance.now())))
      const answer = await caller.ask({ path: `/api/v1/bookings/${ids[n]}/check-in`, method: 'POST', headers: { Authorization: `Bearer ${tokenOf(run, n)}` }, body: '{}' })
      times.push(performance.now() - due)
      if (answer.status === 200) continue
      if (wrong === 0) process.stderr.write(`check in: ${answer.status} ${answer.text().slice(0, 600)}\n`)
      wrong += 1
    }
  }
  try {
    await Promise.all(callers.map(work))
  } finally {
    for (const caller of callers) caller.close()
  }
  const elapsed = (performance.now() - began) / 1_000
  const cpuAfter = cpuOf(web, target.postmaster)
  const spent = (side: 'web' | 'database' | 'client') => (cpuBefore && cpuAfter ? cpuAfter[side] - cpuBefore[side] : 0)
  const each = (side: 'web' | 'database' | 'client') => (spent(side) * 1_000) / Math.max(1, times.length)
  const sorted = times.toSorted((a, b) => a - b)
  const at = (share: number) => sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? Number.NaN
  return {
    name: `check in, ${ids.length} in a minute`, clients: CLIENTS, requests: times.length, perSecond: times.length / elapsed, p50Ms: at(0.5), p99Ms: at(0.99),
    cores: cpuAfter && { web: spent('web') / elapsed, database: spent('database') / elapsed, client: spent('client') / elapsed },
    cpuMs: cpuAfter && { web: each('web'), database: each('database'), client: each('client') },
    allowedPerSecond: null, transactions: 0, boundBy: 'the appointed times', wrong,
  }
}

async function lay(client: Client, run: string): Promise<string[]> {
  const key = `morning-${run}-${Date.now()}`
  await client.query('BEGIN')
  await client.query(`
    CREATE TEMP TABLE morning ON COMMIT DROP AS
      SELECT n, '${key}-' || n AS resource, md5('${key}p' || n)::uuid AS person, md5('${key}b' || n)::uuid AS id, md5('${key}i' || n)::uuid AS item,
             r.lab_id AS lab, r.university_id AS university, r.campus_id AS campus, r.kind_id AS kind, now() - interval '5 minutes' AS starts_at, now() + interval '2 hours' AS ends_at
        FROM generate_series(0, ${PEOPLE - 1}) n, (SELECT * FROM resource WHERE id = 'bench-00') r`)
  await client.query(`
    INSERT INTO resource (id, lab_id, university_id, campus_id, kind_id, name_zh, modes, is_illustrative, search_text, sort_key)
      SELECT resource, lab, university, campus, kind, resource, ARRAY['self_operation']::"ResourceMode"[], true, '', '' FROM morning`)
  await client.query(`
    INSERT INTO person (id, email, name_en, status, email_verified_at) SELECT person, resource || '@bench.example', 'Morning ' || n, 'active', now() FROM morning`)
  await client.query(`INSERT INTO affiliation (person_id, university_id, kind, is_home, starts_at) SELECT person, university, 'student', true, '2015-01-01' FROM morning`)
  await client.query(`
    INSERT INTO booking (id, code, status, booker_id, attendee_id, home_university_id, origin_class, purpose, hold_mode, policy_hash, created_at, updated_at)
      SELECT id, upper(left(md5('${key}c' || n), 12)), 'approved', person, person, university, 'own_university', 'research', 'hold', 'bench', now() - interval '1 day', now() - interval '1 day' FROM morning`)
  await client.query(`
    INSERT INTO booking_item (id, booking_id, resource_id, mode, starts_at, ends_at, status) SELECT item, id, resource, 'self_operation', starts_at, ends_at, 'not_started' FROM morning`)
  await client.query(`INSERT INTO allocation (resource_id, unit, starts_at, ends_at, cause, item_id) SELECT resource, 1, starts_at, ends_at, 'booking', item FROM morning`)
  await client.query(`INSERT INTO presence (person_id, campus_id, starts_at, ends_at, attended, item_id) SELECT person, campus, starts_at, ends_at, true, item FROM morning`)
  const tokens = Array.from({ length: PEOPLE }, (_, n) => ({ n, hash: sha256(tokenOf(run, n)) }))
  await client.query(`DELETE FROM api_token WHERE hash IN (SELECT hash FROM jsonb_to_recordset($1) AS t(hash text))`, [JSON.stringify(tokens)])
  await client.query(
    `INSERT INTO api_token (person_id, name, hash, scopes, expires_at)
       SELECT person, 'bench', hash, ARRAY['read', 'book'], now() + interval '30 days' FROM jsonb_to_recordset($1) AS t(n int, hash text) JOIN morning USING (n)`,
    [JSON.stringify(tokens)],
  )
  const { rows } = await client.query<{ id: string }>('SELECT id FROM morning ORDER BY n')
  await client.query('COMMIT')
  return rows.map(({ id }) => id)
}
