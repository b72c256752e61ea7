import type { Actor } from '~/domain/access/permission'
import { afterStep } from '~/domain/orders/samples'
import { isSampleOwed, judgeStep } from '~/domain/orders/states'
import { done, type Outcome, problem, refused } from '~/domain/problem'
import { heldOrder, partiesOf } from '~/features/usage/orders/facts.server'
import type { Stepped } from '~/features/usage/orders/open.server'
import type { ReturnInput } from '~/features/usage/orders/schema'
import { lockOrders, takeStep, writeSamples } from '~/features/usage/orders/write.server'
import { transaction } from '~/platform/db.server'

/**
 * Sends the samples back, or disposes of them: the last step of an order that is ready, and what is still owed to one
 * that was declined or withdrawn with its samples in the lab, whose state stays what it is.
 */
export async function returnSamples(actor: Actor, orderId: string, { how, note, version }: ReturnInput, now: Date): Promise<Outcome<Stepped>> {
  const seen = await heldOrder(orderId)
  if (!seen || !partiesOf(actor, seen).includes('lab')) return refused(problem('not_allowed', {}))
  return transaction(async (tx): Promise<Outcome<Stepped>> => {
    await lockOrders(tx, [seen.id])
    const order = (await heldOrder(seen.id, tx))!
    const isRepeat = order.lastStep?.step === 'return' && order.lastStep.byId === actor.personId
    if (isRepeat) return done({ id: order.id, status: order.status, version: order.version, repeated: true })
    if (version != null && version !== order.version) return refused(problem('version_conflict', { current: order.version }))
    const owed = order.samples.filter(({ state }) => isSampleOwed(state))
    const isOver = order.status === 'declined' || order.status === 'withdrawn'
    const judged = isOver && owed.length > 0 ? { ok: true as const, to: order.status } : judgeStep(order, { step: 'return' }, ['lab'])
    if (!judged.ok) return refused(...judged.problems)
    // What the applicant asked for is kept, unless a word says why not.
    if (how !== order.afterwards && !note) return refused(problem('field_invalid', { field: 'note', rule: 'required' }))
    await writeSamples(tx, owed.map(({ id, state, place }) => ({ id, place, state: afterStep(how, state) })), now)
    await takeStep(tx, order, { step: 'return', to: judged.to, actorId: actor.personId, now, reason: note || null, audit: { how, samples: owed.length } })
    return done({ id: order.id, status: judged.to, version: order.version + 1, repeated: false })
  })
}
