import type { RequestHandler } from 'express'
import { randomBytes } from 'node:crypto'

/**
 * What a browser may do with our pages: load from us alone, run only scripts that carry this
 * answer's nonce. Styles may stand inline: dialogs and the calendar set them while they run.
 */
export function contentSecurityPolicy(nonce: string, isDev: boolean): string {
  return [
    `default-src 'self'`,
    `script-src 'self' 'nonce-${nonce}'`,
    `style-src 'self' 'unsafe-inline'`,
    `img-src 'self' data: blob:`,
    `connect-src 'self'${isDev ? ' ws:' : ''}`,
    `object-src 'none'`,
    `base-uri 'none'`,
    `form-action 'self'`,
    `frame-ancestors 'none'`,
  ].join('; ')
}

/** Sets `res.locals.nonce` too. */
export function securityHeaders({ isDev }: { isDev: boolean }): RequestHandler {
  return (req, res, next) => {
    const nonce = randomBytes(16).toString('base64')
    res.locals['nonce'] = nonce
    res.set({
      'Content-Security-Policy': contentSecurityPolicy(nonce, isDev),
      'Cross-Origin-Opener-Policy': 'same-origin',
      'Cross-Origin-Resource-Policy': 'same-origin',
      'Permissions-Policy': 'camera=(), geolocation=(), microphone=(), payment=(), usb=()',
      // Links with one-time secrets must not travel to other sites.
      'Referrer-Policy': 'same-origin',
      'X-Content-Type-Options': 'nosniff',
      'X-Frame-Options': 'DENY',
    })
    if (req.secure) res.set('Strict-Transport-Security', 'max-age=31536000')
    next()
  }
}
