import { type Outcome, problem, refused } from '~/domain/problem'
import { lockBooking } from '~/features/bookings/facts.server'
import { type HeldUse, heldUse } from '~/features/usage/facts.server'
import { isUniqueViolation, transaction, type Tx } from '~/platform/db.server'

/**
 * Opens a use, by its item or, without a booking, by its own id, for a command that `may` allows: locks its person,
 * resource and booking, reads it again after the lock, and gives it to the rest of the command in the same transaction.
 */
export async function openUse<T>(
  id: string,
  now: Date,
  may: (seen: HeldUse) => boolean,
  command: (tx: Tx, use: HeldUse) => Promise<Outcome<T>>,
): Promise<Outcome<T>> {
  const seen = await heldUse(id)
  if (!seen || !may(seen)) return refused(problem('not_allowed', {}))
  const { bookingId, personId, resourceId } = seen
  const attempt = () => transaction(async (tx): Promise<Outcome<T>> => {
    await lockBooking(tx, { personIds: [personId], resourceIds: [resourceId], bookingIds: bookingId === null ? [] : [bookingId], now })
    const use = await heldUse(id, tx)
    return use && may(use) ? command(tx, use) : refused(problem('not_allowed', {}))
  })
  try {
    return await attempt()
  } catch (error) {
    // The same fact was sent at once for two uses, which no lock holds apart: the second finds it known.
    if (isUniqueViolation(error)) return attempt()
    throw error
  }
}
