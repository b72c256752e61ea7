import type { Actor } from '~/domain/access/permission'
import { done, type Outcome, problem, refused } from '~/domain/problem'
import { record } from '~/features/audit/record.server'
import type { AlertInput } from '~/features/bookings/waits/schema'
import { db, transaction } from '~/platform/db.server'

/** Asks to be told of freed time of a resource, or says anew of which; one wish a person and resource. */
export async function keepAlert(actor: Actor, resourceId: string, input: AlertInput): Promise<Outcome<{ id: string }>> {
  const resource = await db.resource.findUnique({ where: { id: resourceId }, select: { universityId: true, status: true } })
  if (resource === null || resource.status !== 'active') return refused(problem('resource_unknown', { id: resourceId }))
  return transaction(async (tx) => {
    const { id } = await tx.freedAlert.upsert({
      where: { personId_resourceId: { personId: actor.personId, resourceId } },
      create: { personId: actor.personId, resourceId, ...input },
      update: { ...input, version: { increment: 1 } },
      select: { id: true },
    })
    await record(tx, {
      actorId: actor.personId, action: 'alert.kept', subjectKind: 'freed_alert', subjectId: id, universityId: resource.universityId,
      data: { resourceId, ...input },
    })
    return done({ id })
  })
}
