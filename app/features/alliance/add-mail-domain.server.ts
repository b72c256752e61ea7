import { type Actor, can } from '~/domain/access/permission'
import { done, type Outcome, problem, refused } from '~/domain/problem'
import type { MailDomainInput } from '~/features/alliance/schema'
import { record } from '~/features/audit/record.server'
import { db, isUniqueViolation, transaction } from '~/platform/db.server'

/** Lets people with addresses at the domain sign up as members of the university. */
export async function addMailDomain(
  actor: Actor,
  { domain, universityId }: MailDomainInput,
): Promise<Outcome<{ domain: string }>> {
  if (!can(actor, 'manage:domain')) return refused(problem('not_allowed', {}))
  const university = await db.university.findUnique({ where: { id: universityId }, select: { id: true } })
  if (!university) return refused(problem('field_invalid', { field: 'universityId', rule: 'choice' }))
  try {
    await transaction(async (tx) => {
      await tx.mailDomain.create({ data: { domain, universityId } })
      await record(tx, {
        actorId: actor.personId,
        action: 'mail_domain.added',
        subjectKind: 'university',
        subjectId: universityId,
        universityId,
        data: { domain },
      })
    })
  } catch (error) {
    if (!isUniqueViolation(error)) throw error
    return refused(problem('field_invalid', { field: 'domain', rule: 'alliance.rules.domain_taken' }))
  }
  return done({ domain })
}
