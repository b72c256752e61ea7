import type { Actor } from '~/domain/access/permission'
import type { Question } from '~/domain/booking/questions'
import { done, type Outcome } from '~/domain/problem'
import { checkUpload } from '~/features/catalogue/files/add.server'
import { db, transaction } from '~/platform/db.server'
import { hashOf, storeFile } from '~/platform/files.server'

/**
 * Keeps a file that answers a question: a PDF or a picture, judged by its bytes. It is the actor's until a booking
 * answers with it. The same file again is the one that is there.
 */
export async function addAnswerFile(
  actor: Actor, asked: { resourceId: string; questionId: string }, file: { name: string; bytes: Uint8Array }, now: Date,
): Promise<Outcome<{ id: string }>> {
  const checked = await checkUpload(file)
  if (!checked.ok) return checked
  const { main } = checked.value
  const same = await db.answerFile.findFirst({
    where: { ...asked, uploadedById: actor.personId, bookingId: null, orderId: null, file: { hash: hashOf(main.bytes), fileName: file.name.trim() } },
    select: { fileId: true },
  })
  if (same) return done({ id: same.fileId })
  return transaction(async (tx) => {
    const { id } = await storeFile(tx, { ...main, fileName: file.name, createdById: actor.personId })
    await tx.answerFile.create({ data: { ...asked, fileId: id, uploadedById: actor.personId, createdAt: now }, select: { fileId: true } })
    return done({ id })
  })
}

/**
 * Puts the files that came with a form (`file.<question>`) where their answers stand (`answer.<question>`), so that
 * a form that is refused keeps them. Gives the rules that files break, by field.
 */
export async function takeAnswerFiles(
  actor: Actor, body: FormData, asked: readonly { resourceId: string; questions: readonly Pick<Question, 'id' | 'kind'>[] }[], now: Date,
): Promise<Record<string, string[]>> {
  const errors: Record<string, string[]> = {}
  for (const { resourceId, questions } of asked) {
    for (const { id, kind } of questions) {
      const file = body.get(`file.${id}`)
      if (kind !== 'file' || !(file instanceof File) || file.name === '') continue
      const kept = await addAnswerFile(actor, { resourceId, questionId: id }, { name: file.name, bytes: new Uint8Array(await file.arrayBuffer()) }, now)
      if (kept.ok) body.set(`answer.${id}`, kept.value.id)
      else errors[`file.${id}`] = kept.problems.flatMap((each) => (each.code === 'field_invalid' ? [each.params.rule] : []))
    }
  }
  const names = [...body.keys()]
  for (const name of names) if (name.startsWith('file.')) body.delete(name)
  return errors
}
