/** A preference or notice cookie of the whole site; sessions have their own. */
export function cookie(name: string, value: string, maxAgeSeconds: number): string {
  return [`${name}=${value}`, 'Path=/', `Max-Age=${maxAgeSeconds}`, 'SameSite=Lax'].join('; ')
}

export const NOTICE_COOKIE = 'notice'

/** Said by whoever showed the notice, as a header or from a script: it is not shown again. */
export const NOTICE_SHOWN = cookie(NOTICE_COOKIE, '', 0)
