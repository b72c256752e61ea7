import type { Actor } from '~/domain/access/permission'
import { standingOf } from '~/features/usage/orders/line.server'
import { getOrder, mayHaveResult, type OrderView } from '~/features/usage/orders/queries.server'
import { orderJson } from '~/features/usage/orders/representation.server'

type Shown = ReturnType<typeof orderJson>

/** An order as the API shows it to the actor, by itself or by its id; null: nothing of it. */
export async function orderAnswer(actor: Actor, order: OrderView): Promise<Shown>
export async function orderAnswer(actor: Actor, id: string): Promise<Shown | null>
export async function orderAnswer(actor: Actor, wanted: OrderView | string): Promise<Shown | null> {
  const order = typeof wanted === 'string' ? await getOrder(actor, wanted, new Date()) : wanted
  return order && orderJson(order, await standingOf(order), mayHaveResult(actor, order))
}
