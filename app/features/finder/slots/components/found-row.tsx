import { Link } from '@remix-run/react'
import { useLocale, useTimeZone, useTranslations } from 'use-intl'
import type { Period } from '~/domain/time/interval'
import { IllustrativeMark } from '~/features/catalogue/components/illustrative-mark'
import { ResourceName, SecondName } from '~/features/catalogue/components/resource-name'
import type { WeekView } from '~/features/finder/availability.server'
import type { FoundResource } from '~/features/finder/search.server'
import { displayName } from '~/features/catalogue/display-name'
import { formatDuration, formatMoney, formatPeriod } from '~/i18n/format'
import { paths } from '~/platform/paths'
import { LinkButton } from '~/ui/button'
import { Bilingual } from '~/ui/bilingual'
import { WeekStrip } from '~/ui/week-strip'

export type FoundRowProps = {
  resource: Omit<FoundResource, 'prices'>
  slot: Period
  journeyMinutes: number | null
  /** Fen for the slot; null: by agreement; undefined: not told to strangers. */
  priceFen: number | null | undefined
  week: WeekView | null
  /** Where the resource joins those chosen; null: it is among them, or no more can. */
  chooseTo: string | null
  now: Date
}

/** A resource with its first free slot, the way there, the price, and the next seven days. */
export function FoundRow({ resource, slot, journeyMinutes, priceFen, week, chooseTo, now }: FoundRowProps) {
  const t = useTranslations('finding')
  const locale = useLocale()
  const viewerTimeZone = useTimeZone()
  const { lab, university, campus } = resource
  const name = displayName(resource, locale).text
  const when = formatPeriod(slot, { locale, timeZone: campus.timeZone, viewerTimeZone, now })
  return (
    <article className="grid gap-x-6 gap-y-3 border-b border-line py-4 md:grid-cols-[minmax(0,1fr)_15rem]">
      <div className="grid content-start gap-1">
        <h2 className="text-base break-words">
          <Link to={paths.resource(resource.id)} className="font-semibold text-accent underline decoration-line underline-offset-4 hover:decoration-current">
            <ResourceName resource={resource} />
          </Link>
        </h2>
        <p className="break-words text-sm text-muted">
          <SecondName resource={resource} /> {resource.isIllustrative ? <IllustrativeMark /> : null}
        </p>
        <p className="break-words"><Bilingual value={{ zh: lab.nameZh, en: lab.nameEn }} /></p>
        <p className="text-muted">
          <Bilingual value={{ zh: university.nameZh, en: university.nameEn }} />
          {' · '}
          <Bilingual value={{ zh: campus.nameZh, en: campus.nameEn }} />
        </p>
        {journeyMinutes === null ? null : (
          <p className="text-sm text-muted">{journeyMinutes === 0 ? t('onCampus') : t('journey', { time: formatDuration(journeyMinutes, locale) })}</p>
        )}
      </div>
      <div className="grid content-start gap-2">
        {week ? <WeekStrip days={week.days} /> : null}
        <p className="font-medium tabular-nums">
          <time dateTime={slot.start.toISOString()}>{when}</time>
        </p>
        {priceFen === undefined ? null : (
          <p className="text-sm text-muted">{priceFen === null ? t('priceAgreed') : t('price', { price: formatMoney(priceFen, locale) })}</p>
        )}
        <div className="flex flex-wrap items-center gap-2" data-screen-only>
          <LinkButton
            tone="primary"
            size="small"
            to={paths.book(resource.id, { start: slot.start.toISOString(), end: slot.end.toISOString() })}
            aria-label={t('bookNamed', { name, when })}
          >
            {t('book')}
          </LinkButton>
          {chooseTo === null ? null : (
            <LinkButton tone="quiet" size="small" to={chooseTo} aria-label={t('chooseNamed', { name })} preventScrollReset>
              {t('choose')}
            </LinkButton>
          )}
        </div>
      </div>
    </article>
  )
}
