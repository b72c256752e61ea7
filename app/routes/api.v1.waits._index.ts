import { apiActor } from '~/features/auth/api-actor.server'
import { checkBody } from '~/features/bookings/representation.server'
import { joinWaits } from '~/features/bookings/waits/join.server'
import { getWait, ownWaits } from '~/features/bookings/waits/queries.server'
import { waitJson } from '~/features/bookings/waits/representation.server'
import { withoutOthers } from '~/features/bookings/waits/schema'
import { resourceBasics } from '~/features/catalogue/queries.server'
import { answer, jsonApi, readBody, refuse, refuseFor, signedIn, versionTag } from '~/platform/json-api'
import { apiPaths } from '~/platform/paths'

export const loader = jsonApi({
  GET: async ({ request }) => {
    const actor = signedIn(request, await apiActor(request), ['read'])
    const { open, ended } = await ownWaits(actor, new Date())
    return answer({ items: [...open, ...ended].map(waitJson), nextCursor: null })
  },

  POST: async ({ request }) => {
    const now = new Date()
    const actor = signedIn(request, await apiActor(request), ['book'])
    const input = await readBody(request, checkBody)
    const outcome = await joinWaits(actor, withoutOthers(input), now)
    if (!outcome.ok) {
      const resourceId = input.items[0]?.resourceId ?? ''
      const basics = (await resourceBasics([resourceId])).get(resourceId)
      return refuseFor(request, outcome.problems, { timeZone: basics?.campus.timeZone })
    }
    const wait = await getWait(actor, outcome.value.id, now)
    if (!wait) return refuse(request, 'not_found')
    return answer(waitJson(wait), { status: 201, headers: { Location: apiPaths.wait(wait.id), ETag: versionTag(wait.version) } })
  },
})
export const action = loader
