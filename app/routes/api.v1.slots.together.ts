import { problem } from '~/domain/problem'
import { apiActor } from '~/features/auth/api-actor.server'
import { slotsTogether } from '~/features/finder/slots/queries.server'
import { jointQuery, planJson, slotWindow } from '~/features/finder/slots/representation.server'
import { SLOTS_A_PAGE } from '~/features/finder/slots/schema'
import { defaultTimeZone } from '~/i18n/locale'
import { answer, anyone, jsonApi, readQuery, refuseFor } from '~/platform/json-api'

export const loader = jsonApi({
  GET: async ({ request }) => {
    const now = new Date()
    const actor = anyone(request, await apiActor(request))
    const query = readQuery(request, jointQuery)
    const { window, problems } = slotWindow(query, defaultTimeZone, now)
    if (problems.length > 0) return refuseFor(request, problems)
    // One length holds for all of them.
    const parts = query.resource.map((resourceId, at) => ({ resourceId, minutes: query.minutes[at] ?? query.minutes.at(-1)! }))
    const found = await slotsTogether(actor, { parts, window, maxGapMinutes: query.maxGapMinutes, count: query.limit ?? SLOTS_A_PAGE }, now)
    if (found.missing.length > 0) return refuseFor(request, found.missing.map((id) => problem('resource_unknown', { id })))
    return answer({ items: found.plans.map(planJson), nextCursor: null })
  },
})
export const action = loader
