import type { BookingFacts } from '~/domain/booking/facts'
import { askerOf } from '~/domain/booking/person'
import type { ItemVerdict } from '~/domain/booking/item'
import type { Problem } from '~/domain/problem'
import { judgeShares, type ShareUse } from '~/domain/scheduling/hour-shares'

/** The protected shares and ceilings that the items of a wish would break, each beside the items before it. */
export function judgeItemShares(facts: BookingFacts, items: readonly ItemVerdict[]): Problem[] {
  const earlier = new Map<string, ShareUse[]>()
  return items.flatMap((item) => {
    const resource = facts.resources[item.resourceId]
    const shares = facts.shares?.[item.resourceId]
    if (!resource || !shares || !facts.attendee) return []
    const asked: ShareUse = { ...item.period, origin: askerOf(facts.attendee, resource).origin, quantity: item.quantity }
    const before = earlier.get(resource.id) ?? []
    earlier.set(resource.id, [...before, asked])
    return judgeShares({ policy: item.policy, asked, facts: { ...shares, uses: [...shares.uses, ...before] }, now: item.judgedAt })
  })
}
