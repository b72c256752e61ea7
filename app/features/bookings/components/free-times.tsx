import { Link } from '@remix-run/react'
import { useLocale, useTranslations } from 'use-intl'
import type { Policy } from '~/domain/scheduling/policy'
import type { DayOnStrip } from '~/domain/scheduling/slots'
import { formatPlainDate } from '~/i18n/format'
import { paths } from '~/platform/paths'

export type FreeTimesProps = {
  resourceId: string
  days: readonly DayOnStrip[]
  policy: Pick<Policy, 'gridMinutes' | 'minMinutes' | 'maxMinutes'>
}

/** What a booking begun from a long free stretch starts with; the form lets one change it. */
const OFFERED_MINUTES = 120

/** The free times of the next days as links into the booking form: for keyboards and without JavaScript. */
export function FreeTimes({ resourceId, days, policy }: FreeTimesProps) {
  const t = useTranslations('calendar')
  const locale = useLocale()
  const free = days.flatMap(({ date, segments }) => {
    const times = segments.flatMap(({ state, from, to }) => {
      const start = Math.ceil(from / policy.gridMinutes) * policy.gridMinutes
      return state === 'free' && to - start >= Math.min(policy.minMinutes, 1440) ? [{ from: start, to }] : []
    })
    return times.length === 0 ? [] : [{ date, times }]
  })
  if (free.length === 0) return <p className="text-muted">{t('freeNone')}</p>
  const wanted = Math.min(Math.max(OFFERED_MINUTES, policy.minMinutes), policy.maxMinutes)
  const linkTo = (date: string, from: number, to: number) => {
    const fits = to - from >= wanted || policy.minMinutes > to - from
    // Without an end the form takes its usual length.
    return paths.book(resourceId, { start: `${date}T${clock(from)}`, end: fits ? null : `${date}T${clock(Math.min(to, 1439))}` })
  }
  return (
    <dl aria-label={t('freeTimes')} className="grid gap-x-4 gap-y-1 sm:grid-cols-[max-content_minmax(0,1fr)]">
      {free.map(({ date, times }) => (
        <div key={date} className="grid grid-cols-subgrid sm:col-span-2">
          <dt className="text-muted">{formatPlainDate(date, locale)}</dt>
          <dd className="flex flex-wrap gap-x-3">
            {times.map(({ from, to }) => (
              <Link
                key={from}
                to={linkTo(date, from, to)}
                className="tabular-nums underline decoration-line underline-offset-4 hover:decoration-current"
              >
                {clock(from)}–{clock(to)}
              </Link>
            ))}
          </dd>
        </div>
      ))}
    </dl>
  )
}

const clock = (minute: number) =>
  `${String(Math.floor(minute / 60)).padStart(2, '0')}:${String(Math.floor(minute % 60)).padStart(2, '0')}`
