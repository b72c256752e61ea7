import type { Actor } from '~/domain/access/permission'
import { done, type Outcome } from '~/domain/problem'
import { record } from '~/features/audit/record.server'
import type { Locale } from '~/i18n/locale'
import { transaction } from '~/platform/db.server'

export async function updateProfile(
  actor: Actor,
  input: { nameZh?: string; nameEn?: string; phone?: string; locale: Locale },
): Promise<Outcome<{ locale: Locale }>> {
  const personId = actor.personId
  const data = { nameZh: input.nameZh ?? null, nameEn: input.nameEn ?? null, phone: input.phone ?? null, locale: input.locale }
  await transaction(async (tx) => {
    await tx.person.update({ where: { id: personId }, data, select: { id: true } })
    const subject = { subjectKind: 'person', subjectId: personId, universityId: actor.homeUniversityId }
    await record(tx, { actorId: personId, action: 'person.profile_changed', ...subject })
  })
  return done({ locale: input.locale })
}
