import { forgetAnswerFiles } from '~/features/bookings/answer-files/forget.server'
import { db } from '~/platform/db.server'
import type { Tasks } from '~/platform/jobs.server'

/** A repeat of a submission is recognised for so long. */
const KEY_DAYS = 30
/** Every minute looks so far back; once a day all that was missed is found. */
const RECENT_DAYS = 3

export const tasks: Tasks = {
  'settle-bookings': async (_payload, { now, signal }) => {
    const since = new Date(now.getTime() - RECENT_DAYS * 86_400_000)
    while (!signal.aborted && (await settleBookings(now, since)) > 0);
  },
  'settle-old-bookings': async (_payload, { now, signal }) => {
    while (!signal.aborted && (await settleBookings(now)) > 0);
  },
  'forget-submissions': async (_payload, { now }) => {
    const before = new Date(now.getTime() - KEY_DAYS * 86_400_000)
    await db.idempotencyKey.deleteMany({ where: { createdAt: { lt: before } } })
  },
  'forget-answer-files': async (_payload, { now }) => {
    await forgetAnswerFiles(now)
  },
}

export const cron = `
* * * * * settle-bookings ?jobKey=settle-bookings&max=3
7 19 * * * settle-old-bookings ?jobKey=settle-old-bookings&max=3
17 19 * * * forget-submissions ?jobKey=forget-submissions&max=3
27 19 * * * forget-answer-files ?jobKey=forget-answer-files&max=3`

/**
 * Writes down what time has done: lapsed requests expire, past bookings are assumed completed. Nothing
 * waits for it, since readers and commands judge by time themselves; it keeps the rows in step.
 * Looks at what ended after `since`, or at everything. Gives the number of bookings completed; call
 * again while it is not zero.
 */
export async function settleBookings(now: Date, since: Date | null = null): Promise<number> {
  const [row] = await db.$queryRaw<{ settled: number }[]>`
    SELECT settle_bookings(${now}::timestamptz, coalesce(${since}::timestamptz, '-infinity')) AS settled`
  return row?.settled ?? 0
}
