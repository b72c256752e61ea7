import type { Actor } from '~/domain/access/permission'
import { apiActor } from '~/features/auth/api-actor.server'
import { dropAlert } from '~/features/bookings/waits/drop-alert.server'
import { keepAlert } from '~/features/bookings/waits/keep-alert.server'
import { ownAlert } from '~/features/bookings/waits/queries.server'
import { alertBody, alertJson } from '~/features/bookings/waits/representation.server'
import { getResource } from '~/features/catalogue/queries.server'
import { answer, jsonApi, readBody, refuse, refuseFor, signedIn } from '~/platform/json-api'

/** Word of freed time of one resource, under the resource's id. */
export const loader = jsonApi({
  PUT: async ({ request, params }) => {
    const actor = signedIn(request, await apiActor(request), ['book'])
    const id = await resourceId(request, actor, params.id)
    const outcome = await keepAlert(actor, id, await readBody(request, alertBody))
    if (!outcome.ok) return refuseFor(request, outcome.problems)
    const alert = await ownAlert(actor, id)
    return alert ? answer(alertJson(alert)) : refuse(request, 'not_found')
  },
  DELETE: async ({ request, params }) => {
    const actor = signedIn(request, await apiActor(request), ['book'])
    const id = await resourceId(request, actor, params.id)
    await dropAlert(actor, id)
    return new Response(null, { status: 204, headers: { 'Cache-Control': 'no-store' } })
  },
})
export const action = loader

async function resourceId(request: Request, actor: Actor, id = ''): Promise<string> {
  const resource = await getResource(id.replaceAll('\0', ''), actor)
  if (resource === null) throw refuse(request, 'not_found')
  return resource.id
}
