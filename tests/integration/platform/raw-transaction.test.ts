import { Client } from 'pg'
import { expect, it } from 'vitest'
import { db, isUniqueViolation, rawTransaction } from '~/platform/db.server'

const count = () => db.setting.count()

it('commits what was written, and gives rows as they are', async () => {
  const at = new Date('2026-11-23T01:00:00.123Z')
  const rows = await rawTransaction(async (tx) => {
    await tx.$executeRaw`INSERT INTO setting (key, value) VALUES (${'one'}, ${JSON.stringify({ a: ['中', null] })}::jsonb)`
    return tx.$queryRaw<Record<string, unknown>[]>`
      SELECT value, ${at}::timestamptz AS at, ${['x', 'y"z']}::text[] AS list, ${null}::uuid AS nothing FROM setting WHERE key = ${'one'}`
  })
  expect(rows).toEqual([{ value: { a: ['中', null] }, at, list: ['x', 'y"z'], nothing: null }])
  expect(await count()).toBe(1)
})

it('leaves nothing behind when the work fails, and the connection serves on', async () => {
  const before = await count()
  for (let n = 0; n < 25; n += 1) {
    await expect(
      rawTransaction(async (tx) => {
        await tx.$executeRaw`INSERT INTO setting (key, value) VALUES (${`gone-${n}`}, '1')`
        throw new Error('no')
      }),
    ).rejects.toThrow('no')
  }
  expect(await count()).toBe(before)
})

it('tells a repeated key as such', async () => {
  const twice = rawTransaction(async (tx) => {
    for (let n = 0; n < 2; n += 1) await tx.$executeRaw`INSERT INTO setting (key, value) VALUES ('twice', '1')`
  })
  expect(isUniqueViolation(await twice.catch((error: unknown) => error))).toBe(true)
})

it('begins anew after a deadlock', async () => {
  await db.setting.createMany({ data: [{ key: 'a', value: 0 }, { key: 'b', value: 0 }] })
  let attempts = 0
  const meet = new Map<string, () => void>()
  const both = Promise.all(['a', 'b'].map((key) => new Promise<void>((resolve) => meet.set(key, resolve))))
  const cross = (first: string, second: string) =>
    rawTransaction(async (tx) => {
      attempts += 1
      await tx.$executeRaw`UPDATE setting SET value = '1' WHERE key = ${first}`
      meet.get(first)?.()
      await both
      await tx.$executeRaw`UPDATE setting SET value = '2' WHERE key = ${second}`
    })
  await Promise.all([cross('a', 'b'), cross('b', 'a')])
  expect(attempts).toBe(3)
})

it('outlives a connection that the server ends in its midst', async () => {
  const killer = new Client({ connectionString: process.env.DATABASE_URL })
  await killer.connect()
  const cut = rawTransaction(async (tx) => {
    const [row] = await tx.$queryRaw<{ pid: number }[]>`SELECT pg_backend_pid() AS pid`
    await killer.query('SELECT pg_terminate_backend($1)', [row?.pid])
    await tx.$executeRaw`SELECT 1`
  })
  await expect(cut).rejects.toThrow(/terminat|not queryable|ECONNRESET/)
  await killer.end()
  expect(await rawTransaction((tx) => tx.$queryRaw`SELECT 1 AS one`)).toEqual([{ one: 1 }])
})
