import { expect, it, vi } from 'vitest'
import { db } from '~/platform/db.server'
import { call, json } from '#tests/integration/api/client'

// Read once, when the settings are first asked for.
vi.hoisted(() => {
  process.env.DATABASE_POOL = '1'
})

it('says to try again while no connection is free, and goes on afterwards', async () => {
  let release = () => {}
  const held = new Promise<void>((resolve) => {
    release = resolve
  })
  let begin = () => {}
  const begun = new Promise<void>((resolve) => {
    begin = resolve
  })
  const holding = db.$transaction(
    async (tx) => {
      await tx.$queryRaw`SELECT 1`
      begin()
      await held
    },
    { timeout: 30_000 },
  )
  await begun
  const response = await call('/universities')
  expect([response.status, response.headers.get('Retry-After')]).toEqual([503, '2'])
  expect(await json(response)).toMatchObject({ status: 503, problems: [] })
  release()
  await holding
  expect((await call('/universities')).status).toBe(200)
})
