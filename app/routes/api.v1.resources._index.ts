import { apiActor } from '~/features/auth/api-actor.server'
import { resourceJson } from '~/features/catalogue/representation.server'
import { freeProblems, resourcesQuery, searchParamsOf } from '~/features/finder/representation.server'
import { parseSearch } from '~/features/finder/schema'
import { searchResources } from '~/features/finder/search.server'
import { defaultTimeZone, localeOfRequest } from '~/i18n/locale'
import { answer, anyone, jsonApi, readQuery, refuseFor, signedIn } from '~/platform/json-api'

export const loader = jsonApi({
  GET: async ({ request }) => {
    const now = new Date()
    const caller = await apiActor(request)
    const query = readQuery(request, resourcesQuery)
    const actor = query.usable === undefined ? anyone(request, caller) : signedIn(request, caller, ['read'])
    const problems = freeProblems(query, now, defaultTimeZone)
    if (problems.length > 0) return refuseFor(request, problems)
    const search = parseSearch(searchParamsOf(query), now, defaultTimeZone)
    const found = await searchResources({ ...search, actor, locale: localeOfRequest(request), now })
    return answer({
      items: found.items.map(resourceJson),
      nextCursor: found.nextCursor,
      total: found.total,
      similar: found.similar,
    })
  },
})
export const action = loader
