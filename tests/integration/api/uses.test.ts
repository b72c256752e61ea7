import { beforeAll, expect, it } from 'vitest'
import { db } from '~/platform/db.server'
import { call, json, type ProblemDocument } from '#tests/integration/api/client'
import { makePerson, makeResource, makeWorld, type Person } from '#tests/integration/api/world'

let ann: Person
let bob: Person
beforeAll(async () => {
  await makeWorld()
  await makeResource('open')
  await db.policyVersion.create({ data: { ownerKind: 'resource', ownerId: 'open', validFrom: new Date('2026-02-01'), rules: { approval: 'none', gridMinutes: 5, minMinutes: 5 } } })
  // Long enough before its start, so that the clock of the test does not matter.
  await db.conductRuleVersion.create({ data: { ownerKind: 'resource', ownerId: 'open', rules: { opensMinutes: 60 }, validFrom: new Date('2026-01-01') } })
  ann = await makePerson('ann')
  bob = await makePerson('bob')
})

type Booking = { id: string; status: string }
const codesOf = async (answer: Response) => (await json<ProblemDocument>(answer)).problems.map(({ code }) => code)

it('a program checks in and out, says to be late, and is told why it cannot', async () => {
  const grid = 5 * 60_000
  const start = Math.ceil(Date.now() / grid) * grid + grid
  const made = await json<Booking>(await call('/bookings', { token: ann.token, body: { resourceId: 'open', startsAt: new Date(start).toISOString(), endsAt: new Date(start + 12 * grid).toISOString(), purpose: 'research' } }))
  const say = (verb: string, body: unknown = {}, by = ann) => call(`/bookings/${made.id}/${verb}`, { token: by.token, body })
  expect(await codesOf(await say('check-out'))).toEqual(['use_not_begun'])
  expect((await say('check-in', {}, bob)).status).toBe(404)
  expect((await say('check-in', { itemId: made.id })).status).toBe(404)
  expect((await say('check-in', { details: { samples: -1 } })).status).toBe(422)
  const late = await json<{ heldUntil: string }>(await say('late'))
  expect(Date.parse(late.heldUntil)).toBe(start + 12 * grid)
  for (const _ of [1, 2]) expect(await json<Booking>(await say('check-in'))).toMatchObject({ id: made.id, status: 'in_use' })
  expect((await say('late')).status).toBe(409)
  expect((await say('check-out', { details: { measuringSeconds: 86_000 } })).status).toBe(422)
  expect(await json<Booking>(await say('check-out', { details: { samples: 3 } }))).toMatchObject({ status: 'completed' })
  expect(await db.usageRecord.findFirstOrThrow({ where: { resourceId: 'open' }, select: { samples: true, status: true } })).toEqual({ samples: 3, status: 'completed' })
})
