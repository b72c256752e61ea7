import type { Actor } from '~/domain/access/permission'
import { done, type Outcome, problem, refused } from '~/domain/problem'
import { record } from '~/features/audit/record.server'
import { lockBooking } from '~/features/bookings/facts.server'
import type { OperatorInput } from '~/features/bookings/operators/schema'
import { accountOf, heldOperator, keeps, teamOf } from '~/features/bookings/operators/write.server'
import { transaction } from '~/platform/db.server'

/** Changes a name, the account, or what somebody can run. What is promised already stays promised. */
export function changeOperator(actor: Actor, operatorId: string, input: OperatorInput, now: Date): Promise<Outcome<{ id: string }>> {
  return transaction(async (tx): Promise<Outcome<{ id: string }>> => {
    const seen = await heldOperator(operatorId, tx)
    if (seen === null || !keeps(actor, seen)) return refused(problem('not_allowed', {}))
    await tx.$queryRaw`SELECT pg_advisory_xact_lock(hashtext('operators'))::text AS locked`
    const before = seen.skills.map(({ resourceId }) => resourceId)
    await lockBooking(tx, { personIds: [], resourceIds: [...new Set([operatorId, ...before, ...input.resourceIds])], bookingIds: [], now })
    const team = await teamOf(tx, actor, input.resourceIds)
    if (!team.ok) return team
    if (team.value.campusId !== seen.resource.campusId) return refused(problem('field_invalid', { field: 'resourceIds', rule: 'operators.rule.other_campus' }))
    const account = await accountOf(tx, input.email, operatorId)
    if (!account.ok) return account
    const { count } = await tx.resource.updateMany({
      where: { id: operatorId, version: input.version, status: { not: 'retired' } },
      data: { nameZh: input.nameZh, nameEn: input.nameEn || null, version: { increment: 1 } },
    })
    if (count === 0) return refused(problem('version_conflict', { current: seen.resource.version }))
    await tx.operator.update({ where: { resourceId: operatorId }, data: { personId: account.value }, select: { resourceId: true } })
    await tx.operatorSkill.deleteMany({ where: { operatorId, resourceId: { notIn: input.resourceIds } } })
    await tx.operatorSkill.createMany({ data: [...new Set(input.resourceIds)].map((resourceId) => ({ operatorId, resourceId })), skipDuplicates: true })
    await record(tx, {
      actorId: actor.personId, action: 'operator.changed', subjectKind: 'resource', subjectId: operatorId, universityId: seen.resource.universityId,
      data: { personId: account.value, from: before, to: input.resourceIds },
    })
    return done({ id: operatorId })
  })
}
