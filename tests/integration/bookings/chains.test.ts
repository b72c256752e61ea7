import { beforeAll, describe, expect, it } from 'vitest'
import type { Actor } from '~/domain/access/permission'
import { chainItems, type ChainStep } from '~/domain/booking/chain'
import type { Outcome } from '~/domain/problem'
import { cancelBooking } from '~/features/bookings/cancel.server'
import { changeBooking } from '~/features/bookings/change.server'
import { createBooking } from '~/features/bookings/create.server'
import type { BookingInput } from '~/features/bookings/schema'
import { db } from '~/platform/db.server'
import { at, booking, makePerson, makeResource, makeWorld, NOW, occupancy } from '#tests/factories/world'
import { expectInvariants } from './invariants'

const CLIENTS = 12

let people: Actor[]
beforeAll(async () => {
  await makeWorld()
  people = await Promise.all(Array.from({ length: CLIENTS }, () => makePerson()))
})

const after = (resourceId: string, hours: number, gapMinutes = 0): ChainStep => ({ resourceId, mode: null, quantity: 1, minutes: hours * 60, begins: 'after', gapMinutes })
const chain = (start: Date, ...steps: ChainStep[]): BookingInput => ({
  items: chainItems(start, steps).map(({ period, resourceId, quantity }) => ({ resourceId, startsAt: period.start, endsAt: period.end, quantity, mode: undefined })),
})
const codes = (outcome: Outcome<unknown>) => (outcome.ok ? [] : outcome.problems.map(({ code }) => code))
const accepted = (outcomes: Outcome<unknown>[]) => outcomes.filter((each) => each.ok).length
async function made(person: Actor, input: BookingInput): Promise<string> {
  const outcome = await createBooking(person, input, NOW)
  if (!outcome.ok) throw new Error(JSON.stringify(outcome.problems))
  return outcome.value.id
}

describe('a chain', () => {
  it('is booked, moved and cancelled as one block, with its order and gaps', async () => {
    const [room, instrument, cooling] = [await makeResource(), await makeResource(), await makeResource()]
    const person = people[0]!
    const id = await made(person, chain(at(1, 9), after(room, 2), after(instrument, 4, 30), { ...after(cooling, 1), begins: 'with', gapMinutes: 60 }))
    expect([await occupancy(room), await occupancy(instrument), await occupancy(cooling)]).toEqual([
      [[1, 33, 35, 'booking']], [[1, 35.5, 39.5, 'booking']], [[1, 36.5, 37.5, 'booking']],
    ])
    const moved = await changeBooking(person, id, { startsAt: at(1, 10), endsAt: at(1, 12) }, { now: NOW })
    expect(moved).toMatchObject({ ok: true, value: { change: 'moved' } })
    expect([await occupancy(room), await occupancy(instrument), await occupancy(cooling)]).toEqual([
      [[1, 34, 36, 'booking']], [[1, 36.5, 40.5, 'booking']], [[1, 37.5, 38.5, 'booking']],
    ])
    expect(await cancelBooking(person, id, {}, NOW)).toMatchObject({ ok: true })
    expect([await occupancy(room), await occupancy(instrument), await occupancy(cooling)]).toEqual([[], [], []])
  })

  it('takes nothing when one part of it does not fit, made or moved', async () => {
    const [room, instrument] = [await makeResource(), await makeResource()]
    await made(people[1]!, booking(instrument, at(2, 12), at(2, 13)))
    expect(codes(await createBooking(people[0]!, chain(at(2, 9), after(room, 2), after(instrument, 4)), NOW))).toContain('slot_taken')
    expect(await occupancy(room)).toEqual([])
    const id = await made(people[0]!, chain(at(2, 9), after(room, 1), after(instrument, 1)))
    const before = [await occupancy(room), await occupancy(instrument)]
    expect(codes(await changeBooking(people[0]!, id, { startsAt: at(2, 11), endsAt: at(2, 12) }, { now: NOW }))).toContain('slot_taken')
    expect([await occupancy(room), await occupancy(instrument)]).toEqual(before)
  })

  it('needs its person in one place at a time, and names the journey between its parts', async () => {
    const [here, there] = [await makeResource(), await makeResource({ university: 'b' })]
    const beside = chain(at(3, 9), after(here, 2), { ...after(there, 2), begins: 'with' })
    expect(codes(await createBooking(people[0]!, beside, NOW))).toContain('person_elsewhere')
    const refuses = await makeResource({ university: 'b', policy: { journey: 'refuse' } })
    expect(codes(await createBooking(people[0]!, chain(at(3, 9), after(here, 2), after(refuses, 2, 10)), NOW))).toContain('journey_too_short')
    expect(await createBooking(people[0]!, chain(at(3, 9), after(here, 2), after(there, 2, 240)), NOW)).toMatchObject({ ok: true })
  })

  it('has at most eight parts', async () => {
    const resource = await makeResource({ capacity: 50 })
    const hundred = chain(at(4, 9), ...Array.from({ length: 100 }, () => ({ ...after(resource, 1), begins: 'with' as const })))
    expect(await createBooking(people[0]!, hundred, NOW)).toEqual({
      ok: false, problems: [{ code: 'too_many_items', params: { limit: 8, asks: 100 }, severity: 'refuse' }],
    })
    expect(await db.bookingItem.count({ where: { resourceId: resource } })).toBe(0)
  })

  it('may take the same resource twice, and re-numbers the others so that it fits', async () => {
    const resource = await makeResource({ capacity: 2 })
    // 9–11 on unit 1, 10–12 on unit 2, then 12–14 on unit 1: two more at 11–12 and 12–14 fit only beside.
    await made(people[1]!, booking(resource, at(7, 9), at(7, 11)))
    await made(people[2]!, booking(resource, at(7, 10), at(7, 12)))
    await made(people[3]!, booking(resource, at(7, 12), at(7, 14)))
    await made(people[0]!, chain(at(7, 11), after(resource, 1), after(resource, 2)))
    expect(await occupancy(resource)).toHaveLength(5)
    await expectInvariants(NOW)
  })
})

