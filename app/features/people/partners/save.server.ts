import { type Actor, can } from '~/domain/access/permission'
import { done, type Outcome, problem, refused } from '~/domain/problem'
import { record } from '~/features/audit/record.server'
import { invalid } from '~/features/people/affiliations/write.server'
import type { NewPartnerInput, PartnerInput } from '~/features/people/partners/schema'
import { isUniqueViolation, transaction } from '~/platform/db.server'

/** Adds a partner for which the university answers, or changes one. The credit code tells one from another. */
export async function savePartner(actor: Actor, input: NewPartnerInput | PartnerInput): Promise<Outcome<{ id: string }>> {
  try {
    return await transaction(async (tx): Promise<Outcome<{ id: string }>> => {
      const { kind, nameZh } = input
      const data = { kind, nameZh, nameEn: input.nameEn ?? null, creditCode: input.creditCode ?? null }
      if ('universityId' in input) {
        const { universityId } = input
        if (!can(actor, 'manage:partner', { universityId })) return refused(problem('not_allowed', {}))
        // Sent twice, it is the same partner.
        const same = await tx.partner.findFirst({ where: { ...data, sponsorId: universityId, endedAt: null }, select: { id: true } })
        if (same !== null) return done(same)
        const partner = await tx.partner.create({ data: { ...data, sponsorId: universityId }, select: { id: true } })
        await record(tx, { actorId: actor.personId, action: 'partner.added', subjectKind: 'partner', subjectId: partner.id, universityId, data })
        return done(partner)
      }
      const seen = await tx.partner.findUnique({ where: { id: input.id }, select: { sponsorId: true, version: true, endedAt: true } })
      if (seen === null || !can(actor, 'manage:partner', { universityId: seen.sponsorId })) return refused(problem('not_allowed', {}))
      if (seen.endedAt !== null) return refused(invalid('', 'over_already'))
      const { count } = await tx.partner.updateMany({ where: { id: input.id, version: input.version, endedAt: null }, data: { ...data, version: { increment: 1 } } })
      if (count === 0) return refused(problem('version_conflict', { current: seen.version }))
      await record(tx, { actorId: actor.personId, action: 'partner.changed', subjectKind: 'partner', subjectId: input.id, universityId: seen.sponsorId, data })
      return done({ id: input.id })
    })
  } catch (error) {
    if (isUniqueViolation(error)) return refused(invalid('creditCode', 'credit_taken'))
    throw error
  }
}
