import { type Actor, can } from '~/domain/access/permission'
import { done, type Outcome, problem, refused } from '~/domain/problem'
import { record } from '~/features/audit/record.server'
import { transaction } from '~/platform/db.server'

/** Ends sign-up by the domain. People who came by it keep their accounts. */
export async function removeMailDomain(actor: Actor, domain: string): Promise<Outcome<{ domain: string }>> {
  if (!can(actor, 'manage:domain')) return refused(problem('not_allowed', {}))
  return transaction(async (tx) => {
    const rows = await tx.mailDomain.findMany({ where: { domain }, select: { universityId: true } })
    const { count } = await tx.mailDomain.deleteMany({ where: { domain } })
    const universityId = rows[0]?.universityId
    if (count === 0 || universityId === undefined) return refused(problem('nothing_changed', {}))
    await record(tx, {
      actorId: actor.personId,
      action: 'mail_domain.removed',
      subjectKind: 'university',
      subjectId: universityId,
      universityId,
      data: { domain },
    })
    return done({ domain })
  })
}
