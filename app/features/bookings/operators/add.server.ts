import type { Actor } from '~/domain/access/permission'
import { done, type Outcome } from '~/domain/problem'
import { record } from '~/features/audit/record.server'
import type { NewOperatorInput } from '~/features/bookings/operators/schema'
import { accountOf, teamOf } from '~/features/bookings/operators/write.server'
import { createTranslator } from '~/i18n/translator'
import { transaction } from '~/platform/db.server'

const KIND = {
  id: 'operator', nature: 'operator',
  zh: createTranslator('zh-CN')('common.role.operator'), en: createTranslator('en')('common.role.operator'),
} as const

/**
 * Names somebody who assists. An operator is a resource that is not listed, on the campus of what is run, on duty
 * when the lab is open until hours of its own are set. Sent twice, it is the same operator.
 */
export function addOperator(actor: Actor, input: NewOperatorInput, now: Date): Promise<Outcome<{ id: string }>> {
  return transaction(async (tx): Promise<Outcome<{ id: string }>> => {
    const id = `operator-${input.key}`
    const team = await teamOf(tx, actor, input.resourceIds)
    if (!team.ok) return team
    await tx.$queryRaw`SELECT pg_advisory_xact_lock(hashtext('operators'))::text AS locked`
    if ((await tx.operator.count({ where: { resourceId: id } })) > 0) return done({ id })
    const account = await accountOf(tx, input.email, null)
    if (!account.ok) return account
    const { labId, universityId, campusId } = team.value
    await tx.resourceKind.upsert({ where: { id: KIND.id }, create: KIND, update: {} })
    await tx.resource.create({
      data: {
        id, labId, universityId, campusId, kindId: KIND.id, status: 'draft', modes: [], shareScope: 'own_university',
        nameZh: input.nameZh, nameEn: input.nameEn || null, createdAt: now,
      },
      select: { id: true },
    })
    await tx.operator.create({
      data: { resourceId: id, personId: account.value, createdAt: now, skills: { create: [...new Set(input.resourceIds)].map((resourceId) => ({ resourceId })) } },
      select: { resourceId: true },
    })
    await record(tx, {
      actorId: actor.personId, action: 'operator.added', subjectKind: 'resource', subjectId: id, universityId,
      data: { personId: account.value, runs: input.resourceIds },
    })
    return done({ id })
  })
}
