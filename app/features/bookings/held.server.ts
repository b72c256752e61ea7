import type { Attendance, ResourceMode } from '~/domain/booking/facts'
import type { FrozenRules } from '~/domain/booking/freeze'
import type { FrozenAnswers, Question } from '~/domain/booking/questions'
import { type BookingStatus, type HoldMode, type Purpose, statusAt } from '~/domain/booking/states'
import { DEFAULT_POLICY, type Policy } from '~/domain/scheduling/policy'
import { db, type Tx } from '~/platform/db.server'

type Item = {
  id: string
  resourceId: string
  mode: ResourceMode
  quantity: number
  attendance: Attendance
  startsAt: Date | null
  endsAt: Date | null
  labId: string
  universityId: string
  timeZone: string
  answers: FrozenAnswers | null
  /** The version that was answered. */
  asked: Question[] | null
  /** Who assists. */
  operatorId: string | null
}

type WaitingChange = {
  id: string
  expiresAt: Date | null
  items: { itemId: string; startsAt: string; endsAt: string }[]
}

type Row = {
  id: string
  status: BookingStatus
  version: number
  bookerId: string
  attendeeId: string
  groupId: string | null
  projectId: string | null
  holdMode: HoldMode
  holdExpiresAt: Date | null
  purpose: Purpose
  activity: string | null
  title: string | null
  notes: string | null
  seriesId: string | null
  /** The start that its series gives it. */
  occurrenceAt: Date | null
  /** What was declared of materials and hazards. */
  declaration: string | null
  headCount: number | null
  rules: FrozenRules
  items: Item[]
  change: WaitingChange | null
}

/** A booking as a command needs it, in one query: with its items, the rules kept with it, and a change that waits. */
export async function heldBooking(id: string, now: Date, client: Tx | typeof db = db): Promise<HeldBooking | null> {
  return (await heldBookings([id], now, client)).get(id.toLowerCase()) ?? null
}

/** The same for many, in one query, by id. */
export async function heldBookings(ids: readonly string[], now: Date, client: Tx | typeof db = db): Promise<Map<string, HeldBooking>> {
  const known = ids.filter((id) => UUID.test(id))
  if (known.length === 0) return new Map()
  const rows = await client.$queryRaw<Row[]>`
    SELECT b.id::text, b.status::text, b.version, b.booker_id::text AS "bookerId", b.attendee_id::text AS "attendeeId",
           b.group_id AS "groupId", b.project_id AS "projectId", b.hold_mode::text AS "holdMode", b.hold_expires_at AS "holdExpiresAt",
           b.purpose::text, b.activity, b.title, b.notes, b.declaration ->> 'text' AS declaration, b.head_count AS "headCount",
           b.series_id::text AS "seriesId", b.occurrence_at AS "occurrenceAt", f.rules,
           (SELECT jsonb_agg(jsonb_build_object(
                     'id', i.id, 'resourceId', i.resource_id, 'mode', i.mode, 'quantity', i.quantity, 'attendance', i.attendance,
                     'startsAt', i.starts_at, 'endsAt', i.ends_at, 'answers', i.answers, 'operatorId', i.operator_id,
                     'asked', (SELECT s.questions FROM question_set s WHERE s.resource_id = i.resource_id AND s.version = (i.answers ->> 'version')::int),
                     'labId', r.lab_id, 'universityId', r.university_id, 'timeZone', c.time_zone) ORDER BY i.position)
              FROM booking_item i JOIN resource r ON r.id = i.resource_id JOIN campus c ON c.id = r.campus_id
             WHERE i.booking_id = b.id) AS items,
           (SELECT jsonb_build_object('id', ch.id, 'expiresAt', ch.expires_at, 'items', ch.items)
              FROM booking_change ch
             WHERE ch.booking_id = b.id AND ch.status = 'pending' AND (ch.expires_at IS NULL OR ch.expires_at > ${now})) AS change
      FROM booking b JOIN frozen_policy f ON f.hash = b.policy_hash
     WHERE b.id = ANY (${known}::uuid[])`
  return new Map(rows.flatMap((row) => {
    const held = heldOf(row, now)
    return held ? [[row.id, held]] : []
  }))
}

function heldOf(row: Row, now: Date) {
  const items = (row.items ?? []).map((each) => ({ ...each, startsAt: date(each.startsAt), endsAt: date(each.endsAt) }))
  const first = items[0]
  if (!first) return null
  const starts = items.flatMap((each) => (each.startsAt ? [each.startsAt.getTime()] : []))
  const ends = items.flatMap((each) => (each.endsAt ? [each.endsAt.getTime()] : []))
  const startsAt = starts.length > 0 ? new Date(Math.min(...starts)) : null
  const endsAt = ends.length > 0 ? new Date(Math.max(...ends)) : null
  const { rules, ...booking } = row
  return {
    ...booking,
    items,
    status: statusAt({ ...booking, endsAt }, now),
    startsAt,
    endsAt,
    /** Whose it is and where it belongs, for `can`. */
    target: {
      ownerIds: [booking.bookerId, booking.attendeeId],
      labIds: items.map((each) => each.labId),
      universityIds: items.map((each) => each.universityId),
    },
    labId: first.labId,
    universityId: first.universityId,
    keptPolicy: keptPolicy(rules, items.map((each) => each.resourceId)),
  }
}
export type HeldBooking = NonNullable<ReturnType<typeof heldOf>>

export const UUID = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/i

const date = (value: Date | string | null) => (value === null ? null : new Date(value))

/** Of several resources the first one's rules, with the longest notice that any of them asks for. */
function keptPolicy(rules: FrozenRules, resourceIds: readonly string[]): Policy {
  const kept = resourceIds.map((id): Policy => ({ ...DEFAULT_POLICY, ...rules.policies?.[id] }))
  return {
    ...DEFAULT_POLICY,
    ...kept[0],
    changeNoticeMinutes: Math.max(...kept.map((each) => each.changeNoticeMinutes)),
    cancelNoticeMinutes: Math.max(...kept.map((each) => each.cancelNoticeMinutes)),
  }
}
