import { apiActor } from '~/features/auth/api-actor.server'
import { checkBooking } from '~/features/bookings/create.server'
import { checkBody, verdictJson } from '~/features/bookings/representation.server'
import { resourceBasics } from '~/features/catalogue/queries.server'
import { answer, jsonApi, problemWriter, readBody, signedIn } from '~/platform/json-api'

export const loader = jsonApi({
  POST: async ({ request }) => {
    const actor = signedIn(request, await apiActor(request), ['read', 'book'])
    const input = await readBody(request, checkBody)
    const outcome = await checkBooking(actor, input, new Date())
    const problems = outcome.ok ? outcome.value.problems : outcome.problems
    const resourceId = input.items[0]?.resourceId ?? ''
    const basics = problems.length > 0 ? (await resourceBasics([resourceId])).get(resourceId) : null
    const worded = problems.map(problemWriter(request, basics?.campus.timeZone))
    return answer(verdictJson(outcome.ok ? outcome.value : null, worded))
  },
})
export const action = loader
