import { beforeAll, expect, it } from 'vitest'
import { db } from '~/platform/db.server'
import { call, json } from '#tests/integration/api/client'
import { makePerson, makeResource, makeWorld, type Person, slot } from '#tests/integration/api/world'
import { runJobs } from '#tests/setup/jobs'

let ann: Person
let bob: Person
beforeAll(async () => {
  await makeWorld()
  await makeResource('open')
  ann = await makePerson('ann')
  bob = await makePerson('bob')
})

type Wait = { id: string; status: string; before: number; offerExpiresAt: string | null; bookingId: string | null; links: { accept: string; leave: string; self: string } }
type Booking = { id: string; status: string; startsAt: string; endsAt: string; restId?: string | null }
const instants = (...texts: string[]) => texts.map((each) => Date.parse(each))

it('a program waits, is offered what becomes free, and accepts it', async () => {
  const time = slot(10, 14)
  const taken = await json<Booking>(await call('/bookings', { token: ann.token, body: { resourceId: 'open', ...time } }))
  const joined = await call('/waits', { token: bob.token, body: { resourceId: 'open', ...time, title: 'Rail' } })
  expect(joined.status).toBe(201)
  const wait = await json<Wait>(joined)
  expect([wait.status, wait.before, joined.headers.get('Location')]).toEqual(['waiting', 0, `/api/v1/waits/${wait.id}`])
  expect((await call(`/waits/${wait.id}`, { token: ann.token })).status).toBe(404)
  expect((await call(`/waits/${wait.id}/accept`, { token: bob.token, body: {} })).status).toBe(409)

  await call(`/bookings/${taken.id}/cancel`, { token: ann.token, body: {} })
  await runJobs()
  const offered = await json<Wait>(await call(`/waits/${wait.id}`, { token: bob.token }))
  expect([offered.status, offered.offerExpiresAt === null]).toEqual(['offered', false])
  const accepted = await json<Booking>(await call(`/waits/${wait.id}/accept`, { token: bob.token, body: {} }))
  expect([accepted.status, ...instants(accepted.startsAt, accepted.endsAt)]).toEqual(['approved', ...instants(time.startsAt, time.endsAt)])
  expect((await json<Booking>(await call(`/waits/${wait.id}/accept`, { token: bob.token, body: {} }))).id).toBe(accepted.id)
  const { items } = await json<{ items: Wait[] }>(await call('/waits', { token: bob.token }))
  expect(items.map((each) => [each.status, each.bookingId])).toEqual([['accepted', accepted.id]])

  const middle = await json<Booking>(await call(`/bookings/${accepted.id}/release`, { token: bob.token, body: slot(11, 12) }))
  expect(instants(middle.startsAt, middle.endsAt)).toEqual(instants(slot(10, 11).startsAt, slot(10, 11).endsAt))
  const rest = await json<Booking>(await call(`/bookings/${middle.restId}`, { token: bob.token }))
  expect(instants(rest.startsAt, rest.endsAt)).toEqual(instants(slot(12, 14).startsAt, slot(12, 14).endsAt))
  expect((await call(`/bookings/${rest.id}/release`, { token: bob.token, body: slot(12, 13), headers: { 'If-Match': '"9"' } })).status).toBe(412)
})

it('a place in the line is left, twice the same', async () => {
  const time = slot(20, 21)
  await call('/bookings', { token: ann.token, body: { resourceId: 'open', ...time } })
  const wait = await json<Wait>(await call('/waits', { token: bob.token, body: { items: [{ resourceId: 'open', ...time }] } }))
  for (let round = 0; round < 2; round += 1) {
    expect((await json<Wait>(await call(`/waits/${wait.id}/leave`, { token: bob.token, body: {} }))).status).toBe('withdrawn')
  }
  expect(await db.auditEvent.count({ where: { subjectId: wait.id, action: 'wait.withdrawn' } })).toBe(1)
})

it('word of freed time is kept once a resource, and dropped', async () => {
  const put = (body: object) => call('/alerts/open', { method: 'PUT', token: bob.token, body })
  expect((await put({ minMinutes: 60, daysAhead: 7 })).status).toBe(200)
  expect(await json(await put({ minMinutes: 90, daysAhead: 7, fromMinute: 540, toMinute: 1080 }))).toMatchObject({ resourceId: 'open', minMinutes: 90, fromMinute: 540 })
  const { items } = await json<{ items: object[] }>(await call('/alerts', { token: bob.token }))
  expect(items).toHaveLength(1)
  for (let round = 0; round < 2; round += 1) expect((await call('/alerts/open', { method: 'DELETE', token: bob.token })).status).toBe(204)
  expect(await db.freedAlert.count()).toBe(0)
  const reader = await makePerson('reader', { scopes: ['read'] })
  expect((await call('/alerts/open', { method: 'PUT', token: reader.token, body: { minMinutes: 60, daysAhead: 7 } })).status).toBe(403)
})
