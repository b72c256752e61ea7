import type { OrderStatus } from './states'

/** The longest that an order usually stands at one place; practice: an answer within a week, results within a month. */
const DECIDE_DAYS = 7
const ARRIVE_DAYS = 30
const MEASURE_DAYS = 30
const RELEASE_DAYS = 7
const SEND_BACK_DAYS = 14
const DAY_SECONDS = 86_400

export type Overdue = 'decision' | 'samples' | 'measuring' | 'result' | 'return'

export type Dated = {
  status: OrderStatus
  askedAt: Date
  /** When it came where it stands. */
  sinceAt: Date
  receivedAt: Date | null
  measuredAt: Date | null
  runEndsAt: Date | null
  /** Samples that are still to go back or to be disposed of. */
  owed: number
}

/**
 * What of an order has waited for longer than is usual; null: nothing. Measuring is late beyond twice the usual
 * time of the resource, or a month where none is known, and once its run is over by a day.
 */
export function overdueOf(order: Dated, usualSeconds: number | null, now: Date): Overdue | null {
  const since = (at: Date | null) => (at === null ? 0 : (now.getTime() - at.getTime()) / 1000)
  const measuring = usualSeconds === null ? MEASURE_DAYS * DAY_SECONDS : 2 * usualSeconds
  switch (order.status) {
    case 'asked':
      return since(order.askedAt) > DECIDE_DAYS * DAY_SECONDS ? 'decision' : null
    case 'accepted':
      return since(order.sinceAt) > ARRIVE_DAYS * DAY_SECONDS ? 'samples' : null
    case 'received':
    case 'queued':
      return since(order.runEndsAt) > DAY_SECONDS || since(order.receivedAt) > measuring ? 'measuring' : null
    case 'measured':
      return since(order.measuredAt) > RELEASE_DAYS * DAY_SECONDS ? 'result' : null
    default:
      return order.owed > 0 && since(order.sinceAt) > SEND_BACK_DAYS * DAY_SECONDS ? 'return' : null
  }
}
