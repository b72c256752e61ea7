import { overlaps, type Period, subtract } from '~/domain/time/interval'

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
