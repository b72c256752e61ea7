import { apiActor } from '~/features/auth/api-actor.server'
import { cancelBooking } from '~/features/bookings/cancel.server'
import { getBooking } from '~/features/bookings/queries.server'
import { bookingJson } from '~/features/bookings/representation.server'
import { cancelInput } from '~/features/bookings/schema'
import { answer, expectedVersion, jsonApi, readBody, refuse, refuseFor, signedIn, versionTag } from '~/platform/json-api'

export const loader = jsonApi({
  POST: async ({ request, params }) => {
    const now = new Date()
    const actor = signedIn(request, await apiActor(request), ['book'])
    const version = expectedVersion(request)
    const input = await readBody(request, cancelInput)
    const seen = await getBooking(actor, params.id ?? '', now)
    if (!seen) return refuse(request, 'not_found')
    const outcome = await cancelBooking(actor, seen.id, { ...input, version }, now)
    if (!outcome.ok) return refuseFor(request, outcome.problems, { timeZone: seen.items[0]?.resource.timeZone })
    const booking = (await getBooking(actor, seen.id, now)) ?? seen
    return answer(bookingJson(booking), { headers: { ETag: versionTag(booking.version) } })
  },
})
export const action = loader
