import { narrowest, narrowestByDate, type OwnerKind } from '~/domain/scheduling/layers'
import type { OpeningBlock, OpeningException, OpeningSchedule } from '~/domain/scheduling/opening'
import type { Taken } from '~/domain/scheduling/occupancy'
import { effectivePolicy, type Policy } from '~/domain/scheduling/policy'
import type { Period } from '~/domain/time/interval'
import type { CalendarDay } from '~/domain/time/working-calendar'
import type { OperatorTime } from '~/domain/booking/assisted-slots'
import { operatorsOfWanted, operatorTimes } from '~/features/finder/slots/operators.server'
import { rawQuery } from '~/platform/db.server'

export type TakenBy = 'booking' | 'hold' | 'maintenance' | 'closure'

/** What is needed to say when a resource can be used. */
export type OccupancyFacts = {
  id: string
  capacity: number
  timeZone: string
  universityId: string
  /** False: by contact only, restricted, booked elsewhere or out of service; then there is nothing to compute. */
  isBookable: boolean
  /** Where the owner's own system takes bookings; null: here. */
  externalUrl: string | null
  policy: Policy
  schedules: OpeningSchedule[]
  exceptions: OpeningException[]
  calendarDays: CalendarDay[]
  taken: (Taken & { kind: TakenBy })[]
  /** Where the first way of use is assisted: when each of those named for it is on duty and free. */
  operators?: OperatorTime[]
}

type ScheduleRow = OpeningSchedule & { ownerKind: OwnerKind }
type ExceptionRow = { ownerKind: OwnerKind; date: string; closed: boolean; blocks: OpeningBlock[] }
type Row = {
  id: string
  capacity: number
  timeZone: string
  universityId: string
  isBookable: boolean
  externalUrl: string | null
  policies: Partial<Policy>[]
  schedules: ScheduleRow[]
  exceptions: ExceptionRow[]
  taken: { unit: number; start: string; end: string; kind: TakenBy }[]
}

/**
 * The facts of many resources in one call of the database function of that name. Lapsed holds are left out by time, so that nobody waits
 * for a job. What is inside a space takes the space too: a space is booked as a whole.
 */
export async function occupancyFacts(
  resourceIds: readonly string[],
  window: Period,
  now: Date,
): Promise<Map<string, OccupancyFacts>> {
  if (resourceIds.length === 0) return new Map()
  const [answer] = await rawQuery<{ facts: string; operators: string | null }>`
    SELECT occupancy_facts(${[...resourceIds]}::text[], ${window.start}::timestamptz, ${window.end}::timestamptz,
      ${now}::timestamptz) AS facts,
      (WITH wanted AS (SELECT id, modes FROM resource WHERE id = ANY (${[...resourceIds]}::text[])) SELECT ${operatorsOfWanted(window, now, null)}) AS operators`
  const { resources, calendarDays } = JSON.parse(answer?.facts ?? '{"resources":[],"calendarDays":[]}') as {
    resources: Row[]
    calendarDays: CalendarDay[]
  }
  const operators = operatorTimes(answer?.operators ?? null, calendarDays, window)
  return new Map(
    resources.map((row) => [
      row.id,
      {
        ...row,
        operators: operators.get(row.id),
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
