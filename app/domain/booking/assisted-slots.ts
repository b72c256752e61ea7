import type { Attendance, OperatorFacts } from '~/domain/booking/facts'
import { assistedParts } from '~/domain/booking/operator'
import { openingPeriods } from '~/domain/scheduling/opening'
import { nextFreeSlots } from '~/domain/scheduling/slots'
import { addMinutes, clip, intersectAll, merge, subtract, type Period } from '~/domain/time/interval'

/*
 * Where a slot of assisted use may lie. It answers as `chooseOperator` does (a test holds one against the
 * other), over a whole window at once. Instants are epoch milliseconds, as in the slot search.
 */

/** When one of those who can run a resource is on duty and promised to nobody: sorted and disjoint. */
export type OperatorTime = readonly { start: number; end: number }[]

/** Duty less what is promised, leave included, clipped to the window. */
export function freeOnDuty(operator: Pick<OperatorFacts, 'universityId' | 'timeZone' | 'schedules' | 'exceptions' | 'calendarDays'> & { taken: readonly Period[] }, window: Period): Period[] {
  const around = { start: addMinutes(window.start, -1440), end: addMinutes(window.end, 1440) }
  return clip(subtract(openingPeriods({ ...operator, window: around }), operator.taken), window)
}

/** Of the operators given, the times of those who can run the resource; undefined where nobody is named for it: then its lab arranges who assists. */
export function timesOfAble(operators: readonly OperatorFacts[], resourceId: string, window: Period): OperatorTime[] | undefined {
  const able = operators.filter(({ runs }) => runs.includes(resourceId))
  return able.length === 0 ? undefined : able.map((each) => freeOnDuty(each, window).map(({ start, end }) => ({ start: start.getTime(), end: end.getTime() })))
}

/** True when one of them can be there in every part that has to be assisted. */
export function canAssist(times: readonly OperatorTime[], slot: { start: number; end: number }, attendance: Attendance): boolean {
  const parts = assistedParts({ start: new Date(slot.start), end: new Date(slot.end) }, attendance)
  return times.some((free) =>
    parts.every((part) => {
      const [start, end] = [part.start.getTime(), part.end.getTime()]
      return free.some((each) => each.start <= start && end <= each.end)
    }),
  )
}

/** The first instant, not before `from`, at which anybody is on duty and free; null: never within what is known. */
export function nextOnDuty(times: readonly OperatorTime[], from: number): number | null {
  let least: number | null = null
  for (const free of times) {
    const next = free.find(({ end }) => end > from)
    if (!next) continue
    const at = Math.max(next.start, from)
    if (least === null || at < least) least = at
  }
  return least
}

/**
 * Of free time, what somebody can assist in. Where nobody has to be there the whole time a run goes on without them,
 * and only its slots can be told: see `firstAssisted`.
 */
export function whereAssisted(free: readonly Period[], times: readonly OperatorTime[], attendance: Attendance): Period[] {
  return attendance === 'whole' ? merge(times.flatMap((each) => intersectAll(free, each.map(asPeriod)))) : [...free]
}

/** The first slot within free time that one of them can assist; none, or one. */
export function firstAssisted(times: readonly OperatorTime[], attendance: Attendance, wanted: Omit<Parameters<typeof nextFreeSlots>[0], 'count'>): Period[] {
  if (attendance !== 'whole') {
    const tried = nextFreeSlots({ ...wanted, count: TRIED })
    return tried.filter(({ start, end }) => canAssist(times, { start: start.getTime(), end: end.getTime() }, attendance)).slice(0, 1)
  }
  return times
    .flatMap((each) => nextFreeSlots({ ...wanted, free: intersectAll(wanted.free, each.map(asPeriod)), count: 1 }))
    .toSorted((a, b) => a.start.getTime() - b.start.getTime())
    .slice(0, 1)
}

const TRIED = 50
const asPeriod = ({ start, end }: { start: number; end: number }): Period => ({ start: new Date(start), end: new Date(end) })
