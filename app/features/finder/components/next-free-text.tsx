import { useLocale, useTimeZone, useTranslations } from 'use-intl'
import type { NextFree } from '~/features/finder/availability.server'
import { formatDate, formatDateTime, formatPeriod, formatTime } from '~/i18n/format'

/** One sentence: free now until, next free, not free soon, or by contact. */
export function NextFreeText({ nextFree, now }: { nextFree: NextFree; now: Date }) {
  const t = useTranslations('catalogue.free')
  const locale = useLocale()
  const viewerTimeZone = useTimeZone()
  if (nextFree.kind === 'contact' || nextFree.kind === 'elsewhere') return <>{t(nextFree.kind)}</>
  if (nextFree.kind === 'none') return <>{t('none', { days: nextFree.days })}</>
  const options = { locale, timeZone: nextFree.timeZone, viewerTimeZone, now }
  if (nextFree.kind === 'later') return <>{t('later', { period: formatPeriod(nextFree.period, options) })}</>
  const endsToday = formatDate(nextFree.until, options) === formatDate(now, options)
  const isSameClock = viewerTimeZone === nextFree.timeZone
  return <>{t('now', { until: endsToday && isSameClock ? formatTime(nextFree.until, options) : formatDateTime(nextFree.until, options) })}</>
}
