import type { Actor } from '~/domain/access/permission'
import { done, problem, refused, type Outcome } from '~/domain/problem'
import { record } from '~/features/audit/record.server'
import { hashPassword, verifyPassword } from '~/features/auth/verify-password.server'
import { db, transaction } from '~/platform/db.server'

/** Sets a new password for who knows the current one, and ends every session but this. */
export async function changePassword(
  actor: Actor,
  input: { current: string; password: string },
  keepSessionHash: string | null,
  now: Date,
): Promise<Outcome<null>> {
  const personId = actor.personId
  const person = await db.person.findUnique({ where: { id: personId }, select: { passwordHash: true } })
  if (!(await verifyPassword(person?.passwordHash ?? null, input.current))) {
    return refused(problem('field_invalid', { field: 'current', rule: 'auth.rules.wrong_password' }))
  }
  const passwordHash = await hashPassword(input.password)
  await transaction(async (tx) => {
    await tx.person.update({ where: { id: personId }, data: { passwordHash }, select: { id: true } })
    await tx.session.deleteMany({ where: { personId, idHash: { not: keepSessionHash ?? '' } } })
    await tx.oneTimeToken.updateMany({ where: { personId, usedAt: null }, data: { usedAt: now } })
    const subject = { subjectKind: 'person', subjectId: personId }
    await record(tx, { actorId: personId, action: 'person.password_changed', ...subject })
  })
  return done(null)
}
