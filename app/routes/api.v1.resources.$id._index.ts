import { apiActor } from '~/features/auth/api-actor.server'
import { getResource } from '~/features/catalogue/queries.server'
import { resourceDetailJson } from '~/features/catalogue/representation.server'
import { anyone, answer, jsonApi, refuse, versionTag } from '~/platform/json-api'

export const loader = jsonApi({
  GET: async ({ request, params }) => {
    const actor = anyone(request, await apiActor(request))
    const resource = await getResource(params.id ?? '', actor)
    if (!resource) return refuse(request, 'not_found')
    return answer(resourceDetailJson(resource), { headers: { ETag: versionTag(resource.version) } })
  },
})
export const action = loader
