import type { Locale } from '~/i18n/locale'

/** Text written by people, in one language or both. */
export type BilingualText = { zh?: string | null; en?: string | null }

export type ShownText = {
  text: string
  /** The language the text is really in, for the `lang` attribute. */
  lang: Locale
  /** True when the reader's language is missing and the other one stands in. */
  isFallback: boolean
}

/** The text in the reader's language, or in the other one marked as such; empty when there is none. */
export function bilingual(value: BilingualText, locale: Locale): ShownText {
  const zh = value.zh?.trim() ?? ''
  const en = value.en?.trim() ?? ''
  const [own, other, otherLocale]: [string, string, Locale] =
    locale === 'en' ? [en, zh, 'zh-CN'] : [zh, en, 'en']
  if (own !== '' || other === '') return { text: own, lang: locale, isFallback: false }
  return { text: other, lang: otherLocale, isFallback: true }
}

/** The name in the language that is not the reader's, when it says something else. */
export function otherName(value: BilingualText, locale: Locale): ShownText | null {
  const shown = bilingual(value, locale)
  const otherLocale: Locale = locale === 'en' ? 'zh-CN' : 'en'
  const text = (locale === 'en' ? value.zh : value.en)?.trim() ?? ''
  return text === '' || text === shown.text ? null : { text, lang: otherLocale, isFallback: false }
}
