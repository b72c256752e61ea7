import { useNavigate } from '@remix-run/react'
import { useEffect, useMemo, useRef, useState } from 'react'
import { useTranslations } from 'use-intl'
import type { Period } from '~/domain/time/interval'
import type { BoardRow } from '~/features/bookings/board.server'
import { type BoardHands, BoardLine, bookTo, type Drag, STEP_MS } from '~/features/bookings/components/board-row'
import type { CalendarMove } from '~/features/bookings/components/calendar-frame'
import { paths } from '~/platform/paths'

export type BoardProps = {
  rows: readonly BoardRow[]
  window: Period
  /** What stands over the columns: hours of a day, or days of a week. */
  ticks: readonly { at: Date; label: string }[]
  now: Date
  onMove: (move: CalendarMove) => void
}

/** A pointer that went so far, in pixels, meant to drag. */
const FAR = 5

/**
 * Many resources side by side. Every free stretch and every readable booking is a link, so a keyboard
 * reaches all of it; a pointer picks a stretch of free time, and drags one's own bookings.
 */
export function Board({ rows, window, ticks, now, onMove }: BoardProps) {
  const t = useTranslations('finding.board')
  const navigate = useNavigate()
  const [drag, setDrag] = useState<Drag | null>(null)
  const span = window.end.getTime() - window.start.getTime()
  const state = useRef({ drag, navigate, onMove, window, wasDragged: false })
  useEffect(() => {
    Object.assign(state.current, { navigate, onMove, window })
  }, [navigate, onMove, window])
  // The same for all renders: rows that a drag doesn't concern are left as they are.
  const hands = useMemo((): BoardHands => {
    const hold = (next: Drag | null) => {
      state.current.drag = next
      setDrag(next)
    }
    const instantAt = (event: { clientX: number; currentTarget: Element }) => {
      const box = event.currentTarget.closest('[data-track]')?.getBoundingClientRect()
      const { start, end } = state.current.window
      return start.getTime() + ((event.clientX - (box?.left ?? 0)) / Math.max(1, box?.width ?? 1)) * (end.getTime() - start.getTime())
    }
    const picked = (free: Period, a: number, b: number) => ({
      from: Math.max(free.start.getTime(), Math.floor(Math.min(a, b) / STEP_MS) * STEP_MS),
      to: Math.min(free.end.getTime(), Math.ceil(Math.max(a, b) / STEP_MS) * STEP_MS),
    })
    return {
      begin: (event, row, held) => {
        state.current.wasDragged = false
        if (event.button !== 0) return
        const shared = { rowId: row.id, x: event.clientX, y: event.clientY, isFar: false }
        if ('key' in held) {
          event.currentTarget.setPointerCapture(event.pointerId)
          hold({ ...shared, kind: 'entry', entry: held, movedMs: 0, over: row.id })
        } else if (event.pointerType !== 'touch') {
          // A finger scrolls the board; its press books an hour.
          event.currentTarget.setPointerCapture(event.pointerId)
          const at = instantAt(event)
          hold({ ...shared, kind: 'pick', free: held, from: at, to: at })
        }
      },
      follow: (event) => {
        const held = state.current.drag
        if (!held) return
        const isFar = held.isFar || Math.abs(event.clientX - held.x) + Math.abs(event.clientY - held.y) > FAR
        if (isFar) state.current.wasDragged = true
        const at = instantAt(event)
        const from = instantAt({ clientX: held.x, currentTarget: event.currentTarget })
        if (held.kind === 'pick') return hold({ ...held, isFar, ...picked(held.free, from, at) })
        const below = document.elementsFromPoint(event.clientX, event.clientY).map((each) => each.closest<HTMLElement>('[data-row]')?.dataset.row)
        hold({ ...held, isFar, movedMs: Math.round((at - from) / STEP_MS) * STEP_MS, over: below.find((each) => each !== undefined) ?? held.rowId })
      },
      drop: () => {
        const { drag: held, navigate, onMove } = state.current
        hold(null)
        if (!held?.isFar) return
        const iso = (ms: number) => new Date(ms).toISOString()
        if (held.kind === 'pick') {
          if (held.to > held.from) navigate(paths.book(held.rowId, { start: iso(held.from), end: iso(held.to) }))
          return
        }
        const { entry, movedMs, over, rowId } = held
        const period = { start: iso(new Date(entry.start).getTime() + movedMs), end: iso(new Date(entry.end).getTime() + movedMs) }
        if (over !== rowId) navigate(paths.bookingElsewhere(entry.bookingId ?? '', { resource: over, ...period }))
        else if (movedMs !== 0) onMove({ entry, ...period, undo: () => {} })
      },
      giveUp: () => hold(null),
      press: (event, row, free) => {
        const { wasDragged, navigate } = state.current
        state.current.wasDragged = false
        if (wasDragged) return event.preventDefault()
        // A key has no place: the link itself names the stretch's beginning.
        if (!free || event.detail === 0 || event.ctrlKey || event.metaKey || event.shiftKey) return
        event.preventDefault()
        const at = Math.floor(instantAt(event) / STEP_MS) * STEP_MS
        navigate(bookTo(row.id, { start: new Date(Math.max(at, free.start.getTime())), end: free.end }))
      },
    }
  }, [])
  const hasOwner = new Set(rows.map((each) => each.university.abbr)).size > 1
  const starts = useMemo(() => ticks.map(({ at }) => at.getTime()), [ticks])
  return (
    <section className="overflow-x-auto print:overflow-visible" aria-label={t('label')}>
      <div className="min-w-[56rem] print:min-w-0">
        <div aria-hidden="true" className="grid grid-cols-[7rem_minmax(0,1fr)] sm:grid-cols-[11rem_minmax(0,1fr)] border-b border-line">
          <div className="sticky left-0 z-10 bg-paper" />
          <div className="relative h-7 text-sm text-muted">
            {ticks.map(({ at, label }) => (
              <span key={at.getTime()} className="absolute top-1 whitespace-nowrap pl-1 tabular-nums" style={{ left: `${((at.getTime() - window.start.getTime()) / span) * 100}%` }}>{label}</span>
            ))}
          </div>
        </div>
        <ul>
          {rows.map((row) => (
            <BoardLine
              key={row.id}
              {...{ row, window, now, hasOwner, hands }}
              ticks={starts}
              drag={drag?.rowId === row.id ? drag : null}
              isTarget={drag?.kind === 'entry' && drag.isFar && drag.over === row.id && drag.rowId !== row.id}
            />
          ))}
        </ul>
      </div>
    </section>
  )
}
