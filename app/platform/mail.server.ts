import { createTransport, type Transporter } from 'nodemailer'
import { db } from '~/platform/db.server'
import { env } from '~/platform/env.server'
import { log } from '~/platform/log.server'

export type OutgoingMail = { to: string; subject: string; html: string; text: string }

let transporter: Transporter | undefined

/**
 * Hands the mail to the server of SMTP_URL. Without one it lands in the demo's mailbox page; where
 * there is neither, the log says loudly that nobody will receive it, and why.
 */
export async function sendMail(mail: OutgoingMail): Promise<void> {
  if (env.SMTP_URL !== undefined) {
    transporter ??= createTransport(env.SMTP_URL)
    await transporter.sendMail({ from: env.MAIL_FROM, ...mail })
    return
  }
  if (env.DEMO) {
    await db.mailboxMessage.create({ data: mail, select: { id: true } })
    return
  }
  log.warn('mail not sent: set SMTP_URL to the address of a mail server', {
    to: mail.to,
    subject: mail.subject,
  })
}
