import { useLocale, useTranslations } from 'use-intl'
import { formatHours, formatPlainDate } from '~/i18n/format'
import { cx } from '~/ui/cx'

export type StripSegment = { from: number; to: number; state: 'free' | 'taken' | 'past' | 'closed' }
export type StripDay = {
  /** `YYYY-MM-DD` on the campus's calendar. */
  date: string
  dayMinutes: number
  openMinutes: number
  freeMinutes: number
  /** Minutes from the day's beginning. */
  segments: readonly StripSegment[]
}

/** Free is solid, taken is hatched, closed is empty: readable in black and white. */
const looks: Record<StripSegment['state'], string> = {
  free: 'bg-accent',
  taken: 'hatched bg-sunken',
  past: 'bg-line',
  closed: '',
}

type Range = { from: number; to: number }

/** The hours shown: eight to twenty, and as far beyond as anything is open. */
function shownHours(days: readonly StripDay[]): Range {
  const open = days.flatMap(({ segments }) => segments.filter(({ state }) => state !== 'closed'))
  return {
    from: Math.min(8 * 60, ...open.map(({ from }) => from)),
    to: Math.max(20 * 60, ...open.map(({ to }) => to)),
  }
}

/** The next seven days at a glance, and as a sentence for those who hear it. */
export function WeekStrip({ days, label }: { days: readonly StripDay[]; label?: string }) {
  const t = useTranslations('common')
  const locale = useLocale()
  const sentence = days
    .map(({ date, openMinutes, freeMinutes }) => {
      const day = formatPlainDate(date, locale)
      if (openMinutes === 0) return t('week.dayClosed', { day })
      if (freeMinutes === 0) return t('week.dayFull', { day })
      return t('week.dayFree', { day, hours: formatHours(freeMinutes * 60, locale) })
    })
    .join(t('week.separator'))
  const range = shownHours(days)
  return (
    <div className="w-full max-w-80">
      <p className="sr-only">
        {t('week.sentence', { label: label ?? t('week.label'), days: sentence })}
      </p>
      <div aria-hidden="true" className="flex gap-1">
        {days.map((day) => (
          <DayBar
            key={day.date}
            day={day}
            range={range}
            weekday={weekdayLetter(day.date, locale)}
          />
        ))}
      </div>
    </div>
  )
}

function DayBar({ day, range, weekday }: { day: StripDay; range: Range; weekday: string }) {
  const share = (minutes: number) => `${(minutes / (range.to - range.from)) * 100}%`
  return (
    <div className="min-w-0 flex-1" title={day.date}>
      <span className="block text-center text-sm leading-5 text-faint">{weekday}</span>
      <span className="relative block h-3.5 overflow-hidden rounded-sm border border-line bg-surface">
        {day.segments.map(({ from, to, state }) =>
          state === 'closed' ? null : (
            <span
              key={from}
              className={cx('absolute inset-y-0', looks[state])}
              style={{ left: share(from - range.from), width: share(to - from) }}
            />
          ),
        )}
      </span>
    </div>
  )
}

/** One letter in English, the last character in Chinese. */
function weekdayLetter(date: string, locale: 'zh-CN' | 'en'): string {
  const text = formatPlainDate(date, locale)
  return locale === 'zh-CN' ? text.slice(-1) : text.slice(0, 1)
}
