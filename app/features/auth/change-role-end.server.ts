import type { Actor } from '~/domain/access/permission'
import { done, problem, refused, type Outcome } from '~/domain/problem'
import { addDays, startOfDay } from '~/domain/time/zone'
import { record } from '~/features/audit/record.server'
import { isLastOfDuty, scopeOfGrant } from '~/features/auth/end-role.server'
import { ALLIANCE_ZONE, mayGrant } from '~/features/auth/grant-role.server'
import type { RoleEndInput } from '~/features/auth/schema'
import { db, transaction } from '~/platform/db.server'

/**
 * Moves the end of a running role: a last day, or none. Whoever may give the role may do so, but not
 * for a role of their own. Compares with the end that was shown, so that two who change it don't
 * overwrite each other.
 */
export async function changeRoleEnd(actor: Actor, input: RoleEndInput, now: Date): Promise<Outcome<null>> {
  const grant = await db.roleGrant.findUnique({
    where: { id: input.id },
    select: { personId: true, role: true, scopeKind: true, universityId: true, labId: true, endsAt: true },
  })
  const scope = grant && (await scopeOfGrant(grant))
  if (!grant || !scope || !mayGrant(actor, grant.role, scope)) return refused(problem('not_allowed', {}))
  const { personId, role } = grant
  if (personId === actor.personId) return refused(invalid('id', 'auth.rules.own_role'))
  const endsAt = input.lastDay === undefined ? null : startOfDay(addDays(input.lastDay, 1), ALLIANCE_ZONE)
  if (endsAt !== null && endsAt <= now) return refused(invalid('lastDay', 'too_early'))
  if (grant.endsAt?.getTime() === endsAt?.getTime()) return done(null)
  return transaction(async (tx) => {
    if (endsAt !== null && (await isLastOfDuty(tx, { role, grantId: input.id }, now))) {
      return refused(invalid('lastDay', 'auth.rules.last_administrator'))
    }
    const seen = input.seenEnd === undefined || input.seenEnd === '' ? null : new Date(input.seenEnd)
    const { count } = await tx.roleGrant.updateMany({
      where: { id: input.id, endsAt: seen, OR: [{ endsAt: null }, { endsAt: { gt: now } }] },
      data: { endsAt, warnedAt: null, reason: input.reason },
    })
    if (count === 0) return refused(invalid('', 'auth.rules.already_decided'))
    await record(tx, {
      actorId: actor.personId,
      action: 'role.end_changed',
      subjectKind: 'person',
      subjectId: personId,
      universityId: grant.universityId ?? scope.universityIds[0] ?? null,
      data: { grantId: input.id, role, from: seen, to: endsAt, reason: input.reason },
    })
    return done(null)
  })
}

const invalid = (field: string, rule: string) => problem('field_invalid', { field, rule })
