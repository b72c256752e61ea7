import type { Actor } from '~/domain/access/permission'
import { steersGroup } from '~/features/bookings/costs/queries.server'

/** Whether the actor answers for the group that carries the booking: its leader or a supervisor. */
export async function steersBooking(actor: Actor, booking: { groupId: string | null }, now: Date): Promise<boolean> {
  return booking.groupId !== null && (await steersGroup(actor, booking.groupId, now))
}
