import type { Actor, AffiliationKind } from '~/domain/access/permission'
import { done, problem, refused, type Outcome } from '~/domain/problem'
import { record } from '~/features/audit/record.server'
import { db, transaction } from '~/platform/db.server'

/** Asks a university to admit the actor, who belongs to none; a new request replaces the old one. */
export async function requestAdmission(
  actor: Actor,
  input: { universityId: string; kind: AffiliationKind },
  now: Date,
): Promise<Outcome<null>> {
  const { universityId, kind } = input
  const university = await db.university.findUnique({ where: { id: universityId }, select: { id: true } })
  if (university === null) {
    return refused(problem('field_invalid', { field: 'universityId', rule: 'choice' }))
  }
  const personId = actor.personId
  const isAsked = await transaction(async (tx) => {
    const { count } = await tx.person.updateMany({
      where: { id: personId, status: 'awaiting_admission' },
      data: { requestedUniversityId: universityId },
    })
    if (count === 0) return false
    await tx.affiliation.deleteMany({ where: { personId, confirmedAt: null } })
    await tx.affiliation.create({ data: { personId, universityId, kind, startsAt: now }, select: { id: true } })
    const subject = { subjectKind: 'person', subjectId: personId, universityId }
    await record(tx, { actorId: personId, action: 'person.admission_requested', ...subject, data: { kind } })
    return true
  })
  return isAsked ? done(null) : refused(problem('not_allowed', {}))
}
