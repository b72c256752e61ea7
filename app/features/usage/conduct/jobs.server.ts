import { deriveForAll, tellEnded } from '~/features/usage/conduct/derive.server'
import type { Tasks } from '~/platform/jobs.server'

const DAY_MS = 86_400_000
/** Longer than any finding counts. */
const LOOK_BACK_DAYS = 3660

export const tasks: Tasks = {
  'derive-conduct': async (_payload, { now, signal }) => {
    await deriveForAll(now, new Date(now.getTime() - LOOK_BACK_DAYS * DAY_MS), signal)
  },
  'tell-of-ended-conduct': async (_payload, { now }) => {
    await tellEnded(now)
  },
}

export const cron = `
41 19 * * * derive-conduct ?jobKey=derive-conduct&max=3
*/10 * * * * tell-of-ended-conduct ?jobKey=tell-of-ended-conduct&max=3`
