import { Link, useNavigate } from '@remix-run/react'
import { type PointerEvent, useRef, useState } from 'react'
import { useLocale, useTranslations } from 'use-intl'
import type { Period } from '~/domain/time/interval'
import type { BoardRow } from '~/features/bookings/board.server'
import type { CalendarEntry } from '~/features/bookings/calendar-entry'
import type { CalendarMove } from '~/features/bookings/components/calendar-frame'
import { displayName } from '~/features/catalogue/display-name'
import { formatDate, formatTimeRange } from '~/i18n/format'
import { paths } from '~/platform/paths'
import { cx } from '~/ui/cx'

/** Where a press or a drop lands: whole half hours. */
const STEP_MS = 30 * 60_000
const HOUR_MS = 60 * 60_000

export type BoardProps = {
  rows: readonly BoardRow[]
  window: Period
  /** What stands over the columns: hours of a day, or days of a week. */
  ticks: readonly { at: Date; label: string }[]
  now: Date
  onMove: (move: CalendarMove) => void
}

type Drag = { entry: CalendarEntry; rowId: string; x: number; y: number; moved: number; over: string }

/**
 * Many resources side by side. Every free stretch and every readable booking is a link, so a keyboard
 * reaches all of it; a pointer picks the time within a stretch, and drags one's own bookings.
 */
