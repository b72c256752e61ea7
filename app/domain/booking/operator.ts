import { attendedParts } from '~/domain/booking/attendance'
import type { Attendance, BookingFacts, OperatorFacts, ResourceMode } from '~/domain/booking/facts'
import type { Occupation } from '~/domain/booking/item'
import { problem, type Problem } from '~/domain/problem'
import { openingPeriods } from '~/domain/scheduling/opening'
import { addMinutes, clip, contains, minutes, overlaps, type Period } from '~/domain/time/interval'
import { addDays, plainDateOf, startOfDay, startOfWeek } from '~/domain/time/zone'

/** Who assists has one pair of hands. */
const ONLY_UNIT = 1

/**
 * When whoever assists has to be there: while somebody attends; where nobody has to, at the start and the end,
 * to put in and to take out what runs by itself. Set-up and clean-up of the machine are not promised.
 */
export function assistedParts(period: Period, attendance: Attendance): Period[] {
  return attendedParts(period, attendance === 'whole' ? 'whole' : 'ends')
}

export type Assistance = {
  /** Null: the use is not assisted, or nobody is named who can run the resource, or nobody can now. */
  operatorId: string | null
  occupations: Occupation[]
  problems: Problem[]
}

const NOBODY: Assistance = { operatorId: null, occupations: [], problems: [] }

/**
 * Who assists: of those who can run the resource and are on duty and free in every part, the one promised already
 * if the booking is judged again, else the one with the fewest hours promised in that week of the campus, else the
 * first by id. `earlier` is what the booking's other items take. Where nobody is named for a resource, its assisted
 * use is arranged by the lab outside the system and promises nobody here.
 */
export function chooseOperator(
  facts: Pick<BookingFacts, 'operators'>,
  asked: { resourceId: string; mode: ResourceMode; period: Period; attendance: Attendance; earlier: readonly Occupation[] },
): Assistance {
  const { resourceId, period } = asked
  if (asked.mode !== 'assisted_booking' || !facts.operators) return NOBODY
  const able = facts.operators.all.filter(({ runs }) => runs.includes(resourceId))
  if (able.length === 0) return NOBODY

  const parts = assistedParts(period, asked.attendance)
  const onDuty = able.filter((each) => isOnDuty(each, parts, period))
  if (onDuty.length === 0) return { ...NOBODY, problems: [problem('no_operator_on_duty', { duty: dutyAround(able, period) })] }
  const free = onDuty.filter((each) => isFree(each, parts, asked.earlier))
  if (free.length === 0) return { ...NOBODY, problems: [problem('operators_taken', { count: onDuty.length })] }

  const kept = facts.operators.kept[resourceId]
  const chosen = free.find(({ id }) => id === kept) ?? free.toSorted(byFewestMinutes(period))[0]!
  return {
    operatorId: chosen.id,
    occupations: parts.map((part) => ({ ...part, resourceId: chosen.id, unit: ONLY_UNIT })),
    problems: [],
  }
}

/** Minutes promised in the week of the campus, Monday to Sunday, that an instant lies in. */
export function minutesThatWeek(operator: Pick<OperatorFacts, 'timeZone' | 'promised'>, instant: Date): number {
  const { timeZone } = operator
  const monday = startOfWeek(plainDateOf(instant, timeZone))
  const week = { start: startOfDay(monday, timeZone), end: startOfDay(addDays(monday, 7), timeZone) }
  return clip([...operator.promised], week).reduce((sum, part) => sum + minutes(part), 0)
}

export function isOnDuty(operator: OperatorFacts, parts: readonly Period[], around: Period): boolean {
  const duty = dutyOf(operator, around)
  return parts.every((part) => duty.some((each) => contains(each, part))) && !operator.taken.some((each) => each.cause === 'closure' && parts.some((part) => overlaps(part, each)))
}

export function isFree(operator: Pick<OperatorFacts, 'id' | 'taken'>, parts: readonly Period[], earlier: readonly Occupation[]): boolean {
  const taken: readonly Period[] = [...operator.taken, ...earlier.filter(({ resourceId }) => resourceId === operator.id)]
  return !taken.some((each) => parts.some((part) => overlaps(part, each)))
}

const dutyOf = (operator: OperatorFacts, { start, end }: Period) =>
  openingPeriods({ ...operator, window: { start: addMinutes(start, -1440), end: addMinutes(end, 1440) } })

const SHOWN = 4

function dutyAround(able: readonly OperatorFacts[], period: Period): { start: string; end: string }[] {
  const shown = new Map(able.flatMap((each) => dutyOf(each, period)).map((each) => [`${each.start.getTime()}/${each.end.getTime()}`, each]))
  return [...shown.values()]
    .toSorted((a, b) => a.start.getTime() - b.start.getTime() || a.end.getTime() - b.end.getTime())
    .slice(0, SHOWN)
    .map(({ start, end }) => ({ start: start.toISOString(), end: end.toISOString() }))
}

const byFewestMinutes = ({ start }: Period) => (a: OperatorFacts, b: OperatorFacts) =>
  minutesThatWeek(a, start) - minutesThatWeek(b, start) || (a.id < b.id ? -1 : 1)
