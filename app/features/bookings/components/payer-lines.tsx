import { useLocale, useTranslations } from 'use-intl'
import type { PayerLine } from '~/features/bookings/payers.server'
import { bilingual } from '~/i18n/bilingual'
import { formatMoney, formatNumber } from '~/i18n/format'

/** Who pays which part; the parts make the price. */
export function PayerLines({ payers }: { payers: readonly PayerLine[] }) {
  const t = useTranslations('bookings.verdict')
  const locale = useLocale()
  return (
    <ul>
      {payers.map(({ zh, en, share, fen }, at) => {
        const name = bilingual({ zh, en }, locale)
        return (
          // oxlint-disable-next-line react/no-array-index-key -- a payer may be named twice
          <li key={at} className="flex flex-wrap gap-x-3 break-words tabular-nums">
            <span lang={name.lang}>{name.text}</span>
            <span className="text-muted">{formatNumber(share / 10_000, locale, { style: 'percent', maximumFractionDigits: 2 })}</span>
            {fen === null ? null : <span>{formatMoney(fen, locale)}</span>}
          </li>
        )
      })}
      <li className="text-sm text-muted">{t('payersQuoted')}</li>
    </ul>
  )
}
