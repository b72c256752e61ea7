import { randomUUID } from 'node:crypto'
import { beforeAll, describe, expect, it } from 'vitest'
import type { Actor } from '~/domain/access/permission'
import type { Outcome } from '~/domain/problem'
import type { Quota } from '~/domain/scheduling/quota'
import { cancelBooking } from '~/features/bookings/cancel.server'
import { changeBooking } from '~/features/bookings/change.server'
import { checkBooking, createBooking } from '~/features/bookings/create.server'
import { decideBooking } from '~/features/bookings/decide.server'
import { db } from '~/platform/db.server'
import { at, booking, makePerson, makeResource, makeWorld, managerOf, NOW } from '#tests/factories/world'
import { expectInvariants } from './invariants'

/** Each of many requests fits alone; together they do not. */
const ROUNDS = 6
const CLIENTS = 10

let group: string
beforeAll(async () => {
  await makeWorld()
  const leaderId = (await makePerson()).personId
  group = (await db.researchGroup.create({ data: { leaderId, id: `g-${randomUUID().slice(0, 8)}`, universityId: 'a', nameZh: '课题组', nameEn: 'Group', confirmedAt: new Date('2026-01-01') }, select: { id: true } })).id
})

const quota = (rest: Partial<Quota> = {}): Quota => ({ measure: 'hours', window: 'day', days: null, per: 'person', limit: 4, over: 'resource', ...rest })
const limited = (one: Partial<Quota>, rest = {}) => makeResource({ capacity: 20, policy: { quotas: [quota(one)], allowParallel: true, horizonDays: 90, ...rest } })
const member = async (): Promise<Actor> => {
  const person = await makePerson()
  await db.groupMember.create({ data: { groupId: group, personId: person.personId, startsAt: new Date('2026-01-01') } })
  return person
}
const accepted = (outcomes: Outcome<unknown>[]) => outcomes.filter((each) => each.ok).length
const codes = (outcome: Outcome<unknown>) => (outcome.ok ? [] : outcome.problems.map(({ code }) => code))
const idOf = (outcome: Outcome<{ id: string }>) => {
  if (!outcome.ok) throw new Error(JSON.stringify(outcome.problems))
  return outcome.value.id
}

describe('a quota', () => {
  it('refuses with the figure, in the check and in the booking, and lets go of what is cancelled', async () => {
    const person = await makePerson()
    const resource = await limited({})
    const first = idOf(await createBooking(person, booking(resource, at(1, 9), at(1, 12)), NOW))
    const wish = booking(resource, at(1, 14), at(1, 16))
    const refusal = { code: 'quota_exceeded', params: { limit: 240, used: 180, asks: 120, per: 'person', window: 'day' } }
    expect(await createBooking(person, wish, NOW)).toMatchObject({ ok: false, problems: [refusal] })
    expect(await checkBooking(person, wish, NOW)).toMatchObject({ ok: true, value: { ok: false, problems: [refusal] } })
    expect((await createBooking(await makePerson(), wish, NOW)).ok).toBe(true)
    expect((await createBooking(person, booking(resource, at(2, 14), at(2, 16)), NOW)).ok).toBe(true)
    // A booking is not in its own way when it moves.
    expect(await changeBooking(person, first, { startsAt: at(1, 9), endsAt: at(1, 13) }, { now: NOW })).toMatchObject({ ok: true })
    expect(codes(await changeBooking(person, first, { startsAt: at(2, 9), endsAt: at(2, 13) }, { now: NOW }))).toEqual(['quota_exceeded'])
    await cancelBooking(person, first, {}, NOW)
    expect((await createBooking(person, wish, NOW)).ok).toBe(true)
  })

  it('counts requests that hold their time, and competing ones when they are accepted', async () => {
    const [person, manager] = await Promise.all([makePerson(), managerOf('a')])
    const holding = await limited({}, { approval: 'lab_manager' })
    expect((await createBooking(person, booking(holding, at(1, 9), at(1, 12)), NOW)).ok).toBe(true)
    expect(codes(await createBooking(person, booking(holding, at(1, 14), at(1, 16)), NOW))).toEqual(['quota_exceeded'])
    const competing = await limited({}, { approval: 'lab_manager', holdMode: 'compete' })
    const first = idOf(await createBooking(person, booking(competing, at(2, 9), at(2, 12)), NOW))
    const second = idOf(await createBooking(person, booking(competing, at(2, 14), at(2, 16)), NOW))
    expect((await decideBooking(manager, first, { decision: 'approve' }, { now: NOW })).ok).toBe(true)
    expect(codes(await decideBooking(manager, second, { decision: 'approve' }, { now: NOW }))).toEqual(['quota_exceeded'])
  })
})

describe('of requests that each fit but not together', () => {
  it('one person’s, on one resource and on several of a kind', async () => {
    for (const over of ['resource', 'kind_at_lab'] as const) {
      const resources = over === 'resource' ? [await limited({ over })] : await Promise.all([limited({ over }), limited({ over }), limited({ over })])
      for (let round = 0; round < ROUNDS; round += 1) {
        const person = await makePerson()
        const outcomes = await Promise.all(
          Array.from({ length: CLIENTS }, (_, index) =>
            createBooking(person, booking(resources[index % resources.length]!, at(7 + (round % 4), 9 + (index % 3)), at(7 + (round % 4), 12 + (index % 3))), NOW),
          ),
        )
        expect(accepted(outcomes)).toBe(1)
        expect(outcomes.every((each) => each.ok || codes(each).includes('quota_exceeded'))).toBe(true)
      }
    }
    await expectInvariants(NOW)
  })

  it('a group’s, by different people on different resources', async () => {
    const people = await Promise.all(Array.from({ length: CLIENTS }, member))
    const one = { per: 'group', over: 'kind_at_lab', measure: 'count', limit: 2, window: 'day' } as const
    const resources = await Promise.all([limited(one), limited(one), limited(one), limited(one)])
    for (let round = 0; round < ROUNDS; round += 1) {
      const day = 14 + (round % 5) + 7 * Math.floor(round / 5)
      const outcomes = await Promise.all(people.map((person, index) => createBooking(person, booking(resources[index % 4]!, at(day, 9 + (index % 5)), at(day, 10 + (index % 5))), NOW)))
      expect(accepted(outcomes)).toBe(2)
    }
    await expectInvariants(NOW)
  })

  it('a university’s, by creating and moving at once', async () => {
    const one = { per: 'university', over: 'kind_at_lab', limit: 4, window: 'week' } as const
    const [here, there] = await Promise.all([limited(one), limited(one)])
    const people = await Promise.all(Array.from({ length: CLIENTS }, () => makePerson('b')))
    // Weeks that nothing else of that university uses.
    const held = idOf(await createBooking(people[0]!, booking(here, at(35, 9), at(35, 12)), NOW))
    const outcomes = await Promise.all([
      changeBooking(people[0]!, held, { startsAt: at(42, 9), endsAt: at(42, 12) }, { now: NOW }),
      ...people.slice(1).map((person, index) => createBooking(person, booking(index % 2 ? here : there, at(42 + (index % 4), 14), at(42 + (index % 4), 17)), NOW)),
    ])
    expect(accepted(outcomes)).toBe(1)
    await expectInvariants(NOW)
  })
})
