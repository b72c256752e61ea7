import { useLocale } from 'use-intl'
import { displayName, type Nameable, secondName } from '~/features/catalogue/display-name'

/** The name in the reader's language, marked as what it is when only the other one exists. */
export function ResourceName({ resource }: { resource: Nameable }) {
  const locale = useLocale()
  const { text, lang } = displayName(resource, locale)
  return <span lang={lang === locale ? undefined : lang}>{text}</span>
}

/** The name in the other language, for below. */
export function SecondName({ resource }: { resource: Nameable }) {
  const second = secondName(resource, useLocale())
  return second === null ? null : <span lang={second.lang}>{second.text}</span>
}
