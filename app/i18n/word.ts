import type { Translator } from '~/i18n/translator'

type Values = Record<string, string | number>

/**
 * The message under a key that is only known at run time, such as a mode's name or a rule; null
 * when there is none. Keys may come from outside: `constructor` is in every object, but no message.
 */
export function word(t: Translator, key: string, values?: Values): string | null {
  const typed = key as 'common.error.requestId'
  if (!t.has(typed) || typeof t.raw(typed) !== 'string') return null
  return t(typed, values as { id: string })
}
