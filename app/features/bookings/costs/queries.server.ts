import type { Actor } from '~/domain/access/permission'
import { mayInGroup } from '~/domain/people/group'
import { type BookingView, viewBookings } from '~/features/bookings/queries.server'
import { heldGroup } from '~/features/people/groups/state.server'
import { db } from '~/platform/db.server'
import { Prisma } from '~/platform/generated/prisma/client'

type Named = { zh: string | null; en: string | null }

/** What was quoted for one person, project and month. Nothing of it is billed. */
export type CostRow = {
  /** `YYYY-MM` on the campus's calendar, by the booking's start. */
  month: string
  /** Null for bookings of other groups that this one pays a part of. */
  person: (Named & { email: string }) | null
  /** The group that carried the bookings, where it is another. */
  otherGroup: Named | null
  project: (Named & { id: string; number: string | null }) | null
  bookings: number
  /** Bookings without a listed price; they are in no sum. */
  unpriced: number
  seconds: number
  quotedFen: number
  /** What of it this group pays, as the project's split said when each booking was made. */
  shareFen: number
}

/** Bookings that count: granted, in use or over; not what still waits or has been called off. */
const COUNTS = Prisma.sql`b.status IN ('approved', 'in_use', 'completed', 'no_show')`

/** Whether the actor may see and steer what the group books. */
export async function steersGroup(actor: Actor, groupId: string, now: Date): Promise<boolean> {
  const group = await heldGroup(groupId, actor.personId, now)
  return group !== null && mayInGroup(actor, group, group.part, 'steer')
}

/** The quoted cost of a group by person, project and month of a year, newest month first; null: not for the actor. */
export async function groupCosts(actor: Actor, groupId: string, year: number, now: Date): Promise<CostRow[] | null> {
  if (!(await steersGroup(actor, groupId, now))) return null
  return db.$queryRaw<CostRow[]>`
    SELECT to_char(t.starts_at AT TIME ZONE t.time_zone, 'YYYY-MM') AS month,
           CASE WHEN b.group_id = ${groupId} THEN jsonb_build_object('zh', a.name_zh, 'en', a.name_en, 'email', a.email) END AS person,
           CASE WHEN b.group_id <> ${groupId} THEN jsonb_build_object('zh', g.name_zh, 'en', g.name_en) END AS "otherGroup",
           CASE WHEN p.id IS NOT NULL THEN jsonb_build_object('id', p.id, 'number', p.number, 'zh', p.name_zh, 'en', p.name_en) END AS project,
           count(*)::int AS bookings,
           count(*) FILTER (WHERE b.quoted_fen IS NULL)::int AS unpriced,
           sum(t.seconds)::float8 AS seconds,
           coalesce(sum(b.quoted_fen), 0)::float8 AS "quotedFen",
           coalesce(sum(${sharePaidBy(groupId)}), 0)::float8 AS "shareFen"
      FROM booking b
      JOIN research_group g ON g.id = b.group_id
      JOIN person a ON a.id = b.attendee_id
      LEFT JOIN project p ON p.id = b.project_id
      JOIN LATERAL (
        SELECT min(i.starts_at) AS starts_at, min(c.time_zone) AS time_zone,
               sum(extract(epoch FROM i.ends_at - i.starts_at) * i.quantity) AS seconds
          FROM booking_item i JOIN resource r ON r.id = i.resource_id JOIN campus c ON c.id = r.campus_id
         WHERE i.booking_id = b.id) t ON t.starts_at IS NOT NULL
     WHERE ${paidBy(groupId)} AND ${COUNTS}
       AND extract(year FROM t.starts_at AT TIME ZONE t.time_zone) = ${year}
     GROUP BY 1, 2, 3, 4
     ORDER BY month DESC, "quotedFen" DESC, seconds DESC`
}

const paidBy = (groupId: string) =>
  Prisma.sql`(b.group_id = ${groupId} OR b.payers @> jsonb_build_array(jsonb_build_object('groupId', ${groupId}::text)))`
const sharePaidBy = (groupId: string) => Prisma.sql`
  CASE WHEN b.payers IS NULL THEN b.quoted_fen
       ELSE (SELECT sum((x ->> 'fen')::bigint) FROM jsonb_array_elements(b.payers) x WHERE x ->> 'groupId' = ${groupId}) END`

