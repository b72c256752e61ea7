import type { Actor } from '~/domain/access/permission'
import { done, type Outcome, problem, refused } from '~/domain/problem'
import { recordFile } from '~/features/catalogue/files/add.server'
import { columnOf, type FileSubject, lockSubject } from '~/features/catalogue/files/subject.server'
import { transaction } from '~/platform/db.server'

/** Puts an attachment one place earlier or later among those of its kind; the first picture leads. */
export async function moveFile(actor: Actor, subject: FileSubject, id: string, to: 'up' | 'down'): Promise<Outcome<{ id: string }>> {
  return transaction(async (tx): Promise<Outcome<{ id: string }>> => {
    const kept = await lockSubject(tx, actor, subject)
    const all = await tx.attachment.findMany({
      where: columnOf(subject),
      select: { id: true, kind: true, file: { select: { fileName: true } } },
      orderBy: [{ position: 'asc' }, { id: 'asc' }],
    })
    const moved = all.find((each) => each.id === id)
    if (!kept || !moved) return refused(problem('not_allowed', {}))
    const ids = all.filter((each) => each.kind === moved.kind).map((each) => each.id)
    const at = ids.indexOf(id)
    const next = at + (to === 'up' ? -1 : 1)
    if (next < 0 || next >= ids.length) return done({ id })
    ids.splice(next, 0, ...ids.splice(at, 1))
    for (const [position, each] of ids.entries()) {
      await tx.attachment.update({ where: { id: each }, data: { position: position + 1 }, select: { id: true } })
    }
    const placed = (place: number) => `${place + 1}. ${moved.file.fileName}`
    await recordFile(tx, actor, subject, kept.universityId, `${moved.kind}_moved`, { [moved.kind]: { from: placed(at), to: placed(next) } })
    return done({ id })
  })
}
