import { randomUUID } from 'node:crypto'
import { beforeAll, describe, expect, it } from 'vitest'
import type { Actor } from '~/domain/access/permission'
import { createBooking } from '~/features/bookings/create.server'
import { changeBooking } from '~/features/bookings/change.server'
import { endOutage } from '~/features/bookings/outages/end.server'
import { writeToBooked } from '~/features/bookings/outages/message.server'
import { saveSupply } from '~/features/bookings/outages/save-supply.server'
import type { Choice } from '~/features/bookings/outages/schema'
import { shiftRest } from '~/features/bookings/outages/shift.server'
import { type TakeOut, takeOut } from '~/features/bookings/outages/take-out.server'
import { db } from '~/platform/db.server'
import { at, booking, makePerson, makeResource, makeWorld, managerOf, NOW, occupancy } from '#tests/factories/world'
import { expectInvariants } from './invariants'

let manager: Actor
let person: Actor
let other: Actor
beforeAll(async () => {
  await makeWorld()
  manager = await managerOf('a')
  person = await makePerson()
  other = await makePerson()
})

const asked = (resourceId: string, start: Date, end: Date, rest: Partial<TakeOut> = {}): TakeOut => ({
  key: randomUUID(), resourceIds: [resourceId], periods: [{ start, end }], kind: 'maintenance', reason: 'Pump', choices: {}, otherwise: 'refuse', ...rest,
})
async function book(who: Actor, resourceId: string, start: Date, end: Date): Promise<string> {
  const made = await createBooking(who, booking(resourceId, start, end), NOW)
  if (!made.ok) throw new Error(JSON.stringify(made.problems))
  return made.value.id
}
const statusOf = async (id: string) => (await db.booking.findUniqueOrThrow({ where: { id }, select: { status: true } })).status
const codes = (outcome: { ok: true } | { ok: false; problems: { code: string }[] }) => (outcome.ok ? [] : outcome.problems.map(({ code }) => code))

