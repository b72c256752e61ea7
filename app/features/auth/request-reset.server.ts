import { done, type Outcome } from '~/domain/problem'
import { issueToken, RESET_HOURS } from '~/features/auth/issue-token.server'
import { mailReset } from '~/features/auth/jobs.server'
import { parseLocale } from '~/i18n/locale'
import { db, transaction } from '~/platform/db.server'

/** Mails a link to set a new password, if the address has an account; says nothing either way. */
export async function requestReset(
  email: string,
  { origin, now }: { origin: string; now: Date },
): Promise<Outcome<{ email: string }>> {
  const person = await db.person.findUnique({
    where: { email },
    select: { id: true, email: true, status: true, locale: true },
  })
  if (person === null || person.status === 'suspended') return done({ email })
  const secret = await transaction((tx) =>
    issueToken(tx, { purpose: 'reset_password', personId: person.id, hours: RESET_HOURS, now }),
  )
  await mailReset({ email: person.email, locale: parseLocale(person.locale) ?? 'zh-CN', origin }, secret)
  return done({ email })
}
