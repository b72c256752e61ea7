import { randomUUID } from 'node:crypto'
import { mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs'
import os from 'node:os'
import path from 'node:path'
import { gunzipSync, gzipSync } from 'node:zlib'
import { runMigrations } from 'graphile-worker'
import { Client } from 'pg'
import { afterAll, beforeAll, describe, expect, inject, it } from 'vitest'
import { RefusedRestore, restoreBackup } from '../../../scripts/archive/restore'
import { fullName, listSequences, listTables, plainName } from '../../../scripts/archive/tables'
import { DamagedArchive, readArchive } from '../../../scripts/archive/tar'
import { writeBackup } from '../../../scripts/archive/write'
import { parseEnv } from '~/platform/env.server'
import { findFacts } from '../../../scripts/doctor/facts'
import { judge } from '../../../scripts/doctor/judge'
import { seeded } from '#tests/setup/database'
import { databaseUrl, dropDatabase } from '#tests/setup/template'

seeded('demo')

const server = inject('testServer')
const folder = mkdtempSync(path.join(os.tmpdir(), 'alliance-backup-'))
const file = path.join(folder, 'backup.tar.gz')
const made: string[] = []
const source = process.env.DATABASE_URL ?? ''

async function withClient<T>(url: string, work: (client: Client) => Promise<T>): Promise<T> {
  const client = new Client({ connectionString: url })
  await client.connect()
  try {
    return await work(client)
  } finally {
    await client.end()
  }
}

async function emptyDatabase(): Promise<string> {
  const name = `restored_${randomUUID().replaceAll('-', '').slice(0, 16)}`
  await withClient(server, (client) => client.query(`CREATE DATABASE "${name}" ENCODING 'UTF8' TEMPLATE template0`))
  made.push(name)
  return databaseUrl(server, name)
}

/** Rows by table, as text in an order of their own; what rules them; where numbers go on. */
async function contents(url: string) {
  return withClient(url, async (client) => {
    const tables = await listTables(client)
    const rows: Record<string, unknown> = {}
    for (const table of tables) {
      const { rows: found } = await client.query(
        `SELECT count(*)::int AS rows, md5(string_agg(t::text, E'\\n' ORDER BY t::text COLLATE "C")) AS digest FROM ${fullName(table)} t`,
      )
      rows[plainName(table)] = found[0]
    }
    const one = async (sql: string) => (await client.query({ text: sql, rowMode: 'array' })).rows
    return {
      rows,
      sequences: await listSequences(client),
      columns: tables,
      constraints: await one(`SELECT conrelid::regclass::text, conname, pg_get_constraintdef(oid), convalidated FROM pg_constraint WHERE connamespace = 'public'::regnamespace ORDER BY 1, 2`),
      indexes: await one(`SELECT indexdef FROM pg_indexes WHERE schemaname = 'public' ORDER BY 1`),
      triggers: await one(`SELECT tgrelid::regclass::text, tgname, tgenabled FROM pg_trigger WHERE NOT tgisinternal ORDER BY 1, 2`),
      routines: await one(`SELECT p.oid::regprocedure::text, md5(p.prosrc), p.proconfig FROM pg_proc p WHERE p.pronamespace = 'public'::regnamespace ORDER BY 1`),
      migrations: await one(`SELECT migration_name, checksum FROM _prisma_migrations ORDER BY 1`),
    }
  })
}

beforeAll(async () => {
  await runMigrations({ connectionString: source })
  await withClient(source, async (client) => {
    // Bytes of every kind, text that COPY has to escape, and jobs: one waits, one was under way.
    await client.query(
      `INSERT INTO stored_file (hash, content_type, file_name, size_bytes, bytes) VALUES ('h', 'image/png', $1, 6000000, $2)`,
      ['图\t\\N\n"片".png', Buffer.from(Array.from({ length: 6_000_000 }, (_, at) => (at * 7) % 256))],
    )
    await client.query(`SELECT graphile_worker.add_job('send_mail', '{"to": "someone"}'::json, queue_name := 'mail', job_key := 'one')`)
    await client.query(`SELECT graphile_worker.add_job('send_mail', '{"to": "another"}'::json)`)
    await client.query(`DELETE FROM session WHERE id_hash IN (SELECT id_hash FROM session LIMIT 1)`)
  })
  await writeBackup(source, file)
})

afterAll(async () => {
  rmSync(folder, { recursive: true, force: true })
  for (const name of made) await dropDatabase(server, name)
})

describe('a backup restored into an empty database', () => {
  it('is the same in every table, constraint, trigger and sequence', async () => {
    const target = await emptyDatabase()
    const { rows, tables, migrated } = await restoreBackup(target, file, { replace: false, demo: true })
    const [before, after] = [await contents(source), await contents(target)]
    expect(after).toEqual(before)
    expect(Object.values(before.rows).reduce<number>((sum, each) => sum + (each as { rows: number }).rows, 0)).toBe(rows)
    expect(tables).toBeGreaterThan(50)
    expect(before.rows['graphile_worker._private_jobs']).toMatchObject({ rows: 2 })
    expect(migrated).toEqual([])
  })

  it('goes on from there: numbers do not repeat, what is append-only stays so', async () => {
    const target = await emptyDatabase()
    await restoreBackup(target, file, { replace: false })
    await withClient(target, async (client) => {
      const { rows } = await client.query<{ fresh: boolean }>(`
        WITH added AS (INSERT INTO audit_event (action, subject_kind, subject_id, data) VALUES ('x', 'y', 'z', '{}') RETURNING id)
        SELECT id > (SELECT max(id) FROM audit_event) AS fresh FROM added`)
      expect(rows[0]?.fresh).toBe(true)
      await expect(client.query('DELETE FROM audit_event')).rejects.toThrow('append-only')
      await client.query(`SELECT graphile_worker.add_job('another', '{}'::json)`)
    })
  })
})

describe('jobs that were under way', () => {
  it('wait again, since their worker is none of the new database', async () => {
    await withClient(source, (client) => client.query(`UPDATE graphile_worker._private_jobs SET locked_at = now(), locked_by = 'gone' WHERE key = 'one'`))
    const other = path.join(folder, 'locked.tar.gz')
    await writeBackup(source, other)
    await withClient(source, (client) => client.query(`UPDATE graphile_worker._private_jobs SET locked_at = NULL, locked_by = NULL`))
    const target = await emptyDatabase()
    await restoreBackup(target, other, { replace: false })
    const { rows } = await withClient(target, (client) => client.query('SELECT count(*)::int AS jobs, count(locked_at)::int AS locked FROM graphile_worker._private_jobs'))
    expect(rows).toEqual([{ jobs: 2, locked: 0 }])
  })
})

describe('a worker that lived where the backup was made', () => {
  it('is not taken for one that lives here', async () => {
    await withClient(source, (client) => client.query(`INSERT INTO worker_process (id, seen_at) VALUES ('elsewhere', now())`))
    const other = path.join(folder, 'worker.tar.gz')
    await writeBackup(source, other)
    await withClient(source, (client) => client.query('DELETE FROM worker_process'))
    const target = await emptyDatabase()
    await restoreBackup(target, other, { replace: false })
    const facts = await findFacts(parseEnv({ NODE_ENV: 'production', DATABASE_URL: target, DEMO: '1' }), true)
    expect(judge(facts).filter(({ about }) => about === 'worker').map(({ level }) => level)).toEqual(['wrong'])
  })
})

describe('a restore into a database in use', () => {
  it('refuses rows without --replace, and with it leaves nothing of them', async () => {
    const target = await emptyDatabase()
    await restoreBackup(target, file, { replace: false })
    await withClient(target, (client) => client.query(`INSERT INTO setting (key, value) VALUES ('mine', '1'); CREATE TABLE left_over (id int)`))
    await expect(restoreBackup(target, file, { replace: false })).rejects.toThrow(/not empty.*--replace/s)
    await restoreBackup(target, file, { replace: true })
    expect(await contents(target)).toEqual(await contents(source))
  })

  it('refuses while somebody else is connected', async () => {
    const target = await emptyDatabase()
    await withClient(target, async () => {
      await expect(restoreBackup(target, file, { replace: true })).rejects.toThrow(/Others are connected/)
    })
  })

  it('keeps demo and real use apart', async () => {
    await expect(restoreBackup(await emptyDatabase(), file, { replace: false, demo: false })).rejects.toThrow(RefusedRestore)
  })
})

describe('a damaged backup', () => {
  const whole = () => gunzipSync(readFileSync(file))
  const written = (name: string, bytes: Buffer) => {
    const target = path.join(folder, name)
    writeFileSync(target, bytes)
    return target
  }
  const changed = () => {
    const bytes = whole()
    const at = bytes.indexOf('researcher@swjtu.example')
    bytes.write('q', at)
    return gzipSync(bytes, { level: 1 })
  }

  it.each<[string, () => Buffer]>([
    ['cut off', () => readFileSync(file).subarray(0, Math.floor(statSync(file).size * 0.7))],
    ['cut off between entries', () => gzipSync(whole().subarray(0, 512 * 40), { level: 1 })],
    ['changed in one letter', changed],
    ['something else', () => Buffer.from('no archive at all')],
    ['empty', () => Buffer.alloc(0)],
  ])('%s: is refused, and nothing changes', async (name, bytes) => {
    const target = await emptyDatabase()
    await expect(restoreBackup(target, written(`${name}.tar.gz`, bytes()), { replace: false })).rejects.toThrow(DamagedArchive)
    const tables = await withClient(target, listTables)
    expect(tables.filter(({ schema }) => schema === 'public')).toEqual([])
  })

  it('does not cost what a database held', async () => {
    const target = await emptyDatabase()
    await restoreBackup(target, file, { replace: false })
    const before = await contents(target)
    await expect(restoreBackup(target, written('changed.tar.gz', changed()), { replace: true })).rejects.toThrow(DamagedArchive)
    expect(await contents(target)).toEqual(before)
  })
})

it('holds an archive that any tool can read, closed to others', async () => {
  const names: string[] = []
  for await (const { name } of readArchive(file)) names.push(name)
  expect(names[0]).toBe('backup.json')
  expect(names.at(-1)).toBe('manifest.json')
  expect(names.filter((name) => name.startsWith('tables/public.stored_file/')).length).toBeGreaterThan(0)
  expect(statSync(file).mode & 0o077).toBe(0)
})
