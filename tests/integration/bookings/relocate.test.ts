import { randomUUID } from 'node:crypto'
import { beforeAll, expect, it } from 'vitest'
import { createBooking } from '~/features/bookings/create.server'
import { checkRelocation, relocateBooking } from '~/features/bookings/relocate.server'
import { db } from '~/platform/db.server'
import { at, booking, makePerson, makeResource, makeWorld, NOW, occupancy } from '#tests/factories/world'

beforeAll(makeWorld)

async function booked(resourceId: string, person: Awaited<ReturnType<typeof makePerson>>, from = 10, to = 12): Promise<string> {
  const outcome = await createBooking(person, { ...booking(resourceId, at(1, from), at(1, to)), title: 'Kept' }, NOW)
  if (!outcome.ok) throw new Error(JSON.stringify(outcome.problems))
  return outcome.value.id
}

const statusOf = async (id: string) => (await db.booking.findUniqueOrThrow({ where: { id }, select: { status: true } })).status

it('gives the old one up and books the other, at the very same time, with its words', async () => {
  const [one, two, person] = [await makeResource({}), await makeResource({}), await makePerson('a')]
  const id = await booked(one, person)
  const to = { resourceId: two, startsAt: at(1, 10), endsAt: at(1, 12) }
  expect(await checkRelocation(person, id, to, NOW)).toMatchObject({ ok: true, value: { verdict: { ok: true }, givingUp: [] } })
  const key = randomUUID()
  const moved = await relocateBooking(person, id, to, { version: 1, key, now: NOW })
  expect(moved).toMatchObject({ ok: true, value: { status: 'approved' } })
  if (!moved.ok) return
  expect(await statusOf(id)).toBe('cancelled')
  expect(await db.booking.findUniqueOrThrow({ where: { id: moved.value.id }, select: { title: true, items: { select: { resourceId: true } } } })).toEqual({ title: 'Kept', items: [{ resourceId: two }] })
  expect([await occupancy(one), (await occupancy(two)).length]).toEqual([[], 1])
  // Sent once more, it answers with what it made.
  expect(await relocateBooking(person, id, to, { version: 1, key, now: NOW })).toMatchObject({ ok: true, value: { id: moved.value.id } })
  expect(await db.booking.count({ where: { attendeeId: person.personId } })).toBe(2)
})

it('changes nothing where the other is taken, the version is old, or the booking is another’s', async () => {
  const [one, two, person, other] = [await makeResource({}), await makeResource({}), await makePerson('a'), await makePerson('a')]
  const id = await booked(one, person)
  await booked(two, other)
  const to = { resourceId: two, startsAt: at(1, 11), endsAt: at(1, 13) }
  const refusals = [
    await relocateBooking(person, id, to, { version: 1, now: NOW }),
    await relocateBooking(person, id, { ...to, startsAt: at(1, 14), endsAt: at(1, 15) }, { version: 7, now: NOW }),
    await relocateBooking(other, id, { ...to, startsAt: at(1, 14), endsAt: at(1, 15) }, { version: 1, now: NOW }),
    await relocateBooking(person, id, { ...to, resourceId: 'nowhere\0' }, { version: 1, now: NOW }),
  ]
  expect(refusals.map((each) => (each.ok ? null : each.problems[0]!.code))).toEqual(['slot_taken', 'version_conflict', 'not_allowed', 'not_allowed'])
  expect(await statusOf(id)).toBe('approved')
  expect(await occupancy(one)).toHaveLength(1)
})

it('lets two who want the same place have it once, and the loser keeps his own', async () => {
  const [one, two, three] = [await makeResource({}), await makeResource({}), await makeResource({})]
  const [a, b] = [await makePerson('a'), await makePerson('a')]
  const [first, second] = [await booked(one, a), await booked(two, b)]
  const to = { resourceId: three, startsAt: at(1, 10), endsAt: at(1, 12) }
  const outcomes = await Promise.all([relocateBooking(a, first, to, { version: 1, now: NOW }), relocateBooking(b, second, to, { version: 1, now: NOW })])
  expect(outcomes.filter(({ ok }) => ok)).toHaveLength(1)
  expect([await statusOf(first), await statusOf(second)].toSorted()).toEqual(['approved', 'cancelled'])
  expect(await occupancy(three)).toHaveLength(1)
})
