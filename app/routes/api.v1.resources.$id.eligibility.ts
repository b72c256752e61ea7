import { apiActor } from '~/features/auth/api-actor.server'
import { getResource } from '~/features/catalogue/queries.server'
import { eligibilityOf } from '~/features/people/eligibility/queries.server'
import { eligibilityJson } from '~/features/people/eligibility/representation.server'
import { answer, jsonApi, refuse, signedIn } from '~/platform/json-api'

/** May I use it, with which steps left; each reason with the way to mend it. */
export const loader = jsonApi({
  GET: async ({ request, params }) => {
    const actor = signedIn(request, await apiActor(request), ['read'])
    const resource = await getResource(params.id ?? '', actor)
    if (!resource) return refuse(request, 'not_found')
    const found = (await eligibilityOf(actor, [resource.id], new Date())).get(resource.id)
    return found ? answer(eligibilityJson(resource.id, found)) : refuse(request, 'not_found')
  },
})
export const action = loader
