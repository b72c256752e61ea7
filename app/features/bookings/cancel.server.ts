import { type Actor, can } from '~/domain/access/permission'
import { judgeCancellable } from '~/domain/booking/change'
import { done, isAcceptable, type Outcome, problem, refused } from '~/domain/problem'
import { withdrawRequest } from '~/features/approvals/resolve.server'
import { record } from '~/features/audit/record.server'
import { openHeld } from '~/features/bookings/open-held.server'
import { freeOccupancy } from '~/features/bookings/write.server'
import { tellOfBooking } from '~/features/jobs/tell-of-booking.server'

/**
 * Cancels a booking, or withdraws a request that waits, and frees what it held. The notice is the one
 * kept with the booking. The lab may cancel at any time, with a reason.
 */
export async function cancelBooking(
  actor: Actor,
  bookingId: string,
  input: { reason?: string | null; version?: number | null },
  now: Date,
): Promise<Outcome<{ id: string }>> {
  return openHeld(actor, 'cancel:booking', bookingId, now, async (tx, booking) => {
    if (input.version != null && input.version !== booking.version) {
      return refused(problem('version_conflict', { current: booking.version }))
    }
    const isOwner = booking.target.ownerIds.includes(actor.personId)
    const isManager = can(actor, 'cancel:booking', { ...booking.target, ownerIds: [] })
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
      data: { from: booking.status, byLab: !isOwner, reason: input.reason ?? null },
    })
    await tellOfBooking(tx, {
      bookingId: booking.id, event: 'cancelled', version: booking.version + 1,
      actorId: actor.personId, changeId: booking.change?.id, was: booking.status, reason: input.reason || null,
    })
    return done({ id: booking.id })
  })
}
