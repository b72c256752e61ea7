import { createHash } from 'node:crypto'
import type { IncomingMessage } from 'node:http'
import { request } from 'node:https'
import { isIP } from 'node:net'
import type { Readable } from 'node:stream'
import { createBrotliDecompress, createGunzip, createInflate } from 'node:zlib'
import { checkedAddress, feedUrl, isPublicAddress, type Resolve, resolveByName } from '~/features/scheduling/feeds/address.server'
import { FeedError } from '~/features/scheduling/feeds/feed-error'

export type FetchLimits = { redirects: number; firstByteMs: number; totalMs: number; bytes: number }
const LIMITS: FetchLimits = { redirects: 3, firstByteMs: 10_000, totalMs: 30_000, bytes: 10_000_000 }

/** Tests stand in for the network's names and for the rule on addresses; nothing in production does. */
export type FetchOptions = {
  resolve?: Resolve
  isAllowed?: (address: string) => boolean
  /** A certificate to trust beside the usual ones. */
  ca?: string
  limits?: Partial<FetchLimits>
  signal?: AbortSignal
}

export type Known = { etag: string | null; lastModified: string | null }
export type Fetched = { isUnchanged: true } | { isUnchanged: false; text: string; hash: string; etag: string | null; lastModified: string | null }

/**
 * Fetches a calendar from the public internet: https alone, every address checked before it is
 * connected to, redirects too, and nothing waited for or unpacked beyond the limits.
 * @throws FeedError
 */
export async function fetchFeed(address: string, known: Known, options: FetchOptions = {}): Promise<Fetched> {
  const limits = { ...LIMITS, ...options.limits }
  const timer = AbortSignal.timeout(limits.totalMs)
  const signal = options.signal ? AbortSignal.any([timer, options.signal]) : timer
  let url = feedUrl(address)
  if (url === null) throw new FeedError(URL.canParse(address) && new URL(address).protocol !== 'https:' ? 'not_https' : 'bad_address')
  for (let hop = 0; ; hop += 1) {
    const ip = await orAborted(checkedAddress(url.hostname, { resolve: options.resolve ?? resolveByName, isAllowed: options.isAllowed ?? isPublicAddress }), signal)
    const response = await ask(url, ip, known, { ...options, limits, signal })
    const status = response.statusCode ?? 0
    const location = response.headers.location
    if (status === 304) {
      response.destroy()
      return { isUnchanged: true }
    }
    if ([301, 302, 303, 307, 308].includes(status) && location !== undefined) {
      response.destroy()
      if (hop >= limits.redirects) throw new FeedError('too_many_redirects')
      const next: URL | null = URL.canParse(location, url) ? new URL(location, url) : null
      if (next?.protocol === 'http:') throw new FeedError('not_https')
      url = next && feedUrl(next.href)
      if (url === null) throw new FeedError('bad_address')
      continue
    }
    if (status !== 200) {
      response.destroy()
      throw new FeedError('refused', status)
    }
    const body = await readAll(response, limits, signal)
    return {
      isUnchanged: false,
      text: body.toString('utf8'),
      hash: createHash('sha256').update(body).digest('hex'),
      etag: short(response.headers.etag),
      lastModified: short(response.headers['last-modified']),
    }
  }
}

const short = (text: string | undefined) => (text !== undefined && text.length <= 500 ? text : null)

/** One request to an address that was checked: the connection goes there and nowhere else. */
function ask(url: URL, ip: string, known: Known, { ca, limits, signal }: FetchOptions & { limits: FetchLimits; signal: AbortSignal }): Promise<IncomingMessage> {
  return new Promise((resolve, reject) => {
    const host = url.hostname.replace(/^\[|\]$/g, '')
    const outgoing = request({
      host: ip,
      port: url.port === '' ? 443 : Number(url.port),
      path: url.pathname + url.search,
      method: 'GET',
      agent: false,
      signal,
      // The certificate is that of the name, whatever address answers for it.
      servername: isIP(host) ? '' : host,
      ...(ca !== undefined && { ca }),
      headers: {
        Host: url.host,
        Accept: 'text/calendar, */*;q=0.1',
        'Accept-Encoding': 'gzip, deflate, br',
        'User-Agent': 'alliance-booking calendar reader',
        ...(known.etag && { 'If-None-Match': known.etag }),
        ...(known.lastModified && { 'If-Modified-Since': known.lastModified }),
      },
    })
    const firstByte = setTimeout(() => outgoing.destroy(new FeedError('too_slow')), limits.firstByteMs)
    outgoing.once('response', (response) => {
      clearTimeout(firstByte)
      resolve(response)
    })
    outgoing.once('error', (error) => {
      clearTimeout(firstByte)
      reject(failureOf(error, signal))
    })
    outgoing.end()
  })
}

async function readAll(response: IncomingMessage, limits: FetchLimits, signal: AbortSignal): Promise<Buffer> {
  if (Number(response.headers['content-length'] ?? 0) > limits.bytes) {
    response.destroy()
    throw new FeedError('too_large')
  }
  const chunks: Buffer[] = []
  let size = 0
  const body = unpacked(response)
  try {
    for await (const chunk of body) {
      size += (chunk as Buffer).length
      if (size > limits.bytes) throw new FeedError('too_large')
      chunks.push(chunk as Buffer)
    }
  } catch (error) {
    throw failureOf(error, signal)
  } finally {
    body.destroy()
    response.destroy()
  }
  // A line that broke before all was sent is no shorter calendar.
  if (!response.complete) throw new FeedError('cut_off')
  return Buffer.concat(chunks)
}

function unpacked(response: IncomingMessage): Readable {
  const unpackers: Record<string, () => ReturnType<typeof createGunzip>> = { gzip: createGunzip, 'x-gzip': createGunzip, deflate: createInflate, br: createBrotliDecompress }
  const encoding = String(response.headers['content-encoding'] ?? 'identity').trim().toLowerCase()
  const unpacker = unpackers[encoding]
  if (unpacker === undefined) return response
  const stream = unpacker()
  response.on('error', (error) => stream.destroy(error))
  response.on('aborted', () => stream.destroy(new FeedError('cut_off')))
  return response.pipe(stream)
}

function failureOf(error: unknown, signal: AbortSignal): FeedError {
  if (error instanceof FeedError) return error
  if (signal.aborted) return new FeedError('too_slow')
  const code = typeof error === 'object' && error !== null && 'code' in error ? String(error.code) : ''
  if (/CERT|TLS|SSL|SELF_SIGNED|UNABLE_TO_VERIFY|ALTNAME/.test(code)) return new FeedError('certificate')
  if (/^Z_|ERR_BROTLI/.test(code)) return new FeedError('broken')
  if (code === 'ECONNRESET' || code === 'ERR_STREAM_PREMATURE_CLOSE') return new FeedError('cut_off')
  return new FeedError('no_connection')
}

function orAborted<T>(work: Promise<T>, signal: AbortSignal): Promise<T> {
  return new Promise((resolve, reject) => {
    const stop = () => reject(new FeedError('too_slow'))
    if (signal.aborted) return stop()
    signal.addEventListener('abort', stop, { once: true })
    work.then(resolve, reject).finally(() => signal.removeEventListener('abort', stop))
  })
}
