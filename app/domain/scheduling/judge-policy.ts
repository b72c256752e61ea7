import { type Problem, problem } from '~/domain/problem'
import { addMinutes, minutes, type Period } from '~/domain/time/interval'
import { addDays, datesBetween, minutesOfDay, plainDateOf, startOfDay, wallToInstant } from '~/domain/time/zone'
import { fixedSlotAt, slotCutInto } from './fixed-slots'
import { gridOf, type Policy } from './policy'

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
  const cut = slotCutInto(policy.fixedSlots, period, timeZone)
  const found = fixedSlotAt(policy.fixedSlots, period, timeZone) ? [] : judgeLength(request)
  if (cut) found.push(problem('slot_booked_whole', { start: cut.start.toISOString(), end: cut.end.toISOString() }))
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

/** The grid and the lengths; longer sessions have a notice of their own. */
function judgeLength({ policy, period, now, timeZone }: { policy: Policy; period: Period; now: Date; timeZone: string }): Problem[] {
  const found: Problem[] = []
  const grid = gridOf(policy)
  const onGrid = isOnGrid(period.start, grid, timeZone) && isOnGrid(period.end, grid, timeZone)
  if (!onGrid) found.push(problem('off_grid', { gridMinutes: grid }))

  const length =
    policy.wholeDays && onGrid ? datesBetween(period, timeZone).length * 1440 : minutes(period)
  if (length < policy.minMinutes) {
    found.push(problem('duration_too_short', { minMinutes: policy.minMinutes }))
  }
  const { longSession } = policy
  if (length > Math.max(policy.maxMinutes, longSession?.maxMinutes ?? 0)) {
    found.push(problem('duration_too_long', { maxMinutes: Math.max(policy.maxMinutes, longSession?.maxMinutes ?? 0) }))
  } else if (longSession && length > policy.maxMinutes && period.start < addMinutes(now, longSession.noticeMinutes)) {
    found.push(problem('long_needs_notice', { maxMinutes: policy.maxMinutes, longMinutes: longSession.maxMinutes, minutes: longSession.noticeMinutes }))
  }
  return found
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
