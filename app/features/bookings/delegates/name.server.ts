import type { Actor } from '~/domain/access/permission'
import { done, type Outcome, problem, refused } from '~/domain/problem'
import { record } from '~/features/audit/record.server'
import { MOST_DELEGATES } from '~/features/bookings/delegates/schema'
import { transaction } from '~/platform/db.server'

/** The actor lets somebody book for them; named twice, named once. */
export async function nameDelegate(actor: Actor, { email }: { email: string }, now: Date): Promise<Outcome<{ id: string }>> {
  const wrong = (rule: string) => refused(problem('field_invalid', { field: 'email', rule }))
  return transaction(async (tx): Promise<Outcome<{ id: string }>> => {
    await tx.$queryRaw`SELECT 1 AS locked FROM person WHERE id = ${actor.personId}::uuid FOR NO KEY UPDATE`
    const delegate = await tx.person.findUnique({ where: { email }, select: { id: true, status: true } })
    if (delegate?.id === actor.personId) return wrong('chains.delegates.rule.self')
    if (delegate?.status !== 'active') return wrong('chains.delegates.rule.unknown')
    const named = await tx.bookingDelegate.findMany({ where: { personId: actor.personId }, select: { delegateId: true } })
    if (named.some(({ delegateId }) => delegateId === delegate.id)) return done({ id: delegate.id })
    if (named.length >= MOST_DELEGATES) return wrong(`too_many:${MOST_DELEGATES}`)
    await tx.bookingDelegate.create({ data: { personId: actor.personId, delegateId: delegate.id, createdAt: now }, select: { personId: true } })
    await record(tx, {
      actorId: actor.personId, action: 'delegate.named', subjectKind: 'person', subjectId: actor.personId,
      universityId: actor.homeUniversityId, data: { delegateId: delegate.id },
    })
    return done({ id: delegate.id })
  })
}
