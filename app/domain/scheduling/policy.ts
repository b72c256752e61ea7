import { type Problem, problem } from '~/domain/problem'
import { addMinutes, minutes, type Period } from '~/domain/time/interval'
import {
  addDays,
  datesBetween,
  minutesOfDay,
  plainDateOf,
  startOfDay,
  wallToInstant,
} from '~/domain/time/zone'
import type { Turnaround } from './occupancy'
import { isPossible, type Quota } from './quota'

/** The rules of one resource in full. Durations are minutes of elapsed time unless the name says otherwise. */
export type Policy = Turnaround & {
  /** Starts and ends fall on this grid, counted on the campus's wall clock from midnight. */
  gridMinutes: number
  /** Booked by whole calendar days of the campus; the grid is then midnight. */
  wholeDays: boolean
  minMinutes: number
  maxMinutes: number
  minNoticeMinutes: number
  /** How many calendar days after today (the campus's) a booking may begin. */
  horizonDays: number
  cancelNoticeMinutes: number
  changeNoticeMinutes: number
  approval: 'none' | 'lab_manager'
  autoApproveOwnUniversity: boolean
  /** Whether a request holds its slot while it waits, or competes for it. */
  holdMode: 'hold' | 'compete'
  holdHours: number
  /** When the person has to be there. */
  attendance: 'whole' | 'ends' | 'none'
  allowUnattendedOutsideHours: boolean
  /** What a journey between campuses that is too short does. */
  journey: 'warn' | 'refuse'
  allowParallel: boolean
  /** Null: no limit. */
  maxFutureBookings: number | null
  /** All of them hold at once. */
  quotas: readonly Quota[]
}

export const DEFAULT_POLICY: Policy = {
  gridMinutes: 30,
  wholeDays: false,
  minMinutes: 30,
  maxMinutes: 8 * 60,
  minNoticeMinutes: 0,
  horizonDays: 60,
  cancelNoticeMinutes: 0,
  changeNoticeMinutes: 0,
  setUpMinutes: 0,
  cleanUpMinutes: 0,
  turnaround: 'sum',
  approval: 'none',
  autoApproveOwnUniversity: false,
  holdMode: 'hold',
  holdHours: 72,
  attendance: 'whole',
  allowUnattendedOutsideHours: false,
  journey: 'warn',
  allowParallel: false,
  maxFutureBookings: null,
  quotas: [],
}

export const POLICY_KEYS = Object.keys(DEFAULT_POLICY) as readonly (keyof Policy)[]

/**
 * The policy that holds when layers are laid over the default, widest (alliance) first, narrowest
 * (resource) last: each rule comes from the last layer that states it. `source` gives that layer's
 * index, −1 for the default. Null is a statement ("no limit"); undefined is none.
 */
export function effectivePolicy(layers: readonly Partial<Policy>[]): {
  policy: Policy
  source: Record<keyof Policy, number>
} {
  const source = Object.fromEntries(POLICY_KEYS.map((key) => [key, -1])) as Record<
    keyof Policy,
    number
  >
  let policy = { ...DEFAULT_POLICY }
  layers.forEach((layer, at) => {
    const stated = POLICY_KEYS.filter((key) => layer[key] !== undefined)
    for (const key of stated) source[key] = at
    policy = { ...policy, ...Object.fromEntries(stated.map((key) => [key, layer[key]])) }
  })
  return { policy, source }
}

/** A rule that cannot be kept together with another, or at all; `fields` are the ones to look at. */
export type PolicyProblem = {
  rule:
    | 'out_of_range'
    | 'grid_leaves_remainder'
    | 'min_above_max'
    | 'no_length_on_grid'
    | 'notice_beyond_horizon'
    | 'quota_impossible'
    | 'quota_below_shortest'
  fields: (keyof Policy)[]
}