describe('taking a resource out of service', () => {
  it('refuses while a booking is in the way that nothing was chosen for', async () => {
    const resource = await makeResource()
    const id = await book(person, resource, at(1, 10), at(1, 11))
    const outcome = await takeOut(manager, asked(resource, at(1, 9), at(1, 12)), NOW)
    expect(codes(outcome)).toEqual(['bookings_in_the_way'])
    expect(await statusOf(id)).toBe('approved')
    expect(await db.outage.count({ where: { resourceId: resource } })).toBe(0)
  })

  it('moves one, takes one to a like resource and displaces one, all at once', async () => {
    const resource = await makeResource()
    const like = await makeResource()
    const people = await Promise.all([1, 2, 3].map(() => makePerson()))
    const [a, b, c] = await Promise.all(people.map((who, index) => book(who, resource, at(1, 9 + index), at(1, 10 + index))))
    const choices: Record<string, Choice> = {
      [a!]: { do: 'move', startsAt: at(1, 14) },
      [b!]: { do: 'elsewhere', resourceId: like, startsAt: at(1, 10) },
      [c!]: { do: 'cancel' },
    }
    const outcome = await takeOut(manager, asked(resource, at(1, 8), at(1, 13), { choices }), NOW)
    expect(outcome).toMatchObject({ ok: true, value: { moved: [a, b], cancelled: [c] } })
    expect(await occupancy(resource)).toEqual([[1, 32, 37, 'maintenance'], [1, 38, 39, 'booking']])
    expect(await occupancy(like)).toEqual([[1, 34, 35, 'booking']])
    expect([await statusOf(a!), await statusOf(b!), await statusOf(c!)]).toEqual(['approved', 'approved', 'displaced'])
    await expectInvariants(NOW)
  })

  it('changes nothing when one of them cannot go where it was to go, and names the rule', async () => {
    const resource = await makeResource()
    const a = await book(person, resource, at(2, 9), at(2, 10))
    const b = await book(other, resource, at(2, 14), at(2, 15))
    const choices: Record<string, Choice> = { [a]: { do: 'move', startsAt: at(2, 14) } }
    const outcome = await takeOut(manager, asked(resource, at(2, 8), at(2, 11), { choices }), NOW)
    expect(codes(outcome)).toEqual(['booking_cannot_move', 'slot_taken'])
    expect(await occupancy(resource)).toEqual([[1, 57, 58, 'booking'], [1, 62, 63, 'booking']])
    expect([await statusOf(a), await statusOf(b)]).toEqual(['approved', 'approved'])
  })

  it('broken now: what runs is shortened, what is to come is displaced, and a repeat is the same act', async () => {
    const resource = await makeResource()
    const running = await book(person, resource, at(0, 9.5), at(0, 12))
    const next = await book(other, resource, at(0, 14), at(0, 15))
    const now = at(0, 10)
    const stop = asked(resource, now, at(0, 18), { kind: 'fault', otherwise: 'cancel' })
    expect(await takeOut(manager, stop, now)).toMatchObject({ ok: true, value: { shortened: [running], cancelled: [next] } })
    expect(await takeOut(manager, stop, now)).toMatchObject({ ok: true, value: { shortened: [], cancelled: [] } })
    expect(await occupancy(resource)).toEqual([[1, 9.5, 10, 'booking'], [1, 10, 18, 'maintenance']])
    expect(await statusOf(next)).toBe('displaced')
    const [mail] = await db.$queryRaw<{ payload: { reason: string; was: string } }[]>`
      SELECT payload FROM job_outbox WHERE payload ->> 'bookingId' = ${next} AND payload ->> 'event' = 'cancelled'`
    expect(mail?.payload).toMatchObject({ reason: 'Pump', was: 'approved' })
    await expectInvariants(now)
  })

  it('takes what is inside and what hangs on a supply; ends early; a ring of supplies is refused', async () => {
    const [pump, microscope, space] = [await makeResource(), await makeResource({ capacity: 2 }), await makeResource()]
    const bench = await makeResource({ parentId: space })
    expect((await saveSupply(manager, microscope, { supplyId: pump, to: 'add' }, NOW)).ok).toBe(true)
    expect((await saveSupply(manager, space, { supplyId: microscope, to: 'add' }, NOW)).ok).toBe(true)
    expect(codes(await saveSupply(manager, pump, { supplyId: space, to: 'add' }, NOW))).toEqual(['field_invalid'])
    const outcome = await takeOut(manager, asked(pump, at(3, 9), at(3, 12)), NOW)
    expect(outcome.ok && outcome.value.outages.length).toBe(3)
    expect(await occupancy(microscope)).toEqual([[1, 81, 84, 'maintenance'], [2, 81, 84, 'maintenance']])
    expect(await occupancy(bench)).toEqual([[1, 81, 84, 'maintenance']])
    const outage = await db.outage.findFirstOrThrow({ where: { resourceId: microscope } })
    expect((await endOutage(manager, { outageId: outage.id, version: outage.version }, at(3, 10))).ok).toBe(true)
    expect(await occupancy(microscope)).toEqual([[1, 81, 82, 'maintenance'], [2, 81, 82, 'maintenance']])
    await expectInvariants(NOW)
  })

  it('repeated periods, an overlap with an earlier outage, bad periods, and nobody else', async () => {
    const resource = await makeResource()
    const periods = [1, 8, 15].map((day) => ({ start: at(day, 8), end: at(day, 10) }))
    expect((await takeOut(manager, asked(resource, at(1, 9), at(1, 12)), NOW)).ok).toBe(true)
    expect((await takeOut(manager, { ...asked(resource, NOW, NOW), periods }, NOW)).ok).toBe(true)
    expect(await occupancy(resource)).toHaveLength(4)
    expect(codes(await takeOut(manager, asked(resource, at(1, 9), at(1, 9)), NOW))).toEqual(['period_reversed'])
    expect(codes(await takeOut(manager, asked(resource, at(-3, 9), at(-2, 9)), NOW))).toEqual(['period_in_past'])
    expect(codes(await takeOut(manager, asked(resource, at(1, 9), at(4000, 9)), NOW))).toEqual(['period_too_far'])
    expect(codes(await takeOut(await managerOf('b'), asked(resource, at(5, 9), at(5, 10)), NOW))).toEqual(['not_allowed'])
  })
})

