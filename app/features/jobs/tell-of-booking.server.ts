import type { BookingEvent } from '~/features/jobs/schema'
import type { Tx } from '~/platform/db.server'
import { addJob } from '~/platform/jobs.server'

/**
 * Leaves a job that will tell those concerned, in the transaction of the change. Creating and lapsing
 * leave theirs in the database's own functions (`tell_of_booking`).
 */
export async function tellOfBooking(tx: Tx, event: BookingEvent): Promise<void> {
  await addJob(tx, 'booking-event', event)
}
