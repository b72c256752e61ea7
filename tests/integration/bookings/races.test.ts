import { beforeAll, describe, expect, it } from 'vitest'
import type { Actor } from '~/domain/access/permission'
import type { Outcome } from '~/domain/problem'
import { cancelBooking } from '~/features/bookings/cancel.server'
import { changeBooking } from '~/features/bookings/change.server'
import { createBooking } from '~/features/bookings/create.server'
import { decideBooking } from '~/features/bookings/decide.server'
import { settleBookings } from '~/features/bookings/jobs.server'
import { at, booking, makePerson, makeResource, makeWorld, managerOf, NOW, occupancy } from '#tests/factories/world'
import { expectInvariants } from './invariants'

/** Many clients at once over the real pool; the HTTP races with 64 clients and 50 rounds run in the browser suite. */
const CLIENTS = 16
const ROUNDS = 8

let people: Actor[]
beforeAll(async () => {
  await makeWorld()
  people = await Promise.all(Array.from({ length: CLIENTS }, () => makePerson()))
})

const accepted = (outcomes: Outcome<unknown>[]) => outcomes.filter((each) => each.ok).length
const round = (count: number) => Array.from({ length: count }, (_, index) => index)
const together = <T>(work: (person: Actor, index: number) => Promise<T>) => Promise.all(people.map(work))

describe('of many at once exactly one wins', () => {
  it('creating', async () => {
    const resource = await makeResource()
    for (const day of round(ROUNDS).map((each) => (each % 4) + 1 + 7 * Math.floor(each / 4))) {
      // Different lengths and starts, every two of them overlapping.
      const outcomes = await together((person, index) =>
        createBooking(person, booking(resource, at(day, 9 + (index % 3) / 2), at(day, 11 + (index % 4) / 2)), NOW),
      )
      expect(accepted(outcomes)).toBe(1)
      expect(outcomes.every((each) => each.ok || each.problems.some(({ code }) => code === 'slot_taken'))).toBe(true)
    }
    await expectInvariants(NOW)
  })

  it('moving into one slot', async () => {
    const target = await makeResource()
    const single = await Promise.all(
      people.slice(0, 6).map(async (person, index) => {
        const made = await createBooking(person, booking(target, at(24, 9 + index), at(24, 10 + index)), NOW)
        if (!made.ok) throw new Error(JSON.stringify(made.problems))
        return { person, id: made.value.id }
      }),
    )
    for (const day of [25, 31]) {
      const outcomes = await Promise.all(
        single.map(({ person, id }) => changeBooking(person, id, { startsAt: at(day, 9), endsAt: at(day, 12) }, { now: NOW })),
      )
      expect(accepted(outcomes)).toBe(1)
    }
    expect(await occupancy(target)).toHaveLength(single.length)
    await expectInvariants(NOW)
  })

  it('creating against moving, at the same place', async () => {
    const resource = await makeResource()
    for (const hour of [9, 11, 13]) {
      const made = await createBooking(people[0]!, booking(resource, at(14, 17), at(14, 18)), NOW)
      if (!made.ok) throw new Error(JSON.stringify(made.problems))
      const outcomes = await together<Outcome<unknown>>((person, index) =>
        index === 0
          ? changeBooking(person, made.value.id, { startsAt: at(14, hour), endsAt: at(14, hour + 1) }, { now: NOW })
          : createBooking(person, booking(resource, at(14, hour), at(14, hour + 1)), NOW),
      )
      expect(accepted(outcomes)).toBe(1)
      if (!outcomes[0]!.ok) await cancelBooking(people[0]!, made.value.id, {}, NOW)
    }
    await expectInvariants(NOW)
  })

  it('approving rivals into one slot, and deciding one request twice', async () => {
    const manager = await managerOf('a')
    const rivals = await makeResource({ policy: { approval: 'lab_manager', holdMode: 'compete' } })
    for (const day of [15, 16]) {
      const asked = await together((person) => createBooking(person, booking(rivals, at(day, 9), at(day, 10)), NOW))
      expect(accepted(asked)).toBe(CLIENTS)
      const ids = asked.flatMap((each) => (each.ok ? [each.value.id] : []))
      const decided = await Promise.all(ids.map((id) => decideBooking(manager, id, { decision: 'approve' }, { now: NOW })))
      expect(accepted(decided)).toBe(1)
      expect(await occupancy(rivals)).toHaveLength(day - 14)
    }

    const asking = await makeResource({ policy: { approval: 'lab_manager' } })
    const managers = [manager, ...(await Promise.all(round(5).map(() => managerOf('a'))))]
    for (const hour of [9, 11, 13]) {
      const made = await createBooking(people[1]!, booking(asking, at(17, hour), at(17, hour + 1)), NOW)
      if (!made.ok) throw new Error(JSON.stringify(made.problems))
      const both = await Promise.all(
        managers.map((each, index) => decideBooking(each, made.value.id, index % 2 ? { decision: 'decline', comment: 'No' } : { decision: 'approve' }, { now: NOW })),
      )
      expect(accepted(both)).toBe(1)
    }
    await expectInvariants(NOW)
  })

  it('deciding while the applicant cancels or moves', async () => {
    const manager = await managerOf('a')
    const resource = await makeResource({ policy: { approval: 'lab_manager' } })
    for (const hour of [9, 10, 11, 12, 13, 14]) {
      const made = await createBooking(people[2]!, booking(resource, at(18, hour), at(18, hour + 1)), NOW)
      if (!made.ok) throw new Error(JSON.stringify(made.problems))
      const outcomes = await Promise.all([
        decideBooking(manager, made.value.id, { decision: 'approve' }, { now: NOW }),
        hour % 2
          ? cancelBooking(people[2]!, made.value.id, {}, NOW)
          : changeBooking(people[2]!, made.value.id, { startsAt: at(18, hour + 0.5), endsAt: at(18, hour + 1) }, { now: NOW }),
      ])
      expect(accepted(outcomes)).toBeGreaterThanOrEqual(1)
    }
    await expectInvariants(NOW)
  })

  it('one person asking for two campuses at one time', async () => {
    const here = await makeResource({ capacity: 50 })
    const there = await makeResource({ university: 'b', capacity: 50 })
    for (const hour of [9, 11, 13, 15]) {
      const outcomes = await Promise.all(
        round(8).map((index) => createBooking(people[3]!, booking(index % 2 ? here : there, at(21, hour), at(21, hour + 1)), NOW)),
      )
      expect(accepted(outcomes)).toBe(1)
    }
    await expectInvariants(NOW)
  })

  it('the units of a capacity, and a space against what is inside', async () => {
    const seats = await makeResource({ capacity: 5 })
    for (const hour of [9, 13]) {
      const outcomes = await together((person, index) =>
        createBooking(person, booking(seats, at(22, hour + (index % 2) / 2), at(22, hour + 2)), NOW),
      )
      expect(accepted(outcomes)).toBe(5)
    }
    const space = await makeResource()
    const inside = await makeResource({ parentId: space })
    const outcomes = await together((person, index) => createBooking(person, booking(index % 2 ? space : inside, at(23, 9), at(23, 11)), NOW))
    expect(accepted(outcomes)).toBe(1)
    await expectInvariants(NOW)
  })
})

