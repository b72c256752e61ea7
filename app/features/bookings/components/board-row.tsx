import { Link } from '@remix-run/react'
import { memo, type MouseEvent, type PointerEvent } from 'react'
import { useLocale, useTranslations } from 'use-intl'
import type { Period } from '~/domain/time/interval'
import type { BoardRow } from '~/features/bookings/board.server'
import type { CalendarEntry } from '~/features/bookings/calendar-entry'
import { displayName } from '~/features/catalogue/display-name'
import { formatPeriod, formatTimeRange } from '~/i18n/format'
import { paths } from '~/platform/paths'
import { cx } from '~/ui/cx'

/** Where a press or a drop lands: whole half hours. */
export const STEP_MS = 30 * 60_000
const HOUR_MS = 60 * 60_000

/** What a pointer holds: one's own booking, or a stretch being picked in free time. Milliseconds. */
export type Drag = { rowId: string; x: number; y: number; isFar: boolean } & (
  | { kind: 'entry'; entry: CalendarEntry; movedMs: number; over: string }
  | { kind: 'pick'; free: Period; from: number; to: number }
)

export type BoardHands = {
  begin: (event: PointerEvent<HTMLAnchorElement>, row: BoardRow, held: CalendarEntry | Period) => void
  follow: (event: PointerEvent<HTMLAnchorElement>) => void
  drop: () => void
  giveUp: () => void
  /** Of a press that was no drag. */
  press: (event: MouseEvent<HTMLAnchorElement>, row: BoardRow, free: Period | null) => void
}

type BoardLineProps = {
  row: BoardRow
  window: Period
  /** Beginnings of the columns. */
  ticks: readonly number[]
  now: Date
  /** Only where it is this row's. */
  drag: Drag | null
  /** A booking of another row hangs over this one. */
  isTarget: boolean
  /** Set where the rows are of several universities. */
  hasOwner: boolean
  hands: BoardHands
}

/** Position on the track, by instants. */
function place({ start, end }: Period, window: Period): { left: string; width: string } {
  const span = window.end.getTime() - window.start.getTime()
  const from = Math.max(0, (start.getTime() - window.start.getTime()) / span)
  const to = Math.min(1, (end.getTime() - window.start.getTime()) / span)
  return { left: `${from * 100}%`, width: `${Math.max(0, to - from) * 100}%` }
}

