import type { Verdict } from '~/domain/booking/verdict'
import type { WaitStatus } from '~/domain/booking/waiting'
import { record } from '~/features/audit/record.server'
import { addOccupancy } from '~/features/bookings/write.server'
import type { Period } from '~/domain/time/interval'
import { type HeldWait, heldWait } from '~/features/bookings/waits/facts.server'
import type { WaitInput } from '~/features/bookings/waits/schema'
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

/** Puts somebody who had to give way first in the line of a period; whoever waits for it already is put first. */
export async function putFirst(
  tx: Tx, wait: { resourceId: string; also: string[]; personId: string; displacedId: string; universityId: string; input: WaitInput } & Period, now: Date,
): Promise<string> {
  const { resourceId, also, personId, displacedId, start, end } = wait
  const [row] = await tx.$queryRaw<{ id: string; isNew: boolean }[]>`
    INSERT INTO wait (resource_id, also, person_id, starts_at, ends_at, input, displaced_id, created_at, updated_at)
    VALUES (${resourceId}, ${also}::text[], ${personId}::uuid, ${start}, ${end}, ${JSON.stringify(wait.input)}::jsonb, ${displacedId}::uuid, ${now}, ${now})
    ON CONFLICT (person_id, resource_id, starts_at, ends_at, also) WHERE status IN ('waiting', 'offered')
      DO UPDATE SET displaced_id = excluded.displaced_id
    RETURNING id::text, xmax = 0 AS "isNew"`
  await record(tx, {
    actorId: null, action: row!.isNew ? 'wait.joined' : 'wait.put_first', subjectKind: 'wait', subjectId: row!.id, universityId: wait.universityId,
    data: { resourceId, ...(also.length > 0 && { also }), displacedId, startsAt: start, endsAt: end },
  })
  return row!.id
}

/** Once one of them is accepted, whoever had to give way needs the other offers and places no more. */
export async function leaveOthers(tx: Tx, accepted: HeldWait, by: { actorId: string; now: Date }): Promise<void> {
  if (accepted.displacedId === null) return
  const others = await tx.wait.findMany({
    where: { displacedId: accepted.displacedId, id: { not: accepted.id }, status: { in: ['waiting', 'offered'] } }, select: { id: true },
  })
  for (const { id } of others) {
    const wait = await heldWait(id, by.now, tx)
    if (wait === null) continue
    await freeOffer(tx, id)
    await moveWait(tx, wait, { status: wait.status === 'offered' ? 'declined' : 'withdrawn' }, by)
  }
}

export async function freeOffer(tx: Tx, waitId: string): Promise<void> {
  await tx.allocation.deleteMany({ where: { waitId } })
}
