import { type Actor, can } from '~/domain/access/permission'
import { attendedParts } from '~/domain/booking/attendance'
import { changeWish } from '~/domain/booking/change'
import { judgeExtendable, judgeExtension } from '~/domain/booking/extend'
import { done, isAcceptable, type Outcome, problem, refused } from '~/domain/problem'
import { allocatedPeriod } from '~/domain/scheduling/occupancy'
import { record } from '~/features/audit/record.server'
import { questionOf } from '~/features/bookings/create.server'
import { heldBooking } from '~/features/bookings/held.server'
import { heldUnits, priceAnew, takeSpan } from '~/features/bookings/parts/write.server'
import { lockCarriedFacts } from '~/features/bookings/project-facts.server'
import { withQuotaLocks } from '~/features/bookings/quota-facts.server'
import { addOccupancy } from '~/features/bookings/write.server'
import { tellOfBooking } from '~/features/jobs/tell-of-booking.server'
import { isOverlap, transaction } from '~/platform/db.server'

/**
 * Lets a running booking go on until `to`, where nothing follows that is in the way and the rules allow the whole
 * length. Nobody is asked: whoever let it begin is told. It stays on the units that it has.
 */
export async function extendBooking(
  actor: Actor,
  bookingId: string,
  input: { to: Date; version?: number | null },
  now: Date,
): Promise<Outcome<{ id: string }>> {
  const { to } = input
  const seen = await heldBooking(bookingId, now)
  if (!seen || !can(actor, 'update:booking', seen.target)) return refused(problem('not_allowed', {}))
  const wish = changeWish(seen, { endsAt: to }, actor)
  if (!wish) return refused(problem('state_forbids', { status: seen.status }))
  const early = judgeExtendable(seen, to, now)
  if (!isAcceptable(early)) return refused(...early)

  try {
    return await withQuotaLocks((quotaKeys) => transaction(async (tx): Promise<Outcome<{ id: string }>> => {
      const facts = await lockCarriedFacts(tx, {
        ...questionOf(wish, now, bookingId), projectId: seen.projectId, personIds: [seen.attendeeId], bookingIds: [seen.id], quotaKeys,
      })
      const booking = await heldBooking(bookingId, now, tx)
      if (!booking) return refused(problem('not_allowed', {}))
      const expected = input.version ?? seen.version
      if (expected !== booking.version) return refused(problem('version_conflict', { current: booking.version }))
      const late = judgeExtendable(booking, to, now)
      const item = booking.items[0]
      if (!isAcceptable(late) || !item?.startsAt || !item.endsAt) return refused(...late)

      const held = { start: item.startsAt, end: item.endsAt }
      const period = { start: held.start, end: to }
      const units = await heldUnits(tx, item.id)
      const judged = judgeExtension(facts, wish, { held: units, startsAt: held.start, newEnd: allocatedPeriod(period, booking.keptPolicy).end }, now)
      if (!isAcceptable(judged.problems)) return refused(...judged.problems)

      await addOccupancy(tx, { units: judged.renumbered, allocations: [], presences: [] })
      await takeSpan(tx, { itemId: item.id, period, attended: attendedParts(period, item.attendance), personId: booking.attendeeId, policy: booking.keptPolicy })
      await priceAnew(tx, booking.id, period)
      await tx.booking.update({
        where: { id: booking.id, version: booking.version },
        data: { version: { increment: 1 }, sequence: { increment: 1 }, updatedAt: now },
        select: { id: true },
      })
      await record(tx, {
        actorId: actor.personId, action: 'booking.extended', subjectKind: 'booking', subjectId: booking.id,
        universityId: booking.universityId, data: { from: [held], to: [period] },
      })
      await tellOfBooking(tx, {
        bookingId: booking.id, event: 'moved', version: booking.version + 1, actorId: actor.personId, was: booking.status, from: [held],
      })
      return done({ id: booking.id })
    }))
  } catch (error) {
    if (!isOverlap(error)) throw error
    return refused(problem('slot_taken', { nextFree: [] }))
  }
}
