import { type Actor, can } from '~/domain/access/permission'
import { stayState } from '~/domain/affiliation/stay'
import { done, type Outcome, problem, refused } from '~/domain/problem'
import { record } from '~/features/audit/record.server'
import { lockStay } from '~/features/people/affiliations/change.server'
import type { EndInput } from '~/features/people/affiliations/schema'
import { endRolesWith, invalid, lockPeople, tellOfLeaver, tellOfStay } from '~/features/people/affiliations/write.server'
import { transaction } from '~/platform/db.server'

/**
 * Ends an affiliation now, with the reason that the person reads; one that waits is refused, one that
 * has yet to begin never does. The host's coordinator may, and the person may leave what is not home.
 */
export function endAffiliation(actor: Actor, input: EndInput, now: Date): Promise<Outcome<{ personId: string; was: string }>> {
  return transaction(async (tx) => {
    const seen = await tx.affiliation.findUnique({ where: { id: input.id }, select: { personId: true, universityId: true, isHome: true, basis: true } })
    const isOwn = seen?.personId === actor.personId && seen.basis !== 'home'
    if (seen === null || !(isOwn || can(actor, 'manage:affiliation', { universityId: seen.universityId }))) return refused(problem('not_allowed', {}))
    if (seen.personId === actor.personId && !isOwn) return refused(problem('own_request', {}))
    await lockPeople(tx, [seen.personId])
    const stay = await lockStay(tx, input.id)
    const was = stayState(stay, now)
    if (was === 'ended' || was === 'refused') return refused(invalid('', 'over_already'))
    if (stay.version !== input.version) return refused(problem('version_conflict', { current: stay.version }))
    // What never ran ends where it would have begun: an empty term stands in nobody's way.
    const endsAt = was === 'waiting' || stay.startsAt > now ? stay.startsAt : now
    await tx.affiliation.update({
      where: { id: stay.id, version: stay.version },
      data: { endsAt, endReason: input.reason, version: { increment: 1 } },
      select: { id: true },
    })
    await record(tx, {
      actorId: actor.personId, action: was === 'waiting' ? 'affiliation.refused' : 'affiliation.ended',
      subjectKind: 'affiliation', subjectId: stay.id, universityId: stay.universityId,
      data: { personId: stay.personId, reason: input.reason, from: stay.endsAt, to: endsAt },
    })
    if (was !== 'waiting') await endRolesWith(tx, { ...stay, endsAt }, actor.personId)
    if (stay.isHome) await tellOfLeaver(tx, stay.personId)
    if (!isOwn) await tellOfStay(tx, was === 'waiting' ? 'affiliation-refused' : 'affiliation-ended', { ...stay, version: stay.version + 1 })
    return done({ personId: stay.personId, was })
  })
}