describe('many at once', () => {
  it('of crossing chains never both halves are lost, nor one half kept', async () => {
    const [one, two, three] = [await makeResource(), await makeResource(), await makeResource()]
    for (const day of [8, 9, 10]) {
      // The same three at the same time, named in different orders: locks must not cross.
      const outcomes = await Promise.all(people.map((person, index) => {
        const order = [[one, two, three], [three, one, two], [two, three, one]][index % 3]!
        return createBooking(person, chain(at(day, 9 + (index % 2)), ...order.map((id, nth) => ({ ...after(id, 3), begins: nth === 0 ? 'after' as const : 'with' as const }))), NOW)
      }))
      expect(accepted(outcomes)).toBe(1)
      expect(outcomes.every((each) => each.ok || codes(each).includes('slot_taken'))).toBe(true)
    }
    for (const id of [one, two, three]) expect(await occupancy(id)).toHaveLength(3)
    await expectInvariants(NOW)
  })

  it('moving chains into one slot while others book a part of it', async () => {
    const [room, instrument] = [await makeResource({ capacity: 2 }), await makeResource()]
    const own = await Promise.all(people.slice(0, 3).map(async (person, index) => ({
      person, id: await made(person, chain(at(14, 9 + 2 * index), after(room, 1), after(instrument, 1))),
    })))
    const outcomes = await Promise.all<Outcome<unknown>>([
      ...own.map(({ person, id }) => changeBooking(person, id, { startsAt: at(15, 9), endsAt: at(15, 10) }, { now: NOW })),
      ...people.slice(3).map((person, index) => createBooking(person, booking(index % 2 ? room : instrument, at(15, 9.5), at(15, 11)), NOW)),
    ])
    expect(outcomes.every((each) => each.ok || codes(each).includes('slot_taken'))).toBe(true)
    // Each chain is whole, where it was or where it went.
    for (const { id } of own) {
      const items = await db.bookingItem.findMany({ where: { bookingId: id }, orderBy: { position: 'asc' }, select: { startsAt: true, endsAt: true, allocations: { select: { startsAt: true } } } })
      expect(items[1]!.startsAt).toEqual(items[0]!.endsAt)
      expect(items.map((each) => each.allocations.map(({ startsAt }) => startsAt))).toEqual(items.map((each) => [each.startsAt]))
    }
    await expectInvariants(NOW)
  })
})
