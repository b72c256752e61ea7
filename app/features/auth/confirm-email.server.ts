import { done, problem, refused, type Outcome } from '~/domain/problem'
import { universityOfDomain } from '~/features/alliance/queries.server'
import { record } from '~/features/audit/record.server'
import { endTokens, findToken, redeemToken } from '~/features/auth/issue-token.server'
import { verifyPassword } from '~/features/auth/verify-password.server'
import { db, transaction, type Tx } from '~/platform/db.server'

export const LINK_SPENT = problem('field_invalid', { field: 'token', rule: 'auth.rules.link_spent' })

/**
 * Confirms the address by the mailed link together with the password of the sign-up. The password
 * keeps a stranger who signed up with somebody else's address out of the account that its owner's
 * click would open, and a mail scanner that follows links from using them up.
 */
export async function confirmEmail(
  secret: string,
  password: string,
  now: Date,
): Promise<Outcome<{ personId: string; isAdmitted: boolean }>> {
  const token = await findToken('confirm_email', secret, now)
  if (token === null || token.personId === null) return refused(LINK_SPENT)
  const personId = token.personId
  const person = await db.person.findUnique({ where: { id: personId }, select: { passwordHash: true } })
  if (!(await verifyPassword(person?.passwordHash ?? null, password))) {
    return refused(problem('field_invalid', { field: 'password', rule: 'auth.rules.wrong_password' }))
  }
  const university = await memberUniversityOf(personId)
  const confirmed = await transaction(async (tx) => {
    if (!(await redeemToken(tx, 'confirm_email', secret, now))) return false
    await endTokens(tx, 'confirm_email', personId, now)
    await confirmAddress(tx, personId, university, now)
    return true
  })
  return confirmed ? done({ personId, isAdmitted: university !== null }) : refused(LINK_SPENT)
}

/** The id of the university whose mail domain the person's address is of. */
export async function memberUniversityOf(personId: string): Promise<string | null> {
  const person = await db.person.findUnique({ where: { id: personId }, select: { email: true } })
  if (person === null) return null
  const university = await universityOfDomain(domainOf(person.email))
  return university?.id ?? null
}

/** The part after the last @ of a well-formed address. */
export const domainOf = (email: string): string => email.slice(email.lastIndexOf('@') + 1)

/**
 * Writes down that the address is proven. A member's mail domain makes its university the home at
 * once; anybody else waits for the coordinator of the university they named. Does nothing for an
 * account that is past this.
 */
export async function confirmAddress(
  tx: Tx,
  personId: string,
  memberUniversityId: string | null,
  now: Date,
): Promise<void> {
  const isMember = memberUniversityId !== null
  const { count } = await tx.person.updateMany({
    where: { id: personId, status: 'unconfirmed' },
    data: {
      emailVerifiedAt: now,
      status: isMember ? 'active' : 'awaiting_admission',
      ...(isMember ? { requestedUniversityId: null } : {}),
    },
  })
  if (count === 0) return
  if (isMember) {
    await tx.affiliation.updateMany({
      where: { personId, confirmedAt: null },
      data: { universityId: memberUniversityId, isHome: true, startsAt: now, confirmedAt: now },
    })
  }
  const subject = { subjectKind: 'person', subjectId: personId, universityId: memberUniversityId }
  const data = { admission: isMember ? 'mail_domain' : 'coordinator' }
  await record(tx, { actorId: personId, action: 'person.email_confirmed', ...subject, data })
}
