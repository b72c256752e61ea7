import { type Actor, can } from '~/domain/access/permission'
import { endOfDay } from '~/domain/eligibility/validity'
import { done, type Outcome, problem, refused } from '~/domain/problem'
import { writeQualification } from '~/features/people/qualifications/complete.server'
import type { GrantInput } from '~/features/people/qualifications/schema'
import { lockPerson, wrong } from '~/features/people/qualifications/subject.server'
import { transaction } from '~/platform/db.server'

/** Qualifies somebody with an account for a resource; nobody does so for themselves. */
export async function grantQualification(actor: Actor, input: GrantInput, now: Date): Promise<Outcome<{ id: string }>> {
  return transaction(async (tx): Promise<Outcome<{ id: string }>> => {
    const resource = await tx.resource.findUnique({
      where: { id: input.resourceId },
      select: { labId: true, universityId: true, status: true, campus: { select: { timeZone: true } } },
    })
    if (resource === null || !can(actor, 'grant:qualification', resource)) return refused(problem('not_allowed', {}))
    const person = await lockPerson(tx, input.email)
    if (person === null) return refused(wrong('email', 'auth.rules.person_unknown'))
    if (person.status !== 'active') return refused(wrong('email', 'auth.rules.person_not_active'))
    if (person.id === actor.personId) return refused(wrong('email', 'training.rules.not_oneself'))
    const validUntil = input.lastDay === undefined ? null : endOfDay(input.lastDay, resource.campus.timeZone)
    if (validUntil !== null && validUntil <= now) return refused(wrong('lastDay', 'too_early'))
    const { id } = await writeQualification(
      tx,
      { personId: person.id, resourceId: input.resourceId, mode: input.mode, band: input.band, grantedById: actor.personId, source: 'manager', validUntil },
      now,
    )
    return done({ id })
  })
}
