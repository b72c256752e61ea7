import type { Actor } from '~/domain/access/permission'
import { changesBetween } from '~/domain/catalogue/changes'
import { done, type Outcome, problem, refused } from '~/domain/problem'
import { record } from '~/features/audit/record.server'
import type { Captions } from '~/features/catalogue/files/schema'
import { columnOf, type FileSubject, lockSubject } from '~/features/catalogue/files/subject.server'
import { transaction } from '~/platform/db.server'

/** Gives an attachment other captions. */
export async function editFile(actor: Actor, subject: FileSubject, id: string, captions: Captions): Promise<Outcome<{ id: string }>> {
  return transaction(async (tx): Promise<Outcome<{ id: string }>> => {
    const kept = await lockSubject(tx, actor, subject)
    const file = kept && (await tx.attachment.findFirst({ where: { id, ...columnOf(subject) }, select: { captionZh: true, captionEn: true } }))
    if (!kept || !file) return refused(problem('not_allowed', {}))
    const changes = changesBetween(file, captions)
    if (Object.keys(changes).length === 0) return done({ id })
    await tx.attachment.update({ where: { id }, data: captions, select: { id: true } })
    await record(tx, {
      actorId: actor.personId,
      action: `${subject.kind}.file_captioned`,
      subjectKind: subject.kind,
      subjectId: subject.id,
      universityId: kept.universityId,
      data: { changes },
    })
    return done({ id })
  })
}
