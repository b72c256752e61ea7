import { type Actor, can } from '~/domain/access/permission'
import { heldGroup } from '~/features/people/groups/state.server'
import type { Attendance, ResourceMode } from '~/domain/booking/facts'
import type { FrozenAnswers } from '~/domain/booking/questions'
import { type BookingStatus, type HoldMode, type Purpose, statusAt } from '~/domain/booking/states'
import type { OriginClass, Quote } from '~/domain/pricing/quote'
import { decodeCursor, encodeCursor } from '~/features/bookings/list-cursor.server'
import { UUID } from '~/features/bookings/held.server'
import { showPeople } from '~/features/bookings/shown-people.server'
import { rawQuery } from '~/platform/db.server'
import { Prisma } from '~/platform/generated/prisma/client'

/** Address (else empty) and telephone (else null) only where the border lets the reader see them. */
export type PersonName = { id: string; nameZh: string | null; nameEn: string | null; email: string; phone: string | null }

export type BookingItemView = {
  id: string
  startsAt: Date | null
  endsAt: Date | null
  mode: ResourceMode
  quantity: number
  attendance: Attendance
  answers: FrozenAnswers | null
  resource: {
    id: string; nameZh: string; nameEn: string | null; maker: string | null; model: string | null; isIllustrative: boolean
    kindZh: string; kindEn: string; labId: string; labZh: string; labEn: string
    universityId: string; universityZh: string; universityEn: string
    campusId: string; campusZh: string; campusEn: string; city: string; timeZone: string
  }
}

export type BookingView = {
  id: string
  code: string
  status: BookingStatus
  version: number
  sequence: number
  purpose: Purpose
  activity: string | null
  title: string | null
  notes: string | null
  seriesId: string | null
  /** What was declared of materials and hazards; how many come (null: the attendee alone). */
  declaration: string | null
  headCount: number | null
  holdMode: HoldMode
  holdExpiresAt: Date | null
  quotedFen: number | null
  quote: Quote | null
  originClass: OriginClass
  createdAt: Date
  updatedAt: Date
  endedReason: string | null
  booker: PersonName
  attendee: PersonName
  homeUniversity: { id: string; nameZh: string; nameEn: string } | null
  group: { id: string; nameZh: string; nameEn: string; leaderId: string } | null
  project: { id: string; nameZh: string; nameEn: string } | null
  items: BookingItemView[]
  startsAt: Date | null
  endsAt: Date | null
  /** A change that waits for a decision. */
  change: { id: string; expiresAt: Date | null; items: { itemId: string; startsAt: Date; endsAt: Date }[] } | null
  /** The decisions made on it, oldest first. */
  decisions: { decision: string; comment: string | null; at: Date; byZh: string | null; byEn: string | null }[]
  /** Who has to say yes now: the waiting steps' roles. */
  waitsFor: { role: string; dueAt: Date | null }[]
  target: { ownerIds: string[]; leaderIds: string[]; labIds: string[]; universityIds: string[] }
}

/** One booking, if the actor may read it. */
export async function getBooking(actor: Actor, id: string, now: Date): Promise<BookingView | null> {
  if (!UUID.test(id)) return null
  const [view] = await load(Prisma.sql`b.id = ${id}::uuid`, Prisma.sql`LIMIT 1`, now)
  if (!view) return null
  // Who answers for the group that a booking is made for stands beside its leader.
  const answers = view.group !== null && (await heldGroup(view.group.id, actor.personId, now))?.part === 'supervisor'
  const seen = answers ? { ...view, target: { ...view.target, leaderIds: [...view.target.leaderIds, actor.personId] } } : view
  return can(actor, 'read:booking', seen.target) ? ((await showPeople(actor, [seen], 'booking', now))[0] ?? null) : null
}

/** Bookings by id, for a caller that has already found out who may read them. */
export async function viewBookings(ids: readonly string[], now: Date): Promise<Map<string, BookingView>> {
  if (ids.length === 0) return new Map()
  const views = await load(Prisma.sql`b.id = ANY (${ids}::uuid[])`, Prisma.empty, now)
  return new Map(views.map((each) => [each.id, each]))
}

