import { tellNextUsers } from '~/features/usage/overdue/tell-next.server'
import { settleUses } from '~/features/usage/settle.server'
import type { Tasks } from '~/platform/jobs.server'

const DAY_MS = 86_400_000
/** Every minute looks so far back; once a day what was missed is found. */
const RECENT_DAYS = 2
const LATE_DAYS = 60

export const tasks: Tasks = {
  'settle-uses': async (_payload, { now, signal }) => {
    await settleUses(now, new Date(now.getTime() - RECENT_DAYS * DAY_MS), signal)
  },
  'tell-next-users': async (_payload, { now }) => {
    await tellNextUsers(now)
  },
  'settle-old-uses': async (_payload, { now, signal }) => {
    await settleUses(now, new Date(now.getTime() - LATE_DAYS * DAY_MS), signal)
  },
}

export const cron = `
* * * * * settle-uses ?jobKey=settle-uses&max=3
* * * * * tell-next-users ?jobKey=tell-next-users&max=3
27 19 * * * settle-old-uses ?jobKey=settle-old-uses&max=3`
