import { type Problem, problem } from '~/domain/problem'
import { intersect, minutes, type Period } from '~/domain/time/interval'
import { addDays, plainDateOf, startOfDay, startOfWeek } from '~/domain/time/zone'

export const QUOTA_MEASURES = ['count', 'hours'] as const
export const QUOTA_WINDOWS = ['day', 'week', 'month', 'rolling'] as const
export const QUOTA_BEARERS = ['person', 'group', 'university'] as const
export const QUOTA_RANGES = ['resource', 'kind_at_lab'] as const

/** At most so much within a window, for each person, group or university. */
export type Quota = {
  measure: (typeof QUOTA_MEASURES)[number]
  window: (typeof QUOTA_WINDOWS)[number]
  /** How many calendar days of the campus in a row a rolling window has. */
  days: number | null
  per: (typeof QUOTA_BEARERS)[number]
  /** Bookings, or hours. */
  limit: number
  /** Counted on this resource alone, or on all of its kind at its lab. */
  over: (typeof QUOTA_RANGES)[number]
}

export const MOST_QUOTAS = 8
export const MOST_ROLLING_DAYS = 92

/** A use that counts: held, in use, completed or missed. Who cancelled in time has used nothing. */
export type QuotaUse = Period & {
  resourceId: string
  kindId: string
  labId: string
  personId: string
  groupId: string | null
  universityId: string | null
}

/** A quota as one text, whatever the order of its parts, for the history and to compare. */
export const quotaCode = ({ measure, window, days, per, limit, over }: Quota) => [limit, measure, window, days ?? 0, per, over].join(' ')

/** What `quotaCode` wrote; null for any other text. */
export function quotaOfCode(text: string): Quota | null {
  const [limit, measure, window, days, per, over] = text.split(' ')
  const found = {
    measure: QUOTA_MEASURES.find((each) => each === measure), window: QUOTA_WINDOWS.find((each) => each === window),
    per: QUOTA_BEARERS.find((each) => each === per), over: QUOTA_RANGES.find((each) => each === over),
  }
  if (!found.measure || !found.window || !found.per || !found.over) return null
  return { measure: found.measure, window: found.window, per: found.per, over: found.over, limit: Number(limit), days: Number(days) || null }
}

/** True when a quota can be met at all. */
export function isPossible({ limit, window, days }: Quota): boolean {
  const hasDays = window !== 'rolling' || (days !== null && Number.isInteger(days) && days >= 2 && days <= MOST_ROLLING_DAYS)
  return Number.isInteger(limit) && limit >= 1 && limit <= 10_000 && hasDays
}

/** The longest stretch, in days, that must be known on either side of a period to judge its quotas. */
export function reachDays(quotas: readonly Quota[]): number {
  const lengths = quotas.map(({ window, days }) => ({ day: 1, week: 7, month: 31, rolling: days ?? 1 })[window])
  return Math.max(0, ...lengths) + 1
}

/** Who bears the use: people without a group, or without a university, each for themselves. */
export function bearerOf({ per }: Quota, use: QuotaUse): string {
  if (per === 'group' && use.groupId !== null) return `group ${use.groupId}`
  if (per === 'university' && use.universityId !== null) return `university ${use.universityId}`
  return `person ${use.personId}`
}

export function isInRange({ over }: Quota, asked: QuotaUse, use: QuotaUse): boolean {
  return over === 'resource' ? use.resourceId === asked.resourceId : use.kindId === asked.kindId && use.labId === asked.labId
}

/**
 * The windows that a use falls into, on the campus's calendar: the day, the week from Monday, the
 * month, or each run of the rolling window's days. Bookings are counted in the windows of their
 * start, hours in every window they touch.
 */
export function windowsOf(quota: Quota, use: Period, timeZone: string): Period[] {
  const first = plainDateOf(use.start, timeZone)
  const last = quota.measure === 'count' ? first : plainDateOf(new Date(Math.max(use.start.getTime(), use.end.getTime() - 1)), timeZone)
  const windows: Period[] = []
  let from = quota.window === 'week' ? startOfWeek(first) : quota.window === 'month' ? startOfMonth(first) : first
  if (quota.window === 'rolling') from = addDays(first, 1 - (quota.days ?? 1))
  while (from <= last) {
    const next = { day: addDays(from, 1), week: addDays(from, 7), month: startOfMonth(addDays(from, 31)), rolling: addDays(from, quota.days ?? 1) }[quota.window]
    windows.push({ start: startOfDay(from, timeZone), end: startOfDay(next, timeZone) })
    from = quota.window === 'rolling' ? addDays(from, 1) : next
  }
  return windows
}

const startOfMonth = (date: string) => `${date.slice(0, 8)}01`

/** What of the uses counts in a window: bookings by their start, or minutes clipped at the window's edges. */
export function countIn(quota: Quota, window: Period, uses: readonly Period[]): number {
  if (quota.measure === 'count') return uses.filter((each) => window.start <= each.start && each.start < window.end).length
  return uses.reduce((sum, each) => {
    const inside = intersect(each, window)
    return inside ? sum + minutes(inside) : sum
  }, 0)
}

/**
 * The quotas that a use would break beside the others, each with its fullest window: the limit, what
 * is used and what is asked for there, in bookings or in minutes.
 */
export function judgeQuotas(request: { quotas: readonly Quota[]; asked: QuotaUse; uses: readonly QuotaUse[]; timeZone: string }): Problem[] {
  const { asked, timeZone } = request
  return request.quotas.filter(isPossible).flatMap((quota): Problem[] => {
    const limit = quota.measure === 'count' ? quota.limit : quota.limit * 60
    const others = request.uses.filter((each) => bearerOf(quota, each) === bearerOf(quota, asked) && isInRange(quota, asked, each))
    const worst = windowsOf(quota, asked, timeZone)
      .map((window) => ({ used: countIn(quota, window, others), asks: countIn(quota, window, [asked]), window }))
      .filter(({ used, asks }) => asks > 0 && used + asks > limit)
      .toSorted((a, b) => b.used + b.asks - a.used - a.asks)[0]
    if (!worst) return []
    const { measure, window, days, per, over } = quota
    return [problem('quota_exceeded', { measure, window, days: days ?? 0, per, over, limit, used: worst.used, asks: worst.asks, from: worst.window.start.toISOString() })]
  })
}