export type BookingFilter = {
  /** Those the actor booked or attends; otherwise those the actor may read by role. */
  mine: boolean
  /** Of those by role: leaves out what the actor could read only as their own. */
  byRoleOnly?: boolean
  /** Made for a group that this person leads. */
  ledBy?: string
  /** Of each series only its first that is still to come. */
  firstOfSeries?: boolean
  resourceId?: string
  labId?: string
  status?: BookingStatus[]
  /** Bookings that touch [from, to). */
  from?: Date
  to?: Date
  order?: 'newest' | 'oldest'
  cursor?: string | null
  /** At most 100. */
  limit?: number
}

/** Bookings by start, newest first unless asked otherwise, in pages that neither skip nor repeat. */
export async function listBookings(actor: Actor, filter: BookingFilter, now: Date): Promise<{ items: BookingView[]; nextCursor: string | null }> {
  const limit = Math.min(Math.max(filter.limit ?? 50, 1), 100)
  const isOldestFirst = filter.order === 'oldest'
  const after = decodeCursor(filter.cursor)
  const compare = isOldestFirst ? Prisma.sql`>` : Prisma.sql`<`
  const direction = isOldestFirst ? Prisma.sql`ASC` : Prisma.sql`DESC`
  const where = Prisma.join(
    [
      filter.mine && Prisma.sql`(b.booker_id = ${actor.personId}::uuid OR b.attendee_id = ${actor.personId}::uuid)`,
      !filter.mine && (filter.byRoleOnly ? inLabsOf(actor) : readableBy(actor)),
      filter.ledBy && Prisma.sql`g.leader_id = ${filter.ledBy}::uuid`,
      filter.resourceId && Prisma.sql`EXISTS (SELECT 1 FROM booking_item i WHERE i.booking_id = b.id AND i.resource_id = ${filter.resourceId})`,
      filter.labId && Prisma.sql`EXISTS (SELECT 1 FROM booking_item i JOIN resource r ON r.id = i.resource_id WHERE i.booking_id = b.id AND r.lab_id = ${filter.labId})`,
      filter.status && filter.status.length > 0 && Prisma.sql`${statusNow(now)} = ANY (${filter.status}::text[])`,
      // The items' index finds what touches the period; the joined times then say it exactly.
      (filter.from || filter.to) && Prisma.sql`EXISTS (SELECT 1 FROM booking_item i WHERE i.booking_id = b.id
        AND i.ends_at > ${filter.from ?? EVER.from} AND i.starts_at < ${filter.to ?? EVER.to})`,
      filter.from && Prisma.sql`t.ends_at > ${filter.from}`,
      filter.to && Prisma.sql`t.starts_at < ${filter.to}`,
      filter.firstOfSeries && Prisma.sql`(b.series_id IS NULL OR NOT EXISTS (
        SELECT 1 FROM booking o JOIN booking_item oi ON oi.booking_id = o.id
         WHERE o.series_id = b.series_id AND o.id <> b.id AND oi.ends_at > ${now} AND (oi.starts_at, o.id) < (t.starts_at, b.id)
           AND (o.status IN ('approved', 'in_use') OR (o.status = 'pending' AND (o.hold_expires_at IS NULL OR o.hold_expires_at > ${now})))))`,
      after && Prisma.sql`(t.starts_at, b.id) ${compare} (${after.startsAt}, ${after.id}::uuid)`,
    ].filter((each): each is Prisma.Sql => Boolean(each)),
    ' AND ',
  )
  const rows = await load(where, Prisma.sql`ORDER BY t.starts_at ${direction}, b.id ${direction} LIMIT ${limit + 1}`, now)
  const items = await showPeople(actor, rows.slice(0, limit), 'bookings', now)
  const last = items.at(-1)
  return { items, nextCursor: rows.length > limit && last ? encodeCursor(last) : null }
}

