import { beforeAll, describe, expect, it } from 'vitest'
import type { Wish } from '~/domain/booking/facts'
import { checkBooking, createBooking, questionOf } from '~/features/bookings/create.server'
import { readFacts } from '~/features/bookings/facts.server'
import { at, booking, makePerson, makeResource, makeWorld, NOW } from '#tests/factories/world'

/* What a verdict is told: enough to refuse by, and nothing that no rule asks for. */

beforeAll(makeWorld)

const problemsOf = async (...asked: Parameters<typeof checkBooking>) => {
  const outcome = await checkBooking(...asked)
  return outcome.ok ? outcome.value.problems.map(({ code }) => code) : ['refused']
}

const factsFor = (personId: string, resourceId: string, start: Date, end: Date) => {
  const item: Wish['items'][number] = { resourceId, period: { start, end }, mode: null, quantity: 1 }
  return readFacts(questionOf({ items: [item], attendeeId: personId }, NOW))
}

describe('neighbours', () => {
  it.each([
    ['sum', { setUpMinutes: 1500, cleanUpMinutes: 0, turnaround: 'sum' } as const],
    ['shared', { setUpMinutes: 0, cleanUpMinutes: 1500, turnaround: 'shared' } as const],
  ])('are known as far as the turnaround reaches, be it longer than a day: %s', async (_, policy) => {
    const resource = await makeResource({ policy })
    const [person, other] = [await makePerson(), await makePerson()]
    const made = await createBooking(other, booking(resource, at(9, 9), at(9, 10)), NOW)
    expect(made.ok).toBe(true)
    // 25 hours between two: a day later they meet, two days later they do not.
    expect(await problemsOf(person, booking(resource, at(10, 9), at(10, 10)), NOW)).toEqual(['slot_taken'])
    expect(await problemsOf(person, booking(resource, at(11, 9), at(11, 10)), NOW)).toEqual([])
    expect(await problemsOf(person, booking(resource, at(8, 9), at(8, 10)), NOW)).toEqual(['slot_taken'])
    expect(await problemsOf(person, booking(resource, at(7, 9), at(7, 10)), NOW)).toEqual([])
  })

  it('are left out where they cannot matter', async () => {
    const resource = await makeResource()
    const [person, other] = [await makePerson(), await makePerson()]
    for (const hour of [8, 10, 12]) await createBooking(other, booking(resource, at(1, hour), at(1, hour + 1)), NOW)
    const { resources } = await factsFor(person.personId, resource, at(1, 10), at(1, 11))
    expect(resources[resource]?.taken.map(({ start }) => start)).toEqual([at(1, 10)])
  })
})

describe('presences', () => {
  it('on the same campus count while they overlap, elsewhere for a day around, with the way between', async () => {
    const [here, there] = [await makeResource(), await makeResource({ university: 'b' })]
    const person = await makePerson()
    await createBooking(person, booking(here, at(1, 9), at(1, 10)), NOW)
    const later = await factsFor(person.personId, here, at(1, 10), at(1, 11))
    expect(later).toMatchObject({ attendee: { presences: [] }, campuses: {}, rail: [] })
    const during = await factsFor(person.personId, here, at(1, 9), at(1, 10))
    expect(during.attendee?.presences).toMatchObject([{ start: at(1, 9), end: at(1, 10) }])
    const elsewhere = await factsFor(person.personId, there, at(1, 14), at(1, 15))
    expect(elsewhere.attendee?.presences).toMatchObject([{ start: at(1, 9), end: at(1, 10) }])
    expect(Object.keys(elsewhere.campuses)).toHaveLength(2)
  })
})