describe('the rest of today', () => {
  it('moves as one block, back to back, and its people are told', async () => {
    const resource = await makeResource()
    const ids = [await book(person, resource, at(0, 11), at(0, 12)), await book(other, resource, at(0, 12), at(0, 13.5))]
    const key = randomUUID()
    const outcome = await shiftRest(manager, resource, { minutes: 30, reason: 'Late start', key }, NOW)
    expect(outcome.ok && new Set(outcome.value.bookings)).toEqual(new Set(ids))
    expect((await shiftRest(manager, resource, { minutes: 30, reason: 'Late start', key }, NOW)).ok).toBe(true)
    expect(await occupancy(resource)).toEqual([[1, 11.5, 12.5, 'booking'], [1, 12.5, 14, 'booking']])
    await expectInvariants(NOW)
  })

  it('stays where it is when maintenance comes after it, or its person is elsewhere', async () => {
    const resource = await makeResource()
    const busy = await makePerson()
    await book(busy, resource, at(0, 15), at(0, 16))
    expect((await takeOut(manager, asked(resource, at(0, 16), at(0, 18)), NOW)).ok).toBe(true)
    expect(codes(await shiftRest(manager, resource, { minutes: 30, reason: 'x', key: randomUUID() }, NOW))).toEqual(['block_cannot_shift'])
    const second = await makeResource()
    await book(busy, second, at(0, 14), at(0, 15))
    expect(codes(await shiftRest(manager, second, { minutes: 30, reason: 'x', key: randomUUID() }, NOW))).toEqual(['block_cannot_shift'])
    expect(await occupancy(second)).toEqual([[1, 14, 15, 'booking']])
  })
})

it('a message reaches everybody booked in the period once', async () => {
  const resource = await makeResource()
  await book(person, resource, at(1, 9), at(1, 10))
  await book(person, resource, at(1, 11), at(1, 12))
  await book(other, resource, at(4, 9), at(4, 10))
  const message = { key: randomUUID(), body: 'Bring gloves.', start: at(1, 0), end: at(2, 0) }
  expect(await writeToBooked(manager, resource, message, NOW)).toEqual({ ok: true, value: { recipients: 1 } })
  expect(await writeToBooked(manager, resource, message, NOW)).toEqual({ ok: true, value: { recipients: 1 } })
  expect(codes(await writeToBooked(manager, resource, { ...message, key: randomUUID(), start: at(2, 0), end: at(3, 0) }, NOW))).toEqual(['field_invalid'])
})

it('races: taking out against creating and moving leaves no overlap and no deadlock', async () => {
  const people = await Promise.all(Array.from({ length: 12 }, () => makePerson()))
  for (const day of [1, 2, 3, 4, 7, 8]) {
    const resource = await makeResource({ capacity: 2 })
    const own = await book(people[0]!, resource, at(day, 16), at(day, 17))
    const outcomes = await Promise.all([
      ...people.slice(1).map((who, index) => createBooking(who, booking(resource, at(day, 9 + (index % 4)), at(day, 11 + (index % 4))), NOW)),
      changeBooking(people[0]!, own, { startsAt: at(day, 10), endsAt: at(day, 11) }, { now: NOW }),
      takeOut(manager, asked(resource, at(day, 9), at(day, 15), { kind: 'fault', otherwise: 'cancel' }), NOW),
      takeOut(manager, asked(resource, at(day, 12), at(day, 15.5), { kind: 'fault', otherwise: 'cancel' }), NOW),
    ])
    expect(outcomes.slice(-2).every((each) => each.ok)).toBe(true)
    const inside = (await occupancy(resource)).filter(([, from, to, cause]) => cause === 'booking' && from < day * 24 + 15 && to > day * 24 + 9)
    expect(inside).toEqual([])
    await expectInvariants(NOW)
  }
})
