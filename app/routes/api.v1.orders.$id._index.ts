import { apiActor } from '~/features/auth/api-actor.server'
import { orderAnswer } from '~/features/usage/orders/answer.server'
import { answer, jsonApi, refuse, signedIn, versionTag } from '~/platform/json-api'

export const loader = jsonApi({
  GET: async ({ request, params }) => {
    const actor = signedIn(request, await apiActor(request), ['read'])
    const order = await orderAnswer(actor, params.id ?? '')
    return order ? answer(order, { headers: { ETag: versionTag(order.version) } }) : refuse(request, 'not_found')
  },
})
export const action = loader
