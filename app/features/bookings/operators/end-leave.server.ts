import type { Actor } from '~/domain/access/permission'
import { done, type Outcome, problem, refused } from '~/domain/problem'
import { record } from '~/features/audit/record.server'
import { lockBooking } from '~/features/bookings/facts.server'
import { heldOperator, isOwn, keeps } from '~/features/bookings/operators/write.server'
import { db, transaction } from '~/platform/db.server'

/** Calls leave off, or ends it now; what was handed over stays with whoever has it. */
export async function endLeave(actor: Actor, operatorId: string, { outageId, version }: { outageId: string; version: number }, now: Date): Promise<Outcome<{ id: string }>> {
  const operator = await heldOperator(operatorId)
  if (operator === null || !(keeps(actor, operator) || isOwn(actor, operator))) return refused(problem('not_allowed', {}))
  if ((await db.outage.count({ where: { id: outageId, resourceId: operatorId } })) === 0) return refused(problem('not_allowed', {}))
  return transaction(async (tx): Promise<Outcome<{ id: string }>> => {
    await lockBooking(tx, { personIds: [], resourceIds: [operatorId], bookingIds: [], now })
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
      actorId: actor.personId, action: 'operator.leave_ended', subjectKind: 'resource', subjectId: operatorId,
      universityId: operator.resource.universityId, data: { outageId, planned: outage.endsAt.toISOString() },
    })
    return done({ id: outageId })
  })
}
