import { admitted } from '#emails/admitted'
import { admissionDeclined } from '#emails/admission-declined'
import { alreadyHaveAccount } from '#emails/already-have-account'
import type { Mail } from '#emails/compose'
import { confirmAddress } from '#emails/confirm-address'
import { resetPassword } from '#emails/reset-password'
import { CONFIRM_HOURS, RESET_HOURS } from '~/features/auth/issue-token.server'
import type { Locale } from '~/i18n/locale'
import { env } from '~/platform/env.server'
import { log } from '~/platform/log.server'
import { sendMail } from '~/platform/mail.server'
import { paths } from '~/platform/paths'

/** To whom, in which language, and the origin of the request that caused it. */
export type Recipient = { email: string; locale: Locale; origin: string }

export const mailConfirmation = (to: Recipient, secret: string): Promise<void> =>
  post(to, (link, locale) =>
    confirmAddress({ locale, link: link(paths.confirm(secret)), validHours: CONFIRM_HOURS }),
  )

export const mailExistingAccount = (to: Recipient): Promise<void> =>
  post(to, (link, locale) =>
    alreadyHaveAccount({
      locale,
      signInLink: link(paths.login()),
      resetLink: link(paths.forgotPassword()),
    }),
  )

export const mailReset = (to: Recipient, secret: string): Promise<void> =>
  post(to, (link, locale) =>
    resetPassword({ locale, link: link(paths.resetPassword(secret)), validHours: RESET_HOURS }),
  )

type UniversityName = { zh: string; en: string }

export const mailAdmitted = (to: Recipient, university: UniversityName): Promise<void> =>
  post(to, (link, locale) => admitted({ locale, university, signInLink: link(paths.login()) }))

export const mailDeclined = (to: Recipient, university: UniversityName, reason: string): Promise<void> =>
  post(to, (link, locale) =>
    admissionDeclined({ locale, university, reason, accountLink: link(paths.account()) }),
  )

type Compose = (link: (path: string) => string, locale: Locale) => Mail

/*
 * A mail server's delay would tell a known address from an unknown one, so the answer does not wait
 * for it; its failure is logged. The demo's mailbox is a table and is written before the answer.
 */
async function post({ email, locale, origin }: Recipient, compose: Compose): Promise<void> {
  const mail = { to: email, ...compose((path) => `${linkBase(origin)}${path}`, locale) }
  const sending = sendMail(mail).catch((error: unknown) => {
    log.error('mail could not be sent', { subject: mail.subject, error: String(error) })
  })
  if (env.SMTP_URL === undefined) await sending
}

/*
 * A request's Host header is written by whoever sends it: in real use links never follow it, or a
 * forged one would carry a reset link to a stranger's server.
 */
const linkBase = (origin: string): string => (env.DEMO ? origin : env.BASE_URL)
