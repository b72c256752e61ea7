import type { BookingFacts, Wish } from '~/domain/booking/facts'
import type { ItemVerdict } from '~/domain/booking/item'
import type { Problem } from '~/domain/problem'
import { countsTowardsQuotas } from '~/domain/scheduling/fixed-slots'
import { judgeQuotas, type QuotaUse } from '~/domain/scheduling/quota'

/** The quotas that the items of a wish would break, each beside what is used and the items before it. */
export function judgeItemQuotas(facts: BookingFacts, wish: Wish, items: readonly ItemVerdict[], groupId: string | null): Problem[] {
  const uses = [...(facts.quotaUses ?? [])]
  return items.flatMap((item) => {
    const resource = facts.resources[item.resourceId]
    if (!resource) return []
    const asked: QuotaUse = {
      ...item.period,
      resourceId: resource.id,
      kindId: resource.kindId,
      labId: resource.labId,
      personId: wish.attendeeId,
      groupId: wish.heldGroupId === undefined ? groupId : wish.heldGroupId,
      universityId: facts.attendee?.homeUniversityId ?? null,
    }
    const { policy } = item
    const { timeZone } = resource
    const counts = (each: QuotaUse) => each.resourceId !== resource.id || countsTowardsQuotas(policy, each, timeZone)
    const problems = counts(asked) ? judgeQuotas({ quotas: policy.quotas, asked, uses: uses.filter(counts), timeZone }) : []
    uses.push(asked)
    return problems
  })
}
