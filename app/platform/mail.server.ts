import { createTransport, type Transporter } from 'nodemailer'
import { env } from '~/platform/env.server'

/** A calendar file that mail programs act upon (RFC 6047). */
export type Invitation = { method: 'REQUEST' | 'CANCEL' | 'PUBLISH'; fileName: string; text: string }

export type OutgoingMail = {
  /** With angle brackets. The same for every try, so that a mail that arrives twice can be told. */
  messageId: string
  to: string
  subject: string
  html: string
  text: string
  /** The first one is an alternative of the text, all are attached. */
  invitations: readonly Invitation[]
}

export type MailAnswer = {
  kind: 'sent' | 'refused' | 'delayed'
  /** The server's own words, or what stood in the way of reaching it. */
  answer: string
}

/** Where mail goes: to the server of SMTP_URL, in the demo without one to the mailbox page, else nowhere yet. */
export const mailRoute = (): 'smtp' | 'mailbox' | 'nowhere' =>
  env.SMTP_URL !== undefined ? 'smtp' : env.DEMO ? 'mailbox' : 'nowhere'

const CONNECT_MS = 15_000
const SILENCE_MS = 60_000
const ANSWER_LENGTH = 500

let transporter: Transporter | undefined

/**
 * Hands the mail to the server of SMTP_URL over a connection of its own. A 5xx answer to this mail is
 * a refusal; a server that cannot be reached, signs nobody in or says 4xx may be tried again.
 */
export async function sendBySmtp(mail: OutgoingMail): Promise<MailAnswer> {
  transporter ??= createTransport({
    url: env.SMTP_URL,
    connectionTimeout: CONNECT_MS,
    greetingTimeout: CONNECT_MS,
    socketTimeout: SILENCE_MS,
  })
  const { invitations, ...content } = mail
  const [first, ...others] = invitations
  try {
    const sent: unknown = await transporter.sendMail({
      ...content,
      from: env.MAIL_FROM,
      headers: { 'Auto-Submitted': 'auto-generated' },
      icalEvent: first && { method: first.method, filename: first.fileName, content: first.text },
      attachments: others.map(({ method, fileName, text }) => ({
        filename: fileName,
        content: text,
        contentType: `text/calendar; charset=utf-8; method=${method}`,
      })),
    })
    return { kind: 'sent', answer: wordsOf(sent) }
  } catch (error) {
    return { kind: isRefusal(error) ? 'refused' : 'delayed', answer: wordsOf(error) }
  }
}

function isRefusal(error: unknown): boolean {
  const isAboutMail = ['EENVELOPE', 'EMESSAGE'].includes(String(property(error, 'code')))
  return isAboutMail && Number(property(error, 'responseCode')) >= 500
}

function wordsOf(result: unknown): string {
  const words = property(result, 'response') ?? property(result, 'message') ?? result
  return String(words).slice(0, ANSWER_LENGTH)
}

const property = (value: unknown, key: string): unknown =>
  typeof value === 'object' && value !== null ? Reflect.get(value, key) : undefined
