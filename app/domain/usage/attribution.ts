import { addMinutes, type Period } from '~/domain/time/interval'
import { forgottenAt } from './record'
import type { UseRules } from './rules'

export type Candidate = { itemId: string; plan: Period; rules: UseRules }

/**
 * Which of a person's bookings of a resource a start or an end at that instant belongs to: exactly one, or none
 * (null). It may begin as soon as checking in opens and be told until the use is forgotten. Of several that could be
 * meant, a start is the next one's and an end the one's that began last; the booking running then goes first for
 * both, so that nothing is attributed twice.
 */
export function attribute(kind: 'start' | 'end', at: Date, candidates: readonly Candidate[]): string | null {
  const possible = candidates.filter(({ plan, rules }) =>
    kind === 'start'
      ? addMinutes(plan.start, -rules.opensMinutes) <= at && at < plan.end
      : addMinutes(plan.start, -rules.opensMinutes) < at && at < forgottenAt(plan, rules),
  )
  const byStart = possible.toSorted((a, b) => a.plan.start.getTime() - b.plan.start.getTime() || (a.itemId < b.itemId ? -1 : 1))
  const begun = byStart.filter(({ plan }) => plan.start <= at)
  const running = begun.findLast(({ plan }) => at < plan.end)
  if (running) return running.itemId
  return (kind === 'start' ? byStart[0] : (begun.at(-1) ?? byStart[0]))?.itemId ?? null
}
