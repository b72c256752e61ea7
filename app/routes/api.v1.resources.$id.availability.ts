import { apiActor } from '~/features/auth/api-actor.server'
import { getResource } from '~/features/catalogue/queries.server'
import { availability } from '~/features/finder/availability.server'
import { availabilityJson, availabilityPeriod, availabilityQuery } from '~/features/finder/representation.server'
import { answer, anyone, jsonApi, readQuery, refuse, refuseFor } from '~/platform/json-api'

export const loader = jsonApi({
  GET: async ({ request, params }) => {
    const now = new Date()
    const actor = anyone(request, await apiActor(request))
    const query = readQuery(request, availabilityQuery)
    const resource = await getResource(params.id ?? '', actor)
    if (!resource) return refuse(request, 'not_found')
    const { timeZone } = resource.campus
    const { period, problems } = availabilityPeriod(query, timeZone, now)
    if (problems.length > 0) return refuseFor(request, problems, { timeZone })
    const found = await availability(resource.id, period.start, period.end, now)
    return found ? answer(availabilityJson({ id: resource.id, timeZone }, period, found)) : refuse(request, 'not_found')
  },
})
export const action = loader
