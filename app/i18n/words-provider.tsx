import { cloneElement, type ReactElement, type ReactNode } from 'react'
import { IntlProvider } from 'use-intl'
import type { Locale } from '~/i18n/locale'
import { messagesOf } from '~/i18n/messages'

/** Readers' zones are few; a stranger can ask for any. */
const MOST_KEPT = 24
const kept = new Map<string, ReactElement>()

/**
 * use-intl's provider for rendering many pages in one process. Its own keeps compiled messages and
 * formats as long as one tree lives, which on a server is one request: all of them were read and
 * compiled anew for each page. What it provides depends on the language and the zone alone.
 */
export function WordsProvider({ locale, timeZone, children }: { locale: Locale; timeZone: string; children: ReactNode }) {
  const made: ReactElement = IntlProvider({ locale, timeZone, messages: messagesOf(locale), children: null })
  const key = `${locale} ${timeZone}`
  const known = kept.get(key)
  if (known === undefined) {
    if (kept.size >= MOST_KEPT) kept.clear()
    kept.set(key, made)
  }
  return cloneElement(known ?? made, undefined, children)
}
