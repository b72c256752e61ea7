import type { BookingView } from '~/features/bookings/queries.server'
import { db } from '~/platform/db.server'

export type HistoryEntry = {
  id: string
  at: Date
  action: string
  by: { zh: string | null; en: string | null } | null
  comment: string | null
  /** The rules that were set aside. */
  rules: string[]
  /** The new time, where it says one. */
  period: { start: Date; end: Date } | null
  /** Where a part from the middle was given back: what follows, as a booking of its own. */
  rest: { period: { start: Date; end: Date }; bookingId: string } | null
}

type Row = { id: string; at: Date; action: string; byZh: string | null; byEn: string | null; isSystem: boolean; data: Record<string, unknown> }
type Span = { start?: string; end?: string; startsAt?: string; endsAt?: string }
type Move = { to?: Span }

/** What happened to a booking and its changes, oldest first. The caller has found that the reader may know. */
export async function bookingHistory(booking: Pick<BookingView, 'id'>): Promise<HistoryEntry[]> {
  const rows = await db.$queryRaw<Row[]>`
    SELECT e.id::text, e.at, e.action, p.name_zh AS "byZh", p.name_en AS "byEn", e.actor_id IS NULL AS "isSystem", e.data
      FROM audit_event e LEFT JOIN person p ON p.id = e.actor_id
     WHERE (e.subject_kind = 'booking' AND e.subject_id = ${booking.id})
        OR (e.subject_kind = 'booking_change' AND e.subject_id IN (
             SELECT c.id::text FROM booking_change c WHERE c.booking_id = ${booking.id}::uuid))
     ORDER BY e.id LIMIT 200`
  return rows.map(({ id, at, action, byZh, byEn, isSystem, data }) => ({
    id,
    at,
    action,
    by: isSystem ? null : { zh: byZh, en: byEn },
    comment: textOf(data.comment) ?? textOf(data.reason),
    rules: Array.isArray(data.rules) ? data.rules.map(String) : [],
    period: periodOf(data),
    rest: restOf(data),
  }))
}

function periodOf(data: Record<string, unknown>): HistoryEntry['period'] {
  const moved = Array.isArray(data.to) ? data.to[0] : Array.isArray(data.moves) ? (data.moves[0] as Move | undefined)?.to : null
  return spanOf(moved)
}

function restOf(data: Record<string, unknown>): HistoryEntry['rest'] {
  const period = Array.isArray(data.to) ? spanOf(data.to[1]) : null
  return period && typeof data.restId === 'string' ? { period, bookingId: data.restId } : null
}

function spanOf(found: Span | null | undefined): HistoryEntry['period'] {
  const start = new Date(found?.startsAt ?? found?.start ?? '')
  const end = new Date(found?.endsAt ?? found?.end ?? '')
  return Number.isFinite(start.getTime()) && Number.isFinite(end.getTime()) ? { start, end } : null
}

const textOf = (value: unknown) => (typeof value === 'string' && value !== '' && value !== 'rival_accepted' ? value : null)
