import { apiActor } from '~/features/auth/api-actor.server'
import { getBooking } from '~/features/bookings/queries.server'
import { bookingJson } from '~/features/bookings/representation.server'
import { acceptOffer } from '~/features/bookings/waits/accept.server'
import { getWait } from '~/features/bookings/waits/queries.server'
import { acceptBody } from '~/features/bookings/waits/schema'
import { answer, jsonApi, readBody, refuse, refuseFor, signedIn, versionTag } from '~/platform/json-api'
import { apiPaths } from '~/platform/paths'

export const loader = jsonApi({
  POST: async ({ request, params }) => {
    const now = new Date()
    const actor = signedIn(request, await apiActor(request), ['book'])
    const wait = await getWait(actor, params.id ?? '', now)
    if (!wait) return refuse(request, 'not_found')
    const { answers } = await readBody(request, acceptBody)
    const outcome = await acceptOffer(actor, wait.id, now, answers)
    if (!outcome.ok) return refuseFor(request, outcome.problems, { timeZone: wait.resource.campus.timeZone })
    const booking = await getBooking(actor, outcome.value.id, now)
    if (!booking) return refuse(request, 'not_found')
    return answer(bookingJson(booking), { headers: { Location: apiPaths.booking(booking.id), ETag: versionTag(booking.version) } })
  },
})
export const action = loader
