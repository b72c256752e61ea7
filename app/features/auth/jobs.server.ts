import { db } from '~/platform/db.server'
import type { Tasks } from '~/platform/jobs.server'

/** A spent link is kept for a while, so that it can say that it is spent. */
const LINK_DAYS = 14

export const tasks: Tasks = {
  'forget-sessions-and-links': async (_payload, { now }) => {
    const before = new Date(now.getTime() - LINK_DAYS * 86_400_000)
    await db.session.deleteMany({ where: { expiresAt: { lt: now } } })
    await db.oneTimeToken.deleteMany({ where: { expiresAt: { lt: before } } })
  },
}

export const cron = `
7 19 * * * forget-sessions-and-links ?jobKey=forget-sessions-and-links&max=3`
