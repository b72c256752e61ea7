import { db } from '~/platform/db.server'

/**
 * Writes down what time has done: lapsed requests expire, past bookings are assumed completed. Nothing
 * waits for it, since readers and commands judge by time themselves; it keeps the rows in step.
 * Gives the number of bookings completed; call again while it is not zero.
 */
export async function settleBookings(now: Date): Promise<number> {
  const [row] = await db.$queryRaw<{ settled: number }[]>`SELECT settle_bookings(${now}::timestamptz) AS settled`
  return row?.settled ?? 0
}
