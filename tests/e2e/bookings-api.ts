import { expect } from '@playwright/test'
import { type Account } from './demo'
import { type Answer, jsonOf, send, sessionOf } from './http-session'

/** Bookings through the JSON API, as far as the tests look at them. */

export type Period = { startsAt: string; endsAt: string }
export type Booking = Period & {
  id: string
  status: string
  version: number
  change: { items: Period[] } | null
  decisions: { decision: string }[]
}

const DAY_MS = 86_400_000
const MINUTE_MS = 60_000

/** Free slots of one length, the earliest first, `from` to `to` days ahead. */
export async function freeSlots(resource: { id: string; minutes: number }, days: { from: number; to: number }): Promise<Period[]> {
  const at = (count: number) => new Date(Date.now() + count * DAY_MS).toISOString().slice(0, 10)
  const answer = await send(null, 'GET', `/api/v1/resources/${resource.id}/availability?from=${at(days.from)}&to=${at(days.to)}`)
  expect(answer.status, answer.text).toBe(200)
  const { free } = jsonOf<{ free: Period[] }>(answer)
  return free.flatMap(({ startsAt, endsAt }) => {
    const start = Date.parse(startsAt)
    const length = resource.minutes * MINUTE_MS
    return Array.from({ length: Math.floor((Date.parse(endsAt) - start) / length) }, (_, at) => ({
      startsAt: new Date(start + at * length).toISOString(),
      endsAt: new Date(start + (at + 1) * length).toISOString(),
    }))
  })
}

export async function book(account: Account, resourceId: string, slot: Period): Promise<Answer> {
  return send(await sessionOf(account), 'POST', '/api/v1/bookings', { json: { resourceId, ...slot, purpose: 'research' } })
}

/** Books for the first of the accounts that is free then; the demo's calendar keeps some of them busy. */
export async function bookForAny(accounts: readonly Account[], resourceId: string, slot: Period): Promise<{ owner: Account; booking: Booking }> {
  for (const owner of accounts) {
    const answer = await book(owner, resourceId, slot)
    if (answer.status === 201) return { owner, booking: jsonOf<Booking>(answer) }
    expect(answer.text, 'a free slot is refused for its person alone').toMatch(/person_(busy|elsewhere)/)
  }
  throw new Error(`nobody could book ${resourceId} at ${slot.startsAt}`)
}

export async function move(account: Account, id: string, slot: Period): Promise<Answer> {
  return send(await sessionOf(account), 'PATCH', `/api/v1/bookings/${id}`, { json: slot })
}

export async function cancel(account: Account, id: string): Promise<Answer> {
  return send(await sessionOf(account), 'POST', `/api/v1/bookings/${id}/cancel`, { json: {} })
}

export async function decide(account: Account, id: string, decision: 'approve' | 'decline'): Promise<Answer> {
  return send(await sessionOf(account), 'POST', `/api/v1/bookings/${id}/decisions`, { json: { decision } })
}

export async function readBooking(account: Account, id: string): Promise<Booking> {
  const answer = await send(await sessionOf(account), 'GET', `/api/v1/bookings/${id}`)
  expect(answer.status, answer.text).toBe(200)
  return jsonOf<Booking>(answer)
}

const HOLDING = 'pending,approved,in_use,completed,no_show'

/** Every booking that holds time of the resource within the period, as an administrator reads them. */
export async function holdingBookings(resourceId: string, { startsAt, endsAt }: Period): Promise<Booking[]> {
  const admin = await sessionOf('admin@alliance.example')
  const found: Booking[] = []
  let cursor: string | null = null
  do {
    const query = new URLSearchParams({ resource: resourceId, from: startsAt, to: endsAt, limit: '100' })
    for (const status of HOLDING.split(',')) query.append('status', status)
    if (cursor) query.set('cursor', cursor)
    const answer = await send(admin, 'GET', `/api/v1/bookings?${query}`)
    expect(answer.status, answer.text).toBe(200)
    const page = jsonOf<{ items: Booking[]; nextCursor: string | null }>(answer)
    found.push(...page.items)
    cursor = page.nextCursor
  } while (cursor !== null)
  return found
}

/** What the bookings hold: their own time, and the time of a change that waits. */
export function heldPeriods(bookings: readonly Booking[]): (Period & { id: string })[] {
  return bookings.flatMap(({ id, startsAt, endsAt, change }) => [
    { id, startsAt, endsAt },
    ...(change?.items ?? []).map((each) => ({ id, startsAt: each.startsAt, endsAt: each.endsAt })),
  ])
}

/** Pairs of different bookings that hold the same time: there must be none on a resource of one unit. */
export function overlaps(bookings: readonly Booking[]): [string, string][] {
  const held = heldPeriods(bookings)
  return held.flatMap((one, at) =>
    held
      .slice(at + 1)
      .filter((other) => other.id !== one.id && meet(one, other))
      .map((other): [string, string] => [one.id, other.id]),
  )
}

export const meet = (one: Period, other: Period): boolean =>
  Date.parse(one.startsAt) < Date.parse(other.endsAt) && Date.parse(other.startsAt) < Date.parse(one.endsAt)

/** The id under which a booking waits for its manager. */
export async function requestAbout(manager: Account, bookingId: string): Promise<string> {
  let cursor: string | null = null
  do {
    const query = cursor ? `&cursor=${encodeURIComponent(cursor)}` : ''
    const answer = await send(await sessionOf(manager), 'GET', `/api/v1/approvals?limit=100${query}`)
    const page = jsonOf<{ items: { requestId: string; booking: Booking }[]; nextCursor: string | null }>(answer)
    const waiting = page.items.find(({ booking }) => booking.id === bookingId)
    if (waiting) return waiting.requestId
    cursor = page.nextCursor
  } while (cursor !== null)
  throw new Error(`nothing about ${bookingId} waits for ${manager}`)
}
