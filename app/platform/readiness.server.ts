import { db } from '~/platform/db.server'
import { compareMigrations, listMigrations, type AppliedMigration } from '~/platform/migrations.server'

export type Readiness = {
  ready: boolean
  checks: {
    database: 'ok' | 'no_answer'
    /** Late: no worker has shown itself for a minute. */
    worker: 'ok' | 'late' | 'unknown'
    migrations: 'ok' | 'unknown' | { pending: string[]; unknown: string[]; edited: string[]; failed: string[] }
  }
}

/**
 * Whether this process can serve: the database answers and is at this version's migrations. A worker
 * that is missing is told but refuses nobody: pages and commands go on, their jobs wait in the database.
 */
export async function readiness(): Promise<Readiness> {
  const applied = await appliedMigrations().catch(() => null)
  if (applied === null) {
    return { ready: false, checks: { database: 'no_answer', worker: 'unknown', migrations: 'unknown' } }
  }
  const state = compareMigrations(await listMigrations(), applied)
  const found = { ...state, pending: state.pending.map(({ name }) => name) }
  const isCurrent = Object.values(found).every((names) => names.length === 0)
  return { ready: isCurrent, checks: { database: 'ok', worker: await workerState(), migrations: isCurrent ? 'ok' : found } }
}

async function workerState(): Promise<Readiness['checks']['worker']> {
  const rows = await db.$queryRaw<{ alive: boolean }[]>`
    SELECT EXISTS (SELECT FROM worker_process WHERE seen_at > now() - interval '1 minute') AS alive`.catch(() => [])
  return rows[0] === undefined ? 'unknown' : rows[0].alive ? 'ok' : 'late'
}

async function appliedMigrations(): Promise<AppliedMigration[]> {
  const tables = await db.$queryRaw<{ present: boolean }[]>`
    SELECT to_regclass('_prisma_migrations') IS NOT NULL AS present`
  if (tables[0]?.present !== true) return []
  return db.$queryRaw<AppliedMigration[]>`
    SELECT migration_name AS name, checksum, finished_at IS NOT NULL AS finished,
           rolled_back_at IS NOT NULL AS "rolledBack"
      FROM _prisma_migrations`
}
