import type { OpeningBlock, OpeningException, OpeningSchedule } from '~/domain/scheduling/opening'
import type { Taken } from '~/domain/scheduling/occupancy'
import { effectivePolicy, type Policy } from '~/domain/scheduling/policy'
import type { Period } from '~/domain/time/interval'
import type { CalendarDay } from '~/domain/time/working-calendar'
import { db } from '~/platform/db.server'

/** The narrowest owner whose schedule is in force on a date rules that date. */
const WIDTH = ['resource', 'lab', 'campus', 'university', 'alliance'] as const
type OwnerKind = (typeof WIDTH)[number]

export type TakenBy = 'booking' | 'hold' | 'maintenance' | 'closure'

/** What is needed to say when a resource can be used. */
export type OccupancyFacts = {
  id: string
  capacity: number
  timeZone: string
  universityId: string
  /** False: by contact only, restricted or out of service; then there is nothing to compute. */
  isBookable: boolean
  policy: Policy
  schedules: OpeningSchedule[]
  exceptions: OpeningException[]
  calendarDays: CalendarDay[]
  taken: (Taken & { kind: TakenBy })[]
}

type ScheduleRow = OpeningSchedule & { ownerKind: OwnerKind }
type ExceptionRow = { ownerKind: OwnerKind; date: string; closed: boolean; blocks: OpeningBlock[] }
type Row = {
  id: string
  capacity: number
  timeZone: string
  universityId: string
  isBookable: boolean
  policies: Partial<Policy>[]
  schedules: ScheduleRow[]
  exceptions: ExceptionRow[]
  taken: { unit: number; start: string; end: string; kind: TakenBy }[]
}

/**
 * The facts of many resources in one query. Lapsed holds are left out by time, so that nobody waits
 * for a job. What is inside a space takes the space too: a space is booked as a whole.
 */
