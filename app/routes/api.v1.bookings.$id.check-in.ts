import { apiActor } from '~/features/auth/api-actor.server'
import { getBooking } from '~/features/bookings/queries.server'
import { bookingJson } from '~/features/bookings/representation.server'
import { checkIn } from '~/features/usage/check-in.server'
import { meantItem } from '~/features/usage/meant-item.server'
import { checkInBody } from '~/features/usage/representation.server'
import { answer, jsonApi, readBody, refuse, refuseFor, signedIn, versionTag } from '~/platform/json-api'

export const loader = jsonApi({
  POST: async ({ request, params }) => {
    const now = new Date()
    const actor = signedIn(request, await apiActor(request), ['book'])
    const { itemId, ...input } = await readBody(request, checkInBody)
    const seen = await getBooking(actor, params.id ?? '', now)
    const item = seen && (await meantItem(seen, 'start', itemId, now))
    if (!seen || !item) return refuse(request, 'not_found')
    const outcome = await checkIn(actor, item, input, now)
    if (!outcome.ok) return refuseFor(request, outcome.problems, { timeZone: seen.items[0]?.resource.timeZone })
    const booking = (await getBooking(actor, seen.id, now)) ?? seen
    return answer(bookingJson(booking), { headers: { ETag: versionTag(booking.version) } })
  },
})
export const action = loader
