import FullCalendar, { type CalendarRef, type EventInput } from '@fullcalendar/react'
import dayGrid from '@fullcalendar/react/daygrid'
import interaction from '@fullcalendar/react/interaction'
import list from '@fullcalendar/react/list'
import classicTheme from '@fullcalendar/react/themes/classic'
import timeGrid from '@fullcalendar/react/timegrid'
import zhCn from '@fullcalendar/react/locales/zh-cn'
import { useNavigate } from '@remix-run/react'
import 'temporal-polyfill/global'
import { useEffect, useRef, useState } from 'react'
import { useLocale, useTranslations } from 'use-intl'
import type { CalendarEntry } from '~/features/bookings/calendar-entry'
import { type CalendarCommand, CalendarToolbar, type CalendarView, VIEW_TYPES } from '~/features/bookings/components/calendar-toolbar'
import { rememberView, viewOfAddress } from '~/features/bookings/components/calendar-address'
import { bilingual } from '~/i18n/bilingual'
import { formatDate, formatTime, formatWeekday } from '~/i18n/format'
import { paths } from '~/platform/paths'
import { Notice } from '~/ui/notice'
import '@fullcalendar/react/skeleton.css'
import '@fullcalendar/react/themes/classic/theme.css'
import '@fullcalendar/react/themes/classic/palette.css'
import './calendar.css'

type IsoPeriod = { start: string; end: string }
export type CalendarLoad = { entries: CalendarEntry[]; closed: IsoPeriod[] }
export type CalendarMove = IsoPeriod & { entry: CalendarEntry; undo: () => void }

export type CalendarFrameProps = {
  label: string
  timeZone: string
  /** YYYY-MM-DD, unless the address names another; today without one. */
  firstDay?: string
  load: (period: IsoPeriod) => Promise<CalendarLoad>
  onSelect?: (period: IsoPeriod) => void
  onMove: (move: CalendarMove) => void
  snapMinutes?: number
  /** Another number: ask for the entries again. */
  round: number
}

const PLUGINS = [classicTheme, timeGrid, dayGrid, list, interaction]
const LOCALES = [zhCn]
const CLOCK = { hour: '2-digit', minute: '2-digit', hour12: false } as const
/** Days shorter than this are drawn whole; longer ones scroll. */
const TALLEST_HOURS = 14

/** The calendar as such: views, days and hours on the campus's clock. What it holds comes from `load`. */
export default function CalendarFrame(props: CalendarFrameProps) {
  const { label, timeZone, firstDay, load, onSelect, onMove, round, snapMinutes = 30 } = props
  const t = useTranslations('calendar')
  const words = useEntryWords()
  const locale = useLocale()
  const navigate = useNavigate()
  const [first] = useState(viewOfAddress)
  const [shown, setShown] = useState<Shown | null>(null)
  const told = useRef<Shown | null>(null)
  const [hours, setHours] = useState({ from: 7, to: 21 })
  const [hasFailed, setHasFailed] = useState(false)
  const calendar = useRef<CalendarRef>(null)
  useEffect(() => {
    if (round > 0) calendar.current?.getApi().refetchEvents()
  }, [round])

  const fetchEvents = async ({ start, end }: { start: Date; end: Date }): Promise<EventInput[]> => {
    try {
      const answer = await load({ start: start.toISOString(), end: end.toISOString() })
      setHasFailed(false)
      const next = hoursOf(answer, { start, end }, timeZone)
      setHours((before) => (before.from === next.from && before.to === next.to ? before : next))
      return [...answer.closed.map(closedEvent), ...answer.entries.map((entry) => ({ ...eventOf(entry), title: words(entry) }))]
    } catch {
      setHasFailed(true)
      return []
    }
  }
  // The calendar asks anew whenever it is given another function.
  const [source] = useState(() => fetchEvents)
  const moved = (info: { event: { start: Date | null; end: Date | null; extendedProps: Record<string, unknown> }; revert: () => void }) => {
    const { start, end, extendedProps } = info.event
    if (!start || !end) return info.revert()
    onMove({
      entry: extendedProps.entry as CalendarEntry,
      start: start.toISOString(),
      end: end.toISOString(),
      undo: info.revert,
    })
  }
  const command = (wanted: CalendarCommand) => {
    const api = calendar.current?.getApi()
    if (wanted === 'previous') api?.prev()
    else if (wanted === 'next') api?.next()
    else if (wanted === 'today') api?.today()
    else api?.changeView(VIEW_TYPES[wanted])
  }
  const isTall = hours.to - hours.from > TALLEST_HOURS
  return (
    <div className="grid min-w-0 gap-3">
      <CalendarToolbar onCommand={command} shown={shown} timeZone={timeZone} label={label} />
      {hasFailed ? <Notice tone="refused" announce="later">{t('failed')}</Notice> : null}
      <div className="calendar min-w-0 overflow-x-auto" data-height={isTall ? 'scroll' : 'whole'}>
        <FullCalendar
          plugins={PLUGINS}
          locales={LOCALES}
          locale={locale === 'zh-CN' ? 'zh-cn' : 'en'}
          timeZone={timeZone}
          firstDay={1}
          initialView={VIEW_TYPES[first.view]}
          initialDate={first.day ?? firstDay}
          headerToolbar={false}
          height={isTall ? 640 : 'auto'}
          allDaySlot={false}
          slotEventOverlap={false}
          nowIndicator
          slotMinTime={`${String(hours.from).padStart(2, '0')}:00:00`}
          slotMaxTime={`${String(hours.to).padStart(2, '0')}:00:00`}
          scrollTime="08:00:00"
          slotDuration="00:30:00"
          slotHeaderInterval="01:00:00"
          snapDuration={{ minutes: snapMinutes }}
          slotHeaderContent={({ date }) => formatTime(date, { locale, timeZone })}
          dayHeaderContent={({ date, view }) =>
            view.type === VIEW_TYPES.month ? formatWeekday(date, { locale, timeZone }) : formatDate(date, { locale, timeZone })
          }
          eventTimeFormat={CLOCK}
          moreLinkText={(count: number) => t('moreEvents', { count })}
          noEventsText={t('noEvents')}
          dayMaxEvents={4}
          events={source}
          ref={calendar}
          eventClick={({ event, jsEvent }) => {
            if (!event.url) return
            jsEvent.preventDefault()
            navigate(event.url)
          }}
          selectable={onSelect !== undefined}
          selectMirror
          selectAllow={({ start }) => start.getTime() > Date.now()}
          selectOverlap={(event) => event.display === 'background'}
          select={({ start, end, allDay }) => {
            if (!allDay) onSelect?.({ start: start.toISOString(), end: end.toISOString() })
          }}
          eventOverlap={(other) => other.display === 'background'}
          eventAllow={({ start }) => start.getTime() > Date.now()}
          eventDrop={moved}
          eventResize={moved}
          datesSet={({ view }) => {
            const name = viewNamed(view.type)
            const next = { view: name, start: view.currentStart, end: view.currentEnd }
            // The calendar says so after each of its renders; answering an unchanged one would never end.
            if (told.current && isSameSpan(told.current, next)) return
            told.current = next
            setShown(next)
            rememberView(name, formatDay(view.currentStart, timeZone))
          }}
        />
      </div>
    </div>
  )
}

