import { type Actor, can } from '~/domain/access/permission'
import { stayState } from '~/domain/affiliation/stay'
import { done, type Outcome, problem, refused } from '~/domain/problem'
import { record } from '~/features/audit/record.server'
import type { ChangeInput } from '~/features/people/affiliations/schema'
import {
  endOfDay, endRolesWith, findSponsor, invalid, judgeWish, overlapRefused, tellOfLeaver, tellOfStay,
} from '~/features/people/affiliations/write.server'
import { transaction, type Tx } from '~/platform/db.server'

/**
 * Sets kind, department, sponsor and last day of an affiliation that waits, comes or runs: confirms
 * what waits, extends or shortens what runs. Only the host's coordinator may, and not for themselves.
 * What has ended stays so; a new one is written down.
 */
export function changeAffiliation(actor: Actor, input: ChangeInput, now: Date): Promise<Outcome<{ personId: string; confirmed: boolean }>> {
  return overlapRefused(transaction(async (tx) => {
    const seen = await tx.affiliation.findUnique({ where: { id: input.id }, select: { personId: true, universityId: true } })
    if (seen === null || !can(actor, 'manage:affiliation', { universityId: seen.universityId })) return refused(problem('not_allowed', {}))
    if (seen.personId === actor.personId) return refused(problem('own_request', {}))
    const sponsorId = input.sponsorEmail === undefined ? null : await findSponsor(tx, input.sponsorEmail)
    if (input.sponsorEmail !== undefined && sponsorId === null) return refused(invalid('sponsorEmail', 'sponsor_unknown'))
    const endsAt = input.lastDay === undefined ? null : endOfDay(input.lastDay)
    const term = await tx.affiliation.findUniqueOrThrow({ where: { id: input.id }, select: { startsAt: true, basis: true } })
    // Locks the people; what is read before it may be stale, so the rest is read after.
    const problems = await judgeWish(tx, { ...seen, ...term, endsAt, sponsorId, ownId: input.id }, now)
    const stay = await lockStay(tx, input.id)
    if (stay.version !== input.version) return refused(problem('version_conflict', { current: stay.version }))
    const state = stayState(stay, now)
    if (state === 'ended' || state === 'refused') return refused(invalid('', 'over_already'))
    if (!stay.isHome && stay.partnerId === null && sponsorId === null) problems.push(invalid('sponsorEmail', 'sponsor_missing'))
    if (problems.length > 0) return refused(...problems)

    const kind = stay.partnerKind === 'enterprise' ? ('enterprise' as const) : input.kind
    const isEndMoved = stay.endsAt?.getTime() !== endsAt?.getTime()
    await tx.affiliation.update({
      where: { id: stay.id, version: stay.version },
      data: {
        kind, sponsorId, endsAt,
        department: input.department ?? null,
        confirmedAt: stay.confirmedAt ?? now,
        ...(isEndMoved ? { warnedAt: null } : {}),
        version: { increment: 1 },
      },
      select: { id: true },
    })
    const confirmed = stay.confirmedAt === null
    await record(tx, {
      actorId: actor.personId, action: confirmed ? 'affiliation.confirmed' : 'affiliation.changed',
      subjectKind: 'affiliation', subjectId: stay.id, universityId: stay.universityId,
      data: {
        personId: stay.personId,
        from: { kind: stay.kind, sponsorId: stay.sponsorId, endsAt: stay.endsAt },
        to: { kind, sponsorId, endsAt },
      },
    })
    if (isEndMoved && endsAt !== null) await endRolesWith(tx, { ...stay, endsAt }, actor.personId)
    if (isEndMoved && stay.isHome) await tellOfLeaver(tx, stay.personId)
    const told = { ...stay, version: stay.version + 1 }
    if (confirmed) await tellOfStay(tx, 'affiliation-confirmed', told)
    else if (isEndMoved) await tellOfStay(tx, 'affiliation-changed', told)
    return done({ personId: stay.personId, confirmed })
  }))
}

/** The affiliation as it is under its lock. */
export async function lockStay(tx: Tx, id: string) {
  await tx.$queryRaw`SELECT id FROM affiliation WHERE id = ${id}::uuid FOR NO KEY UPDATE`
  const { partner, ...stay } = await tx.affiliation.findUniqueOrThrow({
    where: { id },
    select: {
      id: true, personId: true, universityId: true, basis: true, kind: true, isHome: true, startsAt: true, endsAt: true, confirmedAt: true,
      sponsorId: true, partnerId: true, version: true, partner: { select: { kind: true } },
    },
  })
  return { ...stay, partnerKind: partner?.kind ?? null }
}
