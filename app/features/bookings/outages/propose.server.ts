import type { Actor } from '~/domain/access/permission'
import { can } from '~/domain/access/permission'
import type { BookingFacts } from '~/domain/booking/facts'
import { judge } from '~/domain/booking/verdict'
import { addMinutes, minutes, overlaps, type Period } from '~/domain/time/interval'
import { freeSlots, slotsWithin } from '~/features/bookings/alternatives.server'
import { readManyFacts } from '~/features/bookings/facts.server'
import { type HeldBooking, heldBookings } from '~/features/bookings/held.server'
import { inTheWayOf, rootsOf, targetsOf } from '~/features/bookings/outages/facts.server'
import { movedWish, withKeptAnswers } from '~/features/bookings/outages/make-way.server'
import { type Affected, affectedBookings } from '~/features/bookings/outages/queries.server'
import type { Choice } from '~/features/bookings/outages/schema'
import { afterOverride } from '~/features/bookings/set-aside.server'
import { db } from '~/platform/db.server'

export type LikeResource = { id: string; nameZh: string; nameEn: string | null }
export type Proposed = Affected & {
  /** It runs now: it ends where the period begins. */
  hasBegun: boolean
  move: Date | null
  elsewhere: (LikeResource & { startsAt: Date }) | null
}

/** How far ahead the next fitting slot is looked for, how many slots are tried, how many like resources. */
const AHEAD_DAYS = 21
const SLOTS = 12
const LIKE = 4
/** More than these are not shown with proposals; the period is to be split. */
export const MOST_IN_THE_WAY = 40

/**
 * The bookings in the way of a taking-out, each with the next slot that fits on the same resource and a like
 * one that the actor manages and that is free for the same hours. No two proposals meet each other.
 */
export async function proposals(actor: Actor, resourceIds: readonly string[], periods: readonly Period[], reason: string, now: Date): Promise<Proposed[]> {
  const roots = await rootsOf(resourceIds)
  const found = (await inTheWayOf(roots.map(({ id }) => id), periods, now)).filter(({ byItem }) => byItem).slice(0, MOST_IN_THE_WAY)
  const gone = new Set((await targetsOf(roots.map(({ id }) => id), db)).map(({ id }) => id))
  const ids = found.map(({ bookingId }) => bookingId)
  const [views, held] = await Promise.all([affectedBookings(actor, ids, now), heldBookings(ids, now)])
  const known = views.flatMap((view) => {
    const booking = held.get(view.id)
    return booking ? [{ view, booking, hasBegun: booking.startsAt !== null && booking.startsAt <= now }] : []
  })
  const searched = await searchesOf(actor, known.filter(({ hasBegun }) => !hasBegun), { periods, gone }, now)
  const given: (Period & { resourceId: string })[] = [...gone].flatMap((resourceId) => periods.map((each) => ({ ...each, resourceId })))
  return known.map(({ view, booking, hasBegun }) => {
    const search = searched.get(booking.id)
    const fits = (facts: BookingFacts, choice: Exclude<Choice, { do: 'cancel' }>) => fitsAs(actor, booking, facts, choice, { given, reason, now })
    const move = search ? nextSlot(booking, search.move, fits, now) : null
    if (move) given.push(...placesOf(booking, { do: 'move', startsAt: move }, actor))
    const elsewhere = search?.elsewhere ? likeResource(booking, search.elsewhere, fits) : null
    if (elsewhere) given.push(...placesOf(booking, { do: 'elsewhere', resourceId: elsewhere.id, startsAt: elsewhere.startsAt }, actor))
    return { ...view, hasBegun, move, elsewhere }
  })
}

type Search = { move: { window: Period; facts: BookingFacts }; elsewhere: { likes: LikeResource[]; facts: BookingFacts } | null }

/** Where each of the bookings is looked for, with all facts, in as many statements as for one. */
async function searchesOf(
  actor: Actor, wanted: readonly { view: Affected; booking: HeldBooking }[], out: { periods: readonly Period[]; gone: ReadonlySet<string> }, now: Date,
): Promise<Map<string, Search>> {
  const likes = await likesOf(actor, wanted, out.gone)
  const asked = wanted.flatMap(({ booking }) => {
    const period = firstPeriod(booking)
    if (period === null) return []
    const after = out.periods.filter((each) => overlaps(each, period)).at(-1)?.end ?? period.end
    const own = { attendeeId: booking.attendeeId, now, ownBookingId: booking.id }
    const window = { start: after, end: addMinutes(after, AHEAD_DAYS * 1440) }
    const resourceIds = [...new Set(booking.items.map(({ resourceId }) => resourceId))]
    const like = likes.get(booking.id) ?? []
    return [{
      id: booking.id, window, like,
      move: { ...own, resourceIds, window: { start: now, end: window.end } },
      elsewhere: like.length === 0 ? null : { ...own, resourceIds: like.map(({ id }) => id), window: period },
    }]
  })
  const facts = await readManyFacts(asked.flatMap(({ move, elsewhere }) => (elsewhere ? [move, elsewhere] : [move])))
  return new Map(asked.map(({ id, window, like, elsewhere }) => {
    const move = { window, facts: facts.shift()! }
    return [id, { move, elsewhere: elsewhere && { likes: like, facts: facts.shift()! } }]
  }))
}

