import { type Actor, can } from '~/domain/access/permission'
import { done, type Outcome, problem, type Problem, refused } from '~/domain/problem'
import { startOfDay } from '~/domain/time/zone'
import { record } from '~/features/audit/record.server'
import type { AddInput } from '~/features/people/affiliations/schema'
import { ALLIANCE_ZONE, endOfDay, findSponsor, invalid, judgeWish, overlapRefused, tellOfStay } from '~/features/people/affiliations/write.server'
import { transaction, type Tx } from '~/platform/db.server'

/**
 * A coordinator writes down somebody's stay at the own university, confirmed at once. Through a
 * partner the person comes from outside: an enterprise's people are of the enterprise whatever the
 * form says, and who waited for admission is let in by it.
 */
export function addAffiliation(actor: Actor, input: AddInput, now: Date): Promise<Outcome<{ id: string; personId: string }>> {
  const { universityId } = input
  if (!can(actor, 'manage:affiliation', { universityId })) return Promise.resolve(refused(problem('not_allowed', {})))
  return overlapRefused(transaction(async (tx) => {
    const person = await tx.person.findUnique({ where: { email: input.email }, select: { id: true, status: true, requestedUniversityId: true } })
    if (person === null) return refused(invalid('email', 'person_unknown'))
    if (person.id === actor.personId) return refused(problem('own_request', {}))
    const partner = await partnerOf(tx, input)
    const comesIn = partner !== null && person.status === 'awaiting_admission' && person.requestedUniversityId === universityId
    const found: Problem[] = []
    if (person.status !== 'active' && !comesIn) found.push(invalid('email', 'person_not_active'))
    if (input.partnerId !== undefined && partner === null) found.push(invalid('partnerId', 'choice'))
    const sponsorId = input.sponsorEmail === undefined ? null : await findSponsor(tx, input.sponsorEmail)
    if (input.sponsorEmail !== undefined && sponsorId === null) found.push(invalid('sponsorEmail', 'sponsor_unknown'))
    if (input.sponsorEmail === undefined && partner === null) found.push(invalid('sponsorEmail', 'sponsor_missing'))
    if (found.length > 0) return refused(...found)

    const stay = {
      personId: person.id,
      universityId,
      basis: input.basis,
      kind: partner?.kind === 'enterprise' ? ('enterprise' as const) : input.kind,
      department: input.department ?? null,
      sponsorId,
      partnerId: partner?.id ?? null,
      startsAt: input.firstDay === undefined ? now : startOfDay(input.firstDay, ALLIANCE_ZONE),
      endsAt: endOfDay(input.lastDay),
    }
    const problems = await judgeWish(tx, stay, now)
    const same = await tx.affiliation.findFirst({
      where: { personId: person.id, universityId, endsAt: stay.endsAt, sponsorId, partnerId: stay.partnerId, confirmedAt: { not: null } },
      select: { id: true },
    })
    if (same !== null) return done({ ...same, personId: person.id })
    if (problems.length > 0) return refused(...problems)
    if (comesIn) {
      await tx.affiliation.deleteMany({ where: { personId: person.id, confirmedAt: null, basis: 'home' } })
      await tx.person.update({ where: { id: person.id }, data: { status: 'active', requestedUniversityId: null, version: { increment: 1 } }, select: { id: true } })
    }
    const { id } = await tx.affiliation.create({ data: { ...stay, confirmedAt: now, source: 'coordinator' }, select: { id: true } })
    await record(tx, {
      actorId: actor.personId, action: 'affiliation.added', subjectKind: 'affiliation', subjectId: id, universityId,
      data: { personId: person.id, basis: stay.basis, kind: stay.kind, sponsorId, partnerId: stay.partnerId, startsAt: stay.startsAt, endsAt: stay.endsAt },
    })
    await tellOfStay(tx, 'affiliation-confirmed', { id, personId: person.id, version: 1 })
    return done({ id, personId: person.id })
  }))
}

async function partnerOf(tx: Tx, { partnerId, universityId }: AddInput) {
  if (partnerId === undefined) return null
  const partners = await tx.$queryRaw<{ id: string; kind: string }[]>`
    SELECT id::text, kind::text FROM partner
     WHERE id = ${partnerId}::uuid AND sponsor_id = ${universityId} AND ended_at IS NULL FOR SHARE`
  return partners[0] ?? null
}
