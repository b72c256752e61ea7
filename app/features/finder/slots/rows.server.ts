import type { ResourceMode } from '~/domain/booking/facts'
import type { OwnerKind } from '~/domain/scheduling/layers'
import type { OpeningException, OpeningSchedule } from '~/domain/scheduling/opening'
import type { Policy } from '~/domain/scheduling/policy'
import type { Period } from '~/domain/time/interval'
import type { CalendarDay } from '~/domain/time/working-calendar'
import { operatorsOfWanted } from '~/features/finder/slots/operators.server'
import { db } from '~/platform/db.server'
import { Prisma } from '~/platform/generated/prisma/client'

/** Which resources are searched. */
export type SlotScope = {
  /** Over the aliases r (resource), l (its lab), c (its campus). */
  condition: Prisma.Sql
  /** True where the condition lets few through: then what takes each is looked up by itself. */
  isNarrow: boolean
  /** The origin class whose price is wanted, over the alias r; null: prices don't matter. */
  priceClass: Prisma.Sql | null
}

type Owned = { ownerKind: OwnerKind; ownerId: string }

export type RawResource = {
  /** The place in the order of names, by which the rest of the answer speaks of it. */
  no: number
  id: string
  labId: string
  campusId: string
  universityId: string
  timeZone: string
  capacity: number
  modes: ResourceMode[]
  perHourFen: number | null
  inside: { no: number; capacity: number }[]
}

export type RawSlots = {
  resources: RawResource[]
  rules: (Owned & { rules: Partial<Policy> })[]
  schedules: (Owned & OpeningSchedule)[]
  exceptions: (Owned & OpeningException)[]
  calendarDays: CalendarDay[]
  /** See `heldUnits`. */
  taken: string
  /** See operators.server.ts. */
  operators: string | null
}

type Row = { resources: string | null; inside: string | null; taken: string | null; hours: string; operators: string | null }

/** More resources than this are not searched at once. */
export const MOST_SEARCHED = 10_000

/**
 * The one query of the slot search. What takes the resources is found by time, through indexes that
 * hold all that is asked: nothing outside the window is read (migration 0024). Only a resource of
 * several units with something fixed ahead is read further, since its units are numbered anew.
 * Lists come as text of one line each, which costs a fraction of what rows or JSON do.
 */
export async function rawSlots(scope: SlotScope, window: Period, now: Date, mode: ResourceMode | null): Promise<RawSlots> {
  const [row] = await db.$queryRaw<Row[]>(slotsQuery(scope, window, now, mode))
  const hours = JSON.parse(row?.hours ?? '{}') as Pick<RawSlots, 'rules' | 'schedules' | 'exceptions' | 'calendarDays'>
  const inside = new Map<number, { no: number; capacity: number }[]>()
  for (const line of linesOf(row?.inside)) {
    const [root = 0, no = 0, capacity = 1] = line.split('\t').map(Number)
    inside.set(root, [...(inside.get(root) ?? []), { no, capacity }])
  }
  const resources = linesOf(row?.resources).map((line): RawResource => {
    const [no, id, labId, campusId, universityId, timeZone, capacity, modes, fen] = line.split('\t') as [string, string, string, string, string, string, string, string, string]
    return {
      no: Number(no), id, labId, campusId, universityId, timeZone, capacity: Number(capacity),
      modes: modes.split(',') as ResourceMode[],
      perHourFen: fen === '' ? null : Number(fen),
      inside: inside.get(Number(no)) ?? [],
    }
  })
  return { ...hours, resources, taken: row?.taken ?? '', operators: row?.operators ?? null }
}

const linesOf = (text: string | null | undefined) => (text ? text.split('\n') : [])

