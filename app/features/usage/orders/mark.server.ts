import type { Actor } from '~/domain/access/permission'
import { mayMark } from '~/domain/orders/samples'
import { done, type Outcome, problem, refused } from '~/domain/problem'
import { record } from '~/features/audit/record.server'
import { heldOrder, partiesOf } from '~/features/usage/orders/facts.server'
import type { Stepped } from '~/features/usage/orders/open.server'
import type { MarkInput } from '~/features/usage/orders/schema'
import { lockOrders, writeSamples } from '~/features/usage/orders/write.server'
import { transaction } from '~/platform/db.server'

/** Says of single samples where they are and what became of them: one that came later, one that was lost. No step of the order. */
export async function markSamples(actor: Actor, orderId: string, input: MarkInput, now: Date): Promise<Outcome<Stepped>> {
  const seen = await heldOrder(orderId)
  if (!seen || !partiesOf(actor, seen).includes('lab')) return refused(problem('not_allowed', {}))
  return transaction(async (tx): Promise<Outcome<Stepped>> => {
    await lockOrders(tx, [seen.id])
    const order = (await heldOrder(seen.id, tx))!
    const wanted = new Map(input.samples.map((each) => [each.number, each]))
    const changed = order.samples.flatMap((sample) => {
      const mark = wanted.get(sample.number)
      const next = mark && { id: sample.id, from: sample.state, number: sample.number, state: mark.state, place: mark.place === undefined ? sample.place : mark.place || null }
      return next && (next.state !== sample.state || next.place !== sample.place) ? [next] : []
    })
    const same = { id: order.id, status: order.status, version: order.version, repeated: true }
    if (changed.length === 0) return done(same)
    if (input.version != null && input.version !== order.version) return refused(problem('version_conflict', { current: order.version }))
    if (!changed.every(({ from, state }) => mayMark(order.status, from, state))) return refused(problem('state_forbids', { status: order.status }))
    await writeSamples(tx, changed, now)
    await tx.testOrder.update({ where: { id: order.id, version: order.version }, data: { version: { increment: 1 }, updatedAt: now }, select: { id: true } })
    await record(tx, {
      actorId: actor.personId, action: 'order.samples_marked', subjectKind: 'test_order', subjectId: order.id, universityId: order.universityId,
      data: { samples: changed.map(({ number, from, state, place }) => ({ number, from, to: state, place })) },
    })
    return done({ ...same, version: order.version + 1, repeated: false })
  })
}
