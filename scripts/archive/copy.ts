import { once } from 'node:events'
import type { Socket } from 'node:net'
import type { Client, Connection, Submittable } from 'pg'

/*
 * COPY over the wire protocol of `pg`, which knows its messages and leaves their use to the caller.
 * Rows travel as the server writes them, never as values of ours.
 */

type Wire = {
  stream: Socket
  query: (text: string) => void
  sendCopyFromChunk: (chunk: Buffer) => void
  endCopyFrom: () => void
  sendCopyFail: (reason: string) => void
}
const wireOf = (connection: Connection) => connection as unknown as Wire

/** What is handed on at once, in bytes; a longer row is handed on whole. */
const PART_BYTES = 4 * 2 ** 20

/** Reads `COPY … TO STDOUT`; the socket rests while `take` is at work. @returns the number of rows */
export function copyOut(client: Client, sql: string, take: (part: Buffer) => Promise<void>): Promise<number> {
  return new Promise((resolve, reject) => {
    let chunks: Buffer[] = []
    let size = 0
    let rows = 0
    let work = Promise.resolve()
    const hand = (wire: Wire | null) => {
      const part = Buffer.concat(chunks)
      chunks = []
      size = 0
      wire?.stream.pause()
      work = work.then(() => take(part)).finally(() => wire?.stream.resume())
      work.catch(reject)
    }
    const query = {
      submit: (connection: Connection) => wireOf(connection).query(sql),
      handleCopyData: ({ chunk }: { chunk: Buffer }, connection: Connection) => {
        // The message lies in a buffer that the next one overwrites.
        chunks.push(Buffer.from(chunk))
        size += chunk.length
        rows += 1
        if (size >= PART_BYTES) hand(wireOf(connection))
      },
      handleCommandComplete: () => {},
      handleReadyForQuery: () => {
        if (size > 0) hand(null)
        work.then(() => resolve(rows), reject)
      },
      handleError: reject,
    }
    client.query(query as Submittable)
  })
}

/** Writes the parts with `COPY … FROM STDIN`, no faster than the server takes them. @returns the number of rows */
export function copyIn(client: Client, sql: string, parts: AsyncIterable<Buffer>): Promise<number> {
  return new Promise((resolve, reject) => {
    let rows = 0
    let failure: unknown = null
    let hasEnded = false
    const feed = async (wire: Wire) => {
      try {
        for await (const part of parts) {
          if (hasEnded) return
          wire.sendCopyFromChunk(part)
          if (wire.stream.writableNeedDrain) await once(wire.stream, 'drain')
        }
        if (!hasEnded) wire.endCopyFrom()
      } catch (error) {
        failure = error
        if (!hasEnded) wire.sendCopyFail('the backup could not be read')
      }
    }
    const query = {
      submit: (connection: Connection) => wireOf(connection).query(sql),
      handleCopyInResponse: (connection: Connection) => void feed(wireOf(connection)),
      handleCommandComplete: ({ text }: { text: string }) => {
        rows = Number(text.replace(/^COPY /, ''))
      },
      handleReadyForQuery: () => {
        hasEnded = true
        resolve(rows)
      },
      handleError: (error: Error) => {
        hasEnded = true
        reject(failure ?? error)
      },
    }
    client.query(query as Submittable)
  })
}
