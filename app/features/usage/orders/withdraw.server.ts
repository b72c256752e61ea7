import type { Actor } from '~/domain/access/permission'
import { type Outcome, problem, refused } from '~/domain/problem'
import { withdrawRequest } from '~/features/approvals/resolve.server'
import { openOrder, type Stepped, stepped } from '~/features/usage/orders/open.server'
import { afterLeaving } from '~/features/usage/orders/leave-run.server'
import type { ReasonInput } from '~/features/usage/orders/schema'
import { takeStep } from '~/features/usage/orders/write.server'

/** Withdraws an order, until its run begins. Samples that are in the lab by then go back or are disposed of all the same. */
export async function withdrawOrder(actor: Actor, orderId: string, { reason, version }: ReasonInput, now: Date): Promise<Outcome<Stepped>> {
  return openOrder(actor, orderId, { step: 'withdraw', reason }, { version, touchesRun: true, now }, async (tx, order, to) => {
    if (order.run && order.run.startsAt <= now) return refused(problem('run_begun', { startedAt: order.run.startsAt.toISOString() }))
    await withdrawRequest(tx, { kind: 'test_order', id: order.id }, now)
    await takeStep(tx, order, { step: 'withdraw', to, actorId: actor.personId, now, reason, data: { runItemId: null } })
    await afterLeaving(tx, actor, order, reason ?? null, now)
    return stepped(order, to)
  })
}
