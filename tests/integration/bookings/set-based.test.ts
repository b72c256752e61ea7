import { randomUUID } from 'node:crypto'
import { Client } from 'pg'
import { beforeAll, expect, it, vi } from 'vitest'
import type { Actor } from '~/domain/access/permission'
import type { Policy } from '~/domain/scheduling/policy'
import { createBooking } from '~/features/bookings/create.server'
import { readFacts, readManyFacts } from '~/features/bookings/facts.server'
import { previewLeave, takeLeave } from '~/features/bookings/operators/take-leave.server'
import { writeToBooked } from '~/features/bookings/outages/message.server'
import { proposals } from '~/features/bookings/outages/propose.server'
import { db } from '~/platform/db.server'
import { at, booking, makeOperator, makePerson, makeResource, makeWorld, managerOf, NOW } from '#tests/factories/world'

/*
 * What goes over many bookings asks the database as often as for one: the statements are counted.
 */

let manager: Actor
const people: Actor[] = []
beforeAll(async () => {
  await makeWorld()
  manager = await managerOf('a')
  for (let each = 0; each < 6; each += 1) people.push(await makePerson())
})

async function statements<T>(work: () => Promise<T>): Promise<{ count: number; result: T }> {
  const sent = vi.spyOn(Client.prototype, 'query')
  try {
    const result = await work()
    return { count: sent.mock.calls.length, result }
  } finally {
    sent.mockRestore()
  }
}

async function booked(index: number, resourceId: string, day: number, hour: number, mode?: 'assisted_booking'): Promise<string> {
  const input = booking(resourceId, at(day, hour), at(day, hour + 1))
  const made = await createBooking(people[index]!, { ...input, items: input.items.map((each) => ({ ...each, mode })) }, NOW)
  if (!made.ok) throw new Error(JSON.stringify(made.problems))
  return made.value.id
}

// Rules that are reckoned from other bookings ask for more, and once as well.
const RULES: Partial<Policy> = {
  quotas: [{ measure: 'hours', window: 'week', days: null, per: 'person', over: 'kind_at_lab', limit: 40 }],
  protectedShare: { percent: 20, window: 'week', releaseHours: null },
}

it.each([['plain', {}, 1], ['with quotas and shares', RULES, 9]])('proposals for many bookings are asked for as often as for one: %s', async (_, policy, day) => {
  const [one, many] = [await makeResource({ policy }), await makeResource({ policy })]
  await booked(0, one, day, 9)
  for (const index of [1, 2, 3, 4]) await booked(index, many, day, 9 + index)
  const around = [{ start: at(day, 8), end: at(day, 18) }]
  const first = await statements(() => proposals(manager, [one], around, 'x', NOW))
  const all = await statements(() => proposals(manager, [many], around, 'x', NOW))
  expect([first.result.length, all.result.length]).toEqual([1, 4])
  expect(all.result.every(({ move, elsewhere }) => move !== null && elsewhere !== null)).toBe(true)
  // No two go to the same place.
  expect(new Set(all.result.map(({ move }) => move?.getTime())).size).toBe(4)
  expect(all.count).toBe(first.count)
})

it('facts read together are those read one by one', async () => {
  const [one, two] = [await makeResource({ policy: RULES }), await makeResource()]
  const id = await booked(5, one, 2, 9)
  const questions = [
    { attendeeId: people[5]!.personId, resourceIds: [one], window: { start: at(2, 8), end: at(2, 12) }, now: NOW, ownBookingId: id },
    { attendeeId: people[5]!.personId, resourceIds: [one, two], window: { start: at(2, 8), end: at(2, 12) }, now: NOW, ownBookingId: null },
    { attendeeId: null, resourceIds: [two], window: { start: at(2, 8), end: at(2, 12) }, now: NOW, ownBookingId: null },
  ]
  const apart = []
  for (const question of questions) apart.push(await readFacts(question))
  const together = await readManyFacts(questions)
  expect(together.map(({ quotaUses }) => quotaUses?.filter(({ resourceId }) => resourceId === one).length)).toEqual([0, 1, undefined])
  // Uses around all of the wishes are given to each: what is no bearer's is not counted.
  const alike = together.map(({ quotaUses: _, ...rest }) => rest)
  expect(alike).toEqual(apart.map(({ quotaUses: _, ...rest }) => rest))
})

it('leave over many bookings is looked at and taken as over one', async () => {
  const machines = await Promise.all([1, 2, 3].map(() => makeResource({ modes: ['assisted_booking'] })))
  const [away, stays] = [await makeOperator(machines), await makeOperator(machines)]
  await db.operator.update({ where: { resourceId: stays }, data: { personId: people[5]!.personId } })
  // The one who stays comes later on duty, so that all are promised to the one who goes.
  await db.operatorSkill.deleteMany({ where: { operatorId: stays } })
  await booked(0, machines[0]!, 3, 9, 'assisted_booking')
  for (const index of [1, 2, 3]) await booked(index, machines[index - 1]!, 4, 9 + index, 'assisted_booking')
  await db.operatorSkill.createMany({ data: machines.map((resourceId) => ({ operatorId: stays, resourceId })) })
  const day = (each: number) => ({ start: at(each, 8), end: at(each, 18) })
  const one = await statements(() => previewLeave(manager, away, day(3), NOW))
  const many = await statements(() => previewLeave(manager, away, day(4), NOW))
  expect([one.result.map(({ to }) => to?.id), many.result.map(({ to }) => to?.id)]).toEqual([[stays], [stays, stays, stays]])
  expect(many.count).toBe(one.count)
  const leave = (each: number) => statements(() => takeLeave(manager, away, { key: randomUUID(), period: day(each), reason: 'x', stuck: 'refuse' }, NOW))
  const [taken, all] = [await leave(3), await leave(4)]
  expect([taken.result, all.result]).toMatchObject([{ ok: true, value: { handedOver: 1 } }, { ok: true, value: { handedOver: 3 } }])
  expect(all.count).toBe(taken.count)
  expect(await db.bookingItem.count({ where: { operatorId: stays } })).toBe(4)
  expect(await db.auditEvent.count({ where: { action: 'booking.operator_changed' } })).toBe(4)
})

it('a message to many is ordered as for one, a mail each', async () => {
  const [one, many] = [await makeResource(), await makeResource()]
  await booked(0, one, 8, 9)
  for (const index of [1, 2, 3]) await booked(index, many, 8, 9 + index)
  const write = (resourceId: string) => statements(() => writeToBooked(manager, resourceId, { key: randomUUID(), body: 'x', start: at(8, 8), end: at(8, 18) }, NOW))
  const [first, all] = [await write(one), await write(many)]
  expect([first.result, all.result]).toEqual([{ ok: true, value: { recipients: 1 } }, { ok: true, value: { recipients: 3 } }])
  expect(all.count).toBe(first.count)
  const [{ count } = { count: 0 }] = await db.$queryRaw<{ count: number }[]>`SELECT count(*)::int AS count FROM graphile_worker.jobs WHERE key LIKE 'mail:resource-message:%'`
  expect(count).toBe(4)
})
