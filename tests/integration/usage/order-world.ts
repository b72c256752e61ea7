import { randomUUID } from 'node:crypto'
import type { Actor } from '~/domain/access/permission'
import type { Outcome } from '~/domain/problem'
import { acceptOrder } from '~/features/usage/orders/accept.server'
import { askOrder } from '~/features/usage/orders/ask.server'
import { queueOrders } from '~/features/usage/orders/queue.server'
import { receiveOrder } from '~/features/usage/orders/receive.server'
import { orderInput } from '~/features/usage/orders/schema'
import { db } from '~/platform/db.server'
import { at, makeResource, NOW } from '#tests/factories/world'

export const codes = (outcome: Outcome<unknown>) => (outcome.ok ? ['ok'] : outcome.problems.map(({ code }) => code))
/** What a form sends for eight samples. */
export const wish = (resourceId: string, rest: object = {}) =>
  orderInput.parse({ resourceId, title: 'Alloy, eight plates', samples: 8, nature: 'Aluminium alloy, polished', hazards: ['none'], afterwards: 'return', ...rest })

/** A machine of university a that takes samples, at 100 yuan an hour, 120 for the alliance. */
export const machine = (rest: Parameters<typeof makeResource>[0] = {}) => makeResource({ modes: ['entrusted_test', 'self_operation'], yuan: 100, ...rest })

export async function asked(by: Actor, resource: string, rest: object = {}): Promise<string> {
  const made = await askOrder(by, wish(resource, rest), NOW, randomUUID())
  if (!made.ok) throw new Error(codes(made).join())
  return made.value.id
}

const must = async (outcome: Promise<Outcome<unknown>>) => {
  const got = await outcome
  if (!got.ok) throw new Error(JSON.stringify(got.problems))
}

export async function received(by: Actor, manager: Actor, resource: string): Promise<string> {
  const id = await asked(by, resource)
  await must(acceptOrder(manager, id, { minutes: 120 }, NOW))
  await must(receiveOrder(manager, id, { place: 'Shelf 3', missing: [] }, NOW))
  return id
}

/** On a run on Tuesday from 10 to 12. */
export async function queued(by: Actor, manager: Actor, resource: string): Promise<string> {
  const id = await received(by, manager, resource)
  await must(queueOrders(manager, { orders: [{ id }], resourceId: resource, startsAt: at(1, 10), endsAt: at(1, 12) }, NOW))
  return id
}

export async function stateOf(id: string) {
  const order = await db.testOrder.findUniqueOrThrow({
    where: { id },
    select: {
      status: true, version: true, quotedFen: true, runItemId: true, resultLink: true, resultFileId: true, resultGoneAt: true,
      samples: { orderBy: { number: 'asc' }, select: { number: true, state: true, place: true } }, steps: { orderBy: { id: 'asc' }, select: { step: true, fromStatus: true, toStatus: true } },
    },
  })
  return { ...order, states: [...new Set(order.samples.map(({ state }) => state))], path: order.steps.map(({ step }) => step) }
}
