import { Link } from '@remix-run/react'
import { useLocale, useTranslations } from 'use-intl'
import type { RecurrenceRule, RuleDay } from '~/domain/recurrence/rule'
import { BookingStatusBadge } from '~/features/bookings/components/booking-status'
import { PeriodText } from '~/features/bookings/components/booking-text'
import { WEEKDAYS } from '~/features/bookings/series/components/repeat-fields'
import type { SeriesTime, SeriesView } from '~/features/bookings/series/queries.server'
import { formatList } from '~/i18n/format'
import { paths } from '~/platform/paths'
import { RadioGroup } from '~/ui/choice'

const NTH = ['first', 'second', 'third', 'fourth'] as const

/** How a series repeats, in words. */
export function useRuleText(): (rule: RecurrenceRule, isWorkdays: boolean) => string {
  const t = useTranslations('series')
  const locale = useLocale()
  const dayText = ({ weekday, nth }: RuleDay) => {
    const day = t(`weekday.${WEEKDAYS[weekday - 1]!}`)
    if (nth === null) return day
    const name = NTH[nth - 1]
    return t(`nth.${name ?? 'last'}`, { day })
  }
  return (rule, isWorkdays) => {
    if (isWorkdays && rule.freq === 'DAILY') return t('ruleWorkdays')
    const named = [...rule.days.map(dayText), ...rule.monthDays.map((day) => t('monthDay', { day }))]
    const days = named.length === 0 ? '' : t('ruleDays', { days: formatList(named, locale) })
    return t('rule', { freq: rule.freq, interval: rule.interval, days })
  }
}

/** Where a booking stands in its series, with the others. */
export function SeriesSection({ series, bookingId, timeZone, now }: { series: SeriesView; bookingId: string; timeZone: string; now: Date }) {
  const t = useTranslations('series')
  const ruleText = useRuleText()
  const place = series.bookings.findIndex(({ id }) => id === bookingId) + 1
  return (
    <div className="grid gap-3">
      <p>
        {ruleText(series.rule, series.days === 'workdays')}
        {'. '}
        {t('place', { place, count: series.bookings.length })}
        {series.isAltered ? ` ${t('altered')}` : null}
      </p>
      <details>
        <summary className="py-1 font-medium text-accent underline underline-offset-4">{t('others')}</summary>
        <SeriesTimes times={series.bookings} currentId={bookingId} timeZone={timeZone} now={now} />
      </details>
    </div>
  )
}

export function SeriesTimes({ times, currentId, timeZone, now }: { times: readonly SeriesTime[]; currentId?: string; timeZone: string; now: Date }) {
  const t = useTranslations('series')
  return (
    <ol className="grid gap-1 pt-2">
      {times.map(({ id, startsAt, endsAt, status }) => (
        <li key={id} className="flex flex-wrap items-baseline gap-x-3">
          {id === currentId ? (
            <strong className="tabular-nums" aria-current="true">
              <PeriodText period={{ start: startsAt, end: endsAt }} timeZone={timeZone} now={now} />
              {' · '}
              {t('isThis')}
            </strong>
          ) : (
            <Link to={paths.booking(id)} className="tabular-nums underline decoration-line underline-offset-4 hover:decoration-current">
              <PeriodText period={{ start: startsAt, end: endsAt }} timeZone={timeZone} now={now} />
            </Link>
          )}
          <BookingStatusBadge status={status} />
        </li>
      ))}
    </ol>
  )
}

/** Which of the series a change or cancellation is of, with the version that was seen. */
export function ScopeChoice({ series, legend, hint }: { series: SeriesView; legend: string; hint: string }) {
  const t = useTranslations('series.scopeChoice')
  return (
    <>
      <input type="hidden" name="seriesVersion" value={series.version} />
      <RadioGroup
        name="scope"
        legend={legend}
        hint={hint}
        defaultValue="this"
        choices={(['this', 'following', 'all'] as const).map((value) => ({ value, label: t(value) }))}
      />
    </>
  )
}
