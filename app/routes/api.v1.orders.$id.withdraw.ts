import { apiActor } from '~/features/auth/api-actor.server'
import { orderAnswer } from '~/features/usage/orders/answer.server'
import { withdrawBody } from '~/features/usage/orders/representation.server'
import { withdrawOrder } from '~/features/usage/orders/withdraw.server'
import { answer, expectedVersion, jsonApi, readBody, refuse, refuseFor, signedIn, versionTag } from '~/platform/json-api'

export const loader = jsonApi({
  POST: async ({ request, params }) => {
    const actor = signedIn(request, await apiActor(request), ['book'])
    const seen = await orderAnswer(actor, params.id ?? '')
    if (!seen) return refuse(request, 'not_found')
    const { reason } = await readBody(request, withdrawBody)
    const outcome = await withdrawOrder(actor, seen.id, { reason: reason || undefined, version: expectedVersion(request) ?? undefined }, new Date())
    if (!outcome.ok) return refuseFor(request, outcome.problems)
    const order = (await orderAnswer(actor, seen.id)) ?? seen
    return answer(order, { headers: { ETag: versionTag(order.version) } })
  },
})
export const action = loader
