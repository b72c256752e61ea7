import { apiActor } from '~/features/auth/api-actor.server'
import { inbox } from '~/features/bookings/inbox.server'
import { approvalsQuery, waitingJson } from '~/features/bookings/representation'
import { answer, jsonApi, signedIn } from '~/platform/json-api'
import { readQuery } from '~/platform/json-input'

export const loader = jsonApi({
  GET: async ({ request }) => {
    const actor = signedIn(request, await apiActor(request), ['read'])
    const { items, nextCursor, total } = await inbox(actor, readQuery(request, approvalsQuery), new Date())
    return answer({ items: items.map(waitingJson), nextCursor, total })
  },
})
export const action = loader
