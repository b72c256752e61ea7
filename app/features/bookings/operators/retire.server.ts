import type { Actor } from '~/domain/access/permission'
import { done, type Outcome, problem, refused } from '~/domain/problem'
import { record } from '~/features/audit/record.server'
import { lockBooking } from '~/features/bookings/facts.server'
import { heldOperator, keeps } from '~/features/bookings/operators/write.server'
import { transaction } from '~/platform/db.server'

/** Ends somebody's assisting: nothing more is promised. What is promised already has to be given to others first. */
export function retireOperator(actor: Actor, operatorId: string, now: Date): Promise<Outcome<{ id: string }>> {
  return transaction(async (tx): Promise<Outcome<{ id: string }>> => {
    const seen = await heldOperator(operatorId, tx)
    if (seen === null || !keeps(actor, seen)) return refused(problem('not_allowed', {}))
    await lockBooking(tx, { personIds: [], resourceIds: [operatorId, ...seen.skills.map(({ resourceId }) => resourceId)], bookingIds: [], now })
    const held = await tx.allocation.count({ where: { resourceId: operatorId, cause: { in: ['booking', 'offer'] }, endsAt: { gt: now } } })
    if (held > 0) return refused(problem('bookings_in_the_way', { count: held }))
    const { count } = await tx.resource.updateMany({ where: { id: operatorId, status: { not: 'retired' } }, data: { status: 'retired', version: { increment: 1 } } })
    if (count === 0) return done({ id: operatorId })
    await tx.operatorSkill.deleteMany({ where: { operatorId } })
    await record(tx, {
      actorId: actor.personId, action: 'operator.retired', subjectKind: 'resource', subjectId: operatorId, universityId: seen.resource.universityId,
      data: { runs: seen.skills.map(({ resourceId }) => resourceId) },
    })
    return done({ id: operatorId })
  })
}
