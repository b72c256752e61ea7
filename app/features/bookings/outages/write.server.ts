import { outageParts } from '~/domain/scheduling/outage'
import type { Period } from '~/domain/time/interval'
import { outOf, targetsOf } from '~/features/bookings/outages/facts.server'
import type { Tx } from '~/platform/db.server'

/** The one place that writes outages taken by hand, with what they take. */

export type NewOutage = {
  batchId: string
  resourceId: string
  kind: 'maintenance' | 'closure' | 'fault'
  reason: string
  period: Period
  actorId: string
  now: Date
}

/** Takes every unit of a resource and of what is inside it; the hours are free, under the lock. */
export async function insertOutage(tx: Tx, { batchId, resourceId, kind, reason, period, actorId, now }: NewOutage): Promise<string> {
  const targets = await targetsOf([resourceId], tx)
  const parts = outageParts(targets, period, await outOf(targets.map(({ id }) => id), period, tx))
  const { id } = await tx.outage.create({
    data: { batchId, resourceId, kind, reason, startsAt: period.start, endsAt: period.end, createdById: actorId, createdAt: now },
    select: { id: true },
  })
  const cause = kind === 'closure' ? ('closure' as const) : ('maintenance' as const)
  await tx.allocation.createMany({
    data: parts.map(({ resourceId: taken, unit, start, end }) => ({ resourceId: taken, unit, startsAt: start, endsAt: end, cause, outageId: id })),
  })
  return id
}
