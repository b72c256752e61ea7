import { randomUUID } from 'node:crypto'
import { afterAll, beforeAll, inject } from 'vitest'
import { cloneDatabase, databaseUrl, dropDatabase, type Seed } from './template'

/*
 * Each test file of the project `integration` has a database of its own, cloned from the migrated
 * template before its first test. A file that needs the alliance's data says so at its top:
 *
 *   import { seeded } from '#tests/setup/database'
 *   seeded('alliance')   // universities, campuses, labs … as in real use; 'demo' adds the demo
 */

const wish = globalThis as typeof globalThis & { allianceSeed?: Seed }
const server = inject('testServer')
const name = `test_${randomUUID().replaceAll('-', '').slice(0, 20)}`

// Set before a test file imports the database; nothing connects before the first query.
process.env.DATABASE_URL = databaseUrl(server, name)
wish.allianceSeed = 'none'

export function seeded(seed: Seed): void {
  wish.allianceSeed = seed
}

beforeAll(async () => {
  await cloneDatabase(server, inject('template'), wish.allianceSeed ?? 'none', name)
})

afterAll(async () => {
  const { closeDatabase } = await import('~/platform/db.server')
  await closeDatabase()
  await dropDatabase(server, name)
})