const EVER = { from: new Date(0), to: new Date(Date.UTC(9000, 0)) }

/** The state as `statusAt` tells it, for filters. */
function statusNow(now: Date): Prisma.Sql {
  return Prisma.sql`(CASE
    WHEN b.status = 'pending' AND b.hold_expires_at <= ${now} THEN 'expired'
    WHEN b.status = 'approved' AND t.ends_at <= ${now} THEN 'completed'
    ELSE b.status::text END)`
}

function readableBy(actor: Actor): Prisma.Sql {
  return Prisma.sql`(b.booker_id = ${actor.personId}::uuid OR b.attendee_id = ${actor.personId}::uuid
    OR g.leader_id = ${actor.personId}::uuid OR ${inLabsOf(actor)})`
}

/** Bookings of the labs and universities over which a role of the actor may read them. */
function inLabsOf(actor: Actor): Prisma.Sql {
  if (can(actor, 'read:booking', {})) return Prisma.sql`TRUE`
  const ids = (kind: 'lab' | 'university') =>
    actor.grants.flatMap((grant) => {
      if (grant.scopeKind !== kind || grant.scopeId === null) return []
      const target = kind === 'lab' ? { labId: grant.scopeId } : { universityId: grant.scopeId }
      return can({ ...actor, grants: [grant] }, 'read:booking', target) ? [grant.scopeId] : []
    })
  const labs = ids('lab')
  const universities = ids('university')
  if (labs.length + universities.length === 0) return Prisma.sql`FALSE`
  return Prisma.sql`EXISTS (
    SELECT 1 FROM booking_item i JOIN resource r ON r.id = i.resource_id
     WHERE i.booking_id = b.id AND (r.lab_id = ANY (${labs}::text[]) OR r.university_id = ANY (${universities}::text[])))`
}

type Row = Omit<BookingView, 'target' | 'quotedFen'> & { quotedFen: string | null }

