import { type Actor, can, type Target } from '~/domain/access/permission'
import { endOfDay } from '~/domain/eligibility/validity'
import { done, type Outcome, problem, refused } from '~/domain/problem'
import { record } from '~/features/audit/record.server'
import type { ChangeQualificationInput } from '~/features/people/qualifications/schema'
import { lockPersons, wrong } from '~/features/people/qualifications/subject.server'
import { tellOfRight } from '~/features/people/qualifications/tell.server'
import { UUID } from '~/features/people/training/queries.server'
import { transaction, type Tx } from '~/platform/db.server'
import type { Prisma } from '~/platform/generated/prisma/client'

const fields = {
  id: true, personId: true, universityId: true, version: true, revokedAt: true, suspendedAt: true, validUntil: true, validFrom: true,
  resource: { select: { labId: true, universityId: true, campus: { select: { timeZone: true } } } },
} as const satisfies Prisma.QualificationSelect

/**
 * Suspends a qualification, lifts that, revokes it for good (both with a reason), or sets the last day
 * it is valid. What is in that state already stays. Whoever waits to book with it waits for this.
 */
export async function changeQualification(actor: Actor, id: string, input: ChangeQualificationInput, now: Date): Promise<Outcome<{ id: string }>> {
  if (!UUID.test(id)) return refused(problem('not_allowed', {}))
  return transaction(async (tx): Promise<Outcome<{ id: string }>> => {
    const seen = await tx.qualification.findUnique({ where: { id }, select: fields })
    if (seen === null || !can(actor, 'update:qualification', qualificationTarget(seen))) return refused(problem('not_allowed', {}))
    if (seen.personId === actor.personId) return refused(problem('not_allowed', {}))
    await lockPersons(tx, [seen.personId])
    const held = await tx.qualification.findUniqueOrThrow({ where: { id }, select: fields })
    const change = changeOf(held, input, now)
    if (!change.ok) return change
    if (change.value === null) return done({ id })
    if (held.version !== input.version) return refused(problem('version_conflict', { current: held.version }))
    await tx.qualification.update({
      where: { id, version: held.version },
      data: { ...change.value, version: { increment: 1 } },
      select: { id: true },
    })
    await recordChange(tx, actor, held, input)
    if (input.to !== 'extend') await tellOfRight(tx, { kind: `qualification-${ACTIONS[input.to]}`, personId: held.personId, subjectId: id, version: held.version + 1, actorId: actor.personId })
    return done({ id })
  })
}

/** One for a whole kind is the word of a university, or of the alliance where none is named: then the office sees to it. */
export const qualificationTarget = (held: { universityId: string | null; resource: { labId: string; universityId: string } | null }): Target =>
  held.resource ?? { universityId: held.universityId }

type Held = Prisma.QualificationGetPayload<{ select: typeof fields }>

/** What to write; null: it is so already. */
function changeOf(held: Held, { to, reason, lastDay }: ChangeQualificationInput, now: Date): Outcome<Prisma.QualificationUpdateInput | null> {
  if (held.revokedAt !== null) return to === 'revoke' ? done(null) : refused(problem('status_forbids', { status: 'revoked' }))
  if ((to === 'suspend' || to === 'revoke') && reason === null) return refused(wrong('reason', 'required'))
  switch (to) {
    case 'suspend':
      return done(held.suspendedAt === null ? { suspendedAt: now, reason } : null)
    case 'lift':
      return done(held.suspendedAt === null ? null : { suspendedAt: null, reason })
    case 'revoke':
      return done({ revokedAt: now, reason })
    case 'extend': {
      if (lastDay === undefined) return refused(wrong('lastDay', 'required'))
      const validUntil = endOfDay(lastDay, held.resource?.campus.timeZone ?? 'Asia/Shanghai')
      if (validUntil <= held.validFrom) return refused(wrong('lastDay', 'too_early'))
      // Counted as used today: whoever extends has seen that the person still knows how.
      return done(held.validUntil?.getTime() === validUntil.getTime() ? null : { validUntil, warnedAt: null, lastUsedAt: now, ...(reason !== null && { reason }) })
    }
  }
}

const ACTIONS = { suspend: 'suspended', lift: 'lifted', revoke: 'revoked', extend: 'extended' } as const

async function recordChange(tx: Tx, actor: Actor, held: Held, { to, reason, lastDay }: ChangeQualificationInput): Promise<void> {
  await record(tx, {
    actorId: actor.personId, action: `qualification.${ACTIONS[to]}`, subjectKind: 'qualification', subjectId: held.id,
    universityId: held.resource?.universityId ?? held.universityId, data: { personId: held.personId, reason, lastDay: lastDay ?? null },
  })
}
