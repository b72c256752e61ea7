import { placeInQueue, type QueuedOrder, queueOf, usualTurnaround } from '~/domain/orders/queue'
import type { OrderStatus } from '~/domain/orders/states'
import { db } from '~/platform/db.server'

/** How orders of a resource went before: the usual time from the samples to the result, and on how many it rests. */
export type Turnaround = { usualSeconds: number | null; past: number }

/** The latest count; what was usual years ago is not usual now. */
const MOST_PAST = 50

export async function turnaroundOf(resourceId: string): Promise<Turnaround> {
  const past = await db.testOrder.findMany({
    where: { resourceId, receivedAt: { not: null }, readyAt: { not: null } }, orderBy: { readyAt: 'desc' }, take: MOST_PAST, select: { receivedAt: true, readyAt: true },
  })
  const times = past.flatMap(({ receivedAt, readyAt }) => (receivedAt && readyAt ? [{ receivedAt, readyAt }] : []))
  return { usualSeconds: usualTurnaround(times), past: times.length }
}

/** The waiting orders of a resource, in the order in which they are expected. */
export async function lineOf(resourceId: string): Promise<QueuedOrder[]> {
  const rows = await db.$queryRaw<QueuedOrder[]>`
    SELECT o.id::text, o.status::text, o.received_at AS "receivedAt", o.asked_at AS "askedAt", i.starts_at AS "runStartsAt"
      FROM test_order o LEFT JOIN booking_item i ON i.id = o.run_item_id
     WHERE o.resource_id = ${resourceId} AND o.status IN ('asked', 'accepted', 'received', 'queued')`
  return queueOf(rows)
}

export type Standing = Turnaround & { /** How many stand before it; null: it does not wait. */ before: number | null }

/** Where an order stands, and how long it usually takes. Never a time to sit in. */
export async function standingOf(order: { id: string; status: OrderStatus; resource: { id: string } }): Promise<Standing> {
  const [line, turnaround] = await Promise.all([lineOf(order.resource.id), turnaroundOf(order.resource.id)])
  return { ...turnaround, before: placeInQueue(line, order.id) }
}

export type RunChoice = { itemId: string; bookingId: string; startsAt: Date; endsAt: Date; orders: number; samples: number }

/** Runs of a resource that orders can be added to: not over yet. */
export async function openRuns(resourceId: string, now: Date): Promise<RunChoice[]> {
  return db.$queryRaw<RunChoice[]>`
    SELECT i.id::text AS "itemId", b.id::text AS "bookingId", i.starts_at AS "startsAt", i.ends_at AS "endsAt", count(DISTINCT o.id)::int AS orders, count(s.id)::int AS samples
      FROM test_order o JOIN booking_item i ON i.id = o.run_item_id JOIN booking b ON b.id = i.booking_id LEFT JOIN test_sample s ON s.order_id = o.id
     WHERE i.resource_id = ${resourceId} AND i.ends_at > ${now} AND b.status IN ('approved', 'in_use')
     GROUP BY i.id, b.id ORDER BY i.starts_at`
}

