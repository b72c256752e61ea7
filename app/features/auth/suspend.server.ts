import { can, type Actor } from '~/domain/access/permission'
import { done, problem, refused, type Outcome } from '~/domain/problem'
import { record } from '~/features/audit/record.server'
import { isLastOfDuty } from '~/features/auth/end-role.server'
import type { SuspendInput } from '~/features/auth/schema'
import { transaction } from '~/platform/db.server'

/**
 * Suspends an account: it is signed out everywhere at once and its tokens open nothing, until the
 * suspension is lifted. What it has booked stays; labs are told by the people who decide. Nobody
 * suspends themselves or the last holder of the system or security duty.
 */
export async function suspendPerson(actor: Actor, { personId, reason }: SuspendInput, now: Date): Promise<Outcome<null>> {
  if (!can(actor, 'suspend:person', {}) || personId === actor.personId) return refused(problem('not_allowed', {}))
  return transaction(async (tx) => {
    await tx.$queryRaw`SELECT id FROM person WHERE id = ${personId}::uuid FOR NO KEY UPDATE`
    const person = await tx.person.findUnique({
      where: { id: personId },
      select: { status: true, roleGrants: { where: { OR: [{ endsAt: null }, { endsAt: { gt: now } }] }, select: { id: true, role: true } } },
    })
    if (person === null) return refused(problem('not_allowed', {}))
    if (person.status === 'suspended') return done(null)
    if (person.status === 'merged' || person.status === 'erased') return refused(problem('field_invalid', { field: '', rule: 'auth.rules.person_gone' }))
    for (const { id, role } of person.roleGrants) {
      if (await isLastOfDuty(tx, { role, grantId: id }, now)) {
        return refused(problem('field_invalid', { field: '', rule: 'auth.rules.last_administrator' }))
      }
    }
    await tx.person.update({
      where: { id: personId },
      data: { status: 'suspended', suspendedFrom: person.status, suspendedAt: now, suspendedReason: reason, version: { increment: 1 } },
      select: { id: true },
    })
    await tx.session.deleteMany({ where: { personId } })
    const subject = { subjectKind: 'person', subjectId: personId }
    await record(tx, { actorId: actor.personId, action: 'person.suspended', ...subject, data: { was: person.status, reason } })
    return done(null)
  })
}

/** Lifts a suspension: the account is what it was before, and has to sign in again. */
export async function liftSuspension(actor: Actor, { personId, reason }: SuspendInput): Promise<Outcome<null>> {
  if (!can(actor, 'suspend:person', {}) || personId === actor.personId) return refused(problem('not_allowed', {}))
  return transaction(async (tx) => {
    await tx.$queryRaw`SELECT id FROM person WHERE id = ${personId}::uuid FOR NO KEY UPDATE`
    const person = await tx.person.findUnique({ where: { id: personId }, select: { status: true, suspendedFrom: true } })
    if (person === null) return refused(problem('not_allowed', {}))
    if (person.status !== 'suspended') return done(null)
    const status = person.suspendedFrom ?? 'active'
    await tx.person.update({
      where: { id: personId },
      data: { status, suspendedFrom: null, suspendedAt: null, suspendedReason: null, version: { increment: 1 } },
      select: { id: true },
    })
    const subject = { subjectKind: 'person', subjectId: personId }
    await record(tx, { actorId: actor.personId, action: 'person.suspension_lifted', ...subject, data: { is: status, reason } })
    return done(null)
  })
}