async function load(where: Prisma.Sql, tail: Prisma.Sql, now: Date): Promise<BookingView[]> {
  const rows = await rawQuery<Row>`
    SELECT b.id::text, b.code, b.status::text, b.version, b.sequence, b.purpose::text, b.activity, b.title, b.notes, b.series_id::text AS "seriesId", b.declaration ->> 'text' AS declaration, b.head_count AS "headCount",
           b.hold_mode::text AS "holdMode", b.hold_expires_at AS "holdExpiresAt", b.quoted_fen AS "quotedFen", b.quote,
           b.origin_class::text AS "originClass", b.created_at AS "createdAt", b.updated_at AS "updatedAt", b.ended_reason AS "endedReason",
           jsonb_build_object('id', bk.id, 'nameZh', bk.name_zh, 'nameEn', bk.name_en, 'email', bk.email, 'phone', bk.phone) AS booker,
           jsonb_build_object('id', at.id, 'nameZh', at.name_zh, 'nameEn', at.name_en, 'email', at.email, 'phone', at.phone) AS attendee,
           CASE WHEN u.id IS NOT NULL THEN jsonb_build_object('id', u.id, 'nameZh', u.name_zh, 'nameEn', u.name_en) END AS "homeUniversity",
           CASE WHEN g.id IS NOT NULL THEN jsonb_build_object('id', g.id, 'nameZh', g.name_zh, 'nameEn', g.name_en, 'leaderId', g.leader_id) END AS "group",
           CASE WHEN p.id IS NOT NULL THEN jsonb_build_object('id', p.id, 'nameZh', p.name_zh, 'nameEn', p.name_en) END AS project,
           t.starts_at AS "startsAt", t.ends_at AS "endsAt", t.items,
           (SELECT jsonb_build_object('id', c.id, 'expiresAt', c.expires_at, 'items', c.items) FROM booking_change c
             WHERE c.booking_id = b.id AND c.status = 'pending' AND (c.expires_at IS NULL OR c.expires_at > ${now})) AS change,
           (SELECT coalesce(jsonb_agg(jsonb_build_object('decision', d.decision, 'comment', d.comment, 'at', d.at,
                     'byZh', dp.name_zh, 'byEn', dp.name_en) ORDER BY d.at), '[]')
              FROM approval_decision d JOIN person dp ON dp.id = d.decider_id
             WHERE d.request_id = ANY (asked.ids)) AS decisions,
           (SELECT coalesce(jsonb_agg(jsonb_build_object('role', s.role, 'dueAt', s.due_at)), '[]')
              FROM approval_request q JOIN approval_open_step s ON s.request_id = q.id
             WHERE q.id = ANY (asked.ids) AND q.status = 'pending') AS "waitsFor"
      FROM booking b
      JOIN person bk ON bk.id = b.booker_id
      JOIN person at ON at.id = b.attendee_id
      LEFT JOIN university u ON u.id = b.home_university_id
      LEFT JOIN research_group g ON g.id = b.group_id
      LEFT JOIN project p ON p.id = b.project_id
      JOIN LATERAL (
        SELECT min(i.starts_at) AS starts_at, max(i.ends_at) AS ends_at,
               jsonb_agg(jsonb_build_object(
                 'id', i.id, 'startsAt', i.starts_at, 'endsAt', i.ends_at, 'mode', i.mode, 'quantity', i.quantity, 'attendance', i.attendance, 'answers', i.answers,
                 'resource', jsonb_build_object(
                   'id', r.id, 'nameZh', r.name_zh, 'nameEn', r.name_en, 'maker', r.maker, 'model', r.model, 'isIllustrative', r.is_illustrative,
                   'kindZh', k.zh, 'kindEn', k.en, 'labId', l.id, 'labZh', l.name_zh, 'labEn', l.name_en,
                   'universityId', ru.id, 'universityZh', ru.name_zh, 'universityEn', ru.name_en,
                   'campusId', ca.id, 'campusZh', ca.name_zh, 'campusEn', ca.name_en, 'city', ca.city, 'timeZone', ca.time_zone)
               ) ORDER BY i.position) AS items
          FROM booking_item i
          JOIN resource r ON r.id = i.resource_id JOIN resource_kind k ON k.id = r.kind_id JOIN lab l ON l.id = r.lab_id
          JOIN university ru ON ru.id = r.university_id JOIN campus ca ON ca.id = r.campus_id
         WHERE i.booking_id = b.id) t ON true
      CROSS JOIN LATERAL (
        SELECT ARRAY(SELECT q.id FROM approval_request q WHERE q.subject_kind = 'booking' AND q.subject_id = b.id
                      UNION ALL SELECT q.id FROM booking_change c JOIN approval_request q ON q.subject_kind = 'booking_change' AND q.subject_id = c.id
                                 WHERE c.booking_id = b.id) AS ids) asked
     WHERE ${where} ${tail}`
  return rows.map((row) => view(row, now))
}

function view(row: Row, now: Date): BookingView {
  const items = row.items.map((item) => ({ ...item, startsAt: date(item.startsAt), endsAt: date(item.endsAt) }))
  return {
    ...row,
    quotedFen: row.quotedFen === null ? null : Number(row.quotedFen),
    items,
    status: statusAt(row, now),
    change: row.change && {
      ...row.change,
      expiresAt: date(row.change.expiresAt),
      items: row.change.items.map((each) => ({ ...each, startsAt: new Date(each.startsAt), endsAt: new Date(each.endsAt) })),
    },
    decisions: row.decisions.map((each) => ({ ...each, at: new Date(each.at) })),
    waitsFor: row.waitsFor.map((each) => ({ ...each, dueAt: date(each.dueAt) })),
    target: {
      ownerIds: [row.booker.id, row.attendee.id],
      leaderIds: row.group ? [row.group.leaderId] : [],
      labIds: items.map((each) => each.resource.labId),
      universityIds: items.map((each) => each.resource.universityId),
    },
  }
}

const date = (value: Date | string | null) => (value === null ? null : new Date(value))
