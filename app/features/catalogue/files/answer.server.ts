import type { Actor } from '~/domain/access/permission'
import { type Outcome, problem, refused } from '~/domain/problem'
import { answerListing, type ListingReply, replyToProblems } from '~/features/catalogue/answer.server'
import { addFile } from '~/features/catalogue/files/add.server'
import { editFile } from '~/features/catalogue/files/edit.server'
import { moveFile } from '~/features/catalogue/files/move.server'
import { removeFile } from '~/features/catalogue/files/remove.server'
import { addFileForm, editFileForm, moveFileForm, removeFileForm } from '~/features/catalogue/files/schema'
import type { FileSubject } from '~/features/catalogue/files/subject.server'
import { badRequest, readForm } from '~/platform/http'

export const FILE_ACTS = ['add', 'edit', 'move', 'remove'] as const
export type FileAct = (typeof FILE_ACTS)[number]
export type FileAnswer = { ok: true; act: FileAct } | { ok: false; act: FileAct; subject: string | null; reply: ListingReply }

/** One of the forms on a page of files; which one stands in the address as `do`. */
export async function answerFiles(request: Request, actor: Actor, subject: FileSubject, now: Date): Promise<FileAnswer> {
  const act = FILE_ACTS.find((each) => each === new URL(request.url).searchParams.get('do'))
  if (act === undefined) throw badRequest('No such form')
  let id: string | null = null
  const about = <T>(of: string, outcome: Promise<Outcome<T>>) => {
    id = of
    return outcome
  }
  const run = {
    add: () => answerUpload(request, actor, subject, now),
    edit: () => answerListing(request, editFileForm, ({ id: of, ...captions }) => about(of, editFile(actor, subject, of, captions))),
    move: () => answerListing(request, moveFileForm, (input) => about(input.id, moveFile(actor, subject, input.id, input.to))),
    remove: () => answerListing(request, removeFileForm, (input) => about(input.id, removeFile(actor, subject, input.id))),
  }
  const answer = await run[act]()
  return answer.ok ? { ok: true, act } : { ok: false, act, subject: id, reply: answer.reply }
}

async function answerUpload(request: Request, actor: Actor, subject: FileSubject, now: Date) {
  const form = await readForm(request.clone())
  const file = form.get('file')
  const captions = { captionZh: textOf(form.get('captionZh')), captionEn: textOf(form.get('captionEn')) }
  if (!(file instanceof File) || (file.size === 0 && file.name === '')) {
    const { problems } = refused(problem('field_invalid', { field: 'file', rule: 'listing.rules.file_missing' }))
    return { ok: false as const, reply: replyToProblems(problems, captions) }
  }
  const bytes = new Uint8Array(await file.arrayBuffer())
  const texts = new FormData()
  for (const [name, text] of Object.entries(captions)) texts.set(name, text)
  const judged = new Request(request.url, { method: 'POST', body: texts })
  return answerListing(judged, addFileForm, (input) => addFile(actor, subject, { name: file.name, bytes, captions: input }, now))
}

const textOf = (value: FormDataEntryValue | null) => (typeof value === 'string' ? value : '')
