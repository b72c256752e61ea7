import { CONDUCT_SCOPES, type ConductScope, type ConsequenceStatus, type Effect, EFFECTS, isHeavy } from './kinds'
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

/**
 * The same where every place has rules of its own: what a place's rules say for places of its kind, over what
 * happened there.
 */
export function proposalsByPlace(findings: readonly StandingFinding[], rulesOf: (scope: ConductScope, scopeId: string) => ConductRules, at: Date): Proposal[] {
  return CONDUCT_SCOPES.flatMap((scope) =>
    [...byScope(findings, scope)].flatMap(([scopeId, own]) => proposals(own, rulesOf(scope, scopeId), at).filter((each) => each.scope === scope)),
  )
}

const weight = ({ effect, days }: Pick<Proposal, 'effect' | 'days'>) => ['warning', 'approval_only', 'suspended'].indexOf(effect) * 10_000 + days

/** A consequence as it was written down. */
export type Consequence = {
  scope: ConductScope
  scopeId: string
  effect: Effect
  status: ConsequenceStatus
  startsAt: Date | null
  endsAt: Date | null
  /** An open appeal against it, or a plea against a finding that it rests on. */
  isFrozen: boolean
}

/** Where a resource stands. */
export type Place = { resourceId: string; labId: string; universityId: string }

/** What is in force for a person at a place, heaviest first. What is only proposed, frozen or over is not among it. */
export function inForceAt<C extends Consequence>(consequences: readonly C[], place: Place, at: Date): C[] {
  const here = { resource: place.resourceId, lab: place.labId, university: place.universityId, alliance: '*' }
  const rank = ({ effect }: C) => EFFECTS.indexOf(effect)
  return consequences
    .filter(({ status, isFrozen, startsAt, endsAt, scope, scopeId }) =>
      status === 'in_force' && !isFrozen && startsAt !== null && startsAt <= at && (endsAt === null || at < endsAt) && here[scope] === scopeId)
    .toSorted((a, b) => rank(b) - rank(a))
}

/** The heaviest that is in force for a person at a place; null: nothing. */
export const effectAt = (consequences: readonly Consequence[], place: Place, at: Date): Effect | null => inForceAt(consequences, place, at)[0]?.effect ?? null
