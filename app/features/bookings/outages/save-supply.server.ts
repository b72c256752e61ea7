import { type Actor, can } from '~/domain/access/permission'
import { done, type Outcome, problem, refused } from '~/domain/problem'
import { record } from '~/features/audit/record.server'
import { transaction } from '~/platform/db.server'

/** Says that a resource stops when another does, or no longer. Whoever says so manages both; a ring is refused. */
export async function saveSupply(
  actor: Actor, resourceId: string, { supplyId, to }: { supplyId: string; to: 'add' | 'remove' }, now: Date,
): Promise<Outcome<{ id: string }>> {
  return transaction(async (tx): Promise<Outcome<{ id: string }>> => {
    // One at a time: two additions side by side could close a ring.
    await tx.$executeRaw`SELECT pg_advisory_xact_lock(hashtextextended('resource-dependency', 0))`
    const select = { id: true, labId: true, universityId: true } as const
    const [resource, supply] = await Promise.all([
      tx.resource.findUnique({ where: { id: resourceId }, select }),
      tx.resource.findUnique({ where: { id: supplyId }, select }),
    ])
    if (resource === null || !can(actor, 'manage:resource', resource)) return refused(problem('not_allowed', {}))
    if (supply === null || (to === 'add' && !can(actor, 'manage:resource', supply))) return refused(problem('field_invalid', { field: 'supplyId', rule: 'outages.rules.supply' }))
    const pair = { resourceId_supplyId: { resourceId, supplyId } }
    if (to === 'remove') {
      await tx.resourceDependency.deleteMany({ where: pair.resourceId_supplyId })
    } else {
      const [ring] = await tx.$queryRaw<{ id: string }[]>`
        WITH RECURSIVE hit AS (
          SELECT ${resourceId}::text AS id
          UNION
          SELECT d.resource_id FROM resource_dependency d JOIN hit h ON d.supply_id = h.id
        ) SELECT id FROM hit WHERE id = ${supplyId}`
      if (ring) return refused(problem('field_invalid', { field: 'supplyId', rule: 'outages.rules.ring' }))
      await tx.resourceDependency.upsert({ where: pair, create: { resourceId, supplyId, createdAt: now }, update: {}, select: { resourceId: true } })
    }
    await record(tx, {
      actorId: actor.personId, action: `resource.supply_${to === 'add' ? 'added' : 'removed'}`, subjectKind: 'resource', subjectId: resourceId,
      universityId: resource.universityId, data: { supplyId },
    })
    return done({ id: resourceId })
  })
}
