import { deviceActor } from '~/features/usage/devices/device-actor.server'
import { labSessions } from '~/features/usage/kiosk/sessions.server'
import { sessionJson } from '~/features/usage/representation.server'
import { answer, jsonApi, signedIn } from '~/platform/json-api'

/** The sessions of a device's lab: names and times. */
export const loader = jsonApi({
  GET: async ({ request }) => {
    const now = new Date()
    const device = signedIn(request, await deviceActor(request, now), ['use'])
    const { timeZone, items } = await labSessions(device.labId, now)
    return answer({ now: now.toISOString(), timeZone, items: items.map(sessionJson) })
  },
})
export const action = loader
