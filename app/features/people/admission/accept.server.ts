import type { Actor } from '~/domain/access/permission'
import { done, type Outcome, problem, refused } from '~/domain/problem'
import { record } from '~/features/audit/record.server'
import { lockPersons } from '~/features/people/qualifications/subject.server'
import { UUID } from '~/features/people/training/queries.server'
import type { Locale } from '~/i18n/locale'
import { db, transaction } from '~/platform/db.server'

/** A commitment with the version that is in force, and when the person signed it. */
export async function commitment(actor: Actor, documentId: string, now: Date) {
  if (!UUID.test(documentId)) return null
  const document = await db.document.findFirst({ where: { id: documentId, kind: { startsWith: COMMITMENT }, publishedAt: { lte: now } } })
  if (document === null) return null
  const [latest, acceptance] = await Promise.all([
    db.document.findFirst({ where: { kind: document.kind, publishedAt: { lte: now } }, orderBy: [{ publishedAt: 'desc' }, { id: 'asc' }], select: { id: true } }),
    db.documentAcceptance.findUnique({ where: { personId_documentId: { personId: actor.personId, documentId } }, select: { acceptedAt: true, locale: true } }),
  ])
  return { document, newerId: latest && latest.id !== documentId ? latest.id : null, acceptance }
}

/** What kinds of documents are commitments: `commitment` and all that begins so. */
export const COMMITMENT = 'commitment'

/** Signs a commitment in the language it was read in; the version signed stays on record. */
export async function acceptCommitment(actor: Actor, documentId: string, locale: Locale, now: Date): Promise<Outcome<{ id: string }>> {
  const found = await commitment(actor, documentId, now)
  if (found === null) return refused(problem('not_allowed', {}))
  return transaction(async (tx): Promise<Outcome<{ id: string }>> => {
    await lockPersons(tx, [actor.personId])
    const { count } = await tx.documentAcceptance.createMany({ data: [{ personId: actor.personId, documentId, locale, acceptedAt: now }], skipDuplicates: true })
    if (count > 0) {
      const { kind, version, universityId } = found.document
      await record(tx, { actorId: actor.personId, action: 'document.accepted', subjectKind: 'document', subjectId: documentId, universityId, data: { kind, version, locale } })
    }
    return done({ id: documentId })
  })
}
