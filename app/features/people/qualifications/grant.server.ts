import { type Actor, can, type Target } from '~/domain/access/permission'
import { endOfDay } from '~/domain/eligibility/validity'
import { done, type Outcome, problem, refused } from '~/domain/problem'
import { type QualifiedFor, writeQualification } from '~/features/people/qualifications/complete.server'
import type { GrantInput } from '~/features/people/qualifications/schema'
import { lockPerson, wrong } from '~/features/people/qualifications/subject.server'
import { defaultTimeZone } from '~/i18n/locale'
import { transaction, type Tx } from '~/platform/db.server'

/**
 * Qualifies somebody with an account for a resource, or for all resources of a kind at the university
 * over which the actor holds the permission; nobody does so for themselves.
 */
export async function grantQualification(actor: Actor, input: GrantInput, now: Date): Promise<Outcome<{ id: string }>> {
  return transaction(async (tx): Promise<Outcome<{ id: string }>> => {
    const about = await subjectOf(tx, input.subject)
    if (about === null || !can(actor, 'grant:qualification', about.target)) return refused(problem('not_allowed', {}))
    const person = await lockPerson(tx, input.email)
    if (person === null) return refused(wrong('email', 'auth.rules.person_unknown'))
    if (person.status !== 'active') return refused(wrong('email', 'auth.rules.person_not_active'))
    if (person.id === actor.personId) return refused(wrong('email', 'training.rules.not_oneself'))
    const validUntil = input.lastDay === undefined ? null : endOfDay(input.lastDay, about.timeZone)
    if (validUntil !== null && validUntil <= now) return refused(wrong('lastDay', 'too_early'))
    const { id } = await writeQualification(
      tx,
      { personId: person.id, subject: about.subject, mode: input.mode, band: input.band, grantedById: actor.personId, source: 'manager', validUntil },
      now,
    )
    return done({ id })
  })
}

async function subjectOf(tx: Tx, posted: string): Promise<{ subject: QualifiedFor; target: Target; timeZone: string } | null> {
  if (posted.startsWith('resource:')) {
    const resource = await tx.resource.findUnique({
      where: { id: posted.slice('resource:'.length) },
      select: { id: true, labId: true, universityId: true, campus: { select: { timeZone: true } } },
    })
    return resource && { subject: { resourceId: resource.id }, target: { labId: resource.labId, universityId: resource.universityId }, timeZone: resource.campus.timeZone }
  }
  const [, universityId = '', kindId = ''] = posted.split(':')
  const [university, kind] = [await tx.university.findUnique({ where: { id: universityId }, select: { id: true } }), await tx.resourceKind.findUnique({ where: { id: kindId }, select: { id: true } })]
  return university && kind && { subject: { universityId, kindId }, target: { universityId }, timeZone: defaultTimeZone }
}
