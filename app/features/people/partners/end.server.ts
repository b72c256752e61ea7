import { type Actor, can } from '~/domain/access/permission'
import { done, type Outcome, problem, refused } from '~/domain/problem'
import { record } from '~/features/audit/record.server'
import { endRolesWith, invalid, lockPeople, tellOfStay } from '~/features/people/affiliations/write.server'
import type { EndPartnerInput } from '~/features/people/partners/schema'
import { transaction } from '~/platform/db.server'

/** Ends a partnership now, and with it what its people have through it. */
export function endPartner(actor: Actor, input: EndPartnerInput, now: Date): Promise<Outcome<{ count: number }>> {
  return transaction(async (tx) => {
    const found = await tx.$queryRaw<{ sponsorId: string; version: number; endedAt: Date | null }[]>`
      SELECT sponsor_id AS "sponsorId", version, ended_at AS "endedAt" FROM partner WHERE id = ${input.id}::uuid FOR UPDATE`
    const partner = found[0]
    if (partner === undefined || !can(actor, 'manage:partner', { universityId: partner.sponsorId })) return refused(problem('not_allowed', {}))
    if (partner.endedAt !== null) return refused(invalid('', 'over_already'))
    if (partner.version !== input.version) return refused(problem('version_conflict', { current: partner.version }))
    const open = { partnerId: input.id, OR: [{ endsAt: null }, { endsAt: { gt: now } }] }
    const seen = await tx.affiliation.findMany({ where: open, select: { personId: true } })
    await lockPeople(tx, seen.map((each) => each.personId))
    const stays = await tx.affiliation.findMany({ where: open, select: { id: true, personId: true, universityId: true, startsAt: true, version: true } })
    await tx.partner.update({ where: { id: input.id }, data: { endedAt: now, version: { increment: 1 } }, select: { id: true } })
    for (const stay of stays) {
      const endsAt = stay.startsAt > now ? stay.startsAt : now
      await tx.affiliation.update({ where: { id: stay.id }, data: { endsAt, endReason: input.reason, version: { increment: 1 } }, select: { id: true } })
      await endRolesWith(tx, { ...stay, endsAt }, actor.personId)
      await tellOfStay(tx, 'affiliation-ended', { ...stay, version: stay.version + 1 })
    }
    await record(tx, {
      actorId: actor.personId, action: 'partner.ended', subjectKind: 'partner', subjectId: input.id, universityId: partner.sponsorId,
      data: { reason: input.reason, affiliations: stays.map((each) => each.id) },
    })
    return done({ count: stays.length })
  })
}