/** What the groups' people have coming, soonest first, for those who steer them. */
export async function groupBookings(actor: Actor, groupId: string, now: Date): Promise<BookingView[] | null> {
  if (!(await steersGroup(actor, groupId, now))) return null
  const rows = await db.$queryRaw<{ id: string }[]>`
    SELECT b.id::text
      FROM booking b
      JOIN LATERAL (SELECT min(i.starts_at) AS starts_at, max(i.ends_at) AS ends_at FROM booking_item i WHERE i.booking_id = b.id) t ON true
     WHERE b.group_id = ${groupId} AND b.status IN ('pending', 'approved', 'in_use') AND (t.ends_at IS NULL OR t.ends_at > ${now})
       AND NOT (b.status = 'pending' AND b.hold_expires_at <= ${now})
     ORDER BY t.starts_at, b.id LIMIT 100`
  const views = await viewBookings(rows.map(({ id }) => id), now)
  return rows.flatMap(({ id }) => views.get(id) ?? [])
}

export type MonthSum = { groupId: string; bookings: number; seconds: number; shareFen: number }

/** This month's hours and quoted share of each group, by the alliance's calendar; the caller has seen to who may know. */
export async function monthSums(groupIds: readonly string[], now: Date): Promise<MonthSum[]> {
  if (groupIds.length === 0) return []
  return db.$queryRaw<MonthSum[]>`
    SELECT g.id AS "groupId", count(b.id)::int AS bookings, coalesce(sum(t.seconds), 0)::float8 AS seconds, coalesce(sum(b.quoted), 0)::float8 AS "shareFen"
      FROM unnest(${[...groupIds]}::text[]) AS g(id)
      LEFT JOIN LATERAL (
        SELECT b.id, CASE WHEN b.payers IS NULL THEN b.quoted_fen
                     ELSE (SELECT sum((x ->> 'fen')::bigint) FROM jsonb_array_elements(b.payers) x WHERE x ->> 'groupId' = g.id) END AS quoted
          FROM booking b WHERE b.group_id = g.id AND ${COUNTS}) b ON true
      LEFT JOIN LATERAL (
        SELECT min(i.starts_at) AS starts_at, sum(extract(epoch FROM i.ends_at - i.starts_at) * i.quantity) AS seconds
          FROM booking_item i WHERE i.booking_id = b.id) t ON true
     WHERE to_char(t.starts_at AT TIME ZONE ${ZONE}, 'YYYY-MM') = to_char(${now}::timestamptz AT TIME ZONE ${ZONE}, 'YYYY-MM')
     GROUP BY g.id`
}

/** The alliance's campuses share one zone; a month of several groups is one of its calendar. */
const ZONE = 'Asia/Shanghai'

export type ProjectHours = { year: number; seconds: number }[]

/** Hours that a project has booked and used, by calendar year of the campus. */
export async function projectHours(projectId: string, now: Date): Promise<ProjectHours> {
  return db.$queryRaw<ProjectHours>`
    SELECT y AS year, sum(extract(epoch FROM least(i.ends_at, make_timestamptz(y + 1, 1, 1, 0, 0, 0, c.time_zone))
                                  - greatest(i.starts_at, make_timestamptz(y, 1, 1, 0, 0, 0, c.time_zone))) * i.quantity)::float8 AS seconds
      FROM booking b
      JOIN booking_item i ON i.booking_id = b.id
      JOIN resource r ON r.id = i.resource_id
      JOIN campus c ON c.id = r.campus_id
      JOIN LATERAL generate_series(extract(year FROM i.starts_at AT TIME ZONE c.time_zone)::int,
                                   extract(year FROM (i.ends_at - interval '1 millisecond') AT TIME ZONE c.time_zone)::int) y ON true
     WHERE b.project_id = ${projectId} AND b.status IN ('pending', 'approved', 'in_use', 'completed', 'no_show')
       AND NOT (b.status = 'pending' AND b.hold_expires_at <= ${now})
     GROUP BY y ORDER BY y DESC`
}