export function Board({ rows, window, ticks, now, onMove }: BoardProps) {
  const t = useTranslations('finding.board')
  const locale = useLocale()
  const navigate = useNavigate()
  const [drag, setDrag] = useState<Drag | null>(null)
  const wasDragged = useRef(false)
  const span = window.end.getTime() - window.start.getTime()
  const place = ({ start, end }: Period) => {
    const from = Math.max(0, (start.getTime() - window.start.getTime()) / span)
    const to = Math.min(1, (end.getTime() - window.start.getTime()) / span)
    return { left: `${from * 100}%`, width: `${Math.max(0, to - from) * 100}%` }
  }
  const widthOf = (element: Element) => element.closest('[data-track]')?.getBoundingClientRect().width ?? 1

  const begin = (event: PointerEvent<HTMLAnchorElement>, entry: CalendarEntry, rowId: string) => {
    wasDragged.current = false
    if (!entry.isMovable || event.button !== 0) return
    event.currentTarget.setPointerCapture(event.pointerId)
    setDrag({ entry, rowId, x: event.clientX, y: event.clientY, moved: 0, over: rowId })
  }
  const follow = (event: PointerEvent<HTMLAnchorElement>) => {
    if (!drag) return
    const far = Math.round((((event.clientX - drag.x) / widthOf(event.currentTarget)) * span) / STEP_MS) * STEP_MS
    const below = document.elementsFromPoint(event.clientX, event.clientY).map((each) => each.closest<HTMLElement>('[data-row]')?.dataset.row)
    if (Math.abs(event.clientX - drag.x) + Math.abs(event.clientY - drag.y) > 5) wasDragged.current = true
    setDrag({ ...drag, moved: far, over: below.find((each) => each !== undefined) ?? drag.rowId })
  }
  const drop = () => {
    if (drag && wasDragged.current) {
      const shifted = (iso: string) => new Date(new Date(iso).getTime() + drag.moved).toISOString()
      const period = { start: shifted(drag.entry.start), end: shifted(drag.entry.end) }
      if (drag.over !== drag.rowId) navigate(paths.book(drag.over, period))
      else if (drag.moved !== 0) onMove({ entry: drag.entry, ...period, undo: () => {} })
    }
    setDrag(null)
  }
  const pick = (event: React.MouseEvent<HTMLAnchorElement>, row: BoardRow, free: Period) => {
    // A key has no place; the link itself names the stretch's beginning.
    if (event.detail === 0 || event.ctrlKey || event.metaKey) return
    event.preventDefault()
    const box = event.currentTarget.getBoundingClientRect()
    const at = free.start.getTime() + ((event.clientX - box.left) / Math.max(1, box.width)) * (free.end.getTime() - free.start.getTime())
    const start = Math.max(roundUp(free.start.getTime()), Math.floor(at / STEP_MS) * STEP_MS)
    navigate(bookTo(row.id, { start: new Date(start), end: free.end }))
  }
  return (
    <section className="overflow-x-auto" aria-label={t('label')}>
      <div className="grid min-w-[56rem] grid-cols-[11rem_minmax(0,1fr)] print:min-w-0">
        <div className="sticky left-0 z-10 border-b border-line bg-paper" />
        <div aria-hidden="true" className="relative h-7 border-b border-line text-sm text-muted">
          {ticks.map(({ at, label }) => (
            <span key={at.getTime()} className="absolute top-1 whitespace-nowrap pl-1 tabular-nums" style={{ left: place({ start: at, end: at }).left }}>{label}</span>
          ))}
        </div>
        <ul className="col-span-2 grid grid-cols-subgrid">
          {rows.map((row) => {
            const name = displayName(row.resource, locale).text
            const range = (period: Period) =>
              `${formatDate(period.start, { locale, timeZone: row.timeZone, now })} ${formatTimeRange(period, { locale, timeZone: row.timeZone })}`
            return (
              <li key={row.id} className="col-span-2 grid grid-cols-subgrid border-b border-line">
                <Link to={paths.resource(row.id)} className="sticky left-0 z-10 flex min-h-11 items-center bg-paper py-1 pr-2 text-sm break-words text-accent underline decoration-line underline-offset-4">
                  {name}
                </Link>
                <ul data-track data-row={row.id} className={cx('relative min-h-11 bg-surface', drag?.over === row.id && drag.rowId !== row.id && 'outline-2 outline-accent')}>
                  {ticks.map(({ at }) => (
                    <li key={`tick${at.getTime()}`} aria-hidden="true" className="absolute inset-y-0 border-l border-line" style={{ left: place({ start: at, end: at }).left }} />
                  ))}
                  {row.closed.map((each) => (
                    <li key={`closed${each.start.getTime()}`} aria-hidden="true" className="absolute inset-y-0 bg-sunken" style={place(each)} />
                  ))}
                  {row.free.map((each) => (
                    <li key={`free${each.start.getTime()}`} className="absolute inset-y-0" style={place(each)} data-screen-only>
                      <Link to={bookTo(row.id, each)} onClick={(event) => pick(event, row, each)} aria-label={t('bookFree', { name, when: range(each) })} className="block h-full rounded-sm hover:bg-accent-soft focus-visible:bg-accent-soft" />
                    </li>
                  ))}
                  {row.entries.map((entry) => {
                    const period = { start: new Date(entry.start), end: new Date(entry.end) }
                    const words = entry.title ?? t(`kind.${entry.kind}`)
                    const isDragged = drag?.entry.key === entry.key && drag.rowId === row.id
                    const look = cx('flex h-full items-center overflow-hidden rounded-sm border px-1 text-sm whitespace-nowrap', LOOKS[entry.kind], entry.isPending && 'border-dashed')
                    return (
                      <li key={entry.key} className="absolute inset-y-1 z-[1]" style={{ ...place(period), transform: isDragged ? `translateX(${(drag.moved / (period.end.getTime() - period.start.getTime())) * 100}%)` : undefined }}>
                        {entry.bookingId ? (
                          <Link
                            to={paths.booking(entry.bookingId)}
                            draggable={false}
                            aria-label={`${words}, ${range(period)}`}
                            title={`${words}, ${range(period)}`}
                            className={cx(look, entry.isMovable && 'cursor-grab touch-none')}
                            onPointerDown={(event) => begin(event, entry, row.id)}
                            onPointerMove={follow}
                            onPointerUp={drop}
                            onPointerCancel={() => setDrag(null)}
                            onClick={(event) => { if (wasDragged.current) event.preventDefault() }}
                          >
                            {words}
                          </Link>
                        ) : (
                          <span className={look} title={range(period)}>
                            <span className="sr-only">{words}, {range(period)}</span>
                          </span>
                        )}
                      </li>
                    )
                  })}
                </ul>
                <p className="col-span-2 hidden text-sm print:block">
                  {row.entries.map((entry) => `${range({ start: new Date(entry.start), end: new Date(entry.end) })} ${entry.title ?? t(`kind.${entry.kind}`)}`).join(t('separator'))}
                </p>
              </li>
            )
          })}
        </ul>
      </div>
    </section>
  )
}

const LOOKS: Record<CalendarEntry['kind'], string> = {
  own: 'border-accent bg-accent text-on-accent',
  known: 'border-control bg-accent-soft text-ink',
  taken: 'border-control bg-line text-ink',
  hold: 'border-control bg-waiting-soft text-ink',
  maintenance: 'hatched border-control bg-sunken text-ink',
  closure: 'hatched border-control bg-sunken text-ink',
}

const roundUp = (ms: number) => Math.ceil(ms / STEP_MS) * STEP_MS

/** The form opens with an hour, or with what the stretch holds if that is less. */
function bookTo(resourceId: string, free: Period): string {
  const start = roundUp(free.start.getTime())
  const end = Math.min(start + HOUR_MS, free.end.getTime())
  return paths.book(resourceId, { start: new Date(start).toISOString(), end: end > start ? new Date(end).toISOString() : null })
}
