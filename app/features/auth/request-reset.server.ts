import { done, type Outcome } from '~/domain/problem'
import { MAY_SIGN_IN } from '~/features/auth/facts.server'
import { endTokens } from '~/features/auth/issue-token.server'
import { orderAccountMail, tellOfMerge } from '~/features/jobs/order-mail.server'
import { db, transaction } from '~/platform/db.server'

/**
 * Orders a mail with a link to set a new password, if the address has an account; says nothing either
 * way. Of an account that was merged the mail says which address to use.
 */
export async function requestReset(
  email: string,
  { origin, now }: { origin: string; now: Date },
): Promise<Outcome<{ email: string }>> {
  const person = await db.person.findUnique({ where: { email }, select: { id: true, status: true } })
  if (person?.status === 'merged') await transaction((tx) => tellOfMerge(tx, person.id))
  if (person === null || !MAY_SIGN_IN.has(person.status)) return done({ email })
  await transaction(async (tx) => {
    await endTokens(tx, 'reset_password', person.id, now)
    await orderAccountMail(tx, { kind: 'reset-password', personId: person.id, origin })
  })
  return done({ email })
}
