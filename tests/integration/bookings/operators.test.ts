import { beforeAll, describe, expect, it } from 'vitest'
import type { Actor } from '~/domain/access/permission'
import type { Outcome } from '~/domain/problem'
import { cancelBooking } from '~/features/bookings/cancel.server'
import { changeBooking } from '~/features/bookings/change.server'
import { createBooking } from '~/features/bookings/create.server'
import { decideBooking } from '~/features/bookings/decide.server'
import { extendBooking } from '~/features/bookings/parts/extend.server'
import { releasePart } from '~/features/bookings/parts/release.server'
import { db } from '~/platform/db.server'
import { at, booking, makeOperator, makePerson, makeResource, makeWorld, managerOf, NOW, occupancy, type ResourceWish } from '#tests/factories/world'
import { expectInvariants } from './invariants'

const CLIENTS = 12
let people: Actor[]
beforeAll(async () => {
  await makeWorld()
  people = await Promise.all(Array.from({ length: CLIENTS }, () => makePerson()))
})

const codes = (outcome: Outcome<unknown>) => (outcome.ok ? [] : outcome.problems.map(({ code }) => code))
const machine = (wish: ResourceWish = {}) => makeResource({ modes: ['assisted_booking'], ...wish })
const book = (person: Actor, resource: string, from: Date, to: Date) => createBooking(person, booking(resource, from, to), NOW)
async function made(outcome: Promise<Outcome<{ id: string }>>): Promise<string> {
  const said = await outcome
  if (!said.ok) throw new Error(JSON.stringify(said.problems))
  return said.value.id
}
const operatorOf = async (bookingId: string) => (await db.bookingItem.findFirstOrThrow({ where: { bookingId }, select: { operatorId: true } })).operatorId

describe('an assisted booking', () => {
  it('promises an operator with the machine, for its bare time, and frees both', async () => {
    const resource = await machine({ policy: { setUpMinutes: 30 } })
    const operator = await makeOperator([resource])
    const id = await made(book(people[0]!, resource, at(1, 10), at(1, 12)))
    expect(await operatorOf(id)).toBe(operator)
    expect(await occupancy(operator)).toEqual([[1, 34, 36, 'booking']])
    expect(await occupancy(resource)).toEqual([[1, 33.5, 36, 'booking']])
    expect(await changeBooking(people[0]!, id, { startsAt: at(1, 14), endsAt: at(1, 15) }, { now: NOW })).toMatchObject({ ok: true })
    expect(await occupancy(operator)).toEqual([[1, 38, 39, 'booking']])
    expect(await cancelBooking(people[0]!, id, {}, NOW)).toMatchObject({ ok: true })
    expect(await occupancy(operator)).toEqual([])
  })

  it('goes to whoever has the fewest hours that week, and stays with them when it is moved', async () => {
    const resources = [await machine(), await machine()] as const
    const operators = [await makeOperator([...resources], { id: 'o-first' }), await makeOperator([...resources], { id: 'o-second' })]
    const first = await made(book(people[0]!, resources[0], at(2, 9), at(2, 12)))
    const second = await made(book(people[1]!, resources[0], at(2, 13), at(2, 14)))
    const third = await made(book(people[2]!, resources[0], at(2, 15), at(2, 16)))
    expect([await operatorOf(first), await operatorOf(second), await operatorOf(third)]).toEqual([operators[0], operators[1], operators[1]])
    // The week after counts by itself.
    expect(await operatorOf(await made(book(people[3]!, resources[0], at(9, 9), at(9, 10))))).toBe(operators[0])
    expect(await changeBooking(people[0]!, first, { startsAt: at(2, 9.5), endsAt: at(2, 12) }, { now: NOW })).toMatchObject({ ok: true })
    expect(await operatorOf(first)).toBe(operators[0])
  })

  it('is refused with the rule: nobody on duty, or all promised', async () => {
    const [resource, other] = [await machine(), await machine()]
    await makeOperator([resource, other], { weekly: [{ weekday: 3, from: 540, to: 720 }] })
    expect(codes(await book(people[4]!, resource, at(3, 10), at(3, 11)))).toEqual(['no_operator_on_duty'])
    expect(codes(await book(people[4]!, resource, at(2, 11), at(2, 13)))).toEqual(['no_operator_on_duty'])
    await made(book(people[4]!, resource, at(2, 10), at(2, 11)))
    expect(codes(await book(people[5]!, other, at(2, 10.5), at(2, 11.5)))).toEqual(['operators_taken'])
    expect(await occupancy(other)).toEqual([])
    // Used by oneself, the machine asks for nobody.
    const both = await makeResource({ modes: ['self_operation', 'assisted_booking'] })
    await makeOperator([both], { weekly: [] })
    expect(await book(people[6]!, both, at(2, 10), at(2, 11))).toMatchObject({ ok: true })
  })

  it('in one booking takes two operators side by side, one after another the same', async () => {
    const [one, two] = [await machine(), await machine({ policy: { allowParallel: true } })]
    await makeOperator([one, two])
    const items = (start: number) => ({ items: [one, two].map((resourceId, index) => ({ resourceId, startsAt: at(3, index ? start : 9), endsAt: at(3, index ? start + 1 : 10), quantity: 1, mode: undefined })) })
    expect(codes(await createBooking(people[0]!, items(9), NOW))).toEqual(['operators_taken'])
    expect(await createBooking(people[0]!, items(10), NOW)).toMatchObject({ ok: true })
    await expectInvariants(NOW)
  })

  it('that waits holds its operator, or gets one when it is accepted', async () => {
    const manager = await managerOf('a')
    const [held, rival] = [await machine({ policy: { approval: 'lab_manager' } }), await machine({ policy: { approval: 'lab_manager', holdMode: 'compete' } })]
    const operator = await makeOperator([held, rival])
    const waiting = await made(book(people[0]!, held, at(4, 9), at(4, 10)))
    const competing = await made(book(people[1]!, rival, at(4, 11), at(4, 12)))
    expect(await occupancy(operator)).toEqual([[1, 105, 106, 'booking']])
    expect(await decideBooking(manager, competing, { decision: 'approve' }, { now: NOW })).toMatchObject({ ok: true })
    expect(await decideBooking(manager, waiting, { decision: 'decline', comment: 'x' }, { now: NOW })).toMatchObject({ ok: true })
    expect(await occupancy(operator)).toEqual([[1, 107, 108, 'booking']])
    expect(await operatorOf(competing)).toBe(operator)
    await expectInvariants(NOW)
  })

  it('gives back and takes longer with its operator', async () => {
    const [resource, other] = [await machine(), await machine()]
    const operator = await makeOperator([resource, other])
    const id = await made(book(people[0]!, resource, at(8, 9), at(8, 12)))
    expect(await releasePart(people[0]!, id, { given: { start: at(8, 10), end: at(8, 11) } }, NOW)).toMatchObject({ ok: true })
    expect(await occupancy(operator)).toEqual([[1, 201, 202, 'booking'], [1, 203, 204, 'booking']])
    const next = await made(book(people[1]!, other, at(8, 14), at(8, 15)))
    await made(book(people[2]!, resource, at(8, 15), at(8, 16)))
    expect(codes(await extendBooking(people[1]!, next, { to: at(8, 15.5) }, at(8, 14.5)))).toEqual(['operators_taken'])
    expect(await extendBooking(people[1]!, next, { to: at(8, 15) }, at(8, 14.5))).toMatchObject({ ok: false })
    await expectInvariants(NOW)
  })
})

