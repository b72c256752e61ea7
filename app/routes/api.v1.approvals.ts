import { apiActor } from '~/features/auth/api-actor.server'
import { inbox } from '~/features/bookings/inbox.server'
import { approvalsQuery, waitingJson } from '~/features/bookings/representation.server'
import { answer, jsonApi, readQuery, signedIn } from '~/platform/json-api'

export const loader = jsonApi({
  GET: async ({ request }) => {
    const actor = signedIn(request, await apiActor(request), ['read'])
    const { items, nextCursor, total } = await inbox(actor, readQuery(request, approvalsQuery), new Date())
    return answer({ items: items.map(waitingJson), nextCursor, total })
  },
})
export const action = loader
