import type { Actor } from '~/domain/access/permission'
import { done, type Outcome, problem, refused } from '~/domain/problem'
import { startOfDay } from '~/domain/time/zone'
import { record } from '~/features/audit/record.server'
import type { DeclareInput } from '~/features/people/affiliations/schema'
import {
  ALLIANCE_ZONE, endOfDay, findSponsor, invalid, judgeWish, overlapRefused, tellCoordinators,
} from '~/features/people/affiliations/write.server'
import { transaction } from '~/platform/db.server'

/**
 * Asks another university for a stay of a term; its coordinator confirms. Until then it opens
 * nothing. A repeat of what waits already is the same request.
 */
export function declareAffiliation(actor: Actor, input: DeclareInput, now: Date): Promise<Outcome<{ id: string }>> {
  return overlapRefused(transaction(async (tx) => {
    const { personId } = actor
    const { universityId, basis, kind, department } = input
    const person = await tx.person.findUnique({ where: { id: personId }, select: { status: true } })
    if (person?.status !== 'active') return refused(problem('account_not_confirmed', {}))
    if ((await tx.university.count({ where: { id: universityId } })) === 0) return refused(invalid('universityId', 'choice'))
    const sponsorId = await findSponsor(tx, input.sponsorEmail)
    if (sponsorId === null) return refused(invalid('sponsorEmail', 'sponsor_unknown'))
    const first = input.firstDay === undefined ? now : startOfDay(input.firstDay, ALLIANCE_ZONE)
    const startsAt = first < now ? now : first
    const endsAt = endOfDay(input.lastDay)
    const problems = await judgeWish(tx, { personId, universityId, basis, sponsorId, startsAt, endsAt }, now)
    const same = await tx.affiliation.findFirst({
      where: { personId, universityId, basis, confirmedAt: null, endsAt, sponsorId }, select: { id: true },
    })
    if (same !== null) return done(same)
    if (problems.length > 0) return refused(...problems)
    const stay = await tx.affiliation.create({
      data: { personId, universityId, kind, basis, department: department ?? null, sponsorId, startsAt, endsAt, source: 'self' },
      select: { id: true },
    })
    await record(tx, {
      actorId: personId, action: 'affiliation.declared', subjectKind: 'affiliation', subjectId: stay.id, universityId,
      data: { personId, basis, kind, sponsorId, startsAt, endsAt },
    })
    await tellCoordinators(tx, 'affiliation-waiting', { universityId, subjectId: stay.id }, now)
    return done(stay)
  }))
}
