import type { Actor } from '~/domain/access/permission'
import { done, problem, refused, type Outcome } from '~/domain/problem'
import { record } from '~/features/audit/record.server'
import { labScope, mayGrant, type GrantScope } from '~/features/auth/grant-role.server'
import { db, transaction } from '~/platform/db.server'

/**
 * Ends a running role now. Whoever may give a role may end it. The last administrator stays: nobody
 * would be left to appoint another.
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
    if (role === 'admin') {
      const running = await tx.$queryRaw<{ id: string }[]>`
        SELECT id FROM role_grant
         WHERE role = 'admin' AND starts_at <= ${now} AND (ends_at IS NULL OR ends_at > ${now})
         ORDER BY id FOR NO KEY UPDATE`
      if (running.every(({ id }) => id === input.id)) {
        return refused(problem('field_invalid', { field: 'id', rule: 'auth.rules.last_administrator' }))
      }
    }
    const isRunning = { id: input.id, OR: [{ endsAt: null }, { endsAt: { gt: now } }] }
    const { count } = await tx.roleGrant.updateMany({ where: isRunning, data: { endsAt: now } })
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

type GrantRow = { scopeKind: GrantScope['kind']; universityId: string | null; labId: string | null }

async function scopeOfGrant({ scopeKind, universityId, labId }: GrantRow): Promise<GrantScope | null> {
  if (scopeKind === 'lab') return labId === null ? null : labScope(labId)
  const universityIds = universityId === null ? [] : [universityId]
  return { kind: scopeKind, universityId, labId: null, universityIds }
}
