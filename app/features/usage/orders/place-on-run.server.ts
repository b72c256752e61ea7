import type { Actor } from '~/domain/access/permission'
import { judgeStep } from '~/domain/orders/states'
import { done, type Outcome, problem, refused } from '~/domain/problem'
import { heldOrder } from '~/features/usage/orders/facts.server'
import { attributeRun } from '~/features/usage/orders/leave-run.server'
import { takeStep } from '~/features/usage/orders/write.server'
import type { Tx } from '~/platform/db.server'

export type PlacedRun = { itemId: string; resourceId: string; bookingId: string }

/** Puts locked orders on a run of their resource, all or none; gives how many were not on it yet. The caller takes back what a refusal leaves. */
export async function placeOnRun(tx: Tx, actor: Actor, run: PlacedRun, wanted: readonly { id: string; version?: number }[], now: Date): Promise<Outcome<number>> {
  let placed = 0
  for (const { id, version } of wanted.toSorted((a, b) => (a.id < b.id ? -1 : 1))) {
    const order = await heldOrder(id, tx)
    if (!order || order.resourceId !== run.resourceId) return refused(problem('field_invalid', { field: 'orders', rule: 'orders.rules.other_resource' }))
    if (order.status === 'queued' && order.run?.itemId === run.itemId) continue
    if (version !== undefined && version !== order.version) return refused(problem('version_conflict', { current: order.version }))
    const judged = judgeStep(order, { step: 'queue', runId: run.itemId }, ['lab'])
    if (!judged.ok) return refused(...judged.problems)
    await takeStep(tx, order, { step: 'queue', to: judged.to, actorId: actor.personId, now, data: { runItemId: run.itemId }, audit: { runId: run.bookingId } })
    placed += 1
  }
  await attributeRun(tx, run.itemId)
  return done(placed)
}
