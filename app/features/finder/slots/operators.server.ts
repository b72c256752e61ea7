import { freeOnDuty, type OperatorTime } from '~/domain/booking/assisted-slots'
import type { ResourceMode } from '~/domain/booking/facts'
import { narrowest, narrowestByDate, type OwnerKind } from '~/domain/scheduling/layers'
import type { OpeningException, OpeningSchedule } from '~/domain/scheduling/opening'
import type { Period } from '~/domain/time/interval'
import type { CalendarDay } from '~/domain/time/working-calendar'
import { Prisma } from '~/platform/generated/prisma/client'

/*
 * Who can run what is searched, as one more column of its one query: where the use is assisted, a resource is free
 * only while one of those named for it is on duty and free.
 */

type Owned = { ownerKind: OwnerKind; ownerId: string }
type RawOperator = {
  id: string
  labId: string
  campusId: string
  universityId: string
  timeZone: string
  runs: string[]
  /** Milliseconds, start and end by turns. */
  taken: number[]
}
type RawOperators = { operators: RawOperator[] | null; schedules: (Owned & OpeningSchedule)[]; exceptions: (Owned & OpeningException)[] }

/**
 * A column over the CTE `wanted` (id, modes): the operators of those resources whose use would be assisted, with
 * what takes them within the window; nothing outside it is read. Null where none is named, or another mode is asked for.
 */
export function operatorsOfWanted(window: Period, now: Date, mode: ResourceMode | null): Prisma.Sql {
  if (mode !== null && mode !== 'assisted_booking') return Prisma.sql`NULL::text`
  const isAssisted = mode === null ? Prisma.sql`w.modes[1] = 'assisted_booking'` : Prisma.sql`'assisted_booking' = ANY (w.modes)`
  const [from, to, at] = [Prisma.sql`${window.start}::timestamptz`, Prisma.sql`${window.end}::timestamptz`, Prisma.sql`${now}::timestamptz`]
  return Prisma.sql`(
    WITH able AS MATERIALIZED (
      SELECT o.id, o.lab_id, o.campus_id, o.university_id, oc.time_zone, json_agg(w.id) AS runs
        FROM wanted w JOIN operator_skill s ON s.resource_id = w.id
        JOIN resource o ON o.id = s.operator_id AND o.status <> 'retired' JOIN campus oc ON oc.id = o.campus_id
       WHERE ${isAssisted}
       GROUP BY o.id, o.lab_id, o.campus_id, o.university_id, oc.time_zone
    ), whose AS MATERIALIZED (
      SELECT 'resource'::"OwnerKind" AS kind, id FROM able
      UNION SELECT 'lab', lab_id FROM able UNION SELECT 'campus', campus_id FROM able
      UNION SELECT 'university', university_id FROM able UNION SELECT 'alliance', '*' WHERE EXISTS (SELECT 1 FROM able)
    )
    SELECT json_build_object(
      'operators', json_agg(json_build_object(
         'id', x.id, 'labId', x.lab_id, 'campusId', x.campus_id, 'universityId', x.university_id, 'timeZone', x.time_zone, 'runs', x.runs, 'taken', coalesce(held.taken, '[]'))),
      'schedules', (
        SELECT coalesce(json_agg(json_build_object(
                 'ownerKind', s.owner_kind, 'ownerId', s.owner_id, 'validFrom', s.valid_from, 'validTo', s.valid_to,
                 'observesHolidays', s.observes_holidays, 'weekly', s.weekly)), '[]')
          FROM opening_schedule s JOIN whose o ON o.kind = s.owner_kind AND o.id = s.owner_id
         WHERE s.valid_from <= (${to} + interval '3 days')::date AND (s.valid_to IS NULL OR s.valid_to > (${from} - interval '10 days')::date)),
      'exceptions', (
        SELECT coalesce(json_agg(json_build_object(
                 'ownerKind', e.owner_kind, 'ownerId', e.owner_id, 'date', e.date, 'closed', e.closed, 'blocks', e.blocks)), '[]')
          FROM opening_exception e JOIN whose o ON o.kind = e.owner_kind AND o.id = e.owner_id
         WHERE e.date BETWEEN (${from} - interval '10 days')::date AND (${to} + interval '3 days')::date))::text
      FROM able x
      LEFT JOIN LATERAL (
        SELECT json_agg(part) AS taken FROM (
          SELECT unnest(ARRAY[(date_part('epoch', a.starts_at) * 1000)::bigint, (date_part('epoch', a.ends_at) * 1000)::bigint]) AS part
            FROM allocation a
           WHERE a.resource_id = x.id AND (a.expires_at IS NULL OR a.expires_at > ${at})
             AND tstzrange(a.starts_at, a.ends_at) && tstzrange(${from}, greatest(${from}, ${to})) OFFSET 0) each
      ) held ON true
  )`
}

/** By resource, when each of those who can run it is on duty and free within the window. */
export function operatorTimes(json: string | null, calendarDays: readonly CalendarDay[], window: Period): Map<string, OperatorTime[]> {
  const byResource = new Map<string, OperatorTime[]>()
  if (json === null) return byResource
  const raw = JSON.parse(json) as RawOperators
  for (const operator of raw.operators ?? []) {
    const { universityId, timeZone, taken } = operator
    const isOwn = ({ ownerKind, ownerId }: Owned) => ownerIdOf(operator, ownerKind) === ownerId
    const free = freeOnDuty({
      universityId, timeZone,
      schedules: narrowest(raw.schedules.filter(isOwn)),
      exceptions: narrowestByDate(raw.exceptions.filter(isOwn)),
      calendarDays: calendarDays.filter((day) => day.universityId === null || day.universityId === universityId),
      taken: taken.flatMap((start, at) => (at % 2 === 0 ? [{ start: new Date(start), end: new Date(taken[at + 1]!) }] : [])),
    }, window).map(({ start, end }) => ({ start: start.getTime(), end: end.getTime() }))
    for (const id of operator.runs) {
      const known = byResource.get(id)
      if (known) known.push(free)
      else byResource.set(id, [free])
    }
  }
  return byResource
}

function ownerIdOf(operator: RawOperator, kind: OwnerKind): string {
  return { resource: operator.id, lab: operator.labId, campus: operator.campusId, university: operator.universityId, alliance: '*' }[kind]
}
