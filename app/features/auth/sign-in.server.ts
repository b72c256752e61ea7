import { done, problem, refused, type Outcome } from '~/domain/problem'
import { record } from '~/features/audit/record.server'
import { endTokens } from '~/features/auth/issue-token.server'
import { MAY_SIGN_IN } from '~/features/auth/facts.server'
import { verifyPassword } from '~/features/auth/verify-password.server'
import { orderAccountMail } from '~/features/jobs/order-mail.server'
import { db, transaction } from '~/platform/db.server'

const failed = () => refused(problem('field_invalid', { field: '', rule: 'auth.rules.sign_in_failed' }))

/**
 * Whom address and password prove. Wrong password, unknown address and suspended account answer
 * alike and take as long. Only who knows the password learns that the address is unconfirmed, and
 * gets a new link; or that the account was merged, and which address to use.
 */
export async function signIn(
  input: { email: string; password: string },
  context: { origin: string; now: Date },
): Promise<Outcome<{ personId: string }>> {
  const person = await db.person.findUnique({
    where: { email: input.email },
    select: { id: true, passwordHash: true, status: true, mergedInto: { select: { email: true } } },
  })
  const isProven = await verifyPassword(person?.passwordHash ?? null, input.password)
  if (isProven && person?.status === 'merged' && person.mergedInto !== null) {
    return refused(problem('field_invalid', { field: 'email', rule: `auth.rules.account_merged:${person.mergedInto.email}` }))
  }
  if (person === null || !isProven || !MAY_SIGN_IN.has(person.status)) return failed()
  if (person.status === 'unconfirmed') {
    await transaction(async (tx) => {
      await endTokens(tx, 'confirm_email', person.id, context.now)
      await orderAccountMail(tx, { kind: 'confirm-address', personId: person.id, origin: context.origin })
    })
    return refused(problem('field_invalid', { field: '', rule: 'auth.rules.confirm_first' }))
  }
  await transaction((tx) =>
    record(tx, { actorId: person.id, action: 'session.started', subjectKind: 'person', subjectId: person.id }),
  )
  return done({ personId: person.id })
}
