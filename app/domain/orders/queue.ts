import type { OrderStatus } from './states'

export type QueuedOrder = {
  id: string
  status: OrderStatus
  /** When its samples came; an order without them stands behind those that have. */
  receivedAt: Date | null
  askedAt: Date
  /** When its run begins; null: not on the calendar yet. */
  runStartsAt: Date | null
}

const WAITS: readonly OrderStatus[] = ['asked', 'accepted', 'received', 'queued']

/** The waiting orders of a resource in the order in which they are expected: by run, then by samples, then by asking. */
export function queueOf(orders: readonly QueuedOrder[]): QueuedOrder[] {
  const time = (at: Date | null) => at?.getTime() ?? Number.MAX_SAFE_INTEGER
  return orders
    .filter(({ status }) => WAITS.includes(status))
    .toSorted(
      (a, b) =>
        time(a.runStartsAt) - time(b.runStartsAt) || time(a.receivedAt) - time(b.receivedAt) ||
        a.askedAt.getTime() - b.askedAt.getTime() || (a.id < b.id ? -1 : 1),
    )
}

/** How many stand before it; null: it does not wait. */
export function placeInQueue(orders: readonly QueuedOrder[], id: string): number | null {
  const at = queueOf(orders).findIndex((each) => each.id === id)
  return at < 0 ? null : at
}

/** Fewer tell nothing of what is usual. */
export const LEAST_TURNAROUNDS = 3

/** The usual time from the samples' arrival to the result, in seconds: the median; null when there are too few. */
export function usualTurnaround(past: readonly { receivedAt: Date; readyAt: Date }[]): number | null {
  if (past.length < LEAST_TURNAROUNDS) return null
  const sorted = past.map(({ receivedAt, readyAt }) => Math.max(0, Math.floor((readyAt.getTime() - receivedAt.getTime()) / 1000))).toSorted((a, b) => a - b)
  const middle = sorted.length >> 1
  return sorted.length % 2 === 1 ? sorted[middle]! : Math.floor((sorted[middle - 1]! + sorted[middle]!) / 2)
}
