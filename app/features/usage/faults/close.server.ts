import { type Actor, can } from '~/domain/access/permission'
import { done, type Outcome, problem, refused } from '~/domain/problem'
import { record } from '~/features/audit/record.server'
import { transaction } from '~/platform/db.server'

/** A manager has seen to a reported fault; a second time changes nothing. */
export async function closeFault(actor: Actor, id: string, now: Date): Promise<Outcome<{ id: string }>> {
  return transaction(async (tx): Promise<Outcome<{ id: string }>> => {
    const report = await tx.faultReport.findUnique({ where: { id }, select: { resourceId: true } })
    const resource = report && (await tx.resource.findUnique({ where: { id: report.resourceId }, select: { labId: true, universityId: true } }))
    if (!report || !resource || !can(actor, 'manage:resource', resource)) return refused(problem('not_allowed', {}))
    const { count } = await tx.faultReport.updateMany({ where: { id, closedAt: null }, data: { closedAt: now, closedById: actor.personId } })
    if (count > 0) {
      await record(tx, { actorId: actor.personId, action: 'fault.closed', subjectKind: 'resource', subjectId: report.resourceId, universityId: resource.universityId, data: { reportId: id } })
    }
    return done({ id })
  })
}
