import { type Actor, can } from '~/domain/access/permission'
import { done, type Outcome, problem, refused } from '~/domain/problem'
import { record } from '~/features/audit/record.server'
import { lockBooking } from '~/features/bookings/facts.server'
import { db, transaction } from '~/platform/db.server'

/**
 * Puts a resource back into service before its time, or calls off what has not begun. What it took until now
 * stays in the record. Outages of an owner's own calendar end there, not here.
 */
export async function endOutage(actor: Actor, { outageId, version }: { outageId: string; version: number }, now: Date): Promise<Outcome<{ id: string }>> {
  const seen = await db.outage.findUnique({ where: { id: outageId }, select: { resourceId: true, kind: true, resource: { select: { labId: true, universityId: true } } } })
  if (seen === null || seen.kind === 'booked_elsewhere' || !can(actor, 'manage:resource', seen.resource)) return refused(problem('not_allowed', {}))
  return transaction(async (tx): Promise<Outcome<{ id: string }>> => {
    await lockBooking(tx, { personIds: [], resourceIds: [seen.resourceId], bookingIds: [], now })
    const outage = await tx.outage.findUniqueOrThrow({ where: { id: outageId }, select: { version: true, startsAt: true, endsAt: true, endedAt: true } })
    if (outage.endedAt !== null || outage.endsAt <= now) return done({ id: outageId })
    if (outage.version !== version) return refused(problem('version_conflict', { current: outage.version }))
    await tx.allocation.deleteMany({ where: { outageId, startsAt: { gte: now } } })
    await tx.allocation.updateMany({ where: { outageId, endsAt: { gt: now } }, data: { endsAt: now } })
    await tx.outage.update({
      where: { id: outageId, version },
      data: { endedAt: now, ...(outage.startsAt < now ? { endsAt: now } : {}), version: { increment: 1 } },
      select: { id: true },
    })
    await record(tx, {
      actorId: actor.personId, action: 'outage.ended', subjectKind: 'resource', subjectId: seen.resourceId,
      universityId: seen.resource.universityId, data: { outageId, planned: outage.endsAt.toISOString() },
    })
    return done({ id: outageId })
  })
}