/** Everything that makes a policy contradict itself, so that nothing could ever be booked under it. */
export function policyProblems(policy: Policy): PolicyProblem[] {
  const found: PolicyProblem[] = []
  const report = (rule: PolicyProblem['rule'], ...fields: (keyof Policy)[]) =>
    found.push({ rule, fields })
  const atLeast: [keyof Policy, number | null, number][] = [
    ['gridMinutes', policy.gridMinutes, 1],
    ['minMinutes', policy.minMinutes, 1],
    ['maxMinutes', policy.maxMinutes, 1],
    ['minNoticeMinutes', policy.minNoticeMinutes, 0],
    ['horizonDays', policy.horizonDays, 0],
    ['cancelNoticeMinutes', policy.cancelNoticeMinutes, 0],
    ['changeNoticeMinutes', policy.changeNoticeMinutes, 0],
    ['setUpMinutes', policy.setUpMinutes, 0],
    ['cleanUpMinutes', policy.cleanUpMinutes, 0],
    ['holdHours', policy.holdHours, 1],
    ['maxFutureBookings', policy.maxFutureBookings, 1],
  ]
  for (const [key, value, least] of atLeast) {
    if (value !== null && !(Number.isInteger(value) && value >= least)) report('out_of_range', key)
  }
  if (found.length > 0) return found
  const grid = gridOf(policy)
  if (1440 % grid !== 0) report('grid_leaves_remainder', 'gridMinutes')
  if (policy.minMinutes > policy.maxMinutes) report('min_above_max', 'minMinutes', 'maxMinutes')
  else if (Math.ceil(policy.minMinutes / grid) * grid > policy.maxMinutes) {
    report('no_length_on_grid', 'gridMinutes', 'minMinutes', 'maxMinutes')
  }
  if (policy.minNoticeMinutes >= (policy.horizonDays + 1) * 1440) {
    report('notice_beyond_horizon', 'minNoticeMinutes', 'horizonDays')
  }
  if (!policy.quotas.every(isPossible)) report('quota_impossible', 'quotas')
  else if (policy.quotas.some((each) => each.measure === 'hours' && each.window === 'rolling' && each.limit * 60 < policy.minMinutes)) {
    report('quota_below_shortest', 'quotas', 'minMinutes')
  }
  return found
}

/** The first instant at which a booking may no longer begin: midnight, on the campus, after the last day of the horizon. */
export function horizonEnd(policy: Policy, now: Date, timeZone: string): Date {
  return startOfDay(addDays(plainDateOf(now, timeZone), policy.horizonDays + 1), timeZone)
}

/**
 * Every rule of the policy that the period breaks, at once. `futureBookings` counts the person's
 * other bookings to come. Days are counted as whole days where the policy books whole days, so a
 * day of changing clocks is neither too short nor too long.
 */
export function judgePolicy(request: {
  policy: Policy
  period: Period
  now: Date
  timeZone: string
  futureBookings: number
}): Problem[] {
  const { policy, period, now, timeZone } = request
  const found: Problem[] = []
  const grid = gridOf(policy)
  const onGrid = isOnGrid(period.start, grid, timeZone) && isOnGrid(period.end, grid, timeZone)
  if (!onGrid) found.push(problem('off_grid', { gridMinutes: grid }))

  const length =
    policy.wholeDays && onGrid ? datesBetween(period, timeZone).length * 1440 : minutes(period)
  if (length < policy.minMinutes) {
    found.push(problem('duration_too_short', { minMinutes: policy.minMinutes }))
  }
  if (length > policy.maxMinutes) {
    found.push(problem('duration_too_long', { maxMinutes: policy.maxMinutes }))
  }
  if (policy.minNoticeMinutes > 0 && period.start < addMinutes(now, policy.minNoticeMinutes)) {
    found.push(problem('notice_too_short', { minutes: policy.minNoticeMinutes }))
  }
  const latest = horizonEnd(policy, now, timeZone)
  if (period.start >= latest) {
    found.push(problem('beyond_horizon', { days: policy.horizonDays, latest: latest.toISOString() }))
  }
  if (policy.maxFutureBookings !== null && request.futureBookings >= policy.maxFutureBookings) {
    found.push(problem('too_many_future', { limit: policy.maxFutureBookings }))
  }
  return found
}

function gridOf(policy: Policy): number {
  return policy.wholeDays ? 1440 : policy.gridMinutes
}

/** Whether the zone's wall clock stands on the grid, which is counted from midnight, at the instant. */
export function isOnGrid(instant: Date, gridMinutes: number, timeZone: string): boolean {
  if (instant.getTime() % 60_000 !== 0) return false
  const minute = minutesOfDay(instant, timeZone)
  if (minute % gridMinutes === 0) return true
  // A wall-clock time that a change of clocks skips stands on the grid where it resolves to.
  const before = Math.floor(minute / gridMinutes) * gridMinutes
  const date = plainDateOf(instant, timeZone)
  return wallToInstant(date, before, timeZone).getTime() === instant.getTime()
}
