import type { RequestHandler } from 'express'
import { randomUUID } from 'node:crypto'
import { log } from '~/platform/log.server'
import { countRequest } from '~/platform/metrics.server'

const PROBES = ['/healthz', '/readyz', '/metrics']
/** Whatever word a stranger sends makes no series of its own. */
const METHODS = new Set(['GET', 'HEAD', 'POST', 'PUT', 'PATCH', 'DELETE', 'OPTIONS'])

/**
 * Gives each request an id, which the answer, the page and the log name, and writes one line when
 * it is answered. Query strings stay out, and long segments, which may be one-time secrets.
 */
export function requestLog({ trustsProxy, patternOf }: { trustsProxy: boolean; patternOf: (path: string) => string }): RequestHandler {
  return (req, res, next) => {
    const given = trustsProxy ? req.get('X-Request-Id') : undefined
    const requestId = given !== undefined && /^[\w-]{8,64}$/.test(given) ? given : randomUUID()
    res.locals['requestId'] = requestId
    res.set('X-Request-Id', requestId)
    const { method, path } = req
    const began = performance.now()
    res.once('close', () => {
      const level = path.startsWith('/assets/') || PROBES.includes(path) ? 'debug' : 'info'
      const ms = performance.now() - began
      const status = res.writableFinished ? res.statusCode : 'gone'
      const route = patternOf(path)
      log[level]('request', { requestId, method, path: loggable(path), route, status, ms: Math.round(ms) })
      countRequest({ method: METHODS.has(method) ? method : 'other', route, status }, ms / 1000)
    })
    next()
  }
}

/** Secrets of links are longer than any id or word of ours. */
export const loggable = (path: string): string => path.slice(0, 300).replace(/[\w~-]{40,}/g, '…')
