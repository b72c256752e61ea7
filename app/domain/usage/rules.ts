import { addMinutes, type Period } from '~/domain/time/interval'
import type { UseFact } from './facts'

export const CHECK_INS = ['optional', 'required'] as const
export type CheckInRule = (typeof CHECK_INS)[number]

/** How checking in and out works at a place. Durations in minutes. */
export type UseRules = {
  /** Optional: without it the use is assumed. Required: without it nobody came. */
  checkIn: CheckInRule
  /** How long before its start a booking can be checked in. */
  opensMinutes: number
  /** How long after its start the place is held for somebody who is not there. */
  graceMinutes: number
  /** How long it is held at most for somebody who says in time to be late. */
  lateHoldMinutes: number
  /** How long after the booked end a use that nobody ended is taken to have ended as booked. */
  forgetMinutes: number
}

/** As common in practice: check-in from 15 minutes before to 30 after; an hour for who says so. */
export const DEFAULT_USE_RULES: UseRules = {
  checkIn: 'optional',
  opensMinutes: 15,
  graceMinutes: 30,
  lateHoldMinutes: 60,
  forgetMinutes: 120,
}

/**
 * Until when the place is held for a person who is not there. Saying "I'm late" counts while the place is still
 * held, and never beyond the longest hold or the booked end.
 */
export function graceEnd(plan: Period, rules: UseRules, facts: readonly Pick<UseFact, 'kind' | 'at' | 'until'>[]): Date {
  const plain = earlier(addMinutes(plan.start, rules.graceMinutes), plan.end)
  const longest = earlier(addMinutes(plan.start, Math.max(rules.graceMinutes, rules.lateHoldMinutes)), plan.end)
  const asked = facts.filter(({ kind, at }) => kind === 'late' && at < plain).map(({ until }) => until ?? longest)
  return asked.reduce((held, until) => (until > held ? earlier(until, longest) : held), plain)
}

const earlier = (a: Date, b: Date) => (a < b ? a : b)
