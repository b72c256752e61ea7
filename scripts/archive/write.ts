import { createHash } from 'node:crypto'
import { once } from 'node:events'
import { createWriteStream, mkdirSync, renameSync, rmSync, statSync } from 'node:fs'
import { open, readFile } from 'node:fs/promises'
import path from 'node:path'
import { pipeline } from 'node:stream/promises'
import { createGzip } from 'node:zlib'
import { Client } from 'pg'
import { copyOut } from './copy'
import { fullName, listSequences, listTables, NEUTRAL_SETTINGS, plainName, quoted, type Sequence, type Table } from './tables'
import { tarEnd, tarEntry } from './tar'

export const FORMAT = 1
export const HEADER = 'backup.json'
export const MANIFEST = 'manifest.json'

/** The first entry: what the rows were taken from. */
export type BackupHeader = {
  format: number
  product: 'alliance-booking'
  version: string
  madeAt: string
  demo: boolean
  postgres: string
  migrations: { name: string; checksum: string }[]
  tables: Table[]
  sequences: Sequence[]
}

/** The last entry: what a whole archive must hold. */
export type BackupManifest = { tables: Record<string, { rows: number; bytes: number; sha256: string }> }

export type BackupResult = { file: string; bytes: number; rows: number; tables: number }

/**
 * Writes everything the database holds into one compressed archive, as of one moment, while the system
 * runs on. The file appears under its name only when it is complete and on disk.
 */
export async function writeBackup(
  databaseUrl: string,
  file: string,
  note: (text: string) => void = () => {},
): Promise<BackupResult> {
  const client = new Client({ connectionString: databaseUrl, application_name: 'alliance-backup' })
  await client.connect()
  const draft = `${file}.part`
  mkdirSync(path.dirname(path.resolve(file)), { recursive: true })
  try {
    await client.query('BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY')
    await client.query(NEUTRAL_SETTINGS)
    const header = await headerOf(client)
    const manifest = await writeArchive(client, draft, header, note)
    await client.query('COMMIT')
    const handle = await open(draft, 'r')
    await handle.sync().finally(() => handle.close())
    renameSync(draft, file)
    const counts = Object.values(manifest.tables)
    return { file, bytes: statSync(file).size, tables: counts.length, rows: counts.reduce((sum, each) => sum + each.rows, 0) }
  } catch (error) {
    rmSync(draft, { force: true })
    throw error
  } finally {
    await client.end()
  }
}

async function headerOf(client: Client): Promise<BackupHeader> {
  const { rows } = await client.query<{ migrations: BackupHeader['migrations']; demo: boolean; postgres: string }>(`
    SELECT (SELECT coalesce(json_agg(json_build_object('name', migration_name, 'checksum', checksum) ORDER BY migration_name), '[]')
              FROM _prisma_migrations WHERE finished_at IS NOT NULL AND rolled_back_at IS NULL) AS migrations,
           EXISTS (SELECT FROM person WHERE is_demo) AS demo, current_setting('server_version') AS postgres`)
  const [found] = rows
  if (found === undefined) throw new Error('no answer')
  const { version } = JSON.parse(await readFile(path.resolve('package.json'), 'utf8')) as { version: string }
  return {
    format: FORMAT, product: 'alliance-booking', version, madeAt: new Date().toISOString(), ...found,
    tables: await listTables(client), sequences: await listSequences(client),
  }
}

async function writeArchive(
  client: Client,
  draft: string,
  header: BackupHeader,
  note: (text: string) => void,
): Promise<BackupManifest> {
  const at = new Date(header.madeAt)
  const gzip = createGzip({ level: 6 })
  // The archive holds password hashes and personal data.
  const written = pipeline(gzip, createWriteStream(draft, { mode: 0o600 }))
  written.catch(() => {})
  const put = async (data: Buffer) => {
    if (!gzip.write(data)) await Promise.race([once(gzip, 'drain'), written])
  }
  const putJson = (name: string, value: unknown) => put(tarEntry({ name, data: Buffer.from(`${JSON.stringify(value, null, 1)}\n`) }, at))
  try {
    await putJson(HEADER, header)
    const manifest: BackupManifest = { tables: {} }
    for (const table of header.tables) {
      note(plainName(table))
      const hash = createHash('sha256')
      let bytes = 0
      let part = 0
      const sql = `COPY ${fullName(table)} (${table.columns.map(quoted).join(', ')}) TO STDOUT`
      const rows = await copyOut(client, sql, async (data) => {
        hash.update(data)
        bytes += data.length
        await put(tarEntry({ name: `tables/${plainName(table)}/${String((part += 1)).padStart(6, '0')}.copy`, data }, at))
      })
      manifest.tables[plainName(table)] = { rows, bytes, sha256: hash.digest('hex') }
    }
    await putJson(MANIFEST, manifest)
    gzip.end(tarEnd)
    await written
    return manifest
  } catch (error) {
    gzip.destroy()
    throw error
  }
}
