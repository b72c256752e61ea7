import type { OutagePart, OutageTarget } from '~/domain/scheduling/outage'
import type { Period } from '~/domain/time/interval'
import { db, type Tx } from '~/platform/db.server'

export type Root = { id: string; labId: string; universityId: string; campusId: string; timeZone: string }

/**
 * What goes out of service together with the resources given: whatever hangs on them as a supply, directly or
 * through another. What is inside a resource follows it anyway and is no root of its own.
 */
export async function rootsOf(resourceIds: readonly string[], client: Tx | typeof db = db): Promise<Root[]> {
  return client.$queryRaw<Root[]>`
    WITH RECURSIVE hit AS (
      SELECT unnest(${[...resourceIds]}::text[]) AS id
      UNION
      SELECT next.id FROM hit h CROSS JOIN LATERAL (
        SELECT d.resource_id AS id FROM resource_dependency d WHERE d.supply_id = h.id
        UNION ALL
        SELECT r.id FROM resource r WHERE r.parent_id = h.id) next
    )
    SELECT r.id, r.lab_id AS "labId", r.university_id AS "universityId", r.campus_id AS "campusId", c.time_zone AS "timeZone"
      FROM resource r JOIN campus c ON c.id = r.campus_id
     WHERE r.id IN (SELECT id FROM hit) AND r.status <> 'retired'
       AND NOT EXISTS (SELECT 1 FROM resource p WHERE p.id = r.parent_id AND p.id IN (SELECT id FROM hit))
     ORDER BY r.id`
}

/** Resources with everything inside them. */
export const targetsOf = (roots: readonly string[], client: Tx | typeof db): Promise<OutageTarget[]> =>
  client.$queryRaw<OutageTarget[]>`SELECT id, capacity FROM resource WHERE id IN (SELECT resource_tree(${[...roots]}::text[])) ORDER BY id`

/** What is out of service already. */
export const outOf = (targetIds: readonly string[], period: Period, client: Tx | typeof db): Promise<OutagePart[]> =>
  client.$queryRaw<OutagePart[]>`
    SELECT resource_id AS "resourceId", unit, starts_at AS start, ends_at AS "end" FROM allocation
     WHERE resource_id = ANY (${[...targetIds]}::text[]) AND cause IN ('maintenance', 'closure')
       AND tstzrange(starts_at, ends_at) && tstzrange(${period.start}::timestamptz, ${period.end}::timestamptz)`

export type InTheWay = { bookingId: string; attendeeId: string; projectId: string | null; resourceIds: string[]; changeId: string | null; byItem: boolean }

export type OfferInTheWay = { waitId: string; personId: string; resourceIds: string[] }

/** The offers to those who wait that hold something of the resources, or of what is inside them, in one of the periods. */
export async function offersInTheWay(roots: readonly string[], periods: readonly Period[], now: Date, client: Tx | typeof db = db): Promise<OfferInTheWay[]> {
  return client.$queryRaw<OfferInTheWay[]>`
    SELECT DISTINCT w.id::text AS "waitId", w.person_id::text AS "personId", w.resource_id || w.also AS "resourceIds"
      FROM unnest(${periods.map(({ start }) => start)}::timestamptz[], ${periods.map(({ end }) => end)}::timestamptz[]) AS p(start, "end")
      JOIN allocation a ON tstzrange(a.starts_at, a.ends_at) && tstzrange(p.start, p."end")
       AND a.resource_id IN (SELECT resource_tree(${[...roots]}::text[]))
      JOIN wait w ON w.id = a.wait_id
     WHERE a.cause = 'offer' AND a.expires_at > ${now}::timestamptz`
}

/**
 * The bookings that hold something of the resources, or of what is inside them, in one of the periods;
 * `byItem` is false where only a change that waits holds it.
 */
export async function inTheWayOf(roots: readonly string[], periods: readonly Period[], now: Date, client: Tx | typeof db = db): Promise<InTheWay[]> {
  return client.$queryRaw<InTheWay[]>`
    SELECT b.id::text AS "bookingId", b.attendee_id::text AS "attendeeId", b.project_id AS "projectId",
           (SELECT array_agg(DISTINCT x.resource_id) FROM booking_item x WHERE x.booking_id = b.id) AS "resourceIds",
           max(a.change_id::text) AS "changeId", bool_or(a.item_id IS NOT NULL) AS "byItem"
      FROM unnest(${periods.map(({ start }) => start)}::timestamptz[], ${periods.map(({ end }) => end)}::timestamptz[]) AS p(start, "end")
      JOIN allocation a ON tstzrange(a.starts_at, a.ends_at) && tstzrange(p.start, p."end")
       AND a.resource_id IN (SELECT resource_tree(${[...roots]}::text[]))
      LEFT JOIN booking_item i ON i.id = a.item_id
      LEFT JOIN booking_change c ON c.id = a.change_id
      JOIN booking b ON b.id = coalesce(i.booking_id, c.booking_id)
     WHERE a.cause IN ('booking', 'offer') AND (a.expires_at IS NULL OR a.expires_at > ${now}::timestamptz)
       AND b.status IN ('pending', 'approved', 'in_use') AND a.ends_at > ${now}::timestamptz
     GROUP BY b.id ORDER BY min(a.starts_at), b.id`
}
