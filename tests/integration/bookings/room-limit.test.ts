import { beforeAll, expect, it } from 'vitest'
import type { Outcome } from '~/domain/problem'
import { changeBooking } from '~/features/bookings/change.server'
import { checkBooking, createBooking } from '~/features/bookings/create.server'
import { bookingSheet } from '~/features/bookings/checkbook.server'
import { saveRoom } from '~/features/catalogue/rooms/save.server'
import { roomState } from '~/features/catalogue/rooms/state.server'
import { db } from '~/platform/db.server'
import { at, booking, makePerson, makeResource, makeWorld, managerOf, NOW, setPolicy } from '#tests/factories/world'
import { expectInvariants } from './invariants'

beforeAll(makeWorld)

const problems = (outcome: Outcome<unknown>) => (outcome.ok ? [] : outcome.problems.map(({ code, params }) => [code, params]))
async function roomOf(id: string, maxPeople: number | null, count: number): Promise<string[]> {
  await db.room.create({ data: { id, campusId: 'a-campus', labId: 'a-lab', number: id, maxPeople } })
  const ids = []
  for (let each = 0; each < count; each += 1) ids.push(await makeResource())
  await db.resource.updateMany({ where: { id: { in: ids } }, data: { roomId: id } })
  return ids
}

it('holds so many people at once over all its resources, whatever the rules of each say', async () => {
  const [one, two] = await roomOf('r-1', 5, 2)
  const [ann, bob] = [await makePerson(), await makePerson()]
  const first = await createBooking(ann, booking(one!, at(1, 10), at(1, 12), { headCount: 4 }), NOW)
  if (!first.ok) throw new Error(JSON.stringify(first.problems))
  const wish = (from: number, headCount?: number) => booking(two!, at(1, from), at(1, from + 2), { headCount })
  expect(problems(await createBooking(bob, wish(11, 2), NOW))).toEqual([['room_full', { limit: 5, present: 4, asks: 2 }]])
  expect(problems(await createBooking(bob, wish(14, 6), NOW))).toEqual([['room_full', { limit: 5, present: 0, asks: 6 }]])
  expect(problems(await createBooking(bob, wish(12, 5), NOW))).toEqual([])
  expect(await checkBooking(ann, booking(two!, at(1, 9), at(1, 10), { headCount: 5 }), NOW)).toMatchObject({ ok: true, value: { ok: true } })
  // A move is asked again, without its own people; what somebody else fills it cannot go over.
  expect(problems(await changeBooking(ann, first.value.id, { startsAt: at(1, 9), endsAt: at(1, 11) }, { now: NOW }))).toEqual([])
  expect(problems(await changeBooking(ann, first.value.id, { startsAt: at(1, 11), endsAt: at(1, 13) }, { now: NOW }))).toEqual([['room_full', { limit: 5, present: 5, asks: 4 }]])
  expect((await bookingSheet(ann, one!, NOW))?.policy.maxPeople).toBe(5)
  await expectInvariants(NOW)
})

it('counts who has to be there, not what runs alone, and no room without a limit', async () => {
  const [one, two] = await roomOf('r-2', 1, 2)
  await setPolicy(one!, { attendance: 'ends' })
  const [ann, bob] = [await makePerson(), await makePerson()]
  expect((await createBooking(ann, booking(one!, at(2, 10), at(2, 16)), NOW)).ok).toBe(true)
  // Ann is there half an hour at either end.
  expect(problems(await createBooking(bob, booking(two!, at(2, 10), at(2, 11)), NOW))).toEqual([['room_full', { limit: 1, present: 1, asks: 1 }]])
  expect((await createBooking(bob, booking(two!, at(2, 12), at(2, 13)), NOW)).ok).toBe(true)
  const [free, other] = await roomOf('r-3', null, 2)
  expect([(await createBooking(ann, booking(free!, at(3, 10), at(3, 11), { headCount: 60 }), NOW)).ok, (await createBooking(bob, booking(other!, at(3, 10), at(3, 11), { headCount: 60 }), NOW)).ok]).toEqual([true, true])
})

it('races: two that each fit, but not together, on two resources, are one', async () => {
  for (const day of [7, 8, 9, 10]) {
    const [one, two] = await roomOf(`race-${day}`, 5, 2)
    const [ann, bob] = [await makePerson(), await makePerson()]
    const outcomes = await Promise.all([[ann, one], [bob, two]].map(([who, id]) => createBooking(who as typeof ann, booking(id as string, at(day, 10), at(day, 12), { headCount: 3 }), NOW)))
    expect(outcomes.filter(({ ok }) => ok)).toHaveLength(1)
    expect(outcomes.flatMap(problems).map(([code]) => code)).toEqual(['room_full'])
    await expectInvariants(NOW)
  }
})

it('the limit is written by who keeps the room, and never none', async () => {
  await roomOf('r-4', null, 1)
  const manager = await managerOf('a')
  const { values, version } = (await roomState('r-4'))!
  expect((await saveRoom(manager, { id: 'r-4', version }, { ...values, maxPeople: 8 })).ok).toBe(true)
  expect((await roomState('r-4'))?.values.maxPeople).toBe(8)
  await expect(db.room.update({ where: { id: 'r-4' }, data: { maxPeople: 0 } })).rejects.toThrow(/room_max_people_check|check constraint/i)
})
