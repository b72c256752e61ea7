import { type Problem, problem } from '~/domain/problem'
import { addMinutes, intersect, type Period } from '~/domain/time/interval'
import { addDays, datesBetween, plainDateOf, type Weekday, wallToInstant, weekdayOf } from '~/domain/time/zone'
import type { Policy } from './policy'
import { type Asker, isOfOwners } from './who-may-book'

export const WINDOW_OWNERS = ['groups', 'own_university'] as const

/**
 * Hours that are kept for the owners until they open to everybody. Minutes from midnight on the
 * campus's wall clock; `to` above 1440 lies on the next day.
 */
export type OwnerWindow = {
  weekdays: readonly Weekday[]
  from: number
  to: number
  for: (typeof WINDOW_OWNERS)[number]
  /** At a time of the day so many days before the one the window begins on, or so many hours before the use. */
  opens: { by: 'clock'; daysBefore: number; minute: number } | { by: 'hours'; hours: number }
}
export const MOST_WINDOWS = 6
const MOST_DAYS_BEFORE = 60

/** True when the window has a length, a day, and a moment at which it opens. */
export function isPossibleWindow({ weekdays, from, to, opens }: OwnerWindow): boolean {
  const hasHours = from >= 0 && from < 1440 && from < to && to <= 2 * 1440
  const isInRange = (value: number, most: number) => Number.isInteger(value) && value >= 0 && value <= most
  const doesOpen = opens.by === 'hours' ? isInRange(opens.hours, MOST_DAYS_BEFORE * 24) : isInRange(opens.daysBefore, MOST_DAYS_BEFORE) && isInRange(opens.minute, 1439)
  return weekdays.length > 0 && hasHours && doesOpen
}

export type Reserved = Period & { for: OwnerWindow['for']; opensAt: Date }

/** The parts of a period that windows keep for owners, each with the instant from which it is everybody's. */
export function reservedParts(windows: readonly OwnerWindow[], period: Period, timeZone: string): Reserved[] {
  if (windows.length === 0) return []
  const first = plainDateOf(period.start, timeZone)
  // A window may run into the day after the next.
  const dates = [addDays(first, -2), addDays(first, -1), ...datesBetween(period, timeZone)]
  return dates.flatMap((date) =>
    windows
      .filter(({ weekdays }) => weekdays.includes(weekdayOf(date)))
      .flatMap(({ from, to, opens, for: owners }): Reserved[] => {
        const part = intersect({ start: wallToInstant(date, from, timeZone), end: wallToInstant(date, to, timeZone) }, period)
        if (!part) return []
        const opensAt = opens.by === 'hours' ? addMinutes(part.start, -opens.hours * 60) : wallToInstant(addDays(date, -opens.daysBefore), opens.minute, timeZone)
        return [{ ...part, for: owners, opensAt }]
      }),
  )
}

/**
 * Why somebody who is no owner has to wait for a period: the part that opens last, with the instant.
 * At that instant and after nothing stands in the way.
 */
export function judgeOwnerWindows(request: { policy: Policy; period: Period; now: Date; timeZone: string; asker: Asker }): Problem[] {
  const { policy, asker, now } = request
  if (isOfOwners(policy, asker)) return []
  const [last] = reservedParts(policy.ownerWindows, request.period, request.timeZone)
    .filter((each) => now < each.opensAt && !(each.for === 'own_university' && asker.origin === 'own_university'))
    .toSorted((a, b) => b.opensAt.getTime() - a.opensAt.getTime())
  if (!last) return []
  return [problem('reserved_for_owners', { start: last.start.toISOString(), end: last.end.toISOString(), for: last.for, opensAt: last.opensAt.toISOString() })]
}
