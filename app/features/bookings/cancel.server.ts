import { type Actor, can } from '~/domain/access/permission'
import { judgeCancellable } from '~/domain/booking/change'
import { done, isAcceptable, type Outcome, problem, refused } from '~/domain/problem'
import { applyCancel } from '~/features/bookings/apply-cancel.server'
import { lockBooking } from '~/features/bookings/facts.server'
import { heldBooking } from '~/features/bookings/held.server'
import { transaction } from '~/platform/db.server'

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
  const seen = await heldBooking(bookingId, now)
  if (!seen || !can(actor, 'cancel:booking', seen.target)) return refused(problem('not_allowed', {}))

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
    const isManager = can(actor, 'cancel:booking', { ...booking.target, ownerIds: [] })
    const problems = judgeCancellable(booking, booking.keptPolicy, { isManager }, now)
    if (!isOwner && !input.reason) problems.push(problem('reason_required', {}))
    if (!isAcceptable(problems)) return refused(...problems)

    await applyCancel(tx, booking, { actorId: actor.personId, byLab: !isOwner, reason: input.reason || null }, now)
    return done({ id: booking.id })
  })
}
