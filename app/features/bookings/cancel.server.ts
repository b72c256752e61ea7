import { type Actor, can } from '~/domain/access/permission'
import { judgeCancellable } from '~/domain/booking/change'
import { done, isAcceptable, type Outcome, problem, refused } from '~/domain/problem'
import { applyCancel } from '~/features/bookings/apply-cancel.server'
import type { HeldBooking } from '~/features/bookings/held.server'
import { openHeld } from '~/features/bookings/open-held.server'
import { steersBooking } from '~/features/bookings/steers.server'
import type { Tx } from '~/platform/db.server'

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
  const may = async (seen: HeldBooking) => can(actor, 'cancel:booking', seen.target) || steersBooking(actor, seen, now)
  return openHeld(bookingId, now, may, async (tx, booking) => {
    if (input.version != null && input.version !== booking.version) {
      return refused(problem('version_conflict', { current: booking.version }))
    }
    return cancelHeld(tx, { actor, booking, reason: input.reason || null, now })
  })
}

/** The same for a booking that is locked and may be cancelled by the actor. */
export async function cancelHeld(
  tx: Tx,
  { actor, booking, reason, now }: { actor: Actor; booking: HeldBooking; reason: string | null; now: Date },
): Promise<Outcome<{ id: string }>> {
  const isOwner = booking.target.ownerIds.includes(actor.personId)
  const isManager = can(actor, 'cancel:booking', { ...booking.target, ownerIds: [] })
  const problems = judgeCancellable(booking, booking.keptPolicy, { isManager }, now)
  if (!isOwner && !reason) problems.push(problem('reason_required', {}))
  if (!isAcceptable(problems)) return refused(...problems)

  const by = isOwner ? 'owner' : isManager ? 'lab' : 'group'
  await applyCancel(tx, booking, { actorId: actor.personId, by, reason }, now)
  return done({ id: booking.id })
}
