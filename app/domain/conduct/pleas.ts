import { problem, type Problem } from '~/domain/problem'
import type { StandingFinding } from './score'

/**
 * Why a finding cannot be excused or appealed against now: its time is over, something is open, or it has been
 * decided. Only its own person pleads.
 */
export function judgePlea(
  finding: Pick<StandingFinding, 'plea' | 'isWithdrawn'> & { personId: string; foundAt: Date },
  by: { personId: string },
  rules: { appealDays: number },
  now: Date,
): Problem[] {
  if (finding.personId !== by.personId) return [problem('not_allowed', {})]
  if (finding.isWithdrawn) return [problem('already_decided', { status: 'withdrawn' })]
  if (finding.plea !== 'none') return [problem('already_decided', { status: finding.plea })]
  const until = pleaUntil(finding.foundAt, rules)
  return now >= until ? [problem('plea_too_late', { until: until.toISOString() })] : []
}

/** Until when a finding may be pleaded against: counted from when it was found, which may be long after it happened. */
export const pleaUntil = (foundAt: Date, rules: { appealDays: number }): Date => new Date(foundAt.getTime() + rules.appealDays * 86_400_000)

/** Nobody decides about themselves; the deciding person is another one than asked, found or proposed it. */
export function mayDecidePlea(deciderId: string, of: { personId: string; reportedById: string | null }): boolean {
  return deciderId !== of.personId && deciderId !== of.reportedById
}
