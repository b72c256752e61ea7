import { apiActor } from '~/features/auth/api-actor.server'
import { questionSetJson } from '~/features/bookings/answer-files/representation.server'
import { getResource } from '~/features/catalogue/queries.server'
import { currentQuestions } from '~/features/scheduling/questions/queries.server'
import { answer, jsonApi, refuse, signedIn } from '~/platform/json-api'

/** What a resource asks of those who book it. */
export const loader = jsonApi({
  GET: async ({ request, params }) => {
    const actor = signedIn(request, await apiActor(request), ['read'])
    const resource = await getResource(params.id ?? '', actor)
    return resource ? answer(questionSetJson(await currentQuestions(resource.id))) : refuse(request, 'not_found')
  },
})
export const action = loader
