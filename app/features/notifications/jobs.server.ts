import { bookingEventSchema, mailOrderSchema, orderEventSchema, seriesEventSchema } from '~/features/jobs/schema'
import { orderMail } from '~/features/jobs/order-mail.server'
import { announceBooking } from '~/features/notifications/announce-booking.server'
import { announceOrder } from '~/features/notifications/announce-order.server'
import { announceSeries } from '~/features/notifications/announce-series.server'
import { deliver } from '~/features/notifications/deliver.server'
import { db, transaction } from '~/platform/db.server'
import { env } from '~/platform/env.server'
import type { Tasks } from '~/platform/jobs.server'
import { mailRoute } from '~/platform/mail.server'

const MAILBOX_DAYS = 30
/** How long the operators' list says of a mail that it was sent. */
const SENT_DAYS = 365
const AT_ONCE = 500

export const tasks: Tasks = {
  'booking-event': (payload, { now }) => announceBooking(bookingEventSchema.parse(payload), now),
  'series-event': (payload, { now }) => announceSeries(seriesEventSchema.parse(payload), now),
  'order-event': (payload, { now }) => announceOrder(orderEventSchema.parse(payload), now),
  mail: (payload, { now }) => deliver(mailOrderSchema.parse(payload), now),
  'send-waiting-mail': async () => {
    if (mailRoute() === 'nowhere') return
    await sendWaitingMail()
    await tryAgainSoon()
  },
  'forget-mail': async (_payload, { now }) => {
    const daysAgo = (days: number) => new Date(now.getTime() - days * 86_400_000)
    await db.mailDelivery.deleteMany({ where: { status: 'sent', sentAt: { lt: daysAgo(SENT_DAYS) } } })
    if (env.DEMO) await db.mailboxMessage.deleteMany({ where: { at: { lt: daysAgo(MAILBOX_DAYS) } } })
  },
}

export const cron = `
*/5 * * * * send-waiting-mail ?jobKey=send-waiting-mail&max=3
27 19 * * * forget-mail ?jobKey=forget-mail&max=3`

/** Mail that waits without a job, because there was no mail server when its turn came. Gives how many. */
export async function sendWaitingMail(): Promise<number> {
  const waiting = await db.$queryRaw<{ payload: unknown }[]>`
    SELECT d.payload FROM mail_delivery d
     WHERE d.status = 'queued'
       AND NOT EXISTS (SELECT 1 FROM graphile_worker.jobs j WHERE j.key = 'mail:' || d.key)
     ORDER BY d.queued_at LIMIT ${AT_ONCE}`
  await transaction(async (tx) => {
    for (const { payload } of waiting) {
      const order = mailOrderSchema.safeParse(payload)
      if (order.success) await orderMail(tx, order.data)
    }
  })
  return waiting.length
}

/** Pauses between tries grow up to hours; a mail server that is back should not be waited for so long. */
async function tryAgainSoon(): Promise<void> {
  await db.$executeRaw`
    SELECT graphile_worker.reschedule_jobs(array_agg(id), run_at := now()) FROM graphile_worker.jobs
     WHERE task_identifier = 'mail' AND locked_at IS NULL AND attempts > 0
       AND run_at > now() AND updated_at < now() - interval '15 minutes'
    HAVING count(*) > 0`
}
