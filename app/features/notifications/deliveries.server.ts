import { type Actor, can } from '~/domain/access/permission'
import type { DeliveryStatus } from '~/features/notifications/schema'
import { db } from '~/platform/db.server'

export type DeliveryRow = {
  id: string
  to: string
  subject: string
  status: DeliveryStatus
  attempts: number
  /** The mail server's last words. */
  answer: string | null
  queuedAt: Date
  sentAt: Date | null
}

export type DeliveryPage = { items: DeliveryRow[]; counts: Record<DeliveryStatus, number>; pages: number }

const PAGE = 50

/** What became of the mail, newest first, for those who look after it. */
export async function listDeliveries(
  actor: Actor,
  filter: { status: DeliveryStatus | null; to: string; page: number },
): Promise<DeliveryPage> {
  const counts = { queued: 0, sent: 0, refused: 0 }
  if (!can(actor, 'manage:mail', {})) return { items: [], counts, pages: 1 }
  const to = filter.to === '' ? {} : { to: { contains: filter.to.toLowerCase() } }
  const where = { ...to, ...(filter.status ? { status: filter.status } : {}) }
  const [rows, groups] = await Promise.all([
    db.mailDelivery.findMany({
      where,
      orderBy: [{ queuedAt: 'desc' }, { id: 'asc' }],
      skip: (filter.page - 1) * PAGE,
      take: PAGE,
      select: { id: true, to: true, subject: true, status: true, attempts: true, answer: true, queuedAt: true, sentAt: true },
    }),
    db.mailDelivery.groupBy({ by: ['status'], where: to, _count: true }),
  ])
  for (const { status, _count } of groups) counts[status] = _count
  const total = filter.status ? counts[filter.status] : counts.queued + counts.sent + counts.refused
  return { items: rows, counts, pages: Math.max(1, Math.ceil(total / PAGE)) }
}
