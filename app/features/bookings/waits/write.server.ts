import type { Verdict } from '~/domain/booking/verdict'
import type { WaitStatus } from '~/domain/booking/waiting'
import { record } from '~/features/audit/record.server'
import { addOccupancy } from '~/features/bookings/write.server'
import type { HeldWait } from '~/features/bookings/waits/facts.server'
import type { Tx } from '~/platform/db.server'

/** The one place that writes waits and what they hold. */

/** Moves a wait on by its version; false when somebody else did meanwhile. With it goes the audit row. */
export async function moveWait(
  tx: Tx,
  wait: HeldWait,
  to: { status: WaitStatus; offeredAt?: Date; offerExpiresAt?: Date; bookingId?: string },
  by: { actorId: string | null; now: Date },
): Promise<boolean> {
  const { count } = await tx.wait.updateMany({
    where: { id: wait.id, version: wait.version },
    data: { ...to, version: { increment: 1 }, updatedAt: by.now },
  })
  if (count === 0) return false
  await record(tx, {
    actorId: by.actorId, action: `wait.${to.status}`, subjectKind: 'wait', subjectId: wait.id, universityId: wait.universityId,
    data: { resourceId: wait.resourceId, startsAt: wait.startsAt, endsAt: wait.endsAt, ...(to.offerExpiresAt && { until: to.offerExpiresAt }), ...(to.bookingId && { bookingId: to.bookingId }) },
  })
  return true
}

/** Holds for who waits what the verdict says, until the offer lapses. */
export async function holdOffer(tx: Tx, waitId: string, verdict: Verdict, expiresAt: Date): Promise<void> {
  await addOccupancy(tx, { units: verdict.items.flatMap((each) => each.renumbered), allocations: [], presences: [] })
  await tx.allocation.createMany({
    data: verdict.items.flatMap((each) => each.occupations).map(({ resourceId, unit, start, end }) => ({
      resourceId, unit, startsAt: start, endsAt: end, cause: 'offer' as const, waitId, expiresAt,
    })),
  })
}

export async function freeOffer(tx: Tx, waitId: string): Promise<void> {
  await tx.allocation.deleteMany({ where: { waitId } })
}
