import type { Actor } from '~/domain/access/permission'
import { UUID } from '~/features/bookings/held.server'
import { type BookingView, viewBookings } from '~/features/bookings/queries.server'
import { showPeople } from '~/features/bookings/shown-people.server'
import { db } from '~/platform/db.server'
import { Prisma } from '~/platform/generated/prisma/client'

/** How the applicant's bookings at the lab went before. */
export type ApplicantHistory = { kept: number; cancelled: number; noShow: number }

export type InboxItem = {
  requestId: string
  kind: 'booking' | 'change'
  askedAt: Date
  /** When the request lapses undecided. */
  dueAt: Date | null
  booking: BookingView
  history: ApplicantHistory
}

export type Inbox = { items: InboxItem[]; nextCursor: string | null; total: number }

type Row = {
  requestId: string
  kind: 'booking' | 'change'
  bookingId: string
  askedAt: Date
  dueAt: Date | null
  order: string
  total: number
} & ApplicantHistory

/** Stands for "no deadline" in the order and in cursors. */
const NEVER = '9999-12-31T00:00:00Z'

/**
 * What waits for the actor's decision, by deadline: requests with a waiting step that one of the
 * actor's roles may decide, not lapsed, and not the actor's own. One query finds them, one reads them.
 */
export async function inbox(
  actor: Actor,
  page: { cursor?: string | null; limit?: number; requestId?: string },
  now: Date,
): Promise<Inbox> {
  const mine = stepsOf(actor)
  if (!mine) return { items: [], nextCursor: null, total: 0 }
  const limit = Math.min(Math.max(page.limit ?? 50, 1), 100)
  const after = decodeCursor(page.cursor)
  const rows = await db.$queryRaw<Row[]>`
    WITH waiting AS (
      SELECT q.id, q.subject_kind, q.subject_id, q.created_at, q.requester_ids,
             coalesce(c.booking_id, q.subject_id) AS booking_id,
             CASE WHEN c.id IS NULL THEN b.hold_expires_at ELSE c.expires_at END AS due_at
        FROM approval_request q
        LEFT JOIN booking_change c ON q.subject_kind = 'booking_change' AND c.id = q.subject_id
        JOIN booking b ON b.id = coalesce(c.booking_id, q.subject_id)
       WHERE q.status = 'pending' AND NOT (${actor.personId}::uuid = ANY (q.requester_ids))
         AND EXISTS (SELECT 1 FROM approval_open_step s WHERE s.request_id = q.id AND (${mine}))
         AND (CASE WHEN c.id IS NULL THEN b.status = 'pending' ELSE b.status = 'approved' END)
         -- Of a series the first stands for all that wait with it.
         AND (b.series_id IS NULL OR ${page.requestId !== undefined} OR NOT EXISTS (
           SELECT 1 FROM booking o LEFT JOIN booking_change oc ON oc.booking_id = o.id AND oc.status = 'pending'
            WHERE o.series_id = b.series_id AND o.occurrence_at < b.occurrence_at
              AND CASE WHEN c.id IS NULL THEN o.status = 'pending' AND (o.hold_expires_at IS NULL OR o.hold_expires_at > ${now}::timestamptz)
                       ELSE o.status = 'approved' AND oc.id IS NOT NULL AND (oc.expires_at IS NULL OR oc.expires_at > ${now}::timestamptz) END))
    ), live AS (
      SELECT *, coalesce(due_at, ${NEVER}::timestamptz) AS place FROM waiting WHERE due_at IS NULL OR due_at > ${now}::timestamptz
    )
    SELECT w.id::text AS "requestId", CASE WHEN w.subject_kind = 'booking' THEN 'booking' ELSE 'change' END AS kind,
           w.booking_id::text AS "bookingId", w.created_at AS "askedAt", w.due_at AS "dueAt",
           w.place::text || '|' || w.created_at::text || '|' || w.id::text AS "order",
           (SELECT count(*)::int FROM live) AS total, h.kept, h.cancelled, h."noShow"
      FROM live w
      JOIN booking b ON b.id = w.booking_id
      CROSS JOIN LATERAL (
        SELECT count(*) FILTER (WHERE e.status = 'completed' OR (e.status = 'approved' AND ei.ends_at <= ${now}::timestamptz))::int AS kept,
               count(*) FILTER (WHERE e.status = 'cancelled')::int AS cancelled,
               count(*) FILTER (WHERE e.status = 'no_show')::int AS "noShow"
          FROM booking e JOIN booking_item ei ON ei.booking_id = e.id AND ei.position = 0
         WHERE e.attendee_id = b.attendee_id) h
     WHERE ${after ? Prisma.sql`(w.place, w.created_at, w.id) > (${after.place}::timestamptz, ${after.createdAt}::timestamptz, ${after.id}::uuid)` : Prisma.sql`TRUE`}
       ${page.requestId ? Prisma.sql`AND w.id = ${page.requestId}::uuid` : Prisma.empty}
     ORDER BY w.place, w.created_at, w.id
     LIMIT ${limit + 1}::int`
  const shown = rows.slice(0, limit)
  const known = await viewBookings(shown.map((each) => each.bookingId), now)
  const views = new Map((await showPeople(actor, [...known.values()], 'approvals', now)).map((each) => [each.id, each]))
  const items = shown.flatMap(({ bookingId, order: _, total: __, kept, cancelled, noShow, ...row }) => {
    const booking = views.get(bookingId)
    return booking ? [{ ...row, booking, history: { kept, cancelled, noShow } }] : []
  })
  const last = shown.at(-1)
  return {
    items,
    nextCursor: rows.length > limit && last ? Buffer.from(last.order).toString('base64url') : null,
    total: rows[0]?.total ?? 0,
  }
}

/** One request that waits for the actor; null when it is decided, lapsed or somebody else's. */
export async function inboxItem(actor: Actor, requestId: string, now: Date): Promise<InboxItem | null> {
  if (!UUID.test(requestId)) return null
  return (await inbox(actor, { requestId, limit: 1 }, now)).items[0] ?? null
}

/** How many requests wait for the actor. */
export async function inboxCount(actor: Actor, now: Date): Promise<number> {
  return (await inbox(actor, { limit: 1 }, now)).total
}

/** The condition on a waiting step (alias s) that one of the actor's grants decides it; null without such a grant. */
function stepsOf(actor: Actor): Prisma.Sql | null {
  const conditions = actor.grants.flatMap(({ role, scopeKind, scopeId }) => {
    if (!['lab_manager', 'coordinator', 'safety_officer', 'office', 'chair'].includes(role)) return []
    const held = Prisma.sql`s.role::text = ${role}`
    if (scopeKind === 'alliance' && role !== 'chair') return [held]
    if (scopeKind === 'lab') return [Prisma.sql`(${held} AND s.lab_id = ${scopeId})`]
    return [Prisma.sql`(${held} AND s.university_id = ${scopeId})`]
  })
  return conditions.length === 0 ? null : Prisma.join(conditions, ' OR ')
}

function decodeCursor(cursor: string | null | undefined): { place: string; createdAt: string; id: string } | null {
  const [place = '', createdAt = '', id = ''] = Buffer.from(cursor ?? '', 'base64url').toString().split('|')
  const isInstant = (text: string) => /^\d{4}-\d{2}-\d{2}[ T]\d{2}:\d{2}:\d{2}(\.\d{1,6})?(\+00|Z)$/.test(text) && Number.isFinite(Date.parse(text.replace(/\+00$/, 'Z')))
  return isInstant(place) && isInstant(createdAt) && UUID.test(id) ? { place, createdAt, id } : null
}
