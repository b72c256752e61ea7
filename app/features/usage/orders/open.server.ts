import type { Actor } from '~/domain/access/permission'
import { judgeStep, type OrderStatus, ORDER_RULES, type OrderStep, type StepInput } from '~/domain/orders/states'
import { done, type Outcome, problem, refused } from '~/domain/problem'
import { lockBooking } from '~/features/bookings/facts.server'
import { type HeldOrder, heldOrder, partiesOf } from '~/features/usage/orders/facts.server'
import { lockOrders } from '~/features/usage/orders/write.server'
import { db, transaction, type Tx } from '~/platform/db.server'

export type Stepped = { id: string; status: OrderStatus; version: number; repeated: boolean }

type Opening = {
  version?: number | null
  /** Whether the step may touch the run: then its locks are taken first. */
  touchesRun?: boolean
  now: Date
  /** Stands in for the rule of parties where an approval decides who may. */
  may?: (order: HeldOrder) => boolean
}

/**
 * Opens an order for a step: locks it, reads it again, and finds whether the actor may take the step from where it
 * stands. The same step sent again by the same person is done already and says so. Who has nothing to do with the
 * order learns nothing of it.
 */
export async function openOrder(
  actor: Actor,
  orderId: string,
  input: StepInput,
  { version, touchesRun = false, now, may }: Opening,
  command: (tx: Tx, order: HeldOrder, to: OrderStatus) => Promise<Outcome<Stepped>>,
): Promise<Outcome<Stepped>> {
  const seen = await heldOrder(orderId)
  if (!seen || !(may?.(seen) ?? partiesOf(actor, seen).length > 0)) return refused(problem('not_allowed', {}))
  const attendeeId = touchesRun && seen.run ? await attendeeOf(seen.run.bookingId) : null
  return transaction(async (tx): Promise<Outcome<Stepped>> => {
    if (seen.run && attendeeId) await lockBooking(tx, { personIds: [attendeeId], resourceIds: [seen.resourceId], bookingIds: [seen.run.bookingId], now })
    await lockOrders(tx, [seen.id])
    const order = await heldOrder(seen.id, tx)
    if (!order) return refused(problem('not_allowed', {}))
    if (isRepeat(actor, order, input.step, version)) return done({ id: order.id, status: order.status, version: order.version, repeated: true })
    if (version != null && version !== order.version) return refused(problem('version_conflict', { current: order.version }))
    if (touchesRun && order.run?.itemId !== seen.run?.itemId) return refused(problem('version_conflict', { current: order.version }))
    const parties = may ? [ORDER_RULES[input.step].by] : partiesOf(actor, order)
    const judged = judgeStep(order, input, parties)
    return judged.ok ? command(tx, order, judged.to) : refused(...judged.problems)
  })
}

export const stepped = (order: HeldOrder, status: OrderStatus): Outcome<Stepped> => done({ id: order.id, status, version: order.version + 1, repeated: false })

/** The last step, taken by the same person from the state that the repeat names, or where it names none. */
function isRepeat(actor: Actor, order: HeldOrder, step: OrderStep, version: number | null | undefined): boolean {
  const last = order.lastStep
  if (last === null || last.step !== step || last.byId !== actor.personId || last.to !== order.status) return false
  return version == null ? !ORDER_RULES[step].from.includes(order.status) : version === order.version - 1
}

async function attendeeOf(bookingId: string): Promise<string | null> {
  return (await db.booking.findUnique({ where: { id: bookingId }, select: { attendeeId: true } }))?.attendeeId ?? null
}
