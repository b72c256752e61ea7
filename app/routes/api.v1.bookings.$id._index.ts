import { apiActor } from '~/features/auth/api-actor.server'
import { changeBooking } from '~/features/bookings/change.server'
import { getBooking } from '~/features/bookings/queries.server'
import { bookingJson } from '~/features/bookings/representation.server'
import { changeInput } from '~/features/bookings/schema'
import { answer, expectedVersion, jsonApi, readBody, refuse, refuseFor, signedIn, versionTag } from '~/platform/json-api'

export const loader = jsonApi({
  GET: async ({ request, params }) => {
    const actor = signedIn(request, await apiActor(request), ['read'])
    const booking = await getBooking(actor, params.id ?? '', new Date())
    if (!booking) return refuse(request, 'not_found')
    return answer(bookingJson(booking), { headers: { ETag: versionTag(booking.version) } })
  },

  PATCH: async ({ request, params }) => {
    const now = new Date()
    const actor = signedIn(request, await apiActor(request), ['book'])
    const version = expectedVersion(request)
    const input = await readBody(request, changeInput)
    const seen = await getBooking(actor, params.id ?? '', now)
    if (!seen) return refuse(request, 'not_found')
    const outcome = await changeBooking(actor, seen.id, input, { version, now })
    if (!outcome.ok) return refuseFor(request, outcome.problems, { timeZone: seen.items[0]?.resource.timeZone })
    const booking = (await getBooking(actor, seen.id, now)) ?? seen
    return answer(bookingJson(booking), { headers: { ETag: versionTag(booking.version) } })
  },
})
export const action = loader
