import { createHash } from 'node:crypto'
import { Logger, runMigrations } from 'graphile-worker'
import { Client } from 'pg'
import { checksumOf, listMigrations, type Migration } from '~/platform/migrations.server'
import { migrate, MIGRATIONS_TABLE, recordMigration } from '../migrate'
import { clearPublic, dropForeignKeys, setUserTriggers } from './clear'
import { copyIn } from './copy'
import { fullName, listTables, NEUTRAL_SETTINGS, plainName, quoted, type Table } from './tables'
import { DamagedArchive, type Entry, readArchive } from './tar'
import { type BackupHeader, type BackupManifest, FORMAT, HEADER, MANIFEST } from './write'

export type RestoreResult = { madeAt: string; rows: number; tables: number; migrated: string[] }

/** Why nothing was restored, in words. */
export class RefusedRestore extends Error {}

const JOBS = 'graphile_worker'

/**
 * Puts a backup into a database: the tables as the backup's own version made them, its rows, and then
 * the migrations that came since. All rows in one transaction, committed only when every table holds
 * what the archive says: a restore that fails leaves the database as it was.
 */
export async function restoreBackup(
  databaseUrl: string,
  file: string,
  options: { replace: boolean; demo?: boolean; note?: (text: string) => void },
): Promise<RestoreResult> {
  const { note = () => {} } = options
  const entries = readArchive(file)
  const client = new Client({ connectionString: databaseUrl, application_name: 'alliance-restore' })
  await client.connect()
  try {
    const header = await headerOf(entries)
    requireSameMode(header, options.demo)
    const migrations = await migrationsOf(header)
    await requireFree(client)
    if (!options.replace) await requireEmpty(client)
    if (header.tables.some(({ schema }) => schema === JOBS)) await runMigrations({ connectionString: databaseUrl, logger: new Logger(() => () => {}) })
    await client.query('BEGIN')
    try {
      await client.query(`${NEUTRAL_SETTINGS} SET LOCAL lock_timeout = '15s'; SET LOCAL client_min_messages = error;`)
      const rows = await load(client, { header, migrations, entries, note })
      await client.query('COMMIT')
      note('statistics')
      await client.query('ANALYZE')
      return { madeAt: header.madeAt, rows, tables: header.tables.length, migrated: await migrate(databaseUrl, note) }
    } catch (error) {
      await client.query('ROLLBACK')
      throw inWords(error)
    }
  } finally {
    await entries.return(undefined)
    await client.end()
  }
}

async function headerOf(entries: AsyncGenerator<Entry>): Promise<BackupHeader> {
  const first = await entries.next()
  if (first.done || first.value.name !== HEADER) throw new RefusedRestore('The file is no backup of this system.')
  const header = JSON.parse(first.value.data.toString()) as BackupHeader
  if (header.product !== 'alliance-booking') throw new RefusedRestore('The file is no backup of this system.')
  if (header.format > FORMAT) throw new RefusedRestore(`The backup was made by a newer version (${header.version}). Install that version, then restore.`)
  return header
}

/** Rows that the database does not take (classes 22 and 23) are damage; locks not had (55P03) are others' work. */
function inWords(error: unknown): unknown {
  const code = error instanceof Error && 'code' in error ? String(error.code) : ''
  if (/^2[23]/.test(code)) return new DamagedArchive(`The backup is damaged: the database refuses a row of it (${(error as Error).message}).`)
  if (code === '55P03') return new RefusedRestore('Others are at work in the database. Stop the system, its worker and other programs, then restore.')
  return error
}

/** Demo accounts have a public password: a restore must not carry them into real use, or the reverse. */
function requireSameMode({ demo }: BackupHeader, wanted: boolean | undefined): void {
  if (wanted === undefined || wanted === demo) return
  throw new RefusedRestore(
    demo
      ? 'This is a backup of a demo, and this installation is in real use. Restore it with DEMO=1 into a database of its own.'
      : 'This is a backup of real use, and this installation is in demo mode. Restore it with DEMO=0.',
  )
}

/** The migrations that had made the backed-up database, from this version's files. */
async function migrationsOf(header: BackupHeader): Promise<Migration[]> {
  const files = new Map((await listMigrations()).map((each) => [each.name, each]))
  return header.migrations.map(({ name, checksum }) => {
    const found = files.get(name)
    const unix = found?.sql.replaceAll('\r\n', '\n')
    if (found === undefined || unix === undefined) {
      throw new RefusedRestore(`The backup was made by another version (${header.version}): it has the migration ${name}, which is not here. Install that version, then restore.`)
    }
    if (![found.checksum, checksumOf(unix)].includes(checksum)) {
      throw new RefusedRestore(`The migration ${name} is not the one that the backup was made with.`)
    }
    return found
  })
}

