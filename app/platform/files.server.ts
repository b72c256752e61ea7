import { createHash } from 'node:crypto'
import { db, type Tx } from '~/platform/db.server'

/** The one place that writes stored files. Whoever stores has checked the content before. */

export type FileToStore = {
  bytes: Uint8Array
  contentType: string
  /** As the person named it; see `fileNameProblem`. */
  fileName: string
  createdById: string | null
}

export const LONGEST_FILE_NAME = 200

/** Separators and drives make a path; controls and marks of direction make a name read as another one. */
const NOT_A_NAME = /[/\\:\p{Cc}\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]|\p{Surrogate}/u

export type FileNameProblem = 'file_name' | 'file_name_long'

/** What is wrong with a name that came with an upload; null when it is fit to be shown. */
export function fileNameProblem(name: string): FileNameProblem | null {
  const trimmed = name.trim()
  if (trimmed === '' || /^\.+$/.test(trimmed) || NOT_A_NAME.test(name)) return 'file_name'
  return trimmed.length > LONGEST_FILE_NAME ? 'file_name_long' : null
}

export const hashOf = (bytes: Uint8Array): string => createHash('sha256').update(bytes).digest('hex')

export async function storeFile(tx: Tx, file: FileToStore): Promise<{ id: string; hash: string }> {
  const hash = hashOf(file.bytes)
  const { id } = await tx.storedFile.create({
    data: {
      hash,
      contentType: file.contentType,
      fileName: file.fileName.trim(),
      sizeBytes: file.bytes.length,
      bytes: new Uint8Array(file.bytes),
      createdById: file.createdById,
    },
    select: { id: true },
  })
  return { id, hash }
}

export type StoredFile = { hash: string; contentType: string; fileName: string; bytes: Uint8Array<ArrayBuffer> }

/** The file with its bytes; who may have it is the caller's to know. */
export async function readStoredFile(id: string, client: Tx | typeof db = db): Promise<StoredFile | null> {
  return client.storedFile.findUnique({
    where: { id },
    select: { hash: true, contentType: true, fileName: true, bytes: true },
  })
}

/** Takes files away that nothing refers to any more; those still referred to stay. */
export async function removeUnusedFiles(tx: Tx, ids: readonly string[]): Promise<void> {
  await tx.storedFile.deleteMany({
    where: { id: { in: [...ids] }, attachments: { none: {} }, thumbnails: { none: {} }, imports: { none: {} } },
  })
}
