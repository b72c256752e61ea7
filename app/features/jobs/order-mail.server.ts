import { randomUUID } from 'node:crypto'
import type { AccountMailOrder, MailOrder } from '~/features/jobs/schema'
import type { Tx } from '~/platform/db.server'
import { addJobs } from '~/platform/jobs.server'

/** Never reached: how long a mail is tried is a matter of days, see features/notifications. */
const ATTEMPTS = 5_000

/**
 * Orders a mail in the transaction of the command; the same key is the same mail. Mails go out one after
 * another, so that a slow mail server holds up mail and nothing else; those for which somebody waits at a
 * sign-in page do not stand behind those about bookings or behind a faculty that is invited.
 */
export async function orderMail(tx: Tx, order: MailOrder): Promise<void> {
  await orderMails(tx, [order])
}

/** The same for many, in one statement. */
export async function orderMails(tx: Tx, orders: readonly MailOrder[]): Promise<void> {
  await addJobs(tx, 'mail', orders.map((order) => ({
    payload: order, options: { key: `mail:${order.key}`, queue: queueOf(order), maxAttempts: ATTEMPTS },
  })))
}

const queueOf = (order: MailOrder) => ('about' in order || 'series' in order || 'orderId' in order || order.kind === 'invited' ? 'mail' : 'account-mail')

/** Orders a mail about an account; each is a mail of its own. */
export async function orderAccountMail(tx: Tx, order: Omit<AccountMailOrder, 'key'>): Promise<void> {
  await orderMail(tx, { ...order, key: `${order.kind}:${order.personId}:${randomUUID()}` })
}

/** Tells the address of an account that was merged into another where to sign in; each asking is a mail of its own. */
export async function tellOfMerge(tx: Tx, personId: string): Promise<void> {
  await orderMail(tx, { key: `account-merged:${personId}:${randomUUID()}`, kind: 'account-merged', personId, subjectId: personId })
}