async function requireFree(client: Client): Promise<void> {
  const { rows } = await client.query<{ name: string }>(`
    SELECT DISTINCT application_name AS name FROM pg_stat_activity
     WHERE datname = current_database() AND pid <> pg_backend_pid() AND backend_type = 'client backend'`)
  if (rows.length === 0) return
  const names = rows.map(({ name }) => name || 'unnamed').join(', ')
  throw new RefusedRestore(`Others are connected to the database (${names}). Stop the system, its worker and other programs, then restore.`)
}

async function requireEmpty(client: Client): Promise<void> {
  for (const table of await listTables(client)) {
    if (table.schema === JOBS) continue
    const { rowCount } = await client.query(`SELECT FROM ${fullName(table)} LIMIT 1`)
    if (rowCount !== 0) {
      throw new RefusedRestore(`The database is not empty (${table.name} has rows). To throw away what it holds and put the backup in its place, add --replace.`)
    }
  }
}

type Work = { header: BackupHeader; migrations: Migration[]; entries: AsyncGenerator<Entry>; note: (text: string) => void }

async function load(client: Client, { header, migrations, entries, note }: Work): Promise<number> {
  await clearPublic(client)
  await client.query(MIGRATIONS_TABLE)
  for (const migration of migrations) {
    note(`migration ${migration.name}`)
    await client.query(migration.sql.replaceAll('\r\n', '\n'))
    await recordMigration(client, migration)
  }
  const present = await listTables(client)
  const known = new Set(present.map(plainName))
  const strange = header.tables.find((each) => !known.has(plainName(each)))
  if (strange) throw new RefusedRestore(`The backup holds the table ${plainName(strange)}, which this version does not know.`)

  const restoreKeys = await dropForeignKeys(client, present)
  await setUserTriggers(client, present, false)
  await client.query(`TRUNCATE ${present.map(fullName).join(', ')}`)
  const rows = await loadRows(client, header.tables, entries, note)
  if (known.has(`${JOBS}._private_jobs`)) await releaseJobs(client)
  if (known.has('public.worker_process')) await client.query('DELETE FROM worker_process')
  await setUserTriggers(client, present, true)
  note('constraints')
  await restoreKeys()
  for (const { last, isCalled, ...sequence } of header.sequences) {
    await client.query('SELECT setval($1::regclass, $2::bigint, $3)', [fullName(sequence), last, isCalled])
  }
  return rows
}

/** Jobs that were under way belong to workers that are none of this database's; nor do signs of their life. */
async function releaseJobs(client: Client): Promise<void> {
  for (const table of ['_private_jobs', '_private_job_queues']) {
    await client.query(`UPDATE ${JOBS}.${table} SET locked_at = NULL, locked_by = NULL WHERE locked_at IS NOT NULL`)
  }
}

/** Archive and tables run in the same order, so that each is copied in one go. */
async function loadRows(
  client: Client,
  tables: readonly Table[],
  entries: AsyncGenerator<Entry>,
  note: (text: string) => void,
): Promise<number> {
  const found: BackupManifest = { tables: {} }
  let ahead = await nextOf(entries)
  for (const table of tables) {
    note(plainName(table))
    const hash = createHash('sha256')
    let bytes = 0
    const prefix = `tables/${plainName(table)}/`
    async function* parts(): AsyncGenerator<Buffer> {
      while (ahead.name.startsWith(prefix)) {
        hash.update(ahead.data)
        bytes += ahead.data.length
        yield ahead.data
        ahead = await nextOf(entries)
      }
    }
    const sql = `COPY ${fullName(table)} (${table.columns.map(quoted).join(', ')}) FROM STDIN`
    const rows = await copyIn(client, sql, parts())
    found.tables[plainName(table)] = { rows, bytes, sha256: hash.digest('hex') }
  }
  if (ahead.name !== MANIFEST) throw new DamagedArchive(`The backup holds ${ahead.name} where its manifest should be.`)
  const { tables: wanted } = JSON.parse(ahead.data.toString()) as BackupManifest
  for (const [name, { rows, bytes, sha256 }] of Object.entries(wanted)) {
    const got = found.tables[name]
    if (got === undefined || got.rows !== rows || got.bytes !== bytes || got.sha256 !== sha256) {
      throw new DamagedArchive(`The backup is damaged: the table ${name} is not what its manifest says (${got?.rows ?? 0} of ${rows} rows).`)
    }
  }
  return Object.values(found.tables).reduce((sum, each) => sum + each.rows, 0)
}

async function nextOf(entries: AsyncGenerator<Entry>): Promise<Entry> {
  const next = await entries.next()
  if (next.done) throw new DamagedArchive('The backup ends too early; it was not written or copied to its end.')
  return next.value
}

