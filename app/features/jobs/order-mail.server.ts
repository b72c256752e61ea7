import { randomUUID } from 'node:crypto'
import type { AccountMailOrder, MailOrder } from '~/features/jobs/schema'
import type { Tx } from '~/platform/db.server'
import { addJob } from '~/platform/jobs.server'

/** Never reached: how long a mail is tried is a matter of days, see features/notifications. */
const ATTEMPTS = 5_000

/**
 * Orders a mail in the transaction of the command; the same key is the same mail. Mails go out one after
 * another, so that a slow mail server holds up mail and nothing else; those for which somebody waits at a
 * sign-in page do not stand behind those about bookings.
 */
export async function orderMail(tx: Tx, order: MailOrder): Promise<void> {
  const queue = 'about' in order || 'series' in order ? 'mail' : 'account-mail'
  await addJob(tx, 'mail', order, { key: `mail:${order.key}`, queue, maxAttempts: ATTEMPTS })
}

/** Orders a mail about an account; each is a mail of its own. */
export async function orderAccountMail(tx: Tx, order: Omit<AccountMailOrder, 'key'>): Promise<void> {
  await orderMail(tx, { ...order, key: `${order.kind}:${order.personId}:${randomUUID()}` })
}
