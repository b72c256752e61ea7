import { Client } from 'pg'
import { afterEach, describe, expect, it, vi } from 'vitest'
import { closeDatabase, db, isOverlap, isUniqueViolation, transaction, type Tx } from '~/platform/db.server'
import { isPoolExhausted } from '~/platform/db-error.server'
import { readiness } from '~/platform/readiness.server'
import { checksumOf, listMigrations } from '~/platform/migrations.server'
import { migrate, UnfitDatabase } from '../../../scripts/migrate'

const url = () => process.env.DATABASE_URL ?? ''

async function sql(text: string): Promise<void> {
  const client = new Client({ connectionString: url() })
  await client.connect()
  await client.query(text).finally(() => client.end())
}

const errorOf = (work: Promise<unknown>): Promise<unknown> => work.then(() => null, (error: unknown) => error)

describe('the connection', () => {
  it('thinks in UTC, whatever zone the process has', async () => {
    const rows = await db.$queryRaw<{ zone: string; level: string }[]>`
      SELECT current_setting('timezone') AS zone, current_setting('transaction_isolation') AS level`
    expect(rows).toEqual([{ zone: 'UTC', level: 'read committed' }])
  })
})

describe('what the database refused', () => {
  it('is told apart: overlap, repeated value, anything else', async () => {
    await sql(`CREATE TABLE taken (place int, during tstzrange, EXCLUDE USING gist (place WITH =, during WITH &&));
      CREATE TABLE named (name text PRIMARY KEY)`)
    const take = () => db.$executeRaw`INSERT INTO taken VALUES (1, tstzrange('2026-11-24 08:00Z', '2026-11-24 09:00Z'))`
    const name = () => transaction((tx) => tx.$executeRaw`INSERT INTO named VALUES ('a')`)
    await Promise.all([take(), name()])
    const [overlap, repeated, other] = await Promise.all([
      errorOf(transaction((tx) => tx.$executeRaw`INSERT INTO taken VALUES (1, tstzrange('2026-11-24 08:30Z', '2026-11-24 10:00Z'))`)),
      errorOf(name()),
      errorOf(db.$executeRaw`INSERT INTO nowhere VALUES (1)`),
    ])
    expect([overlap, repeated, other].map(isOverlap)).toEqual([true, false, false])
    expect([overlap, repeated, other].map(isUniqueViolation)).toEqual([false, true, false])
    expect([overlap, repeated, other].map(isPoolExhausted)).toEqual([false, false, false])
  })

  it('by a model call is recognised too', async () => {
    const person = { email: 'somebody@scu.example' }
    await db.person.create({ data: person })
    expect(isUniqueViolation(await errorOf(db.person.create({ data: person })))).toBe(true)
  })
})

describe('a transaction', () => {
  it('starts over when the database ends it for a deadlock', async () => {
    await sql('CREATE TABLE pair (id int PRIMARY KEY, n int NOT NULL); INSERT INTO pair VALUES (1, 0), (2, 0)')
    let runs = 0
    const both = (first: number, second: number, meet: () => Promise<void>) =>
      transaction(async (tx) => {
        runs += 1
        await tx.$executeRaw`UPDATE pair SET n = n + 1 WHERE id = ${first}`
        await meet()
        await tx.$executeRaw`UPDATE pair SET n = n + 1 WHERE id = ${second}`
      })
    let here = 0
    let open = () => {}
    const gate = new Promise<void>((resolve) => (open = resolve))
    const meet = async () => {
      here += 1
      if (here === 2) open()
      await gate
    }
    await Promise.all([both(1, 2, meet), both(2, 1, meet)])
    expect(runs).toBeGreaterThan(2)
    expect(await db.$queryRaw`SELECT n FROM pair`).toEqual([{ n: 2 }, { n: 2 }])
  })

  it('gives up after three more tries, and at once for other errors', async () => {
    let runs = 0
    const failing = (code: string) =>
      errorOf(
        transaction((tx) => {
          runs += 1
          return tx.$executeRawUnsafe(`DO $$ BEGIN RAISE EXCEPTION 'no' USING ERRCODE = '${code}'; END $$`)
        }),
      )
    expect(await failing('40001')).toBeInstanceOf(Error)
    expect(runs).toBe(4)
    runs = 0
    expect(await failing('22012')).toBeInstanceOf(Error)
    expect(runs).toBe(1)
  })
})

