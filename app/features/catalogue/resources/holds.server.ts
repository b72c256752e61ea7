import { assignUnits, periodsAbove } from '~/domain/scheduling/occupancy'
import { overlaps } from '~/domain/time/interval'
import type { Hold } from '~/domain/problem'
import type { Tx } from '~/platform/db.server'

const MOST_SHOWN = 100

/** Bookings of the resource that have not ended and are not yet over, the earliest first. Its row is locked. */
export async function bookingsAhead(tx: Tx, resourceId: string, now: Date): Promise<Hold[]> {
  const rows = await tx.$queryRaw<{ bookingId: string; code: string; start: Date | null; end: Date | null }[]>`
    SELECT b.id::text AS "bookingId", b.code, i.starts_at AS start, i.ends_at AS "end"
      FROM booking b JOIN booking_item i ON i.booking_id = b.id
     WHERE i.resource_id = ${resourceId} AND b.status IN ('pending', 'approved', 'in_use')
       AND (b.status <> 'pending' OR b.hold_expires_at IS NULL OR b.hold_expires_at > ${now}::timestamptz)
       AND (i.ends_at IS NULL OR i.ends_at > ${now}::timestamptz)
     ORDER BY i.starts_at NULLS LAST, b.code LIMIT ${MOST_SHOWN}::int`
  return rows.map(({ start, end, ...row }) => ({ ...row, cause: 'booking', start: start?.toISOString() ?? null, end: end?.toISOString() ?? null }))
}

type Row = { id: string; unit: number; start: Date; end: Date; cause: string; bookingId: string | null; code: string | null }

async function allocationsAhead(tx: Tx, resourceIds: readonly string[], now: Date): Promise<Row[]> {
  return tx.$queryRaw<Row[]>`
    SELECT a.id::text, a.unit, a.starts_at AS start, a.ends_at AS "end", a.cause::text, b.id::text AS "bookingId", b.code
      FROM allocation a
      LEFT JOIN booking_item i ON i.id = a.item_id
      LEFT JOIN booking_change c ON c.id = a.change_id
      LEFT JOIN booking b ON b.id = coalesce(i.booking_id, c.booking_id)
     WHERE a.resource_id = ANY (${[...resourceIds]}::text[]) AND a.ends_at > ${now}::timestamptz
       AND (a.expires_at IS NULL OR a.expires_at > ${now}::timestamptz)
     ORDER BY a.starts_at, a.id`
}

const holdOf = ({ bookingId, code, cause, start, end }: Row): Hold => ({ bookingId, code, cause, start: start.toISOString(), end: end.toISOString() })

/** Each booking or outage once, whatever the number of its units. */
function distinct(rows: readonly Row[]): Hold[] {
  const seen = new Map(rows.map((row) => [`${row.bookingId ?? row.id} ${row.start.getTime()}`, holdOf(row)]))
  return [...seen.values()].slice(0, MOST_SHOWN)
}

/**
 * Makes room for fewer units: what lies ahead is numbered anew within them. Returns the holds in
 * the way, when at some moment more units are taken than will be left, or one in use sits on a unit
 * that goes; nothing is written then. The resource is locked.
 */
export async function fitIntoUnits(tx: Tx, resourceId: string, capacity: number, now: Date): Promise<Hold[]> {
  // What has lapsed would still be in the constraint's way.
  await tx.$executeRaw`SELECT release_lapsed(ARRAY[${resourceId}]::text[], ${now}::timestamptz)`
  const rows = await allocationsAhead(tx, [resourceId], now)
  const crowded = periodsAbove(rows, capacity)
  const fixed = rows.filter((row) => row.start <= now)
  const stuck = rows.filter((row) => crowded.some((each) => overlaps(each, row)) || (row.start <= now && row.unit > capacity))
  if (stuck.length > 0) return distinct(stuck)
  const placed = assignUnits({
    capacity,
    fixed: fixed.map((row) => ({ ...row, kind: row.cause })),
    movable: rows.filter((row) => row.start > now),
    request: { start: now, end: now, quantity: 0 },
  })
  if (placed === null) return distinct(rows.filter((row) => row.unit > capacity))
  const moves = [...placed.assignments].map(([id, unit]) => ({ id, unit }))
  await tx.$executeRaw`
    UPDATE allocation a SET unit = m.unit FROM jsonb_to_recordset(${JSON.stringify(moves)}::jsonb) AS m(id bigint, unit int)
     WHERE a.id = m.id AND a.unit <> m.unit`
  return []
}

/**
 * Holds that tie a resource to a space: a booking of the space takes all that is inside, so nothing
 * may be put in or taken out while the space is booked ahead.
 */
export async function holdsOfContainers(tx: Tx, parentIds: readonly string[], now: Date): Promise<Hold[]> {
  if (parentIds.length === 0) return []
  const above = await tx.$queryRaw<{ id: string }[]>`
    WITH RECURSIVE above AS (
      SELECT id, parent_id FROM resource WHERE id = ANY (${[...parentIds]}::text[])
      UNION SELECT p.id, p.parent_id FROM resource p JOIN above a ON p.id = a.parent_id
    ) SELECT id FROM above`
  return distinct(await allocationsAhead(tx, above.map((each) => each.id), now))
}
