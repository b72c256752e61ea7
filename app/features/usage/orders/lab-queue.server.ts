import type { Actor } from '~/domain/access/permission'
import { placeInQueue } from '~/domain/orders/queue'
import { overdueOf } from '~/domain/orders/overdue'
import { isSampleOwed } from '~/domain/orders/states'
import type { ResourceQueue } from '~/features/usage/orders/components/lab-queue'
import { lineOf, openRuns, turnaroundOf } from '~/features/usage/orders/line.server'
import { labOrders, type OrderView } from '~/features/usage/orders/queries.server'

/** The orders of the actor's labs by resource, those that wait in the order in which they are expected, the others after. */
export async function labQueues(actor: Actor, filter: { isOver: boolean; resourceId: string | null }, now: Date): Promise<ResourceQueue[]> {
  const orders = await labOrders(actor, filter, now)
  const byResource = new Map<string, OrderView[]>()
  for (const order of orders) byResource.set(order.resource.id, [...(byResource.get(order.resource.id) ?? []), order])
  return Promise.all(
    [...byResource.values()].map(async (own): Promise<ResourceQueue> => {
      const { resource } = own[0]!
      const [line, turnaround, runs] = await Promise.all([lineOf(resource.id), turnaroundOf(resource.id), filter.isOver ? [] : openRuns(resource.id, now)])
      const views = own.map((order) => ({
        ...order,
        place: placeInQueue(line, order.id),
        overdue: overdueOf({
          ...order, sinceAt: order.steps.at(-1)?.at ?? order.askedAt, runEndsAt: order.run?.endsAt ?? null,
          owed: order.samples.filter(({ state }) => isSampleOwed(state)).length,
        }, turnaround.usualSeconds, now),
      }))
      const last = Number.MAX_SAFE_INTEGER
      return { resource, turnaround, runs, orders: filter.isOver ? views : views.toSorted((a, b) => (a.place ?? last) - (b.place ?? last)) }
    }),
  )
}
