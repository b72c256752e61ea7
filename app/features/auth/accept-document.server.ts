import type { Actor } from '~/domain/access/permission'
import { done, problem, refused, type Outcome } from '~/domain/problem'
import { currentDocument } from '~/features/alliance/queries.server'
import { record } from '~/features/audit/record.server'
import type { Locale } from '~/i18n/locale'
import { transaction } from '~/platform/db.server'

/** Accepts the privacy notice in force, in the language it was read in. */
export async function acceptPrivacy(
  actor: Actor,
  documentId: string,
  locale: Locale,
  now: Date,
): Promise<Outcome<{ version: string }>> {
  const document = await currentDocument('privacy')
  if (document === null || document.id !== documentId) {
    return refused(problem('field_invalid', { field: 'documentId', rule: 'auth.rules.privacy_changed' }))
  }
  const personId = actor.personId
  await transaction(async (tx) => {
    const { count } = await tx.documentAcceptance.createMany({
      data: [{ personId, documentId, locale, acceptedAt: now }],
      skipDuplicates: true,
    })
    if (count === 0) return
    const subject = { subjectKind: 'document', subjectId: documentId }
    const entry = { actorId: personId, action: 'document.accepted', ...subject }
    await record(tx, { ...entry, data: { kind: 'privacy', version: document.version } })
  })
  return done({ version: document.version })
}
