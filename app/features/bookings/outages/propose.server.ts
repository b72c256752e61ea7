import type { Actor } from '~/domain/access/permission'
import { can } from '~/domain/access/permission'
import type { BookingFacts } from '~/domain/booking/facts'
import { judge } from '~/domain/booking/verdict'
import { addMinutes, minutes, overlaps, type Period } from '~/domain/time/interval'
import { freeSlots } from '~/features/bookings/alternatives.server'
import { readFacts } from '~/features/bookings/facts.server'
import { type HeldBooking, heldBooking } from '~/features/bookings/held.server'
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
  const gone = new Set((await Promise.all(roots.map(({ id }) => targetsOf(id, db)))).flat().map(({ id }) => id))
  const views = await affectedBookings(actor, found.map(({ bookingId }) => bookingId), now)
  const given: (Period & { resourceId: string })[] = [...gone].flatMap((resourceId) => periods.map((each) => ({ ...each, resourceId })))
  const proposed: Proposed[] = []
  for (const view of views) {
    const booking = await heldBooking(view.id, now)
    if (!booking) continue
    const hasBegun = booking.startsAt !== null && booking.startsAt <= now
    const fits = (facts: BookingFacts, choice: Exclude<Choice, { do: 'cancel' }>) => fitsAs(actor, booking, facts, choice, { given, reason, now })
    const move = hasBegun ? null : await nextSlot(booking, periods, fits, now)
    if (move) given.push(...placesOf(booking, { do: 'move', startsAt: move }, actor))
    const elsewhere = hasBegun ? null : await likeResource(actor, booking, gone, fits, now)
    if (elsewhere) given.push(...placesOf(booking, { do: 'elsewhere', resourceId: elsewhere.id, startsAt: elsewhere.startsAt }, actor))
    proposed.push({ ...view, hasBegun, move, elsewhere })
  }
  return proposed
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

async function nextSlot(booking: HeldBooking, periods: readonly Period[], fits: Fits, now: Date): Promise<Date | null> {
  const [first] = booking.items
  if (!first?.startsAt || !first.endsAt) return null
  const period = { start: first.startsAt, end: first.endsAt }
  const after = periods.filter((each) => overlaps(each, period)).at(-1)?.end ?? period.end
  const window = { start: now, end: addMinutes(after, AHEAD_DAYS * 1440) }
  const facts = await readFacts({
    attendeeId: booking.attendeeId, resourceIds: [...new Set(booking.items.map(({ resourceId }) => resourceId))], window, now, ownBookingId: booking.id,
  })
  const resource = facts.resources[first.resourceId]
  if (!resource) return null
  const slots = freeSlots(resource, { quantity: first.quantity, minutes: minutes(period), window: { start: after, end: window.end }, count: SLOTS }, now)
  return slots.find(({ start }) => fits(facts, { do: 'move', startsAt: start }))?.start ?? null
}

async function likeResource(actor: Actor, booking: HeldBooking, gone: ReadonlySet<string>, fits: Fits, now: Date): Promise<(LikeResource & { startsAt: Date }) | null> {
  const [item] = booking.items
  if (!item?.startsAt || !item.endsAt || booking.items.length > 1) return null
  const own = await db.resource.findUniqueOrThrow({ where: { id: item.resourceId }, select: { kindId: true } })
  const like = await db.resource.findMany({
    where: { kindId: own.kindId, status: 'active', universityId: item.universityId, modes: { has: item.mode }, id: { notIn: [...gone, item.resourceId] } },
    select: { id: true, nameZh: true, nameEn: true, labId: true, universityId: true },
    orderBy: { id: 'asc' },
    take: 50,
  })
  const managed = like
    .filter((each) => can(actor, 'manage:resource', each) && (booking.status !== 'pending' || each.labId === item.labId))
    .toSorted((a, b) => Number(b.labId === item.labId) - Number(a.labId === item.labId))
    .slice(0, LIKE)
  for (const { id, nameZh, nameEn } of managed) {
    const facts = await readFacts({ attendeeId: booking.attendeeId, resourceIds: [id], window: { start: item.startsAt, end: item.endsAt }, now, ownBookingId: booking.id })
    if (fits(facts, { do: 'elsewhere', resourceId: id, startsAt: item.startsAt })) return { id, nameZh, nameEn, startsAt: item.startsAt }
  }
  return null
}
