import { createInflateRaw } from 'node:zlib'
import { TableProblem } from '~/platform/spreadsheet/table-problem'

/*
 * Reading the parts of a ZIP archive that is already in memory, by its central directory, each part
 * as a stream that is counted while it unpacks: what an archive says of its own sizes is not believed.
 */

const END_SIGNATURE = 0x06054b50
const CENTRAL_SIGNATURE = 0x02014b50
const LOCAL_SIGNATURE = 0x04034b50
const END_BYTES = 22
const CENTRAL_BYTES = 46
const LOCAL_BYTES = 30
const MOST_ENTRIES = 5_000

type Entry = { method: number; packedBytes: number; offset: number }
export type Zip = { bytes: Buffer; entries: ReadonlyMap<string, Entry> }

/** @throws TableProblem `damaged` */
export function openZip(bytes: Buffer): Zip {
  const end = endOf(bytes)
  const count = bytes.readUInt16LE(end + 10)
  let at = bytes.readUInt32LE(end + 16)
  if (count > MOST_ENTRIES) throw new TableProblem('unpacks_too_large')
  const entries = new Map<string, Entry>()
  for (let index = 0; index < count; index += 1) {
    if (at + CENTRAL_BYTES > bytes.length || bytes.readUInt32LE(at) !== CENTRAL_SIGNATURE) throw new TableProblem('damaged')
    const nameBytes = bytes.readUInt16LE(at + 28)
    const name = bytes.toString('utf8', at + CENTRAL_BYTES, at + CENTRAL_BYTES + nameBytes)
    entries.set(name.replaceAll('\\', '/'), {
      method: bytes.readUInt16LE(at + 10),
      packedBytes: bytes.readUInt32LE(at + 20),
      offset: bytes.readUInt32LE(at + 42),
    })
    at += CENTRAL_BYTES + nameBytes + bytes.readUInt16LE(at + 30) + bytes.readUInt16LE(at + 32)
  }
  return { bytes, entries }
}

/** The end of the archive is found from behind: a comment may follow it. */
function endOf(bytes: Buffer): number {
  for (let at = bytes.length - END_BYTES; at >= Math.max(0, bytes.length - END_BYTES - 0xffff); at -= 1) {
    if (bytes.readUInt32LE(at) === END_SIGNATURE) return at
  }
  throw new TableProblem('damaged')
}

/**
 * The text of a part, piece by piece; null where there is no such part.
 * @throws TableProblem `unpacks_too_large` beyond `mostBytes`, `damaged`
 */
export function readPart(zip: Zip, name: string, mostBytes: number): AsyncGenerator<string> | null {
  const entry = zip.entries.get(name)
  return entry === undefined ? null : unpack(zip.bytes, entry, mostBytes)
}

async function* unpack(bytes: Buffer, entry: Entry, mostBytes: number): AsyncGenerator<string> {
  const { offset, packedBytes, method } = entry
  if (offset + LOCAL_BYTES > bytes.length || bytes.readUInt32LE(offset) !== LOCAL_SIGNATURE) throw new TableProblem('damaged')
  const start = offset + LOCAL_BYTES + bytes.readUInt16LE(offset + 26) + bytes.readUInt16LE(offset + 28)
  const packed = bytes.subarray(start, start + packedBytes)
  if (packed.length !== packedBytes || (method !== 0 && method !== 8)) throw new TableProblem('damaged')
  const decoder = new TextDecoder('utf-8', { fatal: true })
  let size = 0
  try {
    for await (const piece of method === 0 ? [packed] : inflated(packed)) {
      size += piece.length
      if (size > mostBytes) throw new TableProblem('unpacks_too_large')
      yield decoder.decode(piece, { stream: true })
    }
    yield decoder.decode()
  } catch (error) {
    throw error instanceof TableProblem ? error : new TableProblem('damaged')
  }
}

async function* inflated(packed: Buffer): AsyncGenerator<Buffer> {
  const inflate = createInflateRaw()
  inflate.end(packed)
  for await (const piece of inflate) yield piece as Buffer
}
