import { can, type Actor } from '~/domain/access/permission'
import { done, problem, refused, type Outcome } from '~/domain/problem'
import { record } from '~/features/audit/record.server'
import { mailDeclined } from '~/features/auth/jobs.server'
import { parseLocale } from '~/i18n/locale'
import { db, transaction } from '~/platform/db.server'

/** Says no to a request for admission, with the reason; the person may then ask another university. */
export async function declinePerson(
  actor: Actor,
  input: { personId: string; reason: string },
  { origin }: { origin: string },
): Promise<Outcome<null>> {
  const person = await db.person.findUnique({
    where: { id: input.personId },
    select: { email: true, locale: true, requestedUniversityId: true },
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
    return true
  })
  if (!isDeclined) return refused(problem('already_decided', { status: 'declined' }))
  const university = await db.university.findUniqueOrThrow({
    where: { id: universityId },
    select: { nameZh: true, nameEn: true },
  })
  const to = { email: person.email, locale: parseLocale(person.locale) ?? 'zh-CN', origin }
  await mailDeclined(to, { zh: university.nameZh, en: university.nameEn }, input.reason)
  return done(null)
}
