import { problem, type Problem } from '~/domain/problem'
import type { Policy } from '~/domain/scheduling/policy'

/** What is wrong with so many people coming: the narrowest of the places sets the limit. Null: the attendee alone. */
export function judgeHeadCount(policies: readonly Pick<Policy, 'maxPeople'>[], headCount: number | null): Problem[] {
  const limits = policies.flatMap(({ maxPeople }) => (maxPeople === null ? [] : [maxPeople]))
  const limit = Math.min(...limits)
  const asks = headCount ?? 1
  return asks > limit ? [problem('too_many_people', { limit, asks })] : []
}
