import type { Actor } from '~/domain/access/permission'
import type { Outcome } from '~/domain/problem'
import { openOrder, type Stepped, stepped } from '~/features/usage/orders/open.server'
import { afterLeaving } from '~/features/usage/orders/leave-run.server'
import type { ReasonInput } from '~/features/usage/orders/schema'
import { takeStep } from '~/features/usage/orders/write.server'

/** Takes an order off the calendar, with a reason; a run that nobody needs any more gives its time back. */
export async function unqueueOrder(actor: Actor, orderId: string, { reason, version }: ReasonInput, now: Date): Promise<Outcome<Stepped>> {
  return openOrder(actor, orderId, { step: 'unqueue', reason }, { version, touchesRun: true, now }, async (tx, order, to) => {
    await takeStep(tx, order, { step: 'unqueue', to, actorId: actor.personId, now, reason, data: { runItemId: null } })
    await afterLeaving(tx, actor, order, reason ?? null, now)
    return stepped(order, to)
  })
}
