import type { Actor } from '~/domain/access/permission'
import { done, type Outcome } from '~/domain/problem'
import { record } from '~/features/audit/record.server'
import { transaction } from '~/platform/db.server'

/** Is not told any more; dropped twice, it is dropped once. */
export async function dropAlert(actor: Actor, resourceId: string): Promise<Outcome<{ resourceId: string }>> {
  return transaction(async (tx) => {
    const alert = await tx.freedAlert.findUnique({
      where: { personId_resourceId: { personId: actor.personId, resourceId } }, select: { id: true, resource: { select: { universityId: true } } },
    })
    if (alert !== null) {
      await tx.freedAlert.delete({ where: { id: alert.id }, select: { id: true } })
      await record(tx, {
        actorId: actor.personId, action: 'alert.dropped', subjectKind: 'freed_alert', subjectId: alert.id,
        universityId: alert.resource.universityId, data: { resourceId },
      })
    }
    return done({ resourceId })
  })
}
