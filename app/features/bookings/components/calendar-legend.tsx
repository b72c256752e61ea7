import { useTranslations } from 'use-intl'
import { cx } from '~/ui/cx'

const marks = [
  ['free', 'bg-surface border-control'],
  ['mine', 'bg-accent border-accent'],
  ['other', 'bg-line border-control'],
  ['pending', 'bg-waiting-soft border-dashed border-waiting'],
  ['offer', 'bg-surface border-[3px] border-double border-waiting'],
  ['maintenance', 'hatched bg-sunken border-control'],
  ['closed', 'bg-sunken border-line'],
] as const

/** What the looks of the calendar mean, in words. */
export function CalendarLegend() {
  const t = useTranslations('calendar.legend')
  return (
    <ul className="flex flex-wrap gap-x-4 gap-y-1 text-sm text-muted">
      {marks.map(([name, look]) => (
        <li key={name} className="flex items-center gap-1.5">
          <span aria-hidden="true" className={cx('size-3 rounded-sm border', look)} />
          {t(name)}
        </li>
      ))}
    </ul>
  )
}
