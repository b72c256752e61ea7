import type { Actor } from '~/domain/access/permission'
import { columnOf, type FileSubject } from '~/features/catalogue/files/subject.server'
import { maySee } from '~/features/catalogue/visibility.server'
import { db } from '~/platform/db.server'
import { readStoredFile, type StoredFile } from '~/platform/files.server'
import type { Prisma } from '~/platform/generated/prisma/client'

const fields = {
  id: true, kind: true, captionZh: true, captionEn: true, width: true, height: true,
  file: { select: { id: true, hash: true, fileName: true, sizeBytes: true } },
  thumbnail: { select: { id: true, hash: true } },
} as const satisfies Prisma.AttachmentSelect

export type Attached = Prisma.AttachmentGetPayload<{ select: typeof fields }>
export type FilesOf = { pictures: Attached[]; documents: Attached[] }

/** Pictures and documents in their order; the caller has judged who may see the subject. */
export async function filesOf(subject: FileSubject): Promise<FilesOf> {
  const all = await db.attachment.findMany({ where: columnOf(subject), select: fields, orderBy: [{ position: 'asc' }, { id: 'asc' }] })
  return { pictures: all.filter((each) => each.kind === 'picture'), documents: all.filter((each) => each.kind === 'document') }
}

/** The leading picture of each resource that has one, small, by resource. */
export async function thumbnailsOf(resourceIds: readonly string[]): Promise<Map<string, Attached>> {
  if (resourceIds.length === 0) return new Map()
  const rows = await db.attachment.findMany({
    where: { resourceId: { in: [...resourceIds] }, kind: 'picture' },
    select: { ...fields, resourceId: true },
    orderBy: [{ resourceId: 'asc' }, { position: 'asc' }, { id: 'asc' }],
    distinct: ['resourceId'],
  })
  return new Map(rows.flatMap(({ resourceId, ...row }) => (resourceId === null ? [] : [[resourceId, row] as const])))
}

const UUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/

/**
 * A file that the actor may see because of what it is attached to; `isPublic` when everybody may.
 * Files that are attached to nothing (an import's) are nobody's here.
 */
export async function visibleFile(actor: Actor | null, id: string): Promise<(StoredFile & { isDocument: boolean; isPublic: boolean }) | null> {
  if (!UUID.test(id)) return null
  const attachments = await db.attachment.findMany({
    where: { OR: [{ fileId: id }, { thumbnailId: id }] },
    select: {
      kind: true,
      labId: true,
      resource: { select: { status: true, shareScope: true, labId: true, universityId: true, lab: { select: { confirmedAt: true } } } },
    },
  })
  const mayHave = (who: Actor | null) =>
    attachments.some(({ labId, resource }) => labId !== null || (resource !== null && maySee(who, { ...resource, labConfirmedAt: resource.lab.confirmedAt })))
  const isPublic = mayHave(null)
  if (!isPublic && !mayHave(actor)) return null
  const file = await readStoredFile(id)
  return file && { ...file, isPublic, isDocument: attachments.some((each) => each.kind === 'document') }
}
