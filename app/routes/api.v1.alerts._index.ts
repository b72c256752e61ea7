import { apiActor } from '~/features/auth/api-actor.server'
import { ownAlerts } from '~/features/bookings/waits/queries.server'
import { alertJson } from '~/features/bookings/waits/representation.server'
import { answer, jsonApi, signedIn } from '~/platform/json-api'

export const loader = jsonApi({
  GET: async ({ request }) => {
    const actor = signedIn(request, await apiActor(request), ['read'])
    return answer({ items: (await ownAlerts(actor)).map(alertJson), nextCursor: null })
  },
})
export const action = loader
