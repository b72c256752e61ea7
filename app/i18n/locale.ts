export const locales = ['zh-CN', 'en'] as const
export type Locale = (typeof locales)[number]
export const defaultLocale: Locale = 'zh-CN'

/** The zone of every member campus so far; a reader whose zone is unknown is taken to live in it. */
export const defaultTimeZone = 'Asia/Shanghai'

export function isLocale(value: unknown): value is Locale {
  return locales.some((locale) => locale === value)
}

/** Reads one language tag as a browser or a form writes it: `zh`, `zh-TW` and `en-GB` count too. */
export function parseLocale(tag: string | null | undefined): Locale | null {
  const primary = tag?.trim().toLowerCase().split(/[-_]/)[0]
  return primary === 'zh' ? 'zh-CN' : primary === 'en' ? 'en' : null
}

export type LocaleSources = {
  /** The address's `lang` parameter. */
  param?: string | null
  /** The cookie `lang`. */
  cookie?: string | null
  /** The language kept with the person. */
  stored?: string | null
  acceptLanguage?: string | null
}

/** The reader's language: the address, then the cookie, then the person, then the browser. */
export function detectLocale(sources: LocaleSources): Locale {
  return (
    parseLocale(sources.param) ??
    parseLocale(sources.cookie) ??
    parseLocale(sources.stored) ??
    preferredLocale(sources.acceptLanguage) ??
    defaultLocale
  )
}

export function localeOfRequest(request: Request, stored?: string | null): Locale {
  return detectLocale({
    param: new URL(request.url).searchParams.get('lang'),
    cookie: cookieValue(request, 'lang'),
    stored,
    acceptLanguage: request.headers.get('Accept-Language'),
  })
}

/** The reader's zone as the browser told by the cookie `zone`, when it is one we know. */
export function timeZoneOfRequest(request: Request): string {
  const zone = cookieValue(request, 'zone')
  return zone !== null && isTimeZone(zone) ? zone : defaultTimeZone
}

export function isTimeZone(zone: string): boolean {
  try {
    return new Intl.DateTimeFormat('en', { timeZone: zone }) instanceof Intl.DateTimeFormat
  } catch {
    return false
  }
}

/** A cookie's value, or null when it is absent or not decodable. */
export function cookieValue(request: Request, name: string): string | null {
  for (const pair of (request.headers.get('Cookie') ?? '').split(';')) {
    const [key, ...rest] = pair.split('=')
    if (key?.trim() !== name) continue
    try {
      return decodeURIComponent(rest.join('=').trim())
    } catch {
      return null
    }
  }
  return null
}

function preferredLocale(header: string | null | undefined): Locale | null {
  const ranked = (header ?? '')
    .split(',')
    .map((entry) => {
      const [tag, ...params] = entry.split(';')
      const weight = params.map((param) => /^\s*q=([\d.]+)\s*$/.exec(param)?.[1]).find(Boolean)
      return { locale: parseLocale(tag), weight: weight === undefined ? 1 : Number(weight) }
    })
    .filter(({ locale, weight }) => locale !== null && weight > 0)
    .toSorted((a, b) => b.weight - a.weight)
  return ranked[0]?.locale ?? null
}
