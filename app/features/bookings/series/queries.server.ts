import { type BookingStatus, isOpen, statusAt } from '~/domain/booking/states'
import { parseRule, type RecurrenceRule } from '~/domain/recurrence/rule'
import type { SeriesDays } from '~/domain/recurrence/occurrences'
import { db } from '~/platform/db.server'

export type SeriesTime = { id: string; startsAt: Date; endsAt: Date; status: BookingStatus }

export type SeriesView = {
  id: string
  version: number
  rule: RecurrenceRule
  days: SeriesDays
  isAltered: boolean
  bookings: SeriesTime[]
}

/** The bookings of series, in order of time, for a caller who may read one of them. */
export async function seriesTimes(seriesIds: readonly string[], now: Date): Promise<Map<string, SeriesTime[]>> {
  const found = new Map<string, SeriesTime[]>()
  if (seriesIds.length === 0) return found
  const rows = await db.$queryRaw<(SeriesTime & { seriesId: string; holdExpiresAt: Date | null })[]>`
    SELECT b.series_id::text AS "seriesId", b.id::text, b.status::text, b.hold_expires_at AS "holdExpiresAt",
           min(i.starts_at) AS "startsAt", max(i.ends_at) AS "endsAt"
      FROM booking b JOIN booking_item i ON i.booking_id = b.id
     WHERE b.series_id = ANY (${[...seriesIds]}::uuid[]) AND i.starts_at IS NOT NULL
     GROUP BY b.id ORDER BY min(i.starts_at), b.id`
  for (const { seriesId, holdExpiresAt, ...row } of rows) {
    found.set(seriesId, [...(found.get(seriesId) ?? []), { ...row, status: statusAt({ ...row, holdExpiresAt }, now) }])
  }
  return found
}

/** The series of a booking that the caller may read. */
export async function seriesOf(seriesId: string | null, now: Date): Promise<SeriesView | null> {
  if (seriesId === null) return null
  const [row, times] = await Promise.all([
    db.series.findUnique({ where: { id: seriesId }, select: { id: true, version: true, rule: true, days: true, isAltered: true } }),
    seriesTimes([seriesId], now),
  ])
  const rule = row && parseRule(row.rule)
  if (!row || !rule?.ok) return null
  return { ...row, rule: rule.value, days: row.days as SeriesDays, bookings: times.get(seriesId) ?? [] }
}

/** The bookings of each series that are still to come, by series. */
export async function comingOfSeries(seriesIds: readonly string[], now: Date): Promise<Record<string, SeriesTime[]>> {
  const times = await seriesTimes(seriesIds, now)
  return Object.fromEntries([...times].map(([id, list]) => [id, list.filter((each) => isOpen(each.status) && each.endsAt > now)]))
}

/** How many of a series wait for the same decision. */
export async function waitingInSeries(seriesId: string | null, kind: 'booking' | 'change', now: Date): Promise<number> {
  if (seriesId === null) return 0
  const inTime = { OR: [{ expiresAt: null }, { expiresAt: { gt: now } }] }
  return kind === 'change'
    ? db.booking.count({ where: { seriesId, status: 'approved', changes: { some: { status: 'pending', ...inTime } } } })
    : db.booking.count({ where: { seriesId, status: 'pending', OR: [{ holdExpiresAt: null }, { holdExpiresAt: { gt: now } }] } })
}
