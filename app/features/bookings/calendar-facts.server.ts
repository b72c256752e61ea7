import type { BookingStatus } from '~/domain/booking/states'
import { narrowest, narrowestByDate, type OwnerKind } from '~/domain/scheduling/layers'
import { type OpeningException, openingPeriods, type OpeningSchedule } from '~/domain/scheduling/opening'
import type { Period } from '~/domain/time/interval'
import type { CalendarDay } from '~/domain/time/working-calendar'
import { rawQuery } from '~/platform/db.server'

/** What takes a resource, as the database wrote it: instants as text. */
export type TakenRow = {
  id: number
  start: string
  end: string
  cause: 'booking' | 'maintenance' | 'closure' | 'offer'
  isHold: boolean
  /** Null for what is no booking, and wherever no details were asked for. */
  booking: {
    id: string; version: number; status: BookingStatus; title: string | null; bookerId: string; attendeeId: string
    itemStart: string | null; itemEnd: string | null; hasChange: boolean
  } | null
}

type Hours = {
  schedules: (OpeningSchedule & { ownerKind: OwnerKind })[]
  exceptions: (OpeningException & { ownerKind: OwnerKind })[]
  calendarDays: CalendarDay[]
}

export type CalendarFacts = {
  id: string
  status: string
  shareScope: string
  labId: string
  universityId: string
  isLabConfirmed: boolean
  capacity: number
  timeZone: string
  hours: Hours
  taken: TakenRow[]
}

/** The facts of many resources in one query; `detail` only where the reader may read some booking. */
export async function calendarFacts(
  resourceIds: readonly string[],
  window: Period,
  now: Date,
  detail: boolean,
): Promise<Map<string, CalendarFacts>> {
  const [row] = await rawQuery<{ facts: string }>`
    SELECT calendar_facts(${[...resourceIds]}::text[], ${window.start}::timestamptz, ${window.end}::timestamptz,
      ${now}::timestamptz, ${detail}::boolean) AS facts`
  const facts = JSON.parse(row?.facts ?? '[]') as CalendarFacts[]
  return new Map(facts.map((each) => [each.id, each]))
}

/** Hours laid out over a window, by all that they depend on: most resources keep the hours of few owners. */
const laidOut = new Map<string, Period[]>()
const MOST_LAID_OUT = 2_000

export function openingWithin({ hours, timeZone, universityId }: CalendarFacts, window: Period): Period[] {
  const key = `${JSON.stringify(hours)} ${timeZone} ${universityId} ${window.start.getTime()} ${window.end.getTime()}`
  const known = laidOut.get(key)
  if (known !== undefined) return known
  const schedules: OpeningSchedule[] = narrowest(hours.schedules)
  const exceptions: OpeningException[] = narrowestByDate(hours.exceptions)
  const periods = openingPeriods({ schedules, exceptions, calendarDays: hours.calendarDays, timeZone, universityId, window })
  if (laidOut.size >= MOST_LAID_OUT) laidOut.clear()
  laidOut.set(key, periods)
  return periods
}
