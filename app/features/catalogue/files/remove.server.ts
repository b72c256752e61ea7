import type { Actor } from '~/domain/access/permission'
import { done, type Outcome, problem, refused } from '~/domain/problem'
import { recordFile } from '~/features/catalogue/files/add.server'
import { columnOf, type FileSubject, lockSubject } from '~/features/catalogue/files/subject.server'
import { transaction } from '~/platform/db.server'
import { removeUnusedFiles } from '~/platform/files.server'

/** Takes an attachment away, and its bytes when nothing else shows them. Removing twice has one effect. */
export async function removeFile(actor: Actor, subject: FileSubject, id: string): Promise<Outcome<{ id: string }>> {
  return transaction(async (tx): Promise<Outcome<{ id: string }>> => {
    const kept = await lockSubject(tx, actor, subject)
    if (kept === null) return refused(problem('not_allowed', {}))
    const file = await tx.attachment.findFirst({
      where: { id, ...columnOf(subject) },
      select: { kind: true, fileId: true, thumbnailId: true, file: { select: { fileName: true } } },
    })
    if (file === null) return done({ id })
    await tx.attachment.delete({ where: { id } })
    await removeUnusedFiles(tx, [file.fileId, ...(file.thumbnailId === null ? [] : [file.thumbnailId])])
    await recordFile(tx, actor, subject, kept.universityId, `${file.kind}_removed`, { [file.kind]: { from: file.file.fileName, to: null } })
    return done({ id })
  })
}
