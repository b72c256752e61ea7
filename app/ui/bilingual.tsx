import { useLocale, useTranslations } from 'use-intl'
import { bilingual, otherName } from '~/i18n/bilingual'
import type { BilingualText } from '~/i18n/bilingual'

export type BilingualProps = {
  value: BilingualText
  /** Without the mark, in places where it would repeat on every line. */
  isMarkHidden?: boolean
}

/** Text written by people, in the reader's language or marked as being in the other one. */
export function Bilingual({ value, isMarkHidden = false }: BilingualProps) {
  const locale = useLocale()
  const t = useTranslations('common.language.onlyIn')
  const { text, lang, isFallback } = bilingual(value, locale)
  if (!isFallback) return <>{text}</>
  return (
    <>
      <span lang={lang}>{text}</span>
      {isMarkHidden ? null : (
        <span className="ml-1.5 whitespace-nowrap text-sm font-normal text-faint">({t(lang)})</span>
      )}
    </>
  )
}

/** The name in the language that is not the reader's, where there is one. */
export function OtherName({ value, className }: { value: BilingualText; className?: string }) {
  const other = otherName(value, useLocale())
  if (other === null) return null
  return (
    <span lang={other.lang} className={className ?? 'text-sm text-muted'}>
      {other.text}
    </span>
  )
}
