import { randomUUID } from 'node:crypto'
import { formatRule } from '~/domain/recurrence/rule'
import type { Repetition } from '~/domain/recurrence/occurrences'
import type { SeriesEvent } from '~/features/jobs/schema'
import type { RawTx } from '~/platform/db.server'

/** Writes what repeats and gives its id; its bookings name it. */
export async function insertSeries(
  tx: RawTx,
  { repetition, ...row }: { resourceId: string; repetition: Repetition; onClash: string; now: Date },
): Promise<string> {
  const id = randomUUID()
  const { rule, days, first, startMinute, endMinute, timeZone, except } = repetition
  await tx.$executeRaw`
    INSERT INTO series (id, resource_id, rule, time_zone, days, first_date, start_minute, end_minute, except_dates, on_clash, created_at, updated_at)
    VALUES (${id}::uuid, ${row.resourceId}, ${formatRule(rule)}, ${timeZone}, ${days}, ${first}::date,
            ${startMinute}::int, ${endMinute}::int, ${[...except]}::date[], ${row.onClash}, ${row.now}::timestamptz, ${row.now}::timestamptz)`
  return id
}

/** The start that the rule gives each of the bookings. */
export async function nameOccurrences(tx: RawTx, named: readonly { bookingId: string; key: Date }[]): Promise<void> {
  await tx.$executeRaw`
    UPDATE booking b SET occurrence_at = named.key
      FROM unnest(${named.map(({ bookingId }) => bookingId)}::uuid[], ${named.map(({ key }) => key.toISOString())}::timestamptz[]) AS named(id, key)
     WHERE b.id = named.id`
}

/** A new version of the series; false when somebody else was faster. */
export async function bumpSeries(tx: RawTx, series: { id: string; version: number }, changed: { isAltered: boolean; now: Date }): Promise<boolean> {
  const count = await tx.$executeRaw`
    UPDATE series SET version = version + 1, updated_at = ${changed.now}::timestamptz, is_altered = is_altered OR ${changed.isAltered}
     WHERE id = ${series.id}::uuid AND version = ${series.version}::int`
  return count === 1
}

/**
 * Leaves one word for all the bookings in the place of what this transaction has left for each, so that people get
 * one message. What it told of other bookings, such as lapsed ones, stays.
 */
export async function tellOfSeries(tx: RawTx, about: SeriesEvent): Promise<void> {
  await tx.$executeRaw`
    DELETE FROM job_outbox
     WHERE xmin = pg_current_xact_id()::xid AND task = 'booking-event' AND payload ->> 'bookingId' = ANY (${[...about.bookingIds]}::text[])`
  await tx.$executeRaw`INSERT INTO job_outbox (task, payload) VALUES ('series-event', ${JSON.stringify(about)}::jsonb)`
}

/** The audit row of what was done to a series as a whole; each booking has its own beside it. */
export async function recordSeries(
  tx: RawTx,
  entry: { actorId: string; action: 'created' | 'changed' | 'cancelled' | 'decided'; seriesId: string; universityId: string; data: Record<string, unknown>; now: Date },
): Promise<void> {
  await tx.$executeRaw`
    INSERT INTO audit_event (at, actor_id, action, subject_kind, subject_id, university_id, data)
    VALUES (${entry.now}::timestamptz, ${entry.actorId}::uuid, ${`series.${entry.action}`}, 'series', ${entry.seriesId}, ${entry.universityId}, ${JSON.stringify(entry.data)}::jsonb)`
}
