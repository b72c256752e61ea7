import { type Actor, can } from '~/domain/access/permission'
import { judgeCancellable } from '~/domain/booking/change'
import { done, isAcceptable, type Outcome, problem, refused } from '~/domain/problem'
import { withdrawRequest } from '~/features/approvals/resolve.server'
import { record } from '~/features/audit/record.server'
import { lockBooking } from '~/features/bookings/facts.server'
import { heldBooking } from '~/features/bookings/held.server'
import { steersBooking } from '~/features/bookings/steers.server'
import { freeOccupancy } from '~/features/bookings/write.server'
import { tellOfBooking } from '~/features/jobs/tell-of-booking.server'
import { transaction } from '~/platform/db.server'

/**
 * Cancels a booking, or withdraws a request that waits, and frees what it held. The notice is the one
 * kept with the booking. The lab may cancel at any time, with a reason; who answers for the group that
 * carries it within the notice, with a reason too.
 */
export async function cancelBooking(
  actor: Actor,
  bookingId: string,
  input: { reason?: string | null; version?: number | null },
  now: Date,
): Promise<Outcome<{ id: string }>> {
  const seen = await heldBooking(bookingId, now)
  if (!seen) return refused(problem('not_allowed', {}))
  const isManager = can(actor, 'cancel:booking', { ...seen.target, ownerIds: [] })
  const steers = !isManager && (await steersBooking(actor, seen, now))
  if (!steers && !can(actor, 'cancel:booking', seen.target)) return refused(problem('not_allowed', {}))

  return transaction(async (tx) => {
    await lockBooking(tx, {
      personIds: [seen.attendeeId],
      resourceIds: seen.items.map((each) => each.resourceId),
      bookingIds: [seen.id],
      now,
    })
    const booking = await heldBooking(bookingId, now, tx)
    if (!booking) return refused(problem('not_allowed', {}))
    if (input.version != null && input.version !== booking.version) {
      return refused(problem('version_conflict', { current: booking.version }))
    }
    const isOwner = booking.target.ownerIds.includes(actor.personId)
    const problems = judgeCancellable(booking, booking.keptPolicy, { isManager }, now)
    if (!isOwner && !input.reason) problems.push(problem('reason_required', {}))
    if (!isAcceptable(problems)) return refused(...problems)

    await freeOccupancy(tx, booking.id)
    await withdrawRequest(tx, { kind: 'booking', id: booking.id }, now)
    if (booking.change) {
      await withdrawRequest(tx, { kind: 'booking_change', id: booking.change.id }, now)
      await tx.bookingChange.update({
        where: { id: booking.change.id },
        data: { status: 'withdrawn', closedAt: now },
        select: { id: true },
      })
    }
    await tx.booking.update({
      where: { id: booking.id, version: booking.version },
      data: {
        status: 'cancelled',
        endedById: actor.personId,
        endedReason: input.reason || null,
        holdExpiresAt: null,
        version: { increment: 1 },
        sequence: { increment: 1 },
        updatedAt: now,
      },
      select: { id: true },
    })
    await record(tx, {
      actorId: actor.personId,
      action: 'booking.cancelled',
      subjectKind: 'booking',
      subjectId: booking.id,
      universityId: booking.universityId,
      data: { from: booking.status, byLab: !isOwner && !steers, byGroup: !isOwner && steers, reason: input.reason ?? null },
    })
    await tellOfBooking(tx, {
      bookingId: booking.id, event: 'cancelled', version: booking.version + 1,
      actorId: actor.personId, was: booking.status, reason: input.reason || null,
    })
    return done({ id: booking.id })
  })
}
