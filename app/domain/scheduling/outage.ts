import { done, type Outcome, problem, refused } from '~/domain/problem'
import { expand } from '~/domain/recurrence/occurrences'
import { overlaps, type Period, subtract } from '~/domain/time/interval'
import { addDays, isPlainDate, localDateTimeToInstant, minutesOfDay, plainDateOf, wallToInstant } from '~/domain/time/zone'

export type OutageTarget = { id: string; capacity: number }
export type OutagePart = Period & { resourceId: string; unit: number }

/**
 * What a period out of service takes: every unit of every target, less what is out of service already,
 * so that two reasons for the same hours never overlap.
 */
export function outageParts(targets: readonly OutageTarget[], period: Period, out: readonly OutagePart[]): OutagePart[] {
  return targets.flatMap(({ id, capacity }) =>
    Array.from({ length: capacity }, (_, at) => at + 1).flatMap((unit) =>
      subtract([period], out.filter((each) => each.resourceId === id && each.unit === unit)).map((part) => ({ ...part, resourceId: id, unit })),
    ),
  )
}

/** The first period of `periods` that touches what is held; null: none does. */
export function firstInTheWay(held: Period, periods: readonly Period[]): Period | null {
  return periods.filter((each) => overlaps(held, each)).toSorted((a, b) => a.start.getTime() - b.start.getTime())[0] ?? null
}

/**
 * When a session that runs into a period out of service has to end: at its beginning, or now when that has
 * passed. Null: it has not begun, so nothing of it can be kept.
 */
export function shortenedEnd(session: Period, period: Period, now: Date): Date | null {
  if (session.start >= now || session.start >= period.start) return null
  return period.start > now ? period.start : now
}

/**
 * Whether somebody who sets out in time is on the way already: the journey takes `journeyMinutes` from door to
 * door, and the session begins at `start`. No way known, or no journey: not on the way.
 */
export function isOnTheWay(start: Date, journeyMinutes: number | null, now: Date): boolean {
  if (journeyMinutes === null || journeyMinutes <= 0) return false
  return now < start && start.getTime() - journeyMinutes * 60_000 <= now.getTime()
}

/** From and to as `YYYY-MM-DDTHH:mm` on the zone's clock; `count` times, the first included. */
export type RepeatedOutage = { from: string; to: string; repeat: 'none' | 'DAILY' | 'WEEKLY' | 'MONTHLY'; count: number }

/**
 * The periods of a taking-out, once or repeated at the same hours of the zone's wall clock; a monthly one falls
 * on the day of the month that it begins on. Refuses times that are none and what never or too long repeats.
 */
export function repeatedPeriods({ from, to, repeat, count }: RepeatedOutage, timeZone: string): Outcome<Period[]> {
  const [start, end] = [from, to].map((text) => localDateTimeToInstant(text, timeZone))
  if (!start || !end || !(start < end)) return refused(problem('period_reversed', {}))
  if (repeat === 'none' || count === 1) return done([{ start, end }])
  const [first, last] = [from.slice(0, 10), to.slice(0, 10)]
  if (!isPlainDate(first) || !isPlainDate(last)) return refused(problem('recurrence_invalid', { part: 'DTSTART' }))
  const startMinute = minutesOfDay(start, timeZone)
  const days = Math.round((Date.parse(last) - Date.parse(first)) / 86_400_000)
  const found = expand(
    {
      rule: { freq: repeat, interval: 1, days: [], monthDays: [], count, until: null, weekStart: 1 },
      days: 'all', first, startMinute, endMinute: days * 1440 + minutesOfDay(end, timeZone), timeZone, except: [],
    },
    [],
  )
  return found.ok ? done(found.value.occurrences.map(({ period }) => period)) : found
}

/**
 * The same hours of the zone's clock on each of the next `days` dates, of those that begin at `after` or later:
 * where a session that had to give way could be made up.
 */
export function sameHoursLater(lost: Period, after: Date, days: number, timeZone: string): Period[] {
  const date = plainDateOf(lost.start, timeZone)
  const from = plainDateOf(after > lost.start ? after : lost.start, timeZone)
  const [start, end] = [minutesOfDay(lost.start, timeZone), minutesOfDay(lost.end, timeZone)]
  const span = Math.round((Date.parse(plainDateOf(lost.end, timeZone)) - Date.parse(date)) / 86_400_000)
  return Array.from({ length: days + 1 }, (_, at) => addDays(from, at))
    .filter((each) => each > date)
    .map((each) => ({ start: wallToInstant(each, start, timeZone), end: wallToInstant(each, span * 1440 + end, timeZone) }))
    .filter((each) => each.start >= after && each.start < each.end)
}
