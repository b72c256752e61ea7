import { withdrawRequest } from '~/features/approvals/resolve.server'
import { record } from '~/features/audit/record.server'
import type { HeldBooking } from '~/features/bookings/held.server'
import { freeOccupancy } from '~/features/bookings/write.server'
import { tellOfBooking } from '~/features/jobs/tell-of-booking.server'
import type { Tx } from '~/platform/db.server'

/**
 * Cancels a booking and frees what it held. The caller holds the locks and has found that it may. An approved
 * one that gives way to something more urgent (`isDisplaced`) is displaced: nothing of it counts against its people.
 */
export async function applyCancel(
  tx: Tx,
  booking: HeldBooking,
  cancelled: { actorId: string | null; by: 'owner' | 'lab' | 'group' | 'system'; reason: string | null; isDisplaced?: boolean },
  now: Date,
): Promise<void> {
  const status = cancelled.isDisplaced && booking.status === 'approved' ? 'displaced' : 'cancelled'
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
      status,
      endedById: cancelled.actorId,
      endedReason: cancelled.reason,
      holdExpiresAt: null,
      version: { increment: 1 },
      sequence: { increment: 1 },
      updatedAt: now,
    },
    select: { id: true },
  })
  await record(tx, {
    actorId: cancelled.actorId,
    action: `booking.${status}`,
    subjectKind: 'booking',
    subjectId: booking.id,
    universityId: booking.universityId,
    data: { from: booking.status, byLab: cancelled.by === 'lab', byGroup: cancelled.by === 'group', reason: cancelled.reason },
  })
  await tellOfBooking(tx, {
    bookingId: booking.id, event: 'cancelled', version: booking.version + 1,
    actorId: cancelled.actorId, changeId: booking.change?.id, was: booking.status, reason: cancelled.reason,
  })
}
