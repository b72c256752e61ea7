import type { ResourceMode } from '~/domain/booking/facts'
import type { BookingStatus, ItemStatus, Purpose } from '~/domain/booking/states'
import { type ConductRules, effectiveConductRules } from '~/domain/conduct/rules'
import type { OriginClass } from '~/domain/pricing/quote'
import type { Period } from '~/domain/time/interval'
import type { UseDetails, UseFact, UseFactKind, UseSource } from '~/domain/usage/facts'
import { decodeConduct, type RawInForce } from '~/features/bookings/facts.server'
import { db, type Tx } from '~/platform/db.server'

/** What an event keeps beside its time; instants as ISO 8601. */
export type EventData = {
  until?: string
  correction?: { startsAt?: string; endsAt?: string; outcome?: 'void' | 'absent' | 'happened' }
  details?: Partial<UseDetails>
}

type EventRow = { id: string; kind: UseFactKind; source: UseSource; at: string; data: EventData }

type Row = {
  itemId: string | null
  bookingId: string | null
  bookingStatus: BookingStatus | null
  bookingVersion: number | null
  itemStatus: ItemStatus | null
  mode: ResourceMode | null
  startsAt: Date | null
  endsAt: Date | null
  cleanUpMinutes: number
  personId: string
  bookerId: string | null
  purpose: Purpose | null
  originClass: OriginClass | null
  groupId: string | null
  ownerGroupIds: string[] | null
  setAside: string[] | null
  resourceId: string
  resourceStatus: string
  labId: string
  universityId: string
  capacity: number
  layers: Partial<ConductRules>[]
  recordId: string | null
  recordVersion: number | null
  events: EventRow[] | null
  outages: { start: string; end: string }[] | null
  conduct: RawInForce[] | null
}

const UUID = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/i

/** A use with all its facts, by the id of its item or its own; null: there is none. */
export async function heldUse(id: string, client: Tx | typeof db = db) {
  if (!UUID.test(id)) return null
  return (await bookedUse(id, client)) ?? (await unbookedUse(id, client))
}
export type HeldUse = NonNullable<Awaited<ReturnType<typeof bookedUse>>>

/** Judged by the rules in force when it was booked. */
async function bookedUse(itemId: string, client: Tx | typeof db) {
  const [row] = await client.$queryRaw<Row[]>`
    SELECT i.id::text AS "itemId", b.id::text AS "bookingId", b.status::text AS "bookingStatus", b.version AS "bookingVersion", i.status::text AS "itemStatus",
           i.mode::text, i.starts_at AS "startsAt", i.ends_at AS "endsAt", i.clean_up_minutes AS "cleanUpMinutes",
           b.attendee_id::text AS "personId", b.booker_id::text AS "bookerId", b.purpose::text, b.origin_class::text AS "originClass", b.group_id AS "groupId",
           (SELECT jsonb_agg(g) FROM jsonb_array_elements_text(coalesce(f.rules -> 'policies' -> i.resource_id -> 'ownerGroups', '[]')) g) AS "ownerGroupIds",
           b.rules_set_aside -> 'rules' AS "setAside",
           r.id AS "resourceId", r.status::text AS "resourceStatus", r.lab_id AS "labId", r.university_id AS "universityId", r.capacity,
           conduct_layers(r.id, b.created_at) AS layers, u.id::text AS "recordId", u.version AS "recordVersion",
           (SELECT jsonb_agg(jsonb_build_object('id', e.id, 'kind', e.kind, 'source', e.source, 'at', e.at, 'data', e.data)) FROM usage_event e WHERE e.record_id = u.id) AS events,
           (SELECT jsonb_agg(jsonb_build_object('start', o.starts_at, 'end', o.ends_at)) FROM (
             SELECT a.starts_at, a.ends_at FROM allocation a
              WHERE a.resource_id = i.resource_id AND a.cause IN ('maintenance', 'closure')
                AND a.ends_at > i.starts_at AND a.starts_at < i.ends_at + interval '1 day'
             UNION ALL SELECT s.starts_at, s.ends_at FROM conduct_suspensions(b.attendee_id, i.resource_id, i.starts_at, i.ends_at) s) o) AS outages,
           conduct_in_force(b.attendee_id) AS conduct
      FROM booking_item i
      JOIN booking b ON b.id = i.booking_id
      JOIN frozen_policy f ON f.hash = b.policy_hash
      JOIN resource r ON r.id = i.resource_id
      LEFT JOIN usage_record u ON u.item_id = i.id
     WHERE i.id = ${itemId}::uuid`
  return row ? decode(row) : null
}

async function unbookedUse(recordId: string, client: Tx | typeof db): Promise<HeldUse | null> {
  const [row] = await client.$queryRaw<(Row & { itemOf: string | null })[]>`
    SELECT NULL AS "itemId", u.item_id::text AS "itemOf", NULL AS "bookingId", NULL AS "bookingStatus", NULL AS "bookingVersion", NULL AS "itemStatus", NULL AS mode,
           NULL AS "startsAt", NULL AS "endsAt", 0 AS "cleanUpMinutes", u.person_id::text AS "personId", NULL AS "bookerId", u.purpose::text,
           NULL AS "originClass", NULL AS "groupId", NULL AS "ownerGroupIds", NULL AS "setAside",
           r.id AS "resourceId", r.status::text AS "resourceStatus", r.lab_id AS "labId", r.university_id AS "universityId", r.capacity,
           conduct_layers(r.id, u.created_at) AS layers, u.id::text AS "recordId", u.version AS "recordVersion",
           (SELECT jsonb_agg(jsonb_build_object('id', e.id, 'kind', e.kind, 'source', e.source, 'at', e.at, 'data', e.data)) FROM usage_event e WHERE e.record_id = u.id) AS events,
           NULL AS outages, NULL AS conduct
      FROM usage_record u JOIN resource r ON r.id = u.resource_id
     WHERE u.id = ${recordId}::uuid`
  if (!row) return null
  return row.itemOf === null ? decode(row) : bookedUse(row.itemOf, client)
}

function decode(row: Row) {
  const { startsAt, endsAt, layers, events, outages, conduct, ...rest } = row
  const plan: Period | null = startsAt && endsAt ? { start: startsAt, end: endsAt } : null
  return {
    ...rest,
    plan,
    ownerGroupIds: row.ownerGroupIds ?? [],
    setAside: row.setAside ?? [],
    rules: effectiveConductRules(layers),
    facts: (events ?? []).map(factOf),
    /** In force for its person, by a human's decision. */
    conduct: decodeConduct(conduct),
    /** When the person could not use it, whyever. */
    outages: (outages ?? []).map(({ start, end }): Period => ({ start: new Date(start), end: new Date(end) })),
    target: { ownerIds: [row.personId, ...(row.bookerId ? [row.bookerId] : [])], labId: row.labId, universityId: row.universityId },
  }
}

function factOf({ id, kind, source, at, data }: EventRow): UseFact {
  const { until, correction, details } = data
  return {
    id, kind, source, at: new Date(at),
    ...(until && { until: new Date(until) }),
    ...(details && { details }),
    ...(correction && {
      correction: {
        ...(correction.startsAt && { startsAt: new Date(correction.startsAt) }),
        ...(correction.endsAt && { endsAt: new Date(correction.endsAt) }),
        ...(correction.outcome && { outcome: correction.outcome }),
      },
    }),
  }
}
