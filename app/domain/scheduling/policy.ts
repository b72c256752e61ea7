import type { ResourceMode } from '~/domain/booking/facts'
import type { Purpose } from '~/domain/booking/states'
import type { FixedSlot, LongSession } from './fixed-slots'
import type { HourShare } from './hour-shares'
import type { Turnaround } from './occupancy'
import type { OwnerWindow } from './owner-windows'
import type { Quota } from './quota'
import type { PersonKind, Reach } from './who-may-book'

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
  /** At one booking, all who come counted; null: no limit. */
  maxPeople: number | null
  /** All of them hold at once. */
  quotas: readonly Quota[]
  /** From how far people may come to book. The owner groups may always. */
  reach: Reach
  /** Which kinds of people; none named: every kind. */
  kinds: readonly PersonKind[]
  /** For what; none named: for everything. */
  purposes: readonly Purpose[]
  /** What holds for one mode alone, over the rules above. */
  modeRules: readonly ModeRule[]
  /** The groups whose resource it is. */
  ownerGroups: readonly string[]
  ownerWindows: readonly OwnerWindow[]
  /** Booked in one piece, whatever the grid and the lengths say. */
  fixedSlots: readonly FixedSlot[]
  /** Longer than `maxMinutes`, for those who ask early; null: never. */
  longSession: LongSession | null
  /** Of the opening hours, what is kept for other members; null: nothing. */
  protectedShare: HourShare | null
  /** Of the opening hours, what people from outside the alliance may use; null: no limit. */
  outsideCeiling: HourShare | null
}

/** The rules that a mode may have of its own. */
export const MODE_RULE_KEYS = ['gridMinutes', 'minMinutes', 'maxMinutes', 'minNoticeMinutes', 'reach', 'attendance'] as const
export type ModeRule = { mode: ResourceMode } & Partial<Pick<Policy, (typeof MODE_RULE_KEYS)[number]>>

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
  maxPeople: null,
  quotas: [],
  reach: 'all',
  kinds: [],
  purposes: [],
  modeRules: [],
  ownerGroups: [],
  ownerWindows: [],
  fixedSlots: [],
  longSession: null,
  protectedShare: null,
  outsideCeiling: null,
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

/** The rules as they hold for a mode. A longest booking of its own is final: no long session goes beyond it. */
export function policyFor(policy: Policy, mode: ResourceMode): Policy {
  const own = policy.modeRules.find((each) => each.mode === mode)
  if (own === undefined) return policy
  const stated = MODE_RULE_KEYS.filter((key) => own[key] !== undefined)
  const longSession = own.maxMinutes === undefined ? policy.longSession : null
  return { ...policy, longSession, ...Object.fromEntries(stated.map((key) => [key, own[key]])) }
}

/** The step of starts and ends in minutes of the campus's wall clock. */
export function gridOf(policy: Pick<Policy, 'wholeDays' | 'gridMinutes'>): number {
  return policy.wholeDays ? 1440 : policy.gridMinutes
}

/** The longest booking that anybody may make under the policy, in minutes. */
export function longestMinutes(policy: Policy): number {
  return Math.max(policy.maxMinutes, policy.longSession?.maxMinutes ?? 0, ...policy.modeRules.map(({ maxMinutes }) => maxMinutes ?? 0))
}
