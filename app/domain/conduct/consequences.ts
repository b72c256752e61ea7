import { type ConductScope, type Effect, isHeavy } from './kinds'
import type { ConductRules } from './rules'
import { bears, byScope, creditScore, type StandingFinding } from './score'

/** What the rules say should follow. Heavy ones are only proposed: a human decides. */
export type Proposal = {
  scope: ConductScope
  /** Of the resource, the lab or the university; `*` for the alliance. */
  scopeId: string
  effect: Effect
  days: number
  needsDecision: boolean
  /** The findings that it rests on, in order of time. */
  because: string[]
}

const DAY_MS = 86_400_000

/**
 * What follows from the findings at an instant, each with its grounds: of one scope the heaviest, and of equals
 * the longest. Nothing follows from what is excused, withdrawn or appealed against.
 */
export function proposals(findings: readonly StandingFinding[], rules: ConductRules, at: Date): Proposal[] {
  const bearing = findings.filter((each) => bears(each) && each.at <= at).toSorted((a, b) => a.at.getTime() - b.at.getTime() || (a.id < b.id ? -1 : 1))
  const found: Proposal[] = []
  for (const { scope, kind, count, withinDays, effect, days } of rules.strikes) {
    const recent = bearing.filter((each) => each.kind === kind && each.at.getTime() > at.getTime() - withinDays * DAY_MS)
    for (const [scopeId, own] of byScope(recent, scope)) {
      if (own.length >= count) found.push({ scope, scopeId, effect, days, needsDecision: isHeavy(effect), because: own.map(({ id }) => id) })
    }
  }
  for (const { scope, below, effect, days } of rules.thresholds) {
    const alive = bearing.filter((each) => each.at.getTime() > at.getTime() - rules.decayDays * DAY_MS)
    for (const [scopeId, own] of byScope(alive, scope)) {
      if (creditScore(own, rules, at) < below) found.push({ scope, scopeId, effect, days, needsDecision: isHeavy(effect), because: own.map(({ id }) => id) })
    }
  }
  const heaviest = new Map<string, Proposal>()
  for (const each of found) {
    const key = `${each.scope} ${each.scopeId}`
    const other = heaviest.get(key)
    if (!other || weight(each) > weight(other)) heaviest.set(key, each)
  }
  return [...heaviest.values()]
}

const weight = ({ effect, days }: Proposal) => ['warning', 'approval_only', 'suspended'].indexOf(effect) * 10_000 + days

/** A consequence as it was written down. */
export type Consequence = {
  scope: ConductScope
  scopeId: string
  effect: Effect
  status: 'proposed' | 'in_force' | 'refused' | 'lifted'
  startsAt: Date | null
  endsAt: Date | null
  /** An open appeal against it, or a plea against a finding that it rests on. */
  isFrozen: boolean
}

/** Where a resource stands. */
export type Place = { resourceId: string; labId: string; universityId: string }

/**
 * The heaviest that is in force for a person at a place; null: nothing. What is only proposed, and what is frozen,
 * is not; nor is a heavy one that nobody decided, which cannot be in force.
 */
export function effectAt(consequences: readonly Consequence[], place: Place, at: Date): Effect | null {
  const here = { resource: place.resourceId, lab: place.labId, university: place.universityId, alliance: '*' }
  const inForce = consequences.filter(
    ({ status, isFrozen, startsAt, endsAt, scope, scopeId }) =>
      status === 'in_force' && !isFrozen && startsAt !== null && startsAt <= at && (endsAt === null || at < endsAt) && here[scope] === scopeId,
  )
  const heaviestFirst: readonly Effect[] = ['suspended', 'approval_only', 'warning']
  return heaviestFirst.find((effect) => inForce.some((each) => each.effect === effect)) ?? null
}
