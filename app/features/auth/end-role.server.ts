import type { Actor } from '~/domain/access/permission'
import type { GrantRole } from '~/domain/access/grammar'
import { done, problem, refused, type Outcome } from '~/domain/problem'
import { record } from '~/features/audit/record.server'
import { labScope, mayGrant, type GrantScope } from '~/features/auth/grant-role.server'
import { db, transaction, type Tx } from '~/platform/db.server'

/**
 * Ends a running role now. Whoever may give a role may end it. The last system and the last security
 * administrator stay: nobody would be left to appoint another.
 */
export async function endRole(
  actor: Actor,
  input: { id: string; reason: string },
  now: Date,
): Promise<Outcome<null>> {
  const grant = await db.roleGrant.findUnique({
    where: { id: input.id },
    select: { personId: true, role: true, scopeKind: true, universityId: true, labId: true },
  })
  if (grant === null) return refused(problem('not_allowed', {}))
  const { personId, role, universityId } = grant
  const scope = await scopeOfGrant(grant)
  if (scope === null || !mayGrant(actor, role, scope)) return refused(problem('not_allowed', {}))
  return transaction(async (tx) => {
    if (await isLastOfDuty(tx, { role, grantId: input.id }, now)) {
      return refused(problem('field_invalid', { field: 'id', rule: 'auth.rules.last_administrator' }))
    }
    const isRunning = { id: input.id, OR: [{ endsAt: null }, { endsAt: { gt: now } }] }
    const { count } = await tx.roleGrant.updateMany({ where: isRunning, data: { endsAt: now, endReason: input.reason } })
    if (count === 0) return done(null)
    await record(tx, {
      actorId: actor.personId,
      action: 'role.ended',
      subjectKind: 'person',
      subjectId: personId,
      universityId: universityId ?? scope.universityIds[0] ?? null,
      data: { grantId: input.id, role, reason: input.reason },
    })
    return done(null)
  })
}

/** Whether nobody else holds the system or the security duty; the grants stay locked until the transaction ends. */
export async function isLastOfDuty(tx: Tx, { role, grantId }: { role: GrantRole; grantId: string }, now: Date): Promise<boolean> {
  if (role !== 'admin' && role !== 'security_admin') return false
  const running = await tx.$queryRaw<{ id: string }[]>`
    SELECT g.id FROM role_grant g JOIN person p ON p.id = g.person_id
     WHERE g.role::text = ${role} AND p.status = 'active'
       AND g.starts_at <= ${now} AND (g.ends_at IS NULL OR g.ends_at > ${now})
     ORDER BY g.id FOR NO KEY UPDATE OF g`
  return running.every(({ id }) => id === grantId)
}

type GrantRow = { scopeKind: GrantScope['kind']; universityId: string | null; labId: string | null }

/** The scope over which a stored grant holds; null where its lab is gone. */
export async function scopeOfGrant({ scopeKind, universityId, labId }: GrantRow): Promise<GrantScope | null> {
  if (scopeKind === 'lab') return labId === null ? null : labScope(labId)
  const universityIds = universityId === null ? [] : [universityId]
  return { kind: scopeKind, universityId, labId: null, universityIds }
}
