import { apiActor } from '~/features/auth/api-actor.server'
import { decideBooking } from '~/features/bookings/decide.server'
import { getBooking } from '~/features/bookings/queries.server'
import { bookingJson } from '~/features/bookings/representation.server'
import { decisionInput } from '~/features/bookings/schema'
import { answer, expectedVersion, jsonApi, readBody, refuse, refuseFor, signedIn, versionTag } from '~/platform/json-api'

export const loader = jsonApi({
  POST: async ({ request, params }) => {
    const now = new Date()
    const actor = signedIn(request, await apiActor(request), ['decide'])
    const version = expectedVersion(request)
    const input = await readBody(request, decisionInput)
    const seen = await getBooking(actor, params.id ?? '', now)
    if (!seen) return refuse(request, 'not_found')
    const outcome = await decideBooking(actor, seen.id, input, { version, now })
    if (!outcome.ok) return refuseFor(request, outcome.problems, { timeZone: seen.items[0]?.resource.timeZone })
    const booking = (await getBooking(actor, seen.id, now)) ?? seen
    return answer(bookingJson(booking), { headers: { ETag: versionTag(booking.version) } })
  },
})
export const action = loader
