import { beforeAll, expect, it } from 'vitest'
import { resourceCalendar, resourceCalendars } from '~/features/bookings/calendar.server'
import { createBooking } from '~/features/bookings/create.server'
import { loader } from '~/routes/resources.calendar[.json]'
import { at, booking, makePerson, makeResource, makeWorld, NOW } from '#tests/factories/world'

const week = { start: at(0, 0), end: at(7, 0) }
let person: Awaited<ReturnType<typeof makePerson>>

beforeAll(async () => {
  await makeWorld()
  person = await makePerson('a')
  await makeResource({ id: 'open' })
  await makeResource({ id: 'asked', policy: { approval: 'lab_manager' } })
  await makeResource({ id: 'seats', capacity: 2 })
  await makeResource({ id: 'own', shareScope: 'own_university' })
  await makeResource({ id: 'space' })
  await makeResource({ id: 'inside', parentId: 'space' })
  let hour = 9
  for (const id of ['open', 'asked', 'seats', 'inside']) {
    const made = await createBooking(person, booking(id, at(1, hour), at(1, hour + 1), { title: 'Mine' }), NOW)
    if (!made.ok) throw new Error(`no booking of ${id}`)
    hour += 1
  }
})

const ids = ['inside', 'open', 'asked', 'seats', 'own', 'space', 'nothing', 'no\0thing', 'open']

it('are, many at once, what they are one by one, in the order asked for', async () => {
  for (const reader of [null, person, await makePerson('b')]) {
    const all = await resourceCalendars(reader, ids, week, NOW)
    const visible = reader?.homeUniversityId === 'a' ? ['inside', 'open', 'asked', 'seats', 'own', 'space'] : ['inside', 'open', 'asked', 'seats', 'space']
    expect([...all.keys()]).toEqual(visible)
    for (const [id, calendar] of all) expect(calendar).toEqual(await resourceCalendar(reader, id, week, NOW))
  }
})

it('tell a stranger no more than that the time is taken, and a request from a booking', async () => {
  const all = await resourceCalendars(null, ids, week, NOW)
  const shown = (id: string) => all.get(id)?.entries.map(({ kind, start, title, bookingId }) => [kind, start, title, bookingId])
  expect(shown('open')).toEqual([['taken', at(1, 9).toISOString(), null, null]])
  expect(shown('asked')).toEqual([['hold', at(1, 10).toISOString(), null, null]])
  // One of two seats: there is room.
  expect(shown('seats')).toEqual([])
  expect(shown('space')).toEqual([['taken', at(1, 12).toISOString(), null, null]])
  expect(all.get('open')?.closed.length).toBeGreaterThan(4)
})

it('show their own to the person who booked', async () => {
  const all = await resourceCalendars(person, ids, week, NOW)
  expect(all.get('open')?.entries).toMatchObject([{ kind: 'own', title: 'Mine', isPending: false, isMovable: true }])
  expect(all.get('asked')?.entries).toMatchObject([{ kind: 'own', title: 'Mine', isPending: true }])
})

it('answer at one address, which says what it needs', async () => {
  const ask = async (query: string) => loader({ request: new Request(`http://x/resources/calendar.json?${query}`), params: {}, context: {} })
  const times = `start=${week.start.toISOString()}&end=${week.end.toISOString()}`
  const answer = await ask(`resources=open,nothing,seats&${times}`)
  const { resources } = (await answer.json()) as { resources: { id: string }[] }
  expect(resources.map(({ id }) => id)).toEqual(['open', 'seats'])
  expect(await (await ask(times)).json()).toEqual({ resources: [] })
  await expect(ask('resources=open&start=never&end=ever')).rejects.toMatchObject({ status: 400 })
})
