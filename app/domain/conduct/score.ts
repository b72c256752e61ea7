import type { ConductKind, ConductScope } from './kinds'
import { type ConductRules, FULL_SCORE } from './rules'

/** A finding as it stands, with where it happened and what was said of it since. */
export type StandingFinding = {
  id: string
  kind: ConductKind
  at: Date
  /** Weight when found, by the rules in force then. */
  points: number
  resourceId: string
  labId: string
  universityId: string
  /** Facts that came later show otherwise. */
  isWithdrawn: boolean
  /** An excuse or an appeal: open ones freeze, accepted ones end it. */
  plea: 'none' | 'open' | 'accepted' | 'refused'
}

const DAY_MS = 86_400_000

/** Whether it counts at all, whatever follows from it. */
export const counts = ({ isWithdrawn, plea }: Pick<StandingFinding, 'isWithdrawn' | 'plea'>): boolean =>
  !isWithdrawn && plea !== 'accepted'

/** Whether something may follow from it now: while a plea is open nothing does. */
export const bears = (finding: StandingFinding): boolean => counts(finding) && finding.plea !== 'open'

/**
 * The credit score at an instant: 100 less the points of what counts, each losing its weight evenly until it is
 * gone. A whole number from 0 to 100, rounded in the person's favour.
 */
export function creditScore(findings: readonly StandingFinding[], rules: Pick<ConductRules, 'decayDays'>, at: Date): number {
  const term = rules.decayDays * DAY_MS
  const lost = findings
    .filter((each) => counts(each) && each.at <= at)
    .reduce((sum, each) => sum + each.points * Math.max(0, term - (at.getTime() - each.at.getTime())), 0)
  return Math.max(0, FULL_SCORE - Math.floor(lost / term))
}

/** The findings by the place in which they count together, for each place of that kind of scope. */
export function byScope(findings: readonly StandingFinding[], scope: ConductScope): Map<string, StandingFinding[]> {
  const groups = new Map<string, StandingFinding[]>()
  for (const each of findings) {
    const id = { resource: each.resourceId, lab: each.labId, university: each.universityId, alliance: '*' }[scope]
    groups.set(id, [...(groups.get(id) ?? []), each])
  }
  return groups
}
