import { createReadStream } from 'node:fs'
import { createGunzip } from 'node:zlib'

/*
 * As much of the tar format as a backup needs: plain files with short names, so that any tool can
 * look into one (`tar tzf`).
 */

const BLOCK = 512
/** No entry of ours comes near; a length beyond it is damage. */
const MOST_BYTES = 2 ** 31

export type Entry = { name: string; data: Buffer }

export function tarEntry({ name, data }: Entry, at: Date): Buffer {
  const header = Buffer.alloc(BLOCK)
  const octal = (value: number, length: number) => value.toString(8).padStart(length - 1, '0')
  header.write(name, 0, 100)
  header.write(octal(0o600, 8), 100)
  header.write(octal(0, 8), 108)
  header.write(octal(0, 8), 116)
  header.write(octal(data.length, 12), 124)
  header.write(octal(Math.floor(at.getTime() / 1000), 12), 136)
  header.fill(' ', 148, 156)
  header.write('0', 156)
  header.write('ustar\u000000', 257)
  header.write(`${octal(sumOf(header), 7)}\u0000 `, 148)
  return Buffer.concat([header, data, Buffer.alloc((BLOCK - (data.length % BLOCK)) % BLOCK)])
}

export const tarEnd = Buffer.alloc(2 * BLOCK)

/**
 * The entries of a compressed archive, one after another.
 * @throws DamagedArchive when it ends too early or is no such archive
 */
export async function* readArchive(file: string): AsyncGenerator<Entry> {
  const source = createReadStream(file)
  const unzip = createGunzip()
  source.on('error', (error) => unzip.destroy(error))
  let rest: Buffer = Buffer.alloc(0)
  let header: { name: string; size: number } | null = null
  try {
    for await (const chunk of source.pipe(unzip) as AsyncIterable<Buffer>) {
      rest = rest.length === 0 ? chunk : Buffer.concat([rest, chunk])
      for (;;) {
        header ??= rest.length >= BLOCK ? headerOf(rest) : null
        if (header === null) break
        if (header.name === '') return
        const padded = Math.ceil(header.size / BLOCK) * BLOCK
        if (rest.length < BLOCK + padded) break
        yield { name: header.name, data: rest.subarray(BLOCK, BLOCK + header.size) }
        rest = rest.subarray(BLOCK + padded)
        header = null
      }
    }
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? String(error.code) : ''
    if (code.startsWith('Z_')) throw new DamagedArchive('The file is damaged or no backup: it cannot be decompressed to its end.')
    throw error
  } finally {
    source.destroy()
  }
  throw new DamagedArchive('The backup ends too early; it was not written or copied to its end.')
}

export class DamagedArchive extends Error {}

function headerOf(block: Buffer): { name: string; size: number } {
  const header = block.subarray(0, BLOCK)
  const text = (from: number, length: number) => header.toString('utf8', from, from + length).replace(/\0.*$/s, '').trim()
  if (header.every((byte) => byte === 0)) return { name: '', size: 0 }
  const size = Number.parseInt(text(124, 12), 8)
  const isSound = Number.parseInt(text(148, 8), 8) === sumOf(header) && size >= 0 && size < MOST_BYTES
  if (!isSound) throw new DamagedArchive('The file is damaged or no backup: a heading in it does not add up.')
  return { name: text(0, 100), size }
}

/** Over the header with its own checksum taken as blanks. */
function sumOf(header: Buffer): number {
  let sum = 0
  for (let at = 0; at < BLOCK; at += 1) sum += at >= 148 && at < 156 ? 32 : (header[at] ?? 0)
  return sum
}
