import { Client } from 'pg'
import { beforeAll, expect, it, vi } from 'vitest'
import type { Actor } from '~/domain/access/permission'
import { createApiToken } from '~/features/auth/create-api-token.server'
import { createSession } from '~/features/auth/session.server'
import { createBooking } from '~/features/bookings/create.server'
import { loader as calendar } from '~/routes/resources.$id_.calendar[.json]'
import { loader as page } from '~/routes/resources.$id'
import { loader as calendars } from '~/routes/resources.calendar[.json]'
import { at, booking, makePerson, makeResource, makeWorld, NOW } from '#tests/factories/world'
import { call } from '../api/client'

/*
 * What is asked for most takes so many statements and no more: each costs a journey to the database, and
 * between a command's lock and its commit everybody else waits for it.
 */

let person: Actor
let cookie: string
beforeAll(async () => {
  await makeWorld()
  person = await makePerson('a')
  cookie = (await createSession(person.personId, new Request('http://x/'))).split(';')[0]!
  for (const id of ['one', 'two', 'three']) await makeResource({ id })
})

async function statements(work: () => unknown): Promise<number> {
  const sent = vi.spyOn(Client.prototype, 'query')
  try {
    await work()
    return sent.mock.calls.length
  } finally {
    sent.mockRestore()
  }
}

const asked = (path: string, id: string, headers: Record<string, string> = {}) => ({ request: new Request(`http://x${path}`, { headers }), params: { id }, context: {} })
const week = `start=${at(0, 0).toISOString()}&end=${at(7, 0).toISOString()}`

it('a booking is begun, locked and read, written, and committed', async () => {
  expect(await statements(() => createBooking(person, booking('one', at(1, 9), at(1, 10)), NOW))).toBe(4)
  // Waiting for a decision writes more rows, in the same statement.
  await makeResource({ id: 'asks', policy: { approval: 'lab_manager' } })
  expect(await statements(() => createBooking(person, booking('asks', at(1, 10), at(1, 11)), NOW))).toBe(4)
})

it('through the API the token and the answer are one statement each beside', async () => {
  const made = await createApiToken(person, { name: 'test', scopes: ['read', 'book'], days: 30 }, new Date())
  if (!made.ok) throw new Error('no token')
  const token = made.value.secret
  const soon = (hour: number) => new Date(Math.ceil(Date.now() / 86_400_000 + 3) * 86_400_000 + hour * 3_600_000).toISOString()
  const post = (hour: number) => call('/bookings', { token, body: { resourceId: 'two', startsAt: soon(hour), endsAt: soon(hour + 1), purpose: 'research' } })
  // The first use of a minute is noted.
  expect(await statements(() => post(2))).toBe(7)
  expect(await statements(() => post(3))).toBe(6)
})

it('a calendar is one, for however many resources, and one more for who asks', async () => {
  expect(await statements(() => calendar(asked(`/resources/one/calendar.json?${week}`, 'one')))).toBe(1)
  expect(await statements(() => calendar(asked(`/resources/one/calendar.json?${week}`, 'one', { cookie })))).toBe(2)
  expect(await statements(() => calendars(asked(`/resources/calendar.json?resources=one,two,three&${week}`, '')))).toBe(1)
})

it('a resource’s page is four, and one more for who asks', async () => {
  expect(await statements(() => page(asked('/resources/one', 'one')))).toBe(4)
  expect(await statements(() => page(asked('/resources/one', 'one', { cookie })))).toBe(5)
})
