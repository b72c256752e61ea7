import { Link } from '@remix-run/react'
import { useLocale, useTimeZone, useTranslations } from 'use-intl'
import type { Period } from '~/domain/time/interval'
import type { Elsewhere } from '~/features/bookings/alternatives.server'
import { ResourceName } from '~/features/catalogue/components/resource-name'
import { bilingual } from '~/i18n/bilingual'
import { formatDuration, formatMoney, formatPeriod } from '~/i18n/format'

type ElsewhereListProps = {
  elsewhere: readonly Elsewhere[]
  now: Date
  /** Where choosing one leads. */
  to: (resourceId: string, slot: Period) => string
}

/** Like resources elsewhere, with their first free time, the journey and the price. */
export function ElsewhereList({ elsewhere, now, to }: ElsewhereListProps) {
  const t = useTranslations('finding.other')
  const locale = useLocale()
  const viewerTimeZone = useTimeZone()
  return (
    <ul className="grid gap-3">
      {elsewhere.map(({ resource: like, slot, journeyMinutes, priceFen }) => (
        <li key={like.id} className="grid gap-0.5">
          <Link to={to(like.id, slot)} className="text-accent underline decoration-line underline-offset-4">
            <ResourceName resource={like} />
          </Link>
          <span className="tabular-nums">{formatPeriod(slot, { locale, timeZone: like.campus.timeZone, viewerTimeZone, now })}</span>
          <span className="text-sm text-muted">
            {[
              bilingual({ zh: like.university.nameZh, en: like.university.nameEn }, locale).text,
              journeyMinutes === null ? null : journeyMinutes === 0 ? t('here') : t('journey', { time: formatDuration(journeyMinutes, locale) }),
              priceFen === null ? t('agreed') : t('price', { price: formatMoney(priceFen, locale) }),
            ].filter(Boolean).join(' · ')}
          </span>
        </li>
      ))}
    </ul>
  )
}
