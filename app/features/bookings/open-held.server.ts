import { type Actor, can, type Permission } from '~/domain/access/permission'
import { type Outcome, problem, refused } from '~/domain/problem'
import { lockBooking } from '~/features/bookings/facts.server'
import { type HeldBooking, heldBooking } from '~/features/bookings/held.server'
import { transaction, type Tx } from '~/platform/db.server'

/**
 * Opens a booking that the actor may change so: locks what it holds, reads it again after the lock, and
 * gives it to the rest of the command in the same transaction.
 */
export async function openHeld<T>(
  actor: Actor,
  permission: Permission,
  bookingId: string,
  now: Date,
  command: (tx: Tx, booking: HeldBooking) => Promise<Outcome<T>>,
): Promise<Outcome<T>> {
  const seen = await heldBooking(bookingId, now)
  if (!seen || !can(actor, permission, seen.target)) return refused(problem('not_allowed', {}))
  return transaction(async (tx): Promise<Outcome<T>> => {
    await lockBooking(tx, {
      personIds: [seen.attendeeId],
      resourceIds: seen.items.map((each) => each.resourceId),
      bookingIds: [seen.id],
      now,
    })
    const booking = await heldBooking(bookingId, now, tx)
    return booking ? command(tx, booking) : refused(problem('not_allowed', {}))
  })
}
