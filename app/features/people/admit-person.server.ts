import { can, type Actor, type AffiliationKind } from '~/domain/access/permission'
import { done, problem, refused, type Outcome } from '~/domain/problem'
import { record } from '~/features/audit/record.server'
import { orderAccountMail } from '~/features/jobs/order-mail.server'
import { db, transaction } from '~/platform/db.server'

/** Admits somebody who asked for this university: it becomes their home. Only its coordinator may. */
export async function admitPerson(
  actor: Actor,
  input: { personId: string; kind: AffiliationKind },
  { origin, now }: { origin: string; now: Date },
): Promise<Outcome<null>> {
  const person = await db.person.findUnique({
    where: { id: input.personId },
    select: { requestedUniversityId: true },
  })
  const universityId = person?.requestedUniversityId ?? null
  if (person === null || universityId === null || !can(actor, 'admit:person', { universityId })) {
    return refused(problem('not_allowed', {}))
  }
  if (input.personId === actor.personId) return refused(problem('own_request', {}))
  const isAdmitted = await transaction(async (tx) => {
    const { count } = await tx.person.updateMany({
      where: { id: input.personId, status: 'awaiting_admission', requestedUniversityId: universityId },
      data: { status: 'active', requestedUniversityId: null },
    })
    if (count === 0) return false
    await tx.affiliation.deleteMany({ where: { personId: input.personId, confirmedAt: null } })
    await tx.affiliation.create({
      data: { personId: input.personId, universityId, kind: input.kind, isHome: true, startsAt: now, confirmedAt: now },
      select: { id: true },
    })
    const subject = { subjectKind: 'person', subjectId: input.personId, universityId }
    const entry = { actorId: actor.personId, action: 'person.admitted', ...subject }
    await record(tx, { ...entry, data: { kind: input.kind } })
    await orderAccountMail(tx, { kind: 'admitted', personId: input.personId, origin, universityId })
    return true
  })
  if (!isAdmitted) return refused(problem('already_decided', { status: 'active' }))
  return done(null)
}
