import { type Actor, can } from '~/domain/access/permission'
import type { MailKind } from '~/features/jobs/schema'
import { db } from '~/platform/db.server'
import type { MailStatus } from '~/platform/generated/prisma/client'

export type DeliveryRow = {
  id: string
  kind: MailKind
  to: string
  subject: string
  status: MailStatus
  attempts: number
  /** The mail server's last words. */
  answer: string | null
  queuedAt: Date
  sentAt: Date | null
}

export type DeliveryPage = { items: DeliveryRow[]; counts: Record<MailStatus, number>; pages: number }

const PAGE = 50

/** What became of the mail, newest first, for those who look after it. */
export async function listDeliveries(
  actor: Actor,
  filter: { status: MailStatus | null; to: string; page: number },
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
      select: { id: true, kind: true, to: true, subject: true, status: true, attempts: true, answer: true, queuedAt: true, sentAt: true },
    }),
    db.mailDelivery.groupBy({ by: ['status'], where: to, _count: { _all: true } }),
  ])
  for (const { status, _count } of groups) counts[status] = _count._all
  const total = filter.status ? counts[filter.status] : counts.queued + counts.sent + counts.refused
  const items = rows.map((row) => ({ ...row, kind: row.kind as MailKind }))
  return { items, counts, pages: Math.max(1, Math.ceil(total / PAGE)) }
}
