import { mkdirSync, statfsSync } from 'node:fs'
import path from 'node:path'
import { createTransport } from 'nodemailer'
import { Client } from 'pg'
import type { Env } from '~/platform/env.server'
import { type AppliedMigration, compareMigrations, listMigrations } from '~/platform/migrations.server'
import { INVARIANTS, oneInvariant } from './invariants'
import type { Facts } from './judge'

const ANSWER_MS = 10_000
const EXTENSIONS = ['btree_gist', 'pg_trgm']

/** Asks everything that the doctor judges; writes nothing, sends nothing. @throws when the database does not answer */
export async function findFacts(env: Env, ownServer: boolean): Promise<Facts> {
  const client = new Client({ connectionString: env.DATABASE_URL, application_name: 'alliance-doctor', connectionTimeoutMillis: ANSWER_MS, statement_timeout: ANSWER_MS })
  await client.connect()
  try {
    return {
      now: new Date(),
      settings: {
        isDemo: env.DEMO, hasOwnServer: ownServer, baseUrl: env.BASE_URL, trustsProxy: env.TRUST_PROXY !== false, host: env.HOST,
        smtp: env.SMTP_URL === undefined ? null : new URL(env.SMTP_URL).host, mailFrom: env.MAIL_FROM,
      },
      database: await databaseFacts(client),
      people: await rowOf(client, 'person', `
        SELECT count(*) FILTER (WHERE is_demo)::int AS demo, count(*) FILTER (WHERE NOT is_demo)::int AS real,
               (SELECT count(*)::int FROM role_grant g WHERE g.role = 'admin' AND g.starts_at <= now() AND (g.ends_at IS NULL OR g.ends_at > now())) AS administrators
          FROM person`),
      workers: await workerFacts(client),
      jobs: await jobFacts(client),
      mail: await rowOf(client, 'mail_delivery', `
        SELECT count(*) FILTER (WHERE status = 'refused' AND tried_at > now() - interval '7 days')::int AS refused,
               count(*) FILTER (WHERE status = 'queued' AND queued_at < now() - interval '15 minutes')::int AS stuck,
               (SELECT answer FROM mail_delivery WHERE status = 'refused' ORDER BY tried_at DESC NULLS LAST LIMIT 1) AS answer
          FROM mail_delivery`),
      mailServer: await mailServerFacts(env.SMTP_URL),
      disk: diskFacts(env.DATA_DIR),
      zone: { knowsChina: knowsZone('Asia/Shanghai') },
      auditLog: await auditFacts(client),
      bookings: await bookingFacts(client),
    }
  } finally {
    await client.end()
  }
}

async function databaseFacts(client: Client): Promise<Facts['database']> {
  const { rows } = await client.query<{ version: string; versionNumber: number; encoding: string; extensions: string[]; used: number; most: number }>(`
    SELECT current_setting('server_version') AS version, current_setting('server_version_num')::int AS "versionNumber",
           current_setting('server_encoding') AS encoding, (SELECT array_agg(extname::text) FROM pg_extension) AS extensions,
           (SELECT count(*)::int FROM pg_stat_activity WHERE backend_type = 'client backend') AS used,
           current_setting('max_connections')::int AS most`)
  const [found] = rows
  if (found === undefined) throw new Error('no answer')
  const { extensions, used, most, ...server } = found
  const files = await listMigrations()
  const applied = (await exists(client, '_prisma_migrations'))
    ? (await client.query<AppliedMigration>(`
        SELECT migration_name AS name, checksum, finished_at IS NOT NULL AS finished, rolled_back_at IS NOT NULL AS "rolledBack" FROM _prisma_migrations`)).rows
    : []
  const { pending, ...state } = compareMigrations(files, applied)
  // Before the first migration nobody has made the extensions yet, and nobody misses them.
  const missingExtensions = applied.length === 0 ? [] : EXTENSIONS.filter((each) => !extensions.includes(each))
  return {
    ...server, missingExtensions, connections: { used, most },
    clockAheadMs: await clockAhead(client),
    migrations: { ...state, pending: pending.map(({ name }) => name) },
  }
}

/** Against the middle of the question's way there and back. */
async function clockAhead(client: Client): Promise<number> {
  const asked = Date.now()
  const { rows } = await client.query<{ at: Date }>('SELECT clock_timestamp() AS at')
  const answered = Date.now()
  return (asked + answered) / 2 - (rows[0]?.at.getTime() ?? asked)
}

/** The one row of a query over a table, null while the table is not there. */
async function rowOf<Row extends object>(client: Client, table: string, sql: string): Promise<Row | null> {
  if (!(await exists(client, table))) return null
  return (await client.query<Row>(sql)).rows[0] ?? null
}

async function exists(client: Client, table: string): Promise<boolean> {
  const { rows } = await client.query<{ present: boolean }>('SELECT to_regclass($1) IS NOT NULL AS present', [table])
  return rows[0]?.present === true
}

