import type { Actor } from '~/domain/access/permission'
import { done, type Outcome, problem, refused } from '~/domain/problem'
import { record } from '~/features/audit/record.server'
import { type Captions, MOST_DOCUMENTS, MOST_FILE_BYTES, MOST_PICTURES } from '~/features/catalogue/files/schema'
import { columnOf, type FileSubject, lockSubject, maySubject } from '~/features/catalogue/files/subject.server'
import { transaction } from '~/platform/db.server'
import { fileNameProblem, hashOf, storeFile } from '~/platform/files.server'
import { readPicture } from '~/platform/pictures.server'

export type Upload = { name: string; bytes: Uint8Array; captions: Captions }

const wrong = (rule: string) => refused(problem('field_invalid', { field: 'file', rule: `listing.rules.${rule}` }))

type Checked = {
  kind: 'picture' | 'document'
  main: { bytes: Uint8Array; contentType: string }
  thumbnail: Uint8Array | null
  size: { width: number; height: number } | null
}

/**
 * Adds a picture or a PDF to a resource or a lab. What it is, is judged by its bytes, never by its
 * name or by what the browser says. The same file again is the attachment that is there.
 */
export async function addFile(actor: Actor, subject: FileSubject, upload: Upload, now: Date): Promise<Outcome<{ id: string }>> {
  if (!(await maySubject(actor, subject))) return refused(problem('not_allowed', {}))
  const checked = await checkUpload(upload)
  if (!checked.ok) return checked
  const { kind, main, thumbnail, size } = checked.value
  return transaction(async (tx): Promise<Outcome<{ id: string }>> => {
    const kept = await lockSubject(tx, actor, subject)
    if (kept === null) return refused(problem('not_allowed', {}))
    const attachments = await tx.attachment.findMany({
      where: columnOf(subject),
      select: { id: true, kind: true, position: true, file: { select: { hash: true } } },
    })
    const hash = hashOf(main.bytes)
    const same = attachments.find((each) => each.file.hash === hash)
    if (same !== undefined) return done({ id: same.id })
    const most = kind === 'picture' ? MOST_PICTURES : MOST_DOCUMENTS
    if (attachments.filter((each) => each.kind === kind).length >= most) return wrong(`most_${kind}s`)

    const stored = { fileName: upload.name, createdById: actor.personId }
    const file = await storeFile(tx, { ...stored, ...main })
    const small = thumbnail === null ? null : await storeFile(tx, { ...stored, bytes: thumbnail, contentType: 'image/webp' })
    const position = Math.max(0, ...attachments.map((each) => each.position)) + 1
    const { id } = await tx.attachment.create({
      data: { ...columnOf(subject), kind, fileId: file.id, thumbnailId: small?.id ?? null, ...upload.captions, ...size, position, createdAt: now },
      select: { id: true },
    })
    await recordFile(tx, actor, subject, kept.universityId, `${kind}_added`, { [kind]: { from: null, to: upload.name } })
    return done({ id })
  })
}

/** What the file is by its bytes, fit to be stored: a PDF, or a picture made anew. */
export async function checkUpload({ name, bytes }: Pick<Upload, 'name' | 'bytes'>): Promise<Outcome<Checked>> {
  if (bytes.length === 0) return wrong('file_missing')
  const nameProblem = fileNameProblem(name)
  if (nameProblem !== null) return wrong(nameProblem)
  if (bytes.length > MOST_FILE_BYTES) return wrong('file_large')
  if (isPdf(bytes)) {
    return done({ kind: 'document', main: { bytes, contentType: 'application/pdf' }, thumbnail: null, size: null })
  }
  const read = await readPicture(bytes)
  if (!read.ok) return wrong(read.why === 'picture_type' ? 'file_type' : read.why)
  const { bytes: picture, width, height } = read.picture
  return done({ kind: 'picture', main: { bytes: picture, contentType: 'image/webp' }, thumbnail: read.thumbnail.bytes, size: { width, height } })
}

/** Begins and ends as a PDF does; a page of HTML in front of one makes it something else. */
function isPdf(bytes: Uint8Array): boolean {
  const text = (part: Uint8Array) => Buffer.from(part).toString('latin1')
  return /^%PDF-\d\.\d/.test(text(bytes.subarray(0, 16))) && text(bytes.subarray(-2048)).includes('%%EOF')
}

type RecordTx = Parameters<typeof record>[0]
export async function recordFile(
  tx: RecordTx,
  actor: Actor,
  { kind, id }: FileSubject,
  universityId: string | null,
  what: string,
  changes: Record<string, { from: string | null; to: string | null }>,
): Promise<void> {
  await record(tx, { actorId: actor.personId, action: `${kind}.${what}`, subjectKind: kind, subjectId: id, universityId, data: { changes } })
}
