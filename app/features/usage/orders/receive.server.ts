import type { Actor } from '~/domain/access/permission'
import { afterStep } from '~/domain/orders/samples'
import { type Outcome, problem, refused } from '~/domain/problem'
import { openOrder, type Stepped, stepped } from '~/features/usage/orders/open.server'
import type { ReceiveInput } from '~/features/usage/orders/schema'
import { takeStep, writeSamples } from '~/features/usage/orders/write.server'

/** The samples came: all but those that are missing, to a place of the lab. They may be marked one by one later. */
export async function receiveOrder(actor: Actor, orderId: string, { place, missing, version }: ReceiveInput, now: Date): Promise<Outcome<Stepped>> {
  return openOrder(actor, orderId, { step: 'receive' }, { version, now }, async (tx, order, to) => {
    const came = order.samples.filter(({ number }) => !missing.includes(number))
    if (came.length === 0) return refused(problem('samples_missing', {}))
    await writeSamples(tx, came.map(({ id, state }) => ({ id, state: afterStep('receive', state), place: place || null })), now)
    await takeStep(tx, order, { step: 'receive', to, actorId: actor.personId, now, data: { receivedAt: now }, audit: { samples: came.length, missing } })
    return stepped(order, to)
  })
}
