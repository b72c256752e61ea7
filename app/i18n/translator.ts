import { createTranslator as createIntlTranslator } from 'use-intl/core'
import type { useTranslations } from 'use-intl'
import type { Locale } from '~/i18n/locale'
import { messagesOf } from '~/i18n/messages'
import type { AppMessages } from '~/i18n/messages'

declare module 'use-intl' {
  interface AppConfig {
    Locale: Locale
    Messages: AppMessages
  }
}

/** Words by full key, as in `t('common.action.save')`; what `useTranslations()` gives in React. */
export type Translator = ReturnType<typeof useTranslations<never>>

/**
 * The same words outside React: mail, calendar files, the JSON API, redirects.
 * Holds both languages, so it must stay out of the browser: import it from server code only.
 */
export function createTranslator(locale: Locale): Translator {
  const known = kept.get(locale)
  if (known !== undefined) return known
  const made = createIntlTranslator({ locale, messages: messagesOf(locale) })
  kept.set(locale, made)
  return made
}

// It compiles each message at its first use.
const kept = new Map<Locale, Translator>()
