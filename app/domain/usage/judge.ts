import type { BookingStatus } from '~/domain/booking/states'
import { problem, type Problem } from '~/domain/problem'
import { addMinutes, type Period } from '~/domain/time/interval'
import type { UseDetails } from './facts'
import { forgottenAt, type UseRecord } from './record'
import type { UseRules } from './rules'

/** An item of a booking as far as using it asks. */
export type UsableItem = {
  bookingStatus: BookingStatus
  plan: Period | null
}

/** Why its person cannot check in now. One who is in already, is in: asking again is no mistake. */
export function judgeCheckIn({ bookingStatus, plan }: UsableItem, record: Pick<UseRecord, 'status'>, rules: UseRules, now: Date): Problem[] {
  if (plan === null) return [problem('state_forbids', { status: bookingStatus })]
  const isStanding = bookingStatus === 'approved' || bookingStatus === 'in_use' || bookingStatus === 'completed' || bookingStatus === 'no_show'
  if (!isStanding) return [problem('state_forbids', { status: bookingStatus })]
  const opensAt = addMinutes(plan.start, -rules.opensMinutes)
  if (now < opensAt) return [problem('use_too_early', { opensAt: opensAt.toISOString() })]
  if (now >= plan.end) return [problem('use_over', { endedAt: plan.end.toISOString() })]
  // What was given back is somebody else's by now.
  return record.status === 'no_show' ? [problem('state_forbids', { status: 'no_show' })] : []
}

/** Why its person cannot check out now: nobody has checked in, or it is too long ago and a manager has to say. */
export function judgeCheckOut({ plan, bookingStatus }: UsableItem, record: Pick<UseRecord, 'status' | 'startSource'>, rules: UseRules, now: Date): Problem[] {
  if (record.status !== 'in_use') {
    const isOver = record.startSource !== null && record.startSource !== 'assumed'
    return isOver ? [] : [problem('use_not_begun', {})]
  }
  if (plan === null) return [problem('state_forbids', { status: bookingStatus })]
  return now >= forgottenAt(plan, rules) ? [problem('use_over', { endedAt: plan.end.toISOString() })] : []
}

/** Why a period cannot be what really happened. */
export function judgeTold(told: Period, now: Date): Problem[] {
  if (!(told.start < told.end)) return [problem('period_reversed', {})]
  return told.end > now ? [problem('use_not_over', {})] : []
}

/** Why the parts of the time cannot be right: they are more than all of it. */
export function judgeSplit(usedSeconds: number, told: Partial<UseDetails>): Problem[] {
  const sum = (told.warmUpSeconds ?? 0) + (told.measuringSeconds ?? 0) + (told.postSeconds ?? 0)
  return sum > usedSeconds ? [problem('use_parts_too_long', { minutes: Math.floor(usedSeconds / 60) })] : []
}