/** What an entry is called: others' bookings are taken time, nothing more. */
function useEntryWords(): (entry: CalendarEntry) => string {
  const t = useTranslations('calendar')
  const locale = useLocale()
  return (entry) => {
    if (entry.kind === 'maintenance' || entry.kind === 'closure') return [t(`legend.${entry.kind}`), entry.title].filter(Boolean).join(' · ')
    if (entry.kind === 'taken') return t('taken')
    if (entry.kind === 'offer') return t('legend.offer')
    if (entry.kind === 'hold') return `${t('taken')} · ${t('pendingWord')}`
    const name = entry.resource ? bilingual(entry.resource, locale).text : null
    const what = [entry.title, name].filter(Boolean).join(' · ') || t(entry.kind === 'own' ? 'legend.mine' : 'taken')
    const mark = entry.isProposal ? t('proposal') : entry.isPending ? t('pendingWord') : null
    return mark ? `${what} · ${mark}` : what
  }
}

type Shown = { view: CalendarView; start: Date; end: Date }

const isSameSpan = (a: Shown, b: Shown) =>
  a.view === b.view && a.start.getTime() === b.start.getTime() && a.end.getTime() === b.end.getTime()

function viewNamed(type: string): CalendarView {
  const found = Object.entries(VIEW_TYPES).find(([, each]) => each === type)
  return (found?.[0] as CalendarView | undefined) ?? 'week'
}

/** Background and text, in our tokens. */
const COLORS: Record<CalendarEntry['kind'] | 'pending', [string, string]> = {
  own: ['var(--accent)', 'var(--on-accent)'],
  known: ['var(--accent-soft)', 'var(--ink)'],
  taken: ['var(--line)', 'var(--ink)'],
  hold: ['var(--sunken)', 'var(--ink)'],
  offer: ['var(--surface)', 'var(--ink)'],
  maintenance: ['var(--sunken)', 'var(--ink)'],
  closure: ['var(--sunken)', 'var(--ink)'],
  pending: ['var(--waiting-soft)', 'var(--waiting)'],
}

function closedEvent({ start, end }: IsoPeriod): EventInput {
  return { start, end, display: 'background', class: 'calendar-closed' }
}

function eventOf(entry: CalendarEntry): EventInput {
  // Where all are one's own, none has to stand out.
  const kind = entry.resource ? 'known' : entry.kind
  const [color, contrastColor] = entry.isPending && kind !== 'hold' ? COLORS.pending : COLORS[kind]
  return {
    color,
    contrastColor,
    id: entry.key,
    start: entry.start,
    end: entry.end,
    url: entry.bookingId ? paths.booking(entry.bookingId) : undefined,
    editable: entry.isMovable,
    class: `calendar-entry calendar-${kind}${entry.isPending ? ' calendar-pending' : ''}`,
    extendedProps: { entry },
  }
}

/** The hours worth drawing: those that are open or taken, and one around them. */
function hoursOf({ closed, entries }: CalendarLoad, shown: { start: Date; end: Date }, timeZone: string): { from: number; to: number } {
  const edges = [...closed.map((each) => each.end), ...entries.map((each) => each.start)]
  const ends = [...closed.map((each) => each.start), ...entries.map((each) => each.end)]
  const inside = (iso: string) => new Date(iso) > shown.start && new Date(iso) < shown.end
  const minute = (iso: string) => {
    const [hour = 0, rest = 0] = formatTime(new Date(iso), { locale: 'en', timeZone }).split(':').map(Number)
    return hour * 60 + rest
  }
  const starts = edges.filter(inside).map(minute)
  const stops = ends.filter(inside).map((iso) => minute(iso) || 1440)
  if (starts.length === 0 || stops.length === 0) return { from: 0, to: 24 }
  const overnight = entries.some((each) => minute(each.start) > (minute(each.end) || 1440))
  if (overnight) return { from: 0, to: 24 }
  return {
    from: Math.max(0, Math.floor(Math.min(...starts) / 60) - 1),
    to: Math.min(24, Math.ceil(Math.max(...stops) / 60) + 1),
  }
}

const formatDay = (instant: Date, timeZone: string) => new Intl.DateTimeFormat('sv-SE', { timeZone }).format(instant)
