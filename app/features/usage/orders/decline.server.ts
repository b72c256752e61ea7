import type { Actor } from '~/domain/access/permission'
import { type Outcome, problem, refused } from '~/domain/problem'
import { decide, mayDecide } from '~/features/usage/orders/accept.server'
import { openOrder, type Stepped, stepped } from '~/features/usage/orders/open.server'
import type { ReasonInput } from '~/features/usage/orders/schema'
import { takeStep } from '~/features/usage/orders/write.server'

/** Declines an order with a reason, before it stands on the calendar. Samples that are there still go back. */
export async function declineOrder(actor: Actor, orderId: string, { reason, version }: ReasonInput, now: Date): Promise<Outcome<Stepped>> {
  return openOrder(actor, orderId, { step: 'decline', reason }, { version, now, may: (order) => mayDecide(actor, order) }, async (tx, order, to) => {
    const decided = await decide(tx, actor, order, { decision: 'decline', comment: reason ?? null }, now)
    if (!decided.ok) return decided
    if (decided.value !== 'declined') return refused(problem('not_allowed', {}))
    await takeStep(tx, order, { step: 'decline', to, actorId: actor.personId, now, reason })
    return stepped(order, to)
  })
}
