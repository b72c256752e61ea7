import { createHash } from 'node:crypto'
import { execFile } from 'node:child_process'
import path from 'node:path'
import { promisify } from 'node:util'
import { Client } from 'pg'
import { listMigrations } from '~/platform/migrations.server'
import { digestOf } from '../../scripts/machine/prepare.mjs'

export const TEMPLATE = 'alliance_template'
export type Seed = 'none' | 'alliance' | 'demo'

const root = path.resolve(import.meta.dirname, '../..')
/** Seeded templates are made once, by whichever test file asks first. */
const MAKING_TEMPLATE = 4_417_001

export async function migrationsDigest(): Promise<string> {
  const migrations = await listMigrations(path.join(root, 'prisma/migrations'))
  return createHash('sha256').update(migrations.map(({ checksum }) => checksum).join()).digest('hex')
}

/** A fresh database of its own for the caller, as a copy of a prepared one. */
export async function cloneDatabase(server: string, template: string, seed: Seed, name: string): Promise<void> {
  await withClient(server, async (client) => {
    const source = seed === 'none' ? template : await seededTemplate(client, server, template, seed)
    await client.query(`CREATE DATABASE "${name}" TEMPLATE "${source}"`)
  })
}

export async function dropDatabase(server: string, name: string): Promise<void> {
  await withClient(server, async (client) => {
    await client.query(`DROP DATABASE IF EXISTS "${name}" WITH (FORCE)`)
  })
}

export function databaseUrl(server: string, name: string): string {
  const url = new URL(server)
  url.pathname = `/${name}`
  return url.href
}

async function seededTemplate(client: Client, server: string, template: string, seed: Seed): Promise<string> {
  // The demo is laid around today, so it is made anew each day.
  const day = seed === 'demo' ? new Date().toISOString().slice(0, 10).replaceAll('-', '') : ''
  const sources = digestOf(root, ['prisma/seed.ts', 'prisma/seed-parts', 'prisma/seed-data', 'app/domain', 'app/features/catalogue'])
  const name = `${template}_${seed}${day}_${sources.slice(0, 8)}`
  await client.query('SELECT pg_advisory_lock($1)', [MAKING_TEMPLATE])
  try {
    const { rowCount } = await client.query('SELECT 1 FROM pg_database WHERE datname = $1', [name])
    if (rowCount !== 0) return name
    const draft = `${template}_draft_${process.pid}`
    await client.query(`CREATE DATABASE "${draft}" TEMPLATE "${template}"`)
    try {
      await runSeed(databaseUrl(server, draft), seed)
      await client.query(`ALTER DATABASE "${draft}" RENAME TO "${name}"`)
    } catch (error) {
      await client.query(`DROP DATABASE "${draft}" WITH (FORCE)`)
      throw error
    }
    return name
  } finally {
    await client.query('SELECT pg_advisory_unlock($1)', [MAKING_TEMPLATE])
  }
}

async function runSeed(url: string, seed: Seed): Promise<void> {
  const env = { ...process.env, DATABASE_URL: url, DEMO: seed === 'demo' ? '1' : '0', NODE_ENV: 'production' as const }
  const args = ['--import', 'tsx', path.join(root, 'scripts/prepare-database.ts')]
  await promisify(execFile)(process.execPath, args, { cwd: root, env })
}

async function withClient(url: string, work: (client: Client) => Promise<void>): Promise<void> {
  const client = new Client({ connectionString: url })
  await client.connect()
  try {
    await work(client)
  } finally {
    await client.end()
  }
}
