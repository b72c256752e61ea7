import type { Request } from 'express'

const HARMLESS = ['GET', 'HEAD', 'OPTIONS']

/**
 * Whether a browser sent this from another site's page. Programs send neither header, and cannot be
 * made to carry somebody's cookie.
 */
export function isFromElsewhere(req: Pick<Request, 'method' | 'get'>, trustsProxy: boolean): boolean {
  if (HARMLESS.includes(req.method)) return false
  if (req.get('Sec-Fetch-Site') === 'cross-site') return true
  const origin = req.get('Origin')
  if (origin === undefined) return false
  const forwarded = trustsProxy ? req.get('X-Forwarded-Host')?.split(',')[0]?.trim() : undefined
  const host = forwarded ?? req.get('Host')
  return !URL.canParse(origin) || new URL(origin).host !== host?.toLowerCase()
}