/** One resource of the board: what takes it, and links into its free time. */
export const BoardLine = memo(function BoardLine({ row, window, ticks, now, drag, isTarget, hasOwner, hands }: BoardLineProps) {
  const t = useTranslations('finding.board')
  const locale = useLocale()
  const name = displayName(row.resource, locale).text
  const range = (period: Period) => formatPeriod(period, { locale, timeZone: row.timeZone, now })
  const owner = locale === 'en' ? row.university.abbr : row.university.shortZh
  const at = (period: Period) => place(period, window)
  const isNowShown = window.start <= now && now < window.end
  const grips = { onPointerMove: hands.follow, onPointerUp: hands.drop, onPointerCancel: hands.giveUp, draggable: false }
  return (
    <li className="grid grid-cols-[7rem_minmax(0,1fr)] sm:grid-cols-[11rem_minmax(0,1fr)] border-b border-line [contain-intrinsic-size:auto_2.75rem] [content-visibility:auto] print:break-inside-avoid print:[content-visibility:visible]">
      <Link to={paths.resource(row.id)} className="sticky left-0 z-10 flex min-h-11 items-center bg-paper py-1 pr-2 text-sm break-words text-accent underline decoration-line underline-offset-4">
        <span className="min-w-0">{name}{hasOwner ? ` · ${owner}` : null}</span>
      </Link>
      <ul data-track data-row={row.id} className={cx('relative min-h-11 bg-surface', isTarget && 'outline-2 -outline-offset-2 outline-accent')}>
        {row.closed.map((each) => <li key={`closed${each.start.getTime()}`} aria-hidden="true" className="absolute inset-y-0 bg-sunken" style={at(each)} />)}
        {window.start < now ? <li aria-hidden="true" data-screen-only className="absolute inset-y-0 bg-sunken" style={at({ start: window.start, end: now < window.end ? now : window.end })} /> : null}
        {ticks.map((tick) => <li key={`tick${tick}`} aria-hidden="true" className="absolute inset-y-0 border-l border-line" style={{ left: at({ start: new Date(tick), end: new Date(tick) }).left }} />)}
        {row.free.map((each) => (
          <li key={`free${each.start.getTime()}`} className="absolute inset-y-0" style={at(each)} data-screen-only>
            <Link
              to={bookTo(row.id, each)}
              aria-label={t('bookFree', { name, when: range(each) })}
              className="block h-full rounded-sm hover:bg-accent-soft focus-visible:bg-accent-soft"
              onPointerDown={(event) => hands.begin(event, row, each)}
              onClick={(event) => hands.press(event, row, each)}
              {...grips}
            />
          </li>
        ))}
        {row.entries.map((entry) => {
          const period = { start: new Date(entry.start), end: new Date(entry.end) }
          const words = entry.title ?? t(`kind.${entry.kind}`)
          const isDragged = drag?.kind === 'entry' && drag.entry.key === entry.key
          const look = cx('flex h-full items-center overflow-hidden rounded-sm border px-1 text-sm whitespace-nowrap', LOOKS[entry.kind], entry.isPending && 'border-dashed')
          return (
            <li
              key={entry.key}
              className={cx('absolute inset-y-1 z-[1]', isDragged && 'opacity-80')}
              style={{ ...at(period), transform: isDragged ? `translateX(${(drag.movedMs / (period.end.getTime() - period.start.getTime())) * 100}%)` : undefined }}
            >
              {entry.bookingId ? (
                <Link
                  to={paths.booking(entry.bookingId)}
                  aria-label={`${words}, ${range(period)}`}
                  title={`${words}, ${range(period)}`}
                  className={cx(look, entry.isMovable && 'cursor-grab touch-none')}
                  onPointerDown={entry.isMovable ? (event) => hands.begin(event, row, entry) : undefined}
                  onClick={(event) => hands.press(event, row, null)}
                  {...grips}
                >
                  {words}
                </Link>
              ) : (
                <span className={look} title={`${words}, ${range(period)}`}>
                  <span className="sr-only">{words}, {range(period)}</span>
                </span>
              )}
            </li>
          )
        })}
        {drag?.kind === 'pick' && drag.isFar ? (
          <li aria-hidden="true" className="pointer-events-none absolute inset-y-1 z-[2] flex items-center overflow-hidden rounded-sm border border-accent bg-accent-soft px-1 text-sm whitespace-nowrap tabular-nums" style={at({ start: new Date(drag.from), end: new Date(drag.to) })}>
            {formatTimeRange({ start: new Date(drag.from), end: new Date(drag.to) }, { locale, timeZone: row.timeZone })}
          </li>
        ) : null}
        {isNowShown ? <li aria-hidden="true" data-screen-only className="pointer-events-none absolute inset-y-0 z-[2] border-l-2 border-refused" style={{ left: at({ start: now, end: now }).left }} /> : null}
      </ul>
      <p className="col-span-2 hidden text-sm print:block">
        {row.entries
          .toSorted((a, b) => (a.start < b.start ? -1 : 1))
          .map((entry) => `${range({ start: new Date(entry.start), end: new Date(entry.end) })} ${entry.title ?? t(`kind.${entry.kind}`)}`)
          .join(t('separator'))}
      </p>
    </li>
  )
})

const LOOKS: Record<CalendarEntry['kind'], string> = {
  own: 'border-accent bg-accent text-on-accent',
  known: 'border-control bg-accent-soft text-ink',
  taken: 'border-control bg-line text-ink',
  hold: 'border-control bg-waiting-soft text-ink',
  offer: 'border-[3px] border-double border-waiting bg-surface text-ink',
  maintenance: 'hatched border-control bg-sunken text-ink',
  closure: 'hatched border-control bg-sunken text-ink',
}

const roundUp = (ms: number) => Math.ceil(ms / STEP_MS) * STEP_MS

/** The form opens with an hour, or with what the stretch holds if that is less. */
export function bookTo(resourceId: string, free: Period): string {
  const start = roundUp(free.start.getTime())
  const end = Math.min(start + HOUR_MS, free.end.getTime())
  return paths.book(resourceId, { start: new Date(start).toISOString(), end: end > start ? new Date(end).toISOString() : null })
}
