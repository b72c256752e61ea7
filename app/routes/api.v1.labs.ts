import { apiActor } from '~/features/auth/api-actor.server'
import { listLabs } from '~/features/catalogue/queries.server'
import { labJson, labsQuery, labsWindow } from '~/features/catalogue/representation.server'
import { answer, anyone, jsonApi, readQuery } from '~/platform/json-api'

export const loader = jsonApi({
  GET: async ({ request }) => {
    const actor = anyone(request, await apiActor(request))
    const { filters, cut } = labsWindow(readQuery(request, labsQuery))
    const { items, nextCursor } = cut(await listLabs(filters, actor))
    return answer({ items: items.map(labJson), nextCursor })
  },
})
export const action = loader
