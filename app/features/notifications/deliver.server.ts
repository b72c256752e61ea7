import type { Mail } from '#emails/compose'
import type { MailOrder } from '~/features/jobs/schema'
import { composeAccountMail } from '~/features/notifications/compose-account.server'
import { composeBookingMail, type Letter } from '~/features/notifications/compose-booking.server'
import { composeGroupMail } from '~/features/notifications/compose-group.server'
import { composeEnquiryMail, composeNotice } from '~/features/notifications/compose-notice.server'
import { composeOrderMail } from '~/features/notifications/compose-order.server'
import { composeRightMail } from '~/features/notifications/compose-right.server'
import { composeTrainingMail } from '~/features/notifications/compose-training.server'
import { composeSeriesMail } from '~/features/notifications/compose-series.server'
import { type Addressee, findAddressee, findAsker, findRecipient } from '~/features/notifications/recipient.server'
import { db, transaction } from '~/platform/db.server'
import { env } from '~/platform/env.server'
import { log } from '~/platform/log.server'
import { type MailAnswer, mailRoute, type OutgoingMail, sendBySmtp } from '~/platform/mail.server'

/** A mail server that is away may be so for a long weekend; then somebody has to look. */
const PATIENCE_MS = 4 * 86_400_000

let hasComplained = false

/**
 * Sends one mail to one person. The row of its key is what makes a repeat the same mail: it has the same
 * Message-ID, and what was sent is not sent again. A temporary failure throws, so that the job comes back.
 */
export async function deliver(order: MailOrder, now: Date): Promise<void> {
  const known = await db.mailDelivery.findUnique({ where: { key: order.key }, select: { status: true } })
  if (known !== null && known.status !== 'queued') return
  const to = await addresseeOf(order)
  const letter = to && (await compose(order, to, now))
  if (!to || !letter) {
    await db.mailDelivery.deleteMany({ where: { key: order.key, status: 'queued' } })
    return
  }
  const route = mailRoute()
  const { id, queuedAt } = await writeDown(order, to, letter.mail, { isTry: route !== 'nowhere', now })
  const mail: OutgoingMail = {
    ...letter.mail,
    to: to.email,
    invitations: letter.invitations,
    messageId: `<${id}@${new URL(env.BASE_URL).hostname}>`,
  }
  if (route === 'nowhere') return complainOnce()
  if (route === 'mailbox') return putIntoMailbox(id, mail, now)
  const answer = await sendBySmtp(mail)
  const isOver = answer.kind === 'delayed' && now.getTime() - queuedAt.getTime() > PATIENCE_MS
  await close(id, isOver ? { ...answer, kind: 'refused' } : answer)
  if (answer.kind === 'delayed' && !isOver) throw new Error(`The mail server did not take it yet: ${answer.answer}`)
}

async function compose(order: MailOrder, to: Addressee, now: Date): Promise<Letter | null> {
  if ('groupId' in order) return letterOf(await composeGroupMail(order, to, now))
  if ('enquiryId' in order) return letterOf(await composeEnquiryMail(order, to.locale, now))
  if (to.id === null) return null
  if ('about' in order) return composeBookingMail(order, to, now)
  if ('series' in order) return composeSeriesMail(order, to, now)
  if ('rightId' in order) return letterOf(await composeRightMail(order, { ...to, id: to.id }, now))
  if ('orderId' in order) return letterOf(await composeOrderMail(order, to, now))
  if ('recordId' in order) return letterOf(await composeTrainingMail(order, to, now))
  return letterOf('subjectId' in order ? await composeNotice(order, to, now) : await composeAccountMail(order, to, now))
}

const letterOf = (mail: Mail | null): Letter | null => mail && { mail, invitations: [] }

async function addresseeOf(order: MailOrder): Promise<Addressee | null> {
  if ('enquiryId' in order) return findAsker(order.enquiryId)
  if (order.personId !== null) return findRecipient(order.personId, { isOldAddress: order.kind === 'account-merged' })
  return findAddressee('email' in order ? (order.email ?? '') : '')
}

function subjectOf(order: MailOrder, to: Addressee): { subjectKind: string; subjectId: string | null } {
  if ('about' in order) return { subjectKind: 'booking', subjectId: order.about.bookingId }
  if ('series' in order) return { subjectKind: 'series', subjectId: order.series.seriesId }
  if ('orderId' in order) return { subjectKind: 'test_order', subjectId: order.orderId }
  if ('groupId' in order) return { subjectKind: 'group', subjectId: order.groupId }
  if ('enquiryId' in order) return { subjectKind: 'enquiry', subjectId: order.enquiryId }
  return { subjectKind: 'person', subjectId: to.id }
}

async function writeDown(
  order: MailOrder, to: Addressee, { subject }: Mail, { isTry, now }: { isTry: boolean; now: Date },
): Promise<{ id: string; queuedAt: Date }> {
  const tried = isTry ? { triedAt: now } : {}
  return db.mailDelivery.upsert({
    where: { key: order.key },
    create: {
      key: order.key, kind: order.kind, personId: to.id, to: to.email, subject, ...subjectOf(order, to),
      payload: JSON.parse(JSON.stringify(order)), queuedAt: now, attempts: isTry ? 1 : 0, ...tried,
    },
    update: { to: to.email, subject, ...tried, ...(isTry ? { attempts: { increment: 1 } } : {}) },
    select: { id: true, queuedAt: true },
  })
}

async function close(id: string, { kind, answer }: MailAnswer): Promise<void> {
  await db.mailDelivery.update({
    where: { id },
    data: {
      answer,
      ...(kind === 'delayed' ? {} : { status: kind }),
      ...(kind === 'sent' ? { sentAt: new Date() } : {}),
    },
    select: { id: true },
  })
  if (kind === 'refused') log.warn('a mail was refused', { mail: id, answer })
}

/** The demo's own post: shown once, whatever happens to the job. */
async function putIntoMailbox(id: string, mail: OutgoingMail, now: Date): Promise<void> {
  const { messageId, to, subject, html, text, invitations } = mail
  const icalendar = invitations.length === 0 ? null : invitations.map((each) => each.text).join('')
  await transaction(async (tx) => {
    await tx.mailboxMessage.createMany({
      data: [{ messageId, to, subject, html, text, icalendar, at: now }],
      skipDuplicates: true,
    })
    await tx.mailDelivery.update({ where: { id }, data: { status: 'sent', sentAt: now }, select: { id: true } })
  })
}

function complainOnce(): void {
  if (!hasComplained) log.error('mail waits: set SMTP_URL to the address of a mail server; what is queued is sent then')
  hasComplained = true
}
