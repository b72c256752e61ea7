import { useLocale, useTimeZone, useTranslations } from 'use-intl'
import { formatDate, formatMonth, formatZone } from '~/i18n/format'
import { Button } from '~/ui/button'
import { cx } from '~/ui/cx'
import { Icon } from '~/ui/icon'

export type CalendarView = 'day' | 'week' | 'month' | 'list'
export const VIEW_TYPES: Record<CalendarView, string> = {
  day: 'timeGridDay',
  week: 'timeGridWeek',
  month: 'dayGridMonth',
  list: 'listWeek',
}
const VIEWS: readonly CalendarView[] = ['day', 'week', 'month', 'list']

export type CalendarCommand = 'previous' | 'next' | 'today' | CalendarView

type ToolbarProps = {
  onCommand: (command: CalendarCommand) => void
  shown: { view: CalendarView; start: Date; end: Date } | null
  timeZone: string
  label: string
}

/** Back, today, forth, what is shown, and the views. */
export function CalendarToolbar({ onCommand, shown, timeZone, label }: ToolbarProps) {
  const t = useTranslations('calendar')
  const locale = useLocale()
  const viewerTimeZone = useTimeZone()
  const view = shown?.view ?? 'week'
  const step = view === 'list' ? 'week' : view
  return (
    <div className="flex flex-wrap items-center gap-x-4 gap-y-2">
      <div className="flex items-center gap-1">
        <Button size="small" aria-label={t(`previous.${step}`)} onClick={() => onCommand('previous')}>
          <Icon name="left" className="size-4" />
        </Button>
        <Button size="small" onClick={() => onCommand('today')}>
          {t('today')}
        </Button>
        <Button size="small" aria-label={t(`next.${step}`)} onClick={() => onCommand('next')}>
          <Icon name="right" className="size-4" />
        </Button>
      </div>
      <h2 aria-live="polite" className="tabular-nums">
        <span className="sr-only">{label}: </span>
        {shown ? rangeText(shown, { locale, timeZone }) : null}
      </h2>
      {viewerTimeZone === timeZone || !shown ? null : (
        <span className="text-sm text-muted">{t('zoneNote', { zone: formatZone(timeZone, locale, shown.start) })}</span>
      )}
      <fieldset className="ml-auto flex">
        <legend className="sr-only">{t('views')}</legend>
        {VIEWS.map((each) => (
          <button
            key={each}
            type="button"
            aria-pressed={each === view}
            onClick={() => onCommand(each)}
            className={cx(
              'min-h-8 border px-3 text-sm first:rounded-l-md last:rounded-r-md not-first:-ml-px',
              each === view ? 'z-1 border-accent bg-accent-soft font-medium text-accent' : 'border-control bg-surface hover:bg-sunken',
            )}
          >
            {t(each)}
          </button>
        ))}
      </fieldset>
    </div>
  )
}

function rangeText(
  { view, start, end }: { view: CalendarView; start: Date; end: Date },
  zoned: { locale: 'zh-CN' | 'en'; timeZone: string },
): string {
  if (view === 'month') return formatMonth(start, zoned)
  if (view === 'day') return formatDate(start, zoned)
  return `${formatDate(start, zoned)} – ${formatDate(new Date(end.getTime() - 1), zoned)}`
}
