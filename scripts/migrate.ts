import { randomUUID } from 'node:crypto'
import { Logger, runMigrations } from 'graphile-worker'
import { Client, Pool } from 'pg'
import {
  checksumOf,
  compareMigrations,
  listMigrations,
  type AppliedMigration,
  type Migration,
} from '~/platform/migrations.server'

/** The number under which Prisma's own `migrate deploy` takes its advisory lock. */
const PRISMA_LOCK = 72_707_369
const LEAST_VERSION = 150_000

/** A database that this version must not touch, told in words. */
export class UnfitDatabase extends Error {}

/**
 * Brings the database to this version: each migration in one transaction, recorded as Prisma does.
 * @returns the names of the migrations applied now
 */
export async function migrate(databaseUrl: string, log: (line: string) => void = () => {}): Promise<string[]> {
  const client = new Client({ connectionString: databaseUrl, application_name: 'alliance-migrate' })
  await client.connect()
  try {
    await requireFit(client)
    await client.query('SELECT pg_advisory_lock($1)', [PRISMA_LOCK])
    await client.query(MIGRATIONS_TABLE)
    const state = compareMigrations(await listMigrations(), await appliedMigrations(client))
    requireKnown(state)
    for (const migration of state.pending) {
      log(`migration ${migration.name}`)
      await apply(client, migration)
    }
    await installJobs(databaseUrl)
    return state.pending.map(({ name }) => name)
  } finally {
    await client.end()
  }
}

/** The schema `graphile_worker`, which its library brings and keeps up to date; see docs/decisions/0007. */
async function installJobs(databaseUrl: string): Promise<void> {
  const pgPool = new Pool({ connectionString: databaseUrl, max: 1 })
  try {
    await runMigrations({ pgPool, concurrency: 1, logger: new Logger(() => () => {}) })
  } catch (error) {
    if (!(error instanceof Error) || !('code' in error) || error.code !== '42501') throw error
    throw new UnfitDatabase(`The schema of the background jobs cannot be made: ${error.message}. As its owner, run:
  GRANT CREATE ON DATABASE … TO …;`)
  } finally {
    await pgPool.end()
  }
}

/** As Prisma makes it, so that both read each other's rows. */
export const MIGRATIONS_TABLE = `
  CREATE TABLE IF NOT EXISTS "_prisma_migrations" (
    "id"                  VARCHAR(36) PRIMARY KEY NOT NULL,
    "checksum"            VARCHAR(64) NOT NULL,
    "finished_at"         TIMESTAMPTZ,
    "migration_name"      VARCHAR(255) NOT NULL,
    "logs"                TEXT,
    "rolled_back_at"      TIMESTAMPTZ,
    "started_at"          TIMESTAMPTZ NOT NULL DEFAULT now(),
    "applied_steps_count" INTEGER NOT NULL DEFAULT 0
  )`

async function requireFit(client: Client): Promise<void> {
  const { rows } = await client.query<{ encoding: string; version: string; number: number }>(`
    SELECT current_setting('server_encoding') AS encoding, current_setting('server_version') AS version,
           current_setting('server_version_num')::int AS number`)
  const [server] = rows
  if (server === undefined || server.number < LEAST_VERSION) {
    throw new UnfitDatabase(`PostgreSQL 15 to 18 is needed; the server is ${server?.version}.`)
  }
  if (server.encoding !== 'UTF8') {
    throw new UnfitDatabase(`The database is encoded in ${server.encoding}, in which Chinese cannot be searched. Make one with:
  CREATE DATABASE alliance ENCODING 'UTF8' TEMPLATE template0;`)
  }
}

async function appliedMigrations(client: Client): Promise<AppliedMigration[]> {
  const { rows } = await client.query<AppliedMigration>(`
    SELECT migration_name AS name, checksum, finished_at IS NOT NULL AS finished,
           rolled_back_at IS NOT NULL AS "rolledBack"
      FROM "_prisma_migrations"`)
  return rows
}

function requireKnown({ unknown, edited, failed }: ReturnType<typeof compareMigrations>): void {
  const complaints = [
    ['was applied by a newer version of the system; start that version, or use another database', unknown],
    ['was changed after it had been applied; put the file back as it was', edited],
    ['was begun by another tool and never finished; settle it with `prisma migrate resolve`', failed],
  ] as const
  const lines = complaints.flatMap(([words, names]) => names.map((name) => `Migration ${name} ${words}.`))
  if (lines.length > 0) throw new UnfitDatabase(lines.join('\n'))
}

async function apply(client: Client, migration: Migration): Promise<void> {
  await client.query('BEGIN')
  try {
    await client.query(migration.sql.replaceAll('\r\n', '\n'))
    await recordMigration(client, migration)
    await client.query('COMMIT')
  } catch (error) {
    await client.query('ROLLBACK')
    throw new Error(`Migration ${migration.name} failed and was undone`, { cause: error })
  }
}

export async function recordMigration(client: Client, { name, sql }: Migration): Promise<void> {
  await client.query(
    `INSERT INTO "_prisma_migrations" (id, checksum, migration_name, finished_at, applied_steps_count)
     VALUES ($1, $2, $3, clock_timestamp(), 1)`,
    [randomUUID(), checksumOf(sql.replaceAll('\r\n', '\n')), name],
  )
}
