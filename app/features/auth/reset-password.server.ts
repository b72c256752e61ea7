import { done, refused, type Outcome } from '~/domain/problem'
import { record } from '~/features/audit/record.server'
import { confirmAddress, LINK_SPENT, memberUniversityOf } from '~/features/auth/confirm-email.server'
import { findToken, redeemToken } from '~/features/auth/issue-token.server'
import { hashPassword } from '~/features/auth/verify-password.server'
import { transaction } from '~/platform/db.server'

/**
 * Sets a new password by a mailed link and ends every session and open link of the person. The link
 * proves the address as well, so it confirms an account that was not.
 */
export async function resetPassword(
  secret: string,
  password: string,
  now: Date,
): Promise<Outcome<{ personId: string }>> {
  const token = await findToken('reset_password', secret, now)
  if (token === null || token.personId === null) return refused(LINK_SPENT)
  const personId = token.personId
  const [passwordHash, university] = await Promise.all([
    hashPassword(password),
    memberUniversityOf(personId),
  ])
  const isReset = await transaction(async (tx) => {
    if (!(await redeemToken(tx, 'reset_password', secret, now))) return false
    await tx.person.update({ where: { id: personId }, data: { passwordHash }, select: { id: true } })
    await tx.session.deleteMany({ where: { personId } })
    await tx.oneTimeToken.updateMany({ where: { personId, usedAt: null }, data: { usedAt: now } })
    await confirmAddress(tx, personId, university, now)
    // Of an account that was brought in by its university the address is proven only now.
    await tx.person.updateMany({ where: { id: personId, emailVerifiedAt: null }, data: { emailVerifiedAt: now } })
    const subject = { subjectKind: 'person', subjectId: personId }
    await record(tx, { actorId: personId, action: 'person.password_reset', ...subject })
    return true
  })
  return isReset ? done({ personId }) : refused(LINK_SPENT)
}
