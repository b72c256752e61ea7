import type { BookingEvent } from '~/features/jobs/schema'
import type { Tx } from '~/platform/db.server'

/**
 * Leaves word of what happened to a booking, in the transaction of the change. Creating and lapsing do so
 * in the database's own functions.
 */
export async function tellOfBooking(tx: Tx, about: BookingEvent): Promise<void> {
  const { bookingId, event, version, ...data } = about
  await tx.$executeRaw`
    SELECT tell_of_booking(${bookingId}::uuid, ${event}, ${version}::int, ${JSON.stringify(data)}::jsonb)`
}
