import { bilingual, otherName, type ShownText } from '~/i18n/bilingual'
import type { Locale } from '~/i18n/locale'

export type Nameable = {
  nameZh: string
  nameEn: string | null
  maker?: string | null
  model?: string | null
  kind: { en: string }
}

/** Seed and imports write "(in-house)" where there is no maker or model to name. */
const isProperName = (text: string | null | undefined): text is string =>
  Boolean(text?.trim()) && !/^\(.*\)$/.test(text?.trim() ?? '')

/** The English name, or one made of kind, maker and model where people have written none. */
export function englishName(resource: Nameable): string {
  if (resource.nameEn?.trim()) return resource.nameEn.trim()
  const made = [resource.maker, resource.model].filter(isProperName).join(' ')
  return made ? `${resource.kind.en} (${made})` : resource.kind.en
}

/** The name in the reader's language. */
export function displayName(resource: Nameable, locale: Locale): ShownText {
  return bilingual({ zh: resource.nameZh, en: englishName(resource) }, locale)
}

/** The name in the other language, to stand below; null when it would repeat the first. */
export function secondName(resource: Nameable, locale: Locale): ShownText | null {
  return otherName({ zh: resource.nameZh, en: englishName(resource) }, locale)
}

/** Maker and model as one phrase; null where neither is a proper name. */
export function makerAndModel(resource: Pick<Nameable, 'maker' | 'model'>): string | null {
  return [resource.maker, resource.model].filter(isProperName).join(' ') || null
}
