import { DEFAULT_USE_RULES, type UseRules } from '~/domain/usage/rules'
import type { ConductKind, ConductScope, Effect } from './kinds'

/** So many findings of a kind within a time, in one scope, and what follows. */
export type Strike = { kind: ConductKind; count: number; withinDays: number; scope: ConductScope; effect: Effect; days: number }
/** A score below a mark, counted over one scope, and what follows. */
export type Threshold = { below: number; scope: ConductScope; effect: Effect; days: number }

/** Published rules of conduct, in versions. Times in minutes, terms in days, the score in points. */
export type ConductRules = UseRules & {
  /** Checking in so long after the start is late. */
  lateAfterMinutes: number
  /** Using less than this share (per cent) of the booked time is leaving early; null: never. */
  leastUsedPercent: number | null
  /** Going on so long after the booked end is an overrun. */
  overrunAfterMinutes: number
  points: Readonly<Record<ConductKind, number>>
  /** A finding loses its weight evenly over so many days. */
  decayDays: number
  strikes: readonly Strike[]
  thresholds: readonly Threshold[]
  /** How long somebody may appeal. */
  appealDays: number
}

export const FULL_SCORE = 100

/**
 * Defaults as seen in published rules of Chinese universities and institutes: late from 15 minutes; a use of
 * less than half the booked time is a violation; three no-shows close the lab's machines for a week; three late
 * arrivals ask for approval a month long.
 */
export const DEFAULT_CONDUCT_RULES: ConductRules = {
  ...DEFAULT_USE_RULES,
  lateAfterMinutes: 15,
  leastUsedPercent: 50,
  overrunAfterMinutes: 15,
  points: { no_show: 20, late: 5, early_leave: 5, overrun: 10, misuse: 30 },
  decayDays: 180,
  strikes: [
    { kind: 'no_show', count: 3, withinDays: 180, scope: 'lab', effect: 'suspended', days: 7 },
    { kind: 'late', count: 3, withinDays: 180, scope: 'lab', effect: 'approval_only', days: 30 },
  ],
  thresholds: [
    { below: 80, scope: 'lab', effect: 'warning', days: 0 },
    { below: 60, scope: 'university', effect: 'approval_only', days: 30 },
    { below: 30, scope: 'alliance', effect: 'suspended', days: 30 },
  ],
  appealDays: 14,
}

/** The rules that hold when layers are laid over the default, widest first; each from the last layer that states it. */
export function effectiveConductRules(layers: readonly Partial<ConductRules>[]): ConductRules {
  const stated = (layer: Partial<ConductRules>) => Object.fromEntries(Object.entries(layer).filter(([, value]) => value !== undefined))
  return layers.reduce<ConductRules>((rules, layer) => ({ ...rules, ...stated(layer) }), DEFAULT_CONDUCT_RULES)
}

/** Why rules cannot be: each names what is wrong. */
export function conductRuleFaults(rules: ConductRules): (keyof ConductRules)[] {
  const whole = (value: number, least: number, most: number) => Number.isSafeInteger(value) && value >= least && value <= most
  const minutes = ['opensMinutes', 'graceMinutes', 'lateHoldMinutes', 'forgetMinutes', 'lateAfterMinutes', 'overrunAfterMinutes'] as const
  const faults: (keyof ConductRules)[] = minutes.filter((key) => !whole(rules[key], 0, 7 * 1440))
  if (rules.leastUsedPercent !== null && !whole(rules.leastUsedPercent, 1, 100)) faults.push('leastUsedPercent')
  if (!Object.values(rules.points).every((each) => whole(each, 0, FULL_SCORE))) faults.push('points')
  if (!whole(rules.decayDays, 1, 3660)) faults.push('decayDays')
  if (!rules.strikes.every((each) => whole(each.count, 1, 1000) && whole(each.withinDays, 1, 3660) && whole(each.days, 0, 3660))) faults.push('strikes')
  if (!rules.thresholds.every((each) => whole(each.below, 1, FULL_SCORE) && whole(each.days, 0, 3660))) faults.push('thresholds')
  if (!whole(rules.appealDays, 1, 366)) faults.push('appealDays')
  return faults
}
