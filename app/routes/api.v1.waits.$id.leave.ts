import { apiActor } from '~/features/auth/api-actor.server'
import { leaveWait } from '~/features/bookings/waits/leave.server'
import { getWait } from '~/features/bookings/waits/queries.server'
import { waitJson } from '~/features/bookings/waits/representation.server'
import { answer, jsonApi, refuse, refuseFor, signedIn, versionTag } from '~/platform/json-api'

export const loader = jsonApi({
  POST: async ({ request, params }) => {
    const now = new Date()
    const actor = signedIn(request, await apiActor(request), ['book'])
    const seen = await getWait(actor, params.id ?? '', now)
    if (!seen) return refuse(request, 'not_found')
    const outcome = await leaveWait(actor, seen.id, now)
    if (!outcome.ok) return refuseFor(request, outcome.problems, { timeZone: seen.resource.campus.timeZone })
    const wait = (await getWait(actor, seen.id, now)) ?? seen
    return answer(waitJson(wait), { headers: { ETag: versionTag(wait.version) } })
  },
})
export const action = loader
