import type { Request } from 'express'

export const BODY_LIMIT_BYTES = 1_000_000
/** Read and thrown away up to here, so that the sender hears the answer instead of a broken line. */
const PATIENCE_BYTES = 64_000_000

/** The addresses that take files, each with what a file and the form around it may weigh. */
const UPLOADS: readonly { path: RegExp; bytes: number }[] = [
  { path: /^\/manage\/(resources|labs)\/[^/]+\/files(\.data)?\/?$/, bytes: 21_000_000 },
  { path: /^\/(resources\/[^/]+\/book(\/series)?|bookings\/chain|bookings\/[^/]+\/elsewhere|waits\/[^/]+|api\/v1\/resources\/[^/]+\/answer-files)(\.data)?\/?$/, bytes: 21_000_000 },
  { path: /^\/use\/[^/]+\/(fault|after\/[^/]+)(\.data)?\/?$/, bytes: 21_000_000 },
  { path: /^\/(resources\/[^/]+\/send|manage\/orders\/[^/]+)(\.data)?\/?$/, bytes: 21_000_000 },
  { path: /^\/manage\/imports(\.data)?\/?$/, bytes: 21_000_000 },
]

/** Files come in a form of several parts alone; what is only text is never that long. */
export function bodyLimit(path: string, contentType = ''): number {
  if (!contentType.toLowerCase().startsWith('multipart/form-data')) return BODY_LIMIT_BYTES
  return UPLOADS.find((each) => each.path.test(path))?.bytes ?? BODY_LIMIT_BYTES
}

export type ReadBody = { kind: 'body'; body: Buffer } | { kind: 'too_large' } | { kind: 'gone' }

/** The whole body, never more of it in memory than the limit. */
export function readBody(req: Request, limit = bodyLimit(req.path, req.get('Content-Type'))): Promise<ReadBody> {
  const declared = Number(req.get('Content-Length') ?? 0)
  if (declared > PATIENCE_BYTES) return Promise.resolve({ kind: 'too_large' })
  return new Promise((resolve) => {
    let chunks: Buffer[] = []
    let size = 0
    req.on('data', (chunk: Buffer) => {
      size += chunk.length
      if (size <= limit) chunks.push(chunk)
      else chunks = []
      if (size > PATIENCE_BYTES) {
        req.pause()
        resolve({ kind: 'too_large' })
      }
    })
    req.on('end', () => {
      resolve(size > limit ? { kind: 'too_large' } : { kind: 'body', body: Buffer.concat(chunks) })
    })
    req.on('error', () => resolve({ kind: 'gone' }))
    req.on('close', () => resolve({ kind: 'gone' }))
  })
}

/** A field of a posted form, for telling callers apart before the form is judged. */
export function formField(contentType: string | undefined, body: Buffer, name: string): string {
  const text = body.toString('utf8')
  if (contentType?.startsWith('multipart/form-data')) {
    return new RegExp(`name="${name}"\\r\\n(?:[^\\r\\n]+\\r\\n)*\\r\\n([^\\r\\n]*)`).exec(text)?.[1] ?? ''
  }
  return new URLSearchParams(text).get(name) ?? ''
}
