import { type Actor, can } from '~/domain/access/permission'
import { done, type Outcome, problem, refused } from '~/domain/problem'
import { record } from '~/features/audit/record.server'
import { revokeAdmission } from '~/features/people/admission/grant.server'
import { changeQualification } from '~/features/people/qualifications/change.server'
import { UUID } from '~/features/people/training/queries.server'
import { rightsAt } from '~/features/usage/incidents/rights.server'
import type { SuspendInput } from '~/features/usage/incidents/schema'
import { db, transaction } from '~/platform/db.server'

/**
 * Suspends a qualification, or takes an admission away, because of an incident: by the same commands as anywhere, for
 * rights at the incident's place alone, and noted with the incident. What is so already stays.
 */
export async function suspendAfterIncident(actor: Actor, id: string, input: SuspendInput, now: Date): Promise<Outcome<{ id: string }>> {
  if (!UUID.test(id)) return refused(problem('not_allowed', {}))
  const seen = await db.incident.findUnique({ where: { id }, select: { labId: true, universityId: true, resourceId: true, roomId: true } })
  if (!seen || !can(actor, 'manage:incident', { labId: seen.labId, universityId: seen.universityId })) return refused(problem('not_allowed', {}))
  const [kind, rightId = ''] = input.right.split(':')
  const [right] = await rightsAt(seen, { rightIds: [rightId] }, now)
  if (right === undefined || right.kind !== kind) return refused(problem('not_allowed', {}))
  const outcome = kind === 'qualification'
    ? await changeQualification(actor, rightId, { to: 'suspend', reason: input.reason, version: input.version }, now)
    : await revokeAdmission(actor, { id: rightId, reason: input.reason }, now)
  if (!outcome.ok) return outcome
  await transaction((tx) => record(tx, {
    actorId: actor.personId, action: 'incident.suspended', subjectKind: 'incident', subjectId: id, universityId: seen.universityId, data: { right: kind, rightId, personId: right.personId, reason: input.reason },
  }))
  return done({ id })
}
