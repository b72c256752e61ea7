import { deviceActor } from '~/features/usage/devices/device-actor.server'
import { syncedJson } from '~/features/usage/representation.server'
import { deviceSyncSchema } from '~/features/usage/schema'
import { syncDevice } from '~/features/usage/sync.server'
import { answer, jsonApi, problemWriter, readBody, refuseFor, signedIn } from '~/platform/json-api'

/** What a tablet, a meter or a login agent of a lab tells, in any number of tries. */
export const loader = jsonApi({
  POST: async ({ request }) => {
    const now = new Date()
    const device = signedIn(request, await deviceActor(request, now), ['use'])
    const input = await readBody(request, deviceSyncSchema)
    const outcome = await syncDevice(device.actor, { ...input, deviceId: device.id, source: device.kind }, now, null)
    if (!outcome.ok) return refuseFor(request, outcome.problems)
    const write = problemWriter(request)
    return answer({ receivedAt: now.toISOString(), results: outcome.value.map((each) => syncedJson(each, (problem) => write(problem).message)) })
  },
})
export const action = loader