/** The statement itself, for a test of its plan. */
export function slotsQuery({ condition, isNarrow, priceClass }: SlotScope, window: Period, now: Date, mode: ResourceMode | null = null): Prisma.Sql {
  const [from, to] = [Prisma.sql`${window.start}::timestamptz`, Prisma.sql`${window.end}::timestamptz`]
  const at = Prisma.sql`${now}::timestamptz`
  const held = Prisma.sql`t.no, a.unit, a.cause, a.starts_at, a.ends_at`
  const stands = Prisma.sql`(a.expires_at IS NULL OR a.expires_at > ${at})`
  const first = Prisma.sql`${from} - (SELECT most FROM margin)`
  const last = Prisma.sql`${to} + (SELECT most FROM margin)`
  const byTime = isNarrow
    ? Prisma.sql`
      SELECT ${held} FROM tree t JOIN allocation a ON a.resource_id = t.id
       WHERE NOT t.is_pressed AND ${stands} AND tstzrange(a.starts_at, a.ends_at) && tstzrange(${first}, ${last})`
    : Prisma.sql`
      SELECT ${held} FROM allocation a JOIN tree t ON t.id = a.resource_id
       WHERE NOT t.is_pressed AND ${stands} AND a.ends_at - a.starts_at <= interval '2 days'
         AND a.starts_at > ${first} - interval '2 days' AND a.starts_at < ${last} AND a.ends_at > ${first}
      UNION ALL
      SELECT ${held} FROM allocation a JOIN tree t ON t.id = a.resource_id
       WHERE NOT t.is_pressed AND ${stands} AND a.ends_at - a.starts_at > interval '2 days'
         AND a.ends_at > ${first} AND a.starts_at < ${last}`
  return Prisma.sql`
    WITH RECURSIVE wanted AS MATERIALIZED (
      SELECT r.id, r.lab_id, r.campus_id, r.university_id, r.capacity, c.time_zone, r.modes, r.sort_key,
             ${priceClass ?? Prisma.sql`NULL::"OriginClass"`} AS price_class
        FROM resource r JOIN lab l ON l.id = r.lab_id JOIN campus c ON c.id = r.campus_id
       WHERE r.status = 'active' AND l.access = 'open' AND r.share_scope <> 'contact_only' AND r.external_url IS NULL
         AND ${condition}
       ORDER BY r.sort_key COLLATE "C", r.id COLLATE "C" LIMIT ${MOST_SEARCHED}::int
    ), descent AS (
      SELECT id AS root, id, capacity FROM wanted
      UNION ALL
      SELECT d.root, r.id, r.capacity FROM descent d JOIN resource r ON r.parent_id = d.id
    ), tree AS MATERIALIZED (
      SELECT d.*, (row_number() OVER (ORDER BY d.root = d.id DESC, w.sort_key COLLATE "C", d.root COLLATE "C", d.id))::int AS no,
             d.capacity > 1 AND EXISTS (
               SELECT 1 FROM allocation f WHERE f.resource_id = d.id AND f.cause <> 'booking' AND f.ends_at > ${at}) AS is_pressed
        FROM descent d JOIN wanted w ON w.id = d.root
    ), owners AS MATERIALIZED (
      SELECT 'resource'::"OwnerKind" AS kind, id FROM wanted
      UNION SELECT 'lab', lab_id FROM wanted UNION SELECT 'campus', campus_id FROM wanted
      UNION SELECT 'university', university_id FROM wanted UNION SELECT 'alliance', '*'
    ), rules AS MATERIALIZED (
      SELECT DISTINCT ON (v.owner_kind, v.owner_id) v.owner_kind, v.owner_id, v.rules
        FROM policy_version v JOIN owners o ON o.kind = v.owner_kind AND o.id = v.owner_id
       WHERE v.valid_from <= ${at}
       ORDER BY v.owner_kind, v.owner_id, v.valid_from DESC, v.created_at DESC
    ), margin AS MATERIALIZED (
      SELECT coalesce(max(greatest((rules ->> 'setUpMinutes')::float8, (rules ->> 'cleanUpMinutes')::float8, 0)), 0) * interval '1 minute' AS most FROM rules
    ), taken AS (
      ${byTime}
      UNION ALL
      SELECT ${held} FROM tree t JOIN allocation a ON a.resource_id = t.id
       WHERE t.is_pressed AND ${stands} AND tstzrange(a.starts_at, a.ends_at) && tstzrange(least(${at}, ${from}) - interval '1 day', NULL)
    ), price AS (
      SELECT p.resource_id, p.origin_class, min(p.per_hour_fen) AS fen FROM list_price p
       WHERE ${priceClass !== null}::boolean AND p.valid_from <= ${at} AND (p.valid_to IS NULL OR p.valid_to > ${at})
       GROUP BY 1, 2
    )
    SELECT
      (SELECT string_agg(t.no || E'\t' || w.id || E'\t' || w.lab_id || E'\t' || w.campus_id || E'\t' || w.university_id || E'\t' || w.time_zone
                || E'\t' || w.capacity || E'\t' || array_to_string(w.modes, ',') || E'\t' || coalesce(p.fen::text, ''), E'\n' ORDER BY t.no)
         FROM wanted w JOIN tree t ON t.id = w.id AND t.root = w.id
         LEFT JOIN price p ON p.resource_id = w.id AND p.origin_class = w.price_class) AS resources,
      (SELECT string_agg(o.no || E'\t' || t.no || E'\t' || t.capacity, E'\n')
         FROM tree t JOIN tree o ON o.id = t.root AND o.root = t.root WHERE t.id <> t.root) AS inside,
      (SELECT string_agg(no || ' ' || unit || ' ' || (cause = 'booking')::int || ' '
                || (date_part('epoch', starts_at) * 1000)::bigint || ' ' || (date_part('epoch', ends_at) * 1000)::bigint, ' ') FROM taken) AS taken,
      json_build_object(
        'rules', (SELECT coalesce(json_agg(json_build_object('ownerKind', owner_kind, 'ownerId', owner_id, 'rules', rules)), '[]') FROM rules),
        'schedules', (
          SELECT coalesce(json_agg(json_build_object(
                   'ownerKind', s.owner_kind, 'ownerId', s.owner_id, 'validFrom', s.valid_from, 'validTo', s.valid_to,
                   'observesHolidays', s.observes_holidays, 'weekly', s.weekly)), '[]')
            FROM opening_schedule s JOIN owners o ON o.kind = s.owner_kind AND o.id = s.owner_id
           WHERE s.valid_from <= (${to} + interval '3 days')::date AND (s.valid_to IS NULL OR s.valid_to > (${from} - interval '10 days')::date)),
        'exceptions', (
          SELECT coalesce(json_agg(json_build_object(
                   'ownerKind', e.owner_kind, 'ownerId', e.owner_id, 'date', e.date, 'closed', e.closed, 'blocks', e.blocks)), '[]')
            FROM opening_exception e JOIN owners o ON o.kind = e.owner_kind AND o.id = e.owner_id
           WHERE e.date BETWEEN (${from} - interval '10 days')::date AND (${to} + interval '3 days')::date),
        'calendarDays', (
          SELECT coalesce(json_agg(json_build_object(
                   'date', d.date, 'kind', d.kind, 'universityId', d.university_id, 'nameZh', d.name_zh, 'nameEn', d.name_en)), '[]')
            FROM calendar_day d
           WHERE d.date BETWEEN (${from} - interval '11 days')::date AND (${to} + interval '4 days')::date))::text AS hours,
      ${operatorsOfWanted(window, now, mode)} AS operators`
}