describe('attendance', () => {
  it('binds hours, place and operator at the attended parts alone: six days of fatigue', async () => {
    const rig = await machine({ modes: ['self_operation', 'assisted_booking'], policy: { attendance: 'ends', allowUnattendedOutsideHours: true, maxMinutes: 7 * 1440, horizonDays: 90 } })
    const [here, there] = [await makeResource(), await makeResource({ university: 'b' })]
    const operator = await makeOperator([rig])
    const run = { items: [{ resourceId: rig, startsAt: at(14, 9), endsAt: at(18, 17), quantity: 1, mode: 'assisted_booking' as const }] }
    const id = await made(createBooking(people[0]!, run, NOW))
    expect(await occupancy(operator)).toEqual([[1, 14 * 24 + 9, 14 * 24 + 9.5, 'booking'], [1, 18 * 24 + 16.5, 18 * 24 + 17, 'booking']])
    expect(await db.presence.count({ where: { item: { bookingId: id } } })).toBe(2)
    expect(await book(people[0]!, here, at(15, 9), at(15, 17))).toMatchObject({ ok: true })
    expect(await book(people[0]!, there, at(16, 9), at(16, 17))).toMatchObject({ ok: true })
    expect(codes(await book(people[0]!, there, at(14, 9), at(14, 10)))).toContain('person_elsewhere')
    await expectInvariants(NOW)
  })

  it('may be more than the rules ask, never less, and is kept when moved', async () => {
    const rig = await makeResource({ policy: { attendance: 'ends' } })
    const whole = { items: [{ resourceId: rig, startsAt: at(1, 9), endsAt: at(1, 13), quantity: 1, mode: undefined, attendance: 'whole' as const }] }
    const id = await made(createBooking(people[5]!, whole, NOW))
    expect(await changeBooking(people[5]!, id, { startsAt: at(1, 10), endsAt: at(1, 14) }, { now: NOW })).toMatchObject({ ok: true })
    expect(await db.presence.findMany({ where: { item: { bookingId: id } }, select: { startsAt: true, endsAt: true } })).toEqual([{ startsAt: at(1, 10), endsAt: at(1, 14) }])
    const none = { items: [{ ...whole.items[0]!, startsAt: at(2, 9), endsAt: at(2, 13), attendance: 'none' as const }] }
    expect(codes(await createBooking(people[5]!, none, NOW))).toEqual(['attendance_required'])
  })
})

describe('of many at once', () => {
  it('two machines never get the last operator both', async () => {
    const machines = await Promise.all(Array.from({ length: CLIENTS }, () => machine()))
    const operators = [await makeOperator(machines), await makeOperator(machines)]
    for (const day of [21, 22, 23, 24]) {
      const outcomes = await Promise.all(people.map((person, index) => book(person, machines[index]!, at(day, 9 + (index % 3) / 2), at(day, 11))))
      expect(outcomes.filter(({ ok }) => ok)).toHaveLength(operators.length)
      expect(outcomes.every((each) => each.ok || codes(each).join() === 'operators_taken')).toBe(true)
    }
    await expectInvariants(NOW)
  })

  it('moving onto one operator, and cancelling beside it', async () => {
    const machines = await Promise.all(Array.from({ length: 6 }, () => machine()))
    await makeOperator(machines)
    const ids = await Promise.all(machines.map((resource, index) => made(book(people[index]!, resource, at(25, 9 + index), at(25, 10 + index)))))
    const outcomes = await Promise.all(ids.map((id, index) => changeBooking(people[index]!, id, { startsAt: at(25, 16), endsAt: at(25, 17) }, { now: NOW })))
    expect(outcomes.filter(({ ok }) => ok)).toHaveLength(1)
    await Promise.all(ids.flatMap((id, index) => [cancelBooking(people[index]!, id, {}, NOW), book(people[index + 6]!, machines[index]!, at(25, 9), at(25, 10))]))
    await expectInvariants(NOW)
  })
})
