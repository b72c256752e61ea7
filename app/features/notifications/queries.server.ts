import { db } from '~/platform/db.server'
import { env } from '~/platform/env.server'

export type MailboxRow = { id: string; at: Date; to: string; subject: string }

const PAGE = 30

/** Mail that the demo did not send, newest first; null outside demo mode, where there is no such page. */
export async function listMailbox(
  page: number,
  to: string,
): Promise<{ items: MailboxRow[]; total: number; pages: number } | null> {
  if (!env.DEMO) return null
  const where = to === '' ? {} : { to: { contains: to.toLowerCase() } }
  const [rows, total] = await Promise.all([
    db.mailboxMessage.findMany({
      where,
      orderBy: { id: 'desc' },
      skip: (page - 1) * PAGE,
      take: PAGE,
      select: { id: true, at: true, to: true, subject: true },
    }),
    db.mailboxMessage.count({ where }),
  ])
  const items = rows.map((row) => ({ ...row, id: row.id.toString() }))
  return { items, total, pages: Math.max(1, Math.ceil(total / PAGE)) }
}

export type MailboxLetter = MailboxRow & {
  html: string
  text: string
  /** The calendar invitation that came with it. */
  icalendar: string | null
}

export async function getMailboxLetter(id: string): Promise<MailboxLetter | null> {
  if (!env.DEMO || !/^\d{1,18}$/.test(id)) return null
  const row = await db.mailboxMessage.findUnique({ where: { id: BigInt(id) } })
  return row === null ? null : { ...row, id: row.id.toString() }
}
