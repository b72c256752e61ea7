import { db } from '~/platform/db.server'
import type { Tasks } from '~/platform/jobs.server'

/** A repeat of a submission is recognised for so long. */
const KEY_DAYS = 30

export const tasks: Tasks = {
  'settle-bookings': async (_payload, { now, signal }) => {
    while (!signal.aborted && (await settleBookings(now)) > 0);
  },
  'forget-submissions': async (_payload, { now }) => {
    const before = new Date(now.getTime() - KEY_DAYS * 86_400_000)
    await db.idempotencyKey.deleteMany({ where: { createdAt: { lt: before } } })
  },
}

export const cron = `
* * * * * settle-bookings ?jobKey=settle-bookings&max=3
17 19 * * * forget-submissions ?jobKey=forget-submissions&max=3`

/**
 * Writes down what time has done: lapsed requests expire, past bookings are assumed completed. Nothing
 * waits for it, since readers and commands judge by time themselves; it keeps the rows in step.
 * Gives the number of bookings completed; call again while it is not zero.
 */
export async function settleBookings(now: Date): Promise<number> {
  const [row] = await db.$queryRaw<{ settled: number }[]>`SELECT settle_bookings(${now}::timestamptz) AS settled`
  return row?.settled ?? 0
}