function firstPeriod({ items: [item] }: HeldBooking): Period | null {
  return item?.startsAt && item.endsAt ? { start: item.startsAt, end: item.endsAt } : null
}

type Fits = (facts: BookingFacts, choice: Exclude<Choice, { do: 'cancel' }>) => boolean

const placesOf = (booking: HeldBooking, choice: Exclude<Choice, { do: 'cancel' }>, actor: Actor) =>
  movedWish(booking, choice, actor)?.items.map(({ resourceId, period }) => ({ ...period, resourceId })) ?? []

function fitsAs(
  actor: Actor, booking: HeldBooking, facts: BookingFacts, choice: Exclude<Choice, { do: 'cancel' }>,
  { given, reason, now }: { given: readonly (Period & { resourceId: string })[]; reason: string; now: Date },
): boolean {
  const wish = movedWish(booking, choice, actor)
  if (wish === null) return false
  const meets = wish.items.some(({ resourceId, period }) => given.some((each) => each.resourceId === resourceId && overlaps(each, period)))
  return !meets && afterOverride(actor, facts, wish, judge(facts, withKeptAnswers(wish, booking, choice, facts), now), reason).verdict.ok
}

function nextSlot(booking: HeldBooking, { window, facts }: Search['move'], fits: Fits, now: Date): Date | null {
  const [first] = booking.items
  const period = firstPeriod(booking)
  const resource = first && facts.resources[first.resourceId]
  if (!resource || period === null) return null
  const wish = { minutes: minutes(period), window, count: SLOTS }
  const wanted = { ...first, period, keptAttendance: first.attendance, attendance: null }
  // What the rules let through first; else what a manager may set rules aside for.
  const slots = [...slotsWithin(facts, resource, wanted, wish, now), ...freeSlots(resource, { quantity: first.quantity, ...wish }, now)]
  return slots.find(({ start }) => fits(facts, { do: 'move', startsAt: start }))?.start ?? null
}

/** Like resources by booking, of the same university, that the actor manages: those of the same lab first. */
async function likesOf(actor: Actor, wanted: readonly { view: Affected; booking: HeldBooking }[], gone: ReadonlySet<string>): Promise<Map<string, LikeResource[]>> {
  const single = wanted.filter(({ booking }) => booking.items.length === 1)
  if (single.length === 0) return new Map()
  const found = await db.resource.findMany({
    where: {
      kindId: { in: single.map(({ view }) => view.kindId) }, universityId: { in: single.map(({ booking }) => booking.items[0]!.universityId) },
      status: 'active', id: { notIn: [...gone] },
    },
    select: { id: true, nameZh: true, nameEn: true, labId: true, universityId: true, kindId: true, modes: true },
    orderBy: { id: 'asc' },
    take: 1000,
  })
  const managed = found.filter((each) => can(actor, 'manage:resource', each))
  return new Map(single.map(({ view, booking }) => {
    const item = booking.items[0]!
    const like = managed
      .filter((each) => each.kindId === view.kindId && each.universityId === item.universityId && each.modes.includes(item.mode) && each.id !== item.resourceId)
      .filter((each) => booking.status !== 'pending' || each.labId === item.labId)
      .toSorted((a, b) => Number(b.labId === item.labId) - Number(a.labId === item.labId))
      .slice(0, LIKE)
    return [booking.id, like.map(({ id, nameZh, nameEn }) => ({ id, nameZh, nameEn }))]
  }))
}

function likeResource(booking: HeldBooking, { likes, facts }: NonNullable<Search['elsewhere']>, fits: Fits): (LikeResource & { startsAt: Date }) | null {
  const startsAt = firstPeriod(booking)!.start
  const like = likes.find(({ id }) => fits({ ...facts, resources: { [id]: facts.resources[id]! } }, { do: 'elsewhere', resourceId: id, startsAt }))
  return like ? { ...like, startsAt } : null
}
