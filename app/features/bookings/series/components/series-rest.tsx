import { useTranslations } from 'use-intl'
import type { BookingView } from '~/features/bookings/queries.server'
import { SeriesTimes } from '~/features/bookings/series/components/series-text'
import type { SeriesTime } from '~/features/bookings/series/queries.server'
import { defaultTimeZone } from '~/i18n/locale'

/** Under the first of a series in a list: those that come after it. */
export function SeriesRest({ booking, times, now }: { booking: BookingView; times: readonly SeriesTime[]; now: Date }) {
  const t = useTranslations('series')
  const rest = times.filter(({ id }) => id !== booking.id)
  if (rest.length === 0) return null
  return (
    <details className="border-b border-line py-2">
      <summary className="py-1 text-sm text-accent underline underline-offset-4">{t('row', { count: rest.length })}</summary>
      <SeriesTimes times={rest} timeZone={booking.items[0]?.resource.timeZone ?? defaultTimeZone} now={now} />
    </details>
  )
}