/** A living worker holds a session lock under its id; how, is known to app/platform/worker-presence. */
async function workerFacts(client: Client): Promise<Facts['workers']> {
  if (!(await exists(client, 'worker_process'))) return null
  const { rows } = await client.query<{ id: string; seenAt: Date; isHeld: boolean }>(`
    SELECT w.id, w.seen_at AS "seenAt", EXISTS (
             SELECT FROM pg_locks k
              WHERE k.locktype = 'advisory' AND k.granted AND k.objsubid = 1
                AND k.database = (SELECT oid FROM pg_database WHERE datname = current_database())
                AND ((k.classid::bigint << 32) | k.objid::bigint) = hashtextextended('worker:' || w.id, 0)) AS "isHeld"
      FROM worker_process w ORDER BY w.seen_at DESC LIMIT 100`)
  return rows
}

async function jobFacts(client: Client): Promise<Facts['jobs']> {
  const counts = await rowOf<{ waiting: number; late: number }>(client, 'graphile_worker._private_jobs', `
    SELECT count(*) FILTER (WHERE attempts < max_attempts)::int AS waiting,
           count(*) FILTER (WHERE attempts < max_attempts AND locked_at IS NULL AND run_at < now() - interval '1 minute')::int AS late
      FROM graphile_worker._private_jobs`)
  if (counts === null) return null
  const { rows } = await client.query<{ task: string; count: number; error: string }>(`
    SELECT t.identifier AS task, count(*)::int AS count, coalesce(left((array_agg(j.last_error ORDER BY j.updated_at DESC))[1], 300), '') AS error
      FROM graphile_worker._private_jobs j JOIN graphile_worker._private_tasks t ON t.id = j.task_id
     WHERE j.attempts >= j.max_attempts AND j.locked_at IS NULL GROUP BY 1 ORDER BY 1`)
  return { ...counts, failed: rows }
}

/** The newest seals first, for half the time of an answer. */
async function auditFacts(client: Client): Promise<Facts['auditLog']> {
  if (!(await exists(client, 'audit_seal'))) return null
  const { rows: seals } = await client.query<{ id: string; after: string; last: string }>('SELECT id, after_id AS after, last_id AS last FROM audit_seal ORDER BY id DESC')
  const until = performance.now() + ANSWER_MS / 2
  const found: NonNullable<Facts['auditLog']> = { seals: seals.length, checked: 0, fault: null }
  for (const { id, ...range } of seals) {
    if (performance.now() > until) break
    const { rows } = await client.query<{ kind: string | null }>('SELECT audit_seal_fault($1) AS kind', [id])
    const kind = rows[0]?.kind
    if (kind) found.fault = { seal: id, kind, ...range }
    found.checked += 1
  }
  return found
}

const RECENT_DAYS = 30

/** What must hold of bookings, looked at from some days back on, rule by rule for the time of an answer. */
async function bookingFacts(client: Client): Promise<Facts['bookings']> {
  // A database from before a migration has not all the tables that the rules name.
  if (!(await exists(client, 'wait')) || !(await exists(client, 'booking'))) return null
  const now = new Date()
  const since = new Date(now.getTime() - RECENT_DAYS * 86_400_000)
  const until = performance.now() + ANSWER_MS
  const found: NonNullable<Facts['bookings']> = { days: RECENT_DAYS, rules: INVARIANTS.length, checked: 0, broken: [] }
  for (const invariant of INVARIANTS) {
    const left = Math.floor(until - performance.now())
    if (left <= 0) break
    await client.query(`SET statement_timeout = ${left}`)
    try {
      const { rows } = await client.query<{ id: string }>(oneInvariant(invariant, 3), [now, since])
      if (rows.length > 0) found.broken.push({ rule: invariant.rule, ids: rows.map(({ id }) => id) })
      found.checked += 1
    } catch (error) {
      // 57014: there was no time left for it.
      if (!(error instanceof Error && 'code' in error && error.code === '57014')) throw error
    }
  }
  await client.query(`SET statement_timeout = ${ANSWER_MS}`)
  return found
}

async function mailServerFacts(url: string | undefined): Promise<Facts['mailServer']> {
  if (url === undefined) return null
  const transport = createTransport({ url, connectionTimeout: ANSWER_MS, greetingTimeout: ANSWER_MS, socketTimeout: ANSWER_MS })
  try {
    await transport.verify()
    return { isReachable: true, words: '' }
  } catch (error) {
    return { isReachable: false, words: error instanceof Error ? error.message : String(error) }
  } finally {
    transport.close()
  }
}

function diskFacts(folder: string): Facts['disk'] {
  try {
    mkdirSync(folder, { recursive: true })
    const { bavail, blocks, bsize } = statfsSync(folder)
    return { folder: path.resolve(folder), freeBytes: bavail * bsize, totalBytes: blocks * bsize }
  } catch {
    return null
  }
}

function knowsZone(timeZone: string): boolean {
  try {
    return new Intl.DateTimeFormat('en', { timeZone, timeZoneName: 'longOffset' }).format(0).includes('+08:00')
  } catch {
    return false
  }
}
