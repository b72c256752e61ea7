import { apiActor } from '~/features/auth/api-actor.server'
import { resourceBasics } from '~/features/catalogue/queries.server'
import { orderAnswer } from '~/features/usage/orders/answer.server'
import { askOrder } from '~/features/usage/orders/ask.server'
import { ownOrders } from '~/features/usage/orders/queries.server'
import { orderBody } from '~/features/usage/orders/representation.server'
import { answer, idempotencyKey, jsonApi, readBody, refuse, refuseFor, signedIn, versionTag } from '~/platform/json-api'
import { apiPaths } from '~/platform/paths'

export const loader = jsonApi({
  GET: async ({ request }) => {
    const now = new Date()
    const actor = signedIn(request, await apiActor(request), ['read'])
    const orders = await ownOrders(actor, now)
    return answer({ items: await Promise.all(orders.map((order) => orderAnswer(actor, order))), nextCursor: null })
  },

  POST: async ({ request }) => {
    const now = new Date()
    const actor = signedIn(request, await apiActor(request), ['book'])
    const input = await readBody(request, orderBody)
    const outcome = await askOrder(actor, input, now, idempotencyKey(request))
    if (!outcome.ok) {
      const basics = (await resourceBasics([input.resourceId])).get(input.resourceId)
      return refuseFor(request, outcome.problems, { timeZone: basics?.campus.timeZone })
    }
    const { id, replayed } = outcome.value
    const order = await orderAnswer(actor, id)
    if (!order) return refuse(request, 'not_found')
    const headers = { Location: apiPaths.order(id), ETag: versionTag(order.version), ...(replayed ? { 'Idempotent-Replayed': 'true' } : {}) }
    return answer(order, { status: replayed ? 200 : 201, headers })
  },
})
export const action = loader
