import { can, type Actor } from '~/domain/access/permission'
import { done, problem, refused, type Outcome } from '~/domain/problem'
import { record } from '~/features/audit/record.server'
import { orderAccountMail } from '~/features/jobs/order-mail.server'
import { db, transaction } from '~/platform/db.server'

/** Says no to a request for admission, with the reason; the person may then ask another university. */
export async function declinePerson(
  actor: Actor,
  input: { personId: string; reason: string },
  { origin }: { origin: string },
): Promise<Outcome<null>> {
  const person = await db.person.findUnique({
    where: { id: input.personId },
    select: { requestedUniversityId: true },
  })
  const universityId = person?.requestedUniversityId ?? null
  if (person === null || universityId === null || !can(actor, 'admit:person', { universityId })) {
    return refused(problem('not_allowed', {}))
  }
  const isDeclined = await transaction(async (tx) => {
    const { count } = await tx.person.updateMany({
      where: { id: input.personId, status: 'awaiting_admission', requestedUniversityId: universityId },
      data: { requestedUniversityId: null },
    })
    if (count === 0) return false
    const subject = { subjectKind: 'person', subjectId: input.personId, universityId }
    const entry = { actorId: actor.personId, action: 'person.admission_declined', ...subject }
    await record(tx, { ...entry, data: { reason: input.reason } })
    await orderAccountMail(tx, { kind: 'admission-declined', personId: input.personId, origin, universityId, reason: input.reason })
    return true
  })
  if (!isDeclined) return refused(problem('already_decided', { status: 'declined' }))
  return done(null)
}
