import { admissionDeclined } from '#emails/admission-declined'
import { admitted } from '#emails/admitted'
import { alreadyHaveAccount } from '#emails/already-have-account'
import type { Mail } from '#emails/compose'
import { confirmAddress } from '#emails/confirm-address'
import { invited } from '#emails/invited'
import { resetPassword } from '#emails/reset-password'
import { CONFIRM_HOURS, INVITATION_HOURS, issueToken, RESET_HOURS } from '~/features/auth/issue-token.server'
import type { AccountMailOrder } from '~/features/jobs/schema'
import type { Recipient } from '~/features/notifications/recipient.server'
import { db, transaction } from '~/platform/db.server'
import { env } from '~/platform/env.server'
import { paths } from '~/platform/paths'

/**
 * A mail about an account, or null where it is no longer true. A link's secret is made here and lives in
 * the mail alone, so its hours begin when the mail is sent and not when a mail server was down.
 */
export async function composeAccountMail(order: AccountMailOrder, to: Recipient, now: Date): Promise<Mail | null> {
  const { locale, id: personId } = to
  const link = (path: string) => `${linkBase(order.origin)}${path}`
  switch (order.kind) {
    case 'confirm-address': {
      if (to.status !== 'unconfirmed') return null
      const secret = await transaction((tx) => issueToken(tx, { purpose: 'confirm_email', personId, hours: CONFIRM_HOURS, now }))
      return confirmAddress({ locale, link: link(paths.confirm(secret)), validHours: CONFIRM_HOURS })
    }
    case 'reset-password': {
      const secret = await transaction((tx) => issueToken(tx, { purpose: 'reset_password', personId, hours: RESET_HOURS, now }))
      return resetPassword({ locale, link: link(paths.resetPassword(secret)), validHours: RESET_HOURS })
    }
    case 'already-have-account':
      return alreadyHaveAccount({ locale, signInLink: link(paths.login()), resetLink: link(paths.forgotPassword()) })
    case 'invited': {
      const person = await db.person.findUnique({ where: { id: personId }, select: { passwordHash: true } })
      const university = await universityName(order.universityId)
      if (person === null || person.passwordHash !== null || university === null) return null
      const secret = await transaction((tx) => issueToken(tx, { purpose: 'reset_password', personId, hours: INVITATION_HOURS, now }))
      return invited({ locale, university, link: link(paths.resetPassword(secret)), validDays: INVITATION_HOURS / 24 })
    }
    case 'admitted': {
      const university = await universityName(order.universityId)
      return university && admitted({ locale, university, signInLink: link(paths.login()) })
    }
    case 'admission-declined': {
      const university = await universityName(order.universityId)
      return university && admissionDeclined({ locale, university, reason: order.reason ?? '', accountLink: link(paths.account()) })
    }
  }
}

async function universityName(id: string | undefined): Promise<{ zh: string; en: string } | null> {
  if (id === undefined) return null
  const row = await db.university.findUnique({ where: { id }, select: { nameZh: true, nameEn: true } })
  return row && { zh: row.nameZh, en: row.nameEn }
}

/*
 * A request's Host header is written by whoever sends it: in real use links never follow it, or a
 * forged one would carry a reset link to a stranger's server.
 */
const linkBase = (origin: string): string => (env.DEMO ? origin : env.BASE_URL)
