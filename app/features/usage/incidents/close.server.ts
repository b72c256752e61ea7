import { type Actor, can } from '~/domain/access/permission'
import { done, type Outcome, problem, refused } from '~/domain/problem'
import { record } from '~/features/audit/record.server'
import { UUID } from '~/features/people/training/queries.server'
import type { CloseInput } from '~/features/usage/incidents/schema'
import { tellOfIncident } from '~/features/usage/incidents/tell.server'
import { transaction } from '~/platform/db.server'

/** Closes an incident with what was done about it, once; whoever reported it is told. */
export async function closeIncident(actor: Actor, id: string, input: CloseInput, now: Date): Promise<Outcome<{ id: string }>> {
  if (!UUID.test(id)) return refused(problem('not_allowed', {}))
  return transaction(async (tx): Promise<Outcome<{ id: string }>> => {
    const seen = await tx.incident.findUnique({ where: { id }, select: { labId: true, universityId: true, version: true, reportedById: true } })
    if (!seen || !can(actor, 'manage:incident', { labId: seen.labId, universityId: seen.universityId })) return refused(problem('not_allowed', {}))
    const { count } = await tx.incident.updateMany({
      where: { id, version: input.version, closedAt: null },
      data: { measures: input.measures, closedAt: now, closedById: actor.personId, version: { increment: 1 } },
    })
    if (count === 0) return refused(problem('version_conflict', { current: seen.version }))
    await record(tx, { actorId: actor.personId, action: 'incident.closed', subjectKind: 'incident', subjectId: id, universityId: seen.universityId, data: { measures: input.measures } })
    if (seen.reportedById) await tellOfIncident(tx, 'incident-closed', id, [seen.reportedById], actor.personId)
    return done({ id })
  })
}