export async function occupancyFacts(
  resourceIds: readonly string[],
  window: Period,
  now: Date,
): Promise<Map<string, OccupancyFacts>> {
  if (resourceIds.length === 0) return new Map()
  const rows = await db.$queryRaw<{ resources: Row[]; calendarDays: CalendarDay[] }[]>`
    WITH asked AS (
      SELECT r.*, c.time_zone, l.access FROM resource r
        JOIN lab l ON l.id = r.lab_id JOIN campus c ON c.id = r.campus_id
       WHERE r.id = ANY (${resourceIds}::text[])
    )
    SELECT
      (SELECT coalesce(jsonb_agg(jsonb_build_object(
        'id', r.id, 'capacity', r.capacity, 'timeZone', r.time_zone, 'universityId', r.university_id,
        'isBookable', r.status = 'active' AND r.access = 'open' AND r.share_scope <> 'contact_only',
        'policies', (
          SELECT coalesce(jsonb_agg(v.rules ORDER BY v.width DESC), '[]') FROM (
            SELECT DISTINCT ON (p.owner_kind) p.rules,
                   array_position(${[...WIDTH]}::text[], p.owner_kind::text) AS width
              FROM policy_version p
             WHERE (p.owner_kind, p.owner_id) IN (('resource', r.id), ('lab', r.lab_id), ('campus', r.campus_id),
                                                  ('university', r.university_id), ('alliance', '*'))
               AND p.valid_from <= ${now}::timestamptz
             ORDER BY p.owner_kind, p.valid_from DESC, p.created_at DESC) v),
        'schedules', (
          SELECT coalesce(jsonb_agg(jsonb_build_object(
                   'ownerKind', s.owner_kind, 'validFrom', s.valid_from, 'validTo', s.valid_to,
                   'observesHolidays', s.observes_holidays, 'weekly', s.weekly)), '[]')
            FROM opening_schedule s
           WHERE (s.owner_kind, s.owner_id) IN (('resource', r.id), ('lab', r.lab_id), ('campus', r.campus_id),
                                                ('university', r.university_id), ('alliance', '*'))
             AND s.valid_from <= (${window.end}::timestamptz + interval '2 days')::date
             AND (s.valid_to IS NULL OR s.valid_to > (${window.start}::timestamptz - interval '9 days')::date)),
        'exceptions', (
          SELECT coalesce(jsonb_agg(jsonb_build_object(
                   'ownerKind', e.owner_kind, 'date', e.date, 'closed', e.closed, 'blocks', e.blocks)), '[]')
            FROM opening_exception e
           WHERE (e.owner_kind, e.owner_id) IN (('resource', r.id), ('lab', r.lab_id), ('campus', r.campus_id),
                                                ('university', r.university_id), ('alliance', '*'))
             AND e.date BETWEEN (${window.start}::timestamptz - interval '9 days')::date AND (${window.end}::timestamptz + interval '2 days')::date),
        'taken', (
          SELECT coalesce(jsonb_agg(jsonb_build_object(
                   'unit', a.unit, 'start', a.starts_at, 'end', a.ends_at,
                   'kind', CASE WHEN a.cause = 'offer' OR b.status = 'pending' THEN 'hold' ELSE a.cause::text END)), '[]')
            FROM allocation a
            LEFT JOIN booking_item i ON i.id = a.item_id
            LEFT JOIN booking b ON b.id = i.booking_id
           WHERE a.resource_id = ANY (CASE
                     WHEN EXISTS (SELECT 1 FROM resource x WHERE x.parent_id = r.id) THEN ARRAY(SELECT resource_tree(ARRAY[r.id]))
                     ELSE ARRAY[r.id] END)
             AND (a.expires_at IS NULL OR a.expires_at > ${now}::timestamptz)
             AND tstzrange(a.starts_at, a.ends_at) && tstzrange(${window.start}::timestamptz - interval '1 day', ${window.end}::timestamptz + interval '1 day'))
      )), '[]') FROM asked r) AS resources,
      (SELECT coalesce(jsonb_agg(jsonb_build_object(
                'date', d.date, 'kind', d.kind, 'universityId', d.university_id,
                'nameZh', d.name_zh, 'nameEn', d.name_en)), '[]')
         FROM calendar_day d
        WHERE d.date BETWEEN (${window.start}::timestamptz - interval '10 days')::date AND (${window.end}::timestamptz + interval '10 days')::date
          AND (d.university_id IS NULL OR d.university_id IN (SELECT university_id FROM asked))) AS "calendarDays"`
  const [answer] = rows
  const calendarDays = answer?.calendarDays ?? []
  return new Map(
    (answer?.resources ?? []).map((row) => [
      row.id,
      {
        ...row,
        policy: effectivePolicy(row.policies).policy,
        schedules: narrowest(row.schedules),
        exceptions: narrowestByDate(row.exceptions),
        calendarDays: calendarDays.filter(
          (day) => day.universityId === null || day.universityId === row.universityId,
        ),
        taken: row.taken.map((each) => ({
          ...each,
          start: new Date(each.start),
          end: new Date(each.end),
        })),
      },
    ]),
  )
}

/** A wider owner's schedule is cut back to the dates on which no narrower one is in force. */
export function narrowest(rows: readonly ScheduleRow[]): OpeningSchedule[] {
  const kept: OpeningSchedule[] = []
  for (const kind of WIDTH) {
    const own = rows.filter((each) => each.ownerKind === kind)
    const cut = own.flatMap((row) => kept.reduce<OpeningSchedule[]>(withoutDatesOf, [row]))
    kept.push(...cut)
  }
  return kept
}

function withoutDatesOf(pieces: OpeningSchedule[], ruling: OpeningSchedule): OpeningSchedule[] {
  return pieces.flatMap((piece) => {
    const before = { ...piece, validTo: earlier(piece.validTo, ruling.validFrom) }
    const after =
      ruling.validTo === null
        ? null
        : { ...piece, validFrom: piece.validFrom > ruling.validTo ? piece.validFrom : ruling.validTo }
    return [before, after].filter(
      (each): each is OpeningSchedule =>
        each !== null && (each.validTo === null || each.validFrom < each.validTo),
    )
  })
}

/** An exception of a narrower owner replaces those of wider ones on its date. */
export function narrowestByDate(rows: readonly ExceptionRow[]): OpeningException[] {
  const width = (each: ExceptionRow) => WIDTH.indexOf(each.ownerKind)
  return rows.filter(
    (each) => !rows.some((other) => other.date === each.date && width(other) < width(each)),
  )
}

const earlier = (a: string | null, b: string) => (a !== null && a < b ? a : b)
