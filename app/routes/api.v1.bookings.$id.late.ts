import { apiActor } from '~/features/auth/api-actor.server'
import { getBooking } from '~/features/bookings/queries.server'
import { meantItem } from '~/features/usage/meant-item.server'
import { lateBody } from '~/features/usage/representation.server'
import { sayLate } from '~/features/usage/say-late.server'
import { answer, jsonApi, readBody, refuse, refuseFor, signedIn } from '~/platform/json-api'

export const loader = jsonApi({
  POST: async ({ request, params }) => {
    const now = new Date()
    const actor = signedIn(request, await apiActor(request), ['book'])
    const { itemId, ...input } = await readBody(request, lateBody)
    const seen = await getBooking(actor, params.id ?? '', now)
    const item = seen && (await meantItem(seen, 'start', itemId, now))
    if (!seen || !item) return refuse(request, 'not_found')
    const outcome = await sayLate(actor, item, input, now)
    if (!outcome.ok) return refuseFor(request, outcome.problems, { timeZone: seen.items[0]?.resource.timeZone })
    return answer({ heldUntil: outcome.value.heldUntil.toISOString() })
  },
})
export const action = loader
