import { judge } from '~/domain/booking/verdict'
import { sameHoursLater } from '~/domain/scheduling/outage'
import { overlaps, type Period } from '~/domain/time/interval'
import { questionOf } from '~/features/bookings/create.server'
import { type HeldBooking, heldBooking } from '~/features/bookings/held.server'
import type { Giving } from '~/features/bookings/outages/make-way.server'
import { readCarriedFacts } from '~/features/bookings/project-facts.server'
import { heldWait, wishOfWait } from '~/features/bookings/waits/facts.server'
import { offerTo } from '~/features/bookings/waits/offer.server'
import { type WaitInput, waitInput } from '~/features/bookings/waits/schema'
import { freeOffer, moveWait, putFirst } from '~/features/bookings/waits/write.server'
import { orderMail } from '~/features/jobs/order-mail.server'
import { db, transaction, type Tx } from '~/platform/db.server'
import { addJob } from '~/platform/jobs.server'

/** On how many days the same hours are looked for. */
const AHEAD_DAYS = 21

/**
 * Whoever had to give way to a fault stands first in the line of the hours lost, should they become free after
 * all, and is offered the same hours once the resource is back. A booking of several resources waits, and is
 * offered, as the block that it was: all of it or nothing.
 */
export async function firstInLine(tx: Tx, booking: HeldBooking, periods: readonly Period[], now: Date): Promise<void> {
  const lost = lostOf(booking)
  if (lost === null) return
  if (lost.start > now) await putFirst(tx, { ...placeOf(booking), ...lost, input: inputOf(booking, lost) }, now)
  const after = new Date(Math.max(...periods.filter((each) => overlaps(each, lost)).map(({ end }) => end.getTime()), lost.start.getTime()))
  await addJob(tx, 'first-in-line', { bookingId: booking.id, after }, { key: `first-in-line:${booking.id}` })
}

/** Offers the same hours on the first day after a fault on which all fits; true when it did. Repeated, it is one offer. */
export async function offerSameHours({ bookingId, after }: { bookingId: string; after: Date }, now: Date): Promise<boolean> {
  const booking = await heldBooking(bookingId, now)
  const lost = booking && lostOf(booking)
  if (!booking || !lost) return false
  const kept = await db.wait.findFirst({ where: { displacedId: bookingId, startsAt: { gte: after } }, select: { id: true, status: true } })
  if (kept) return kept.status === 'waiting' && offerTo(kept.id, now)
  for (const period of sameHoursLater(lost, after > now ? after : now, AHEAD_DAYS, booking.items[0]!.timeZone)) {
    const input = inputOf(booking, period)
    const wish = wishOfWait(booking.attendeeId, input)
    const facts = await readCarriedFacts({ ...questionOf(wish, now), projectId: wish.projectId })
    if (!judge(facts, wish, now).ok) continue
    const id = await transaction((tx) => putFirst(tx, { ...placeOf(booking), ...period, input }, now))
    return offerTo(id, now)
  }
  return false
}

/** An offer whose hours are needed: its person stays in the line, and is asked again when the hours are back. */
export async function takeBackOffer(tx: Tx, waitId: string, { actor, now }: Giving): Promise<void> {
  const wait = await heldWait(waitId, now, tx)
  if (wait === null) return
  await freeOffer(tx, waitId)
  if (wait.status !== 'offered') return
  await moveWait(tx, wait, { status: 'waiting' }, { actorId: actor.personId, now })
  await orderMail(tx, { key: `offer-taken-back:${waitId}:${wait.version}`, kind: 'offer-taken-back', personId: wait.personId, subjectId: waitId })
}

/** From the beginning of the first item to the end of the last; null where one has no time yet. */
function lostOf({ items, startsAt, endsAt }: HeldBooking): Period | null {
  const isWhole = items.every((each) => each.startsAt && each.endsAt)
  return isWhole && startsAt && endsAt ? { start: startsAt, end: endsAt } : null
}

function placeOf({ id, attendeeId, items, universityId }: HeldBooking) {
  const { resourceId } = items[0]!
  const also = [...new Set(items.map((each) => each.resourceId))].filter((each) => each !== resourceId).toSorted()
  return { displacedId: id, personId: attendeeId, resourceId, also, universityId }
}

/** The booking as it would be asked for at another time: each item at its distance from the beginning. */
function inputOf(booking: HeldBooking, { start }: Period): WaitInput {
  const shift = start.getTime() - booking.startsAt!.getTime()
  const later = (at: Date | null) => new Date(at!.getTime() + shift).toISOString()
  return waitInput.parse({
    items: booking.items.map(({ resourceId, mode, quantity, attendance, startsAt, endsAt }) => ({
      resourceId, startsAt: later(startsAt), endsAt: later(endsAt), mode, quantity, attendance,
    })),
    headCount: booking.headCount ?? undefined,
    purpose: booking.purpose, activity: booking.activity ?? undefined, title: booking.title ?? undefined, notes: booking.notes ?? undefined,
    declaration: booking.declaration ?? undefined, groupId: booking.groupId ?? undefined, projectId: booking.projectId ?? undefined,
  })
}
