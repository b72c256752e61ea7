import { apiActor } from '~/features/auth/api-actor.server'
import { slotsOf } from '~/features/finder/slots/queries.server'
import { cursorOfPage, foundJson, pageOfCursor, slotsJson, slotsQuery, slotWindow } from '~/features/finder/slots/representation.server'
import { SLOTS_A_PAGE } from '~/features/finder/slots/schema'
import { searchSlots } from '~/features/finder/slots/search.server'
import { defaultTimeZone } from '~/i18n/locale'
import { answer, anyone, jsonApi, readQuery, refuse, refuseFor } from '~/platform/json-api'

export const loader = jsonApi({
  GET: async ({ request }) => {
    const now = new Date()
    const actor = anyone(request, await apiActor(request))
    const query = readQuery(request, slotsQuery)
    const { window, problems } = slotWindow(query, defaultTimeZone, now)
    if (problems.length > 0) return refuseFor(request, problems)
    const { minutes, mode = null, limit = SLOTS_A_PAGE } = query
    if (query.resource !== undefined) {
      const [one] = await slotsOf(actor, [query.resource], { minutes, window, count: limit, mode }, now)
      return one ? answer({ items: slotsJson(one), nextCursor: null, searched: 1, free: one.slots.length > 0 ? 1 : 0 }) : refuse(request, 'not_found')
    }
    const page = pageOfCursor(query.cursor)
    const found = await searchSlots(actor, {
      q: query.q ?? '', kind: query.kind ?? [], city: query.city ?? [], campus: query.campus ?? [], university: query.university ?? [], mode,
      minutes, window, isUsable: query.usable ?? false, sort: query.sort ?? 'earliest', near: query.near ?? null, page, limit,
    }, now)
    return answer({
      items: found.items.map(foundJson),
      nextCursor: found.hasMore ? cursorOfPage(page + 1) : null,
      searched: found.searched,
      free: found.free,
    })
  },
})
export const action = loader
