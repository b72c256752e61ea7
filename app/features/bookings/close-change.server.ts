import type { HeldBooking } from '~/features/bookings/held.server'
import type { Tx } from '~/platform/db.server'

/** Ends a waiting change and frees what it held beside the booking. */
export async function closeChange(
  tx: Tx,
  booking: Pick<HeldBooking, 'id' | 'version'>,
  changeId: string,
  status: 'declined' | 'withdrawn',
  now: Date,
): Promise<void> {
  await tx.allocation.deleteMany({ where: { changeId } })
  await tx.bookingChange.update({ where: { id: changeId }, data: { status, closedAt: now }, select: { id: true } })
  await tx.booking.update({
    where: { id: booking.id, version: booking.version },
    data: { version: { increment: 1 }, updatedAt: now },
    select: { id: true },
  })
}