describe('random histories of all commands by many clients', () => {
  it('never break what must hold', async () => {
    const manager = await managerOf('a')
    const resources = await Promise.all([
      makeResource(),
      makeResource({ capacity: 3 }),
      makeResource({ policy: { approval: 'lab_manager', holdHours: 24 } }),
      makeResource({ policy: { approval: 'lab_manager', holdMode: 'compete' } }),
      makeResource({ policy: { cleanUpMinutes: 30, turnaround: 'shared' } }),
    ])
    const parent = await makeResource()
    resources.push(parent, await makeResource({ parentId: parent }))

    // A fixed stream of choices, so that a failure can be repeated.
    let state = 20261123
    const pick = (limit: number) => {
      state = (Math.imul(state, 1664525) + 1013904223) >>> 0
      return state % limit
    }
    const made: { person: Actor; id: string }[] = []
    for (const step of round(12)) {
      const now = new Date(NOW.getTime() + step * 3_600_000)
      await Promise.all(
        people.map(async (person) => {
          const day = 28 + pick(3)
          const start = 9 + pick(14) / 2
          const target = made[pick(Math.max(1, made.length))]
          const choice = pick(10)
          if (!target || choice < 5) {
            const outcome = await createBooking(person, booking(resources[pick(resources.length)]!, at(day, start), at(day, start + 0.5 + pick(4) / 2)), now)
            if (outcome.ok) made.push({ person, id: outcome.value.id })
          } else if (choice < 7) {
            await changeBooking(target.person, target.id, { startsAt: at(day, start), endsAt: at(day, start + 0.5 + pick(4) / 2) }, { now })
          } else if (choice < 8) {
            await cancelBooking(target.person, target.id, {}, now)
          } else if (choice < 9) {
            await decideBooking(manager, target.id, pick(3) ? { decision: 'approve' } : { decision: 'decline', comment: 'No' }, { now })
          } else {
            await settleBookings(now)
          }
        }),
      )
      await expectInvariants(now)
    }
    expect(made.length).toBeGreaterThan(30)
  })
})
