import { apiActor } from '~/features/auth/api-actor.server'
import { releasePart } from '~/features/bookings/parts/release.server'
import { releaseInput } from '~/features/bookings/parts/schema'
import { getBooking } from '~/features/bookings/queries.server'
import { bookingJson } from '~/features/bookings/representation.server'
import { answer, expectedVersion, jsonApi, readBody, refuse, refuseFor, signedIn, versionTag } from '~/platform/json-api'

export const loader = jsonApi({
  POST: async ({ request, params }) => {
    const now = new Date()
    const actor = signedIn(request, await apiActor(request), ['book'])
    const { startsAt, endsAt } = await readBody(request, releaseInput)
    const seen = await getBooking(actor, params.id ?? '', now)
    if (!seen) return refuse(request, 'not_found')
    const outcome = await releasePart(actor, seen.id, { given: { start: startsAt, end: endsAt }, version: expectedVersion(request) }, now)
    if (!outcome.ok) return refuseFor(request, outcome.problems, { timeZone: seen.items[0]?.resource.timeZone })
    const booking = (await getBooking(actor, seen.id, now)) ?? seen
    return answer({ ...bookingJson(booking), restId: outcome.value.restId }, { headers: { ETag: versionTag(booking.version) } })
  },
})
export const action = loader