describe('an exhausted pool', () => {
  afterEach(async () => {
    vi.unstubAllEnvs()
    await closeDatabase()
  })

  it('is recognised, from a plain query and from a transaction', async () => {
    vi.stubEnv('DATABASE_POOL', '1')
    vi.resetModules()
    await closeDatabase()
    const small = await import('~/platform/db.server')
    let open = () => {}
    const gate = new Promise<void>((resolve) => (open = resolve))
    let held = () => {}
    const taken = new Promise<void>((resolve) => (held = resolve))
    const holding = async (tx: Tx) => {
      await tx.$queryRaw`SELECT 1`
      held()
      await gate
    }
    const holder = small.db.$transaction(holding, { timeout: 60_000 })
    await taken
    const errors = await Promise.all([
      errorOf(small.db.$queryRaw`SELECT 1`),
      errorOf(small.db.person.count()),
      errorOf(small.transaction((tx) => tx.$queryRaw`SELECT 1`)),
    ])
    open()
    await holder
    await small.closeDatabase()
    expect(errors.map(isPoolExhausted)).toEqual([true, true, true])
  })
})

describe('migrations', () => {
  it('are recorded as Prisma records them, and applied once', async () => {
    const rows = await db.$queryRaw<{ name: string; checksum: string; steps: number }[]>`
      SELECT migration_name AS name, checksum, applied_steps_count AS steps FROM _prisma_migrations
       WHERE finished_at IS NOT NULL AND rolled_back_at IS NULL ORDER BY migration_name`
    const files = await listMigrations()
    expect(rows).toEqual(files.map(({ name, sql: text }) => ({ name, checksum: checksumOf(text), steps: 1 })))
    expect(await migrate(url())).toEqual([])
    expect(await readiness()).toEqual({ ready: true, checks: { database: 'ok', worker: 'late', migrations: 'ok' } })
  })

  it('that were changed after they were applied are refused, and readiness says which', async () => {
    const [first] = await listMigrations()
    await sql(`UPDATE _prisma_migrations SET checksum = repeat('0', 64) WHERE migration_name = '${first?.name}'`)
    await expect(migrate(url())).rejects.toThrow(UnfitDatabase)
    expect(await readiness()).toMatchObject({ ready: false, checks: { migrations: { edited: [first?.name] } } })
    await sql(`UPDATE _prisma_migrations SET checksum = '${first?.checksum}' WHERE migration_name = '${first?.name}'`)
  })

  it('of a newer version are refused, and missing ones are named', async () => {
    await sql(`UPDATE _prisma_migrations SET migration_name = '9999_future' WHERE migration_name = '0001_tables'`)
    await expect(migrate(url())).rejects.toThrow('newer version')
    const state = await readiness()
    await sql(`UPDATE _prisma_migrations SET migration_name = '0001_tables' WHERE migration_name = '9999_future'`)
    expect(state).toMatchObject({ ready: false, checks: { migrations: { pending: ['0001_tables'], unknown: ['9999_future'] } } })
  })

  it('refuse a database whose encoding cannot hold Chinese', async () => {
    const name = `ascii_${process.pid}`
    await sql(`CREATE DATABASE ${name} ENCODING 'SQL_ASCII' LOCALE 'C' TEMPLATE template0`)
    const ascii = new URL(url())
    ascii.pathname = `/${name}`
    await expect(migrate(ascii.href)).rejects.toThrow('SQL_ASCII')
    await sql(`DROP DATABASE ${name} WITH (FORCE)`)
  })
})
