import { ORDER_RULES, type OrderStatus, type OrderStep, type SampleState } from '~/domain/orders/states'
import { record } from '~/features/audit/record.server'
import type { OrderEvent } from '~/features/jobs/schema'
import type { HeldOrder } from '~/features/usage/orders/facts.server'
import type { Prisma } from '~/platform/generated/prisma/client'
import type { RawTx, Tx } from '~/platform/db.server'
import { addJob } from '~/platform/jobs.server'

/** The one place that moves an order on. */

/** Locks orders by id; the last of all locks. */
export async function lockOrders(tx: Tx | RawTx, ids: readonly string[]): Promise<void> {
  await tx.$queryRaw`SELECT 1 AS locked FROM test_order WHERE id = ANY (${[...ids]}::uuid[]) ORDER BY id FOR NO KEY UPDATE`
}

export type Step = {
  step: OrderStep
  to: OrderStatus
  actorId: string | null
  now: Date
  reason?: string | null
  /** What else becomes of the order. */
  data?: Prisma.TestOrderUncheckedUpdateInput
  /** What the audit row says beside it. */
  audit?: Prisma.InputJsonObject
}

/** Takes a step of an order that is locked: its row, the step for good, the audit row, the word to whom it concerns. */
export async function takeStep(tx: Tx, order: Pick<HeldOrder, 'id' | 'status' | 'version' | 'universityId'>, { step, to, actorId, now, reason = null, data, audit }: Step): Promise<void> {
  await tx.testOrder.update({
    where: { id: order.id, version: order.version },
    data: { ...data, status: to, version: { increment: 1 }, updatedAt: now },
    select: { id: true },
  })
  await tx.testOrderStep.create({ data: { orderId: order.id, step, fromStatus: order.status, toStatus: to, byId: actorId, at: now, reason }, select: { id: true } })
  await record(tx, {
    actorId, action: `order.${DONE[step]}`, subjectKind: 'test_order', subjectId: order.id, universityId: order.universityId,
    data: { from: order.status, to, ...(reason ? { reason } : {}), ...audit },
  })
  await tellOfOrder(tx, { orderId: order.id, event: step, version: order.version + 1, actorId, reason })
}

const DONE: Record<OrderStep, string> = {
  accept: 'accepted', decline: 'declined', withdraw: 'withdrawn', receive: 'received', queue: 'queued', unqueue: 'unqueued',
  measure: 'measured', release: 'released', return: 'returned',
}
/** What the audit log calls the steps. */
export const ORDER_ACTIONS = Object.keys(ORDER_RULES).map((step) => `order.${DONE[step as OrderStep]}`)

/** Leaves word of what happened to an order, in the transaction of the change. */
export async function tellOfOrder(tx: Tx, event: OrderEvent): Promise<void> {
  await addJob(tx, 'order-event', event, { key: `order-event:${event.orderId}:${event.version}:${event.event}` })
}

/** Writes the states and places of samples that changed. */
export async function writeSamples(tx: Tx, samples: readonly { id: string; state: SampleState; place: string | null }[], now: Date): Promise<void> {
  if (samples.length === 0) return
  await tx.$executeRaw`
    UPDATE test_sample s SET state = given.state::"SampleState", place = given.place, changed_at = ${now}
      FROM jsonb_to_recordset(${JSON.stringify(samples)}::jsonb) AS given(id uuid, state text, place text)
     WHERE s.id = given.id AND (s.state::text, s.place) IS DISTINCT FROM (given.state, given.place)`
}
