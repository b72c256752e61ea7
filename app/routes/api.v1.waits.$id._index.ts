import { apiActor } from '~/features/auth/api-actor.server'
import { getWait } from '~/features/bookings/waits/queries.server'
import { waitJson } from '~/features/bookings/waits/representation.server'
import { answer, jsonApi, refuse, signedIn, versionTag } from '~/platform/json-api'

export const loader = jsonApi({
  GET: async ({ request, params }) => {
    const actor = signedIn(request, await apiActor(request), ['read'])
    const wait = await getWait(actor, params.id ?? '', new Date())
    if (!wait) return refuse(request, 'not_found')
    return answer(waitJson(wait), { headers: { ETag: versionTag(wait.version) } })
  },
})
export const action = loader
