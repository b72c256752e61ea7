import { can, grantableRoles, rivalDuties, scopesOf, type Actor, type Duty, type GrantRole, type ScopeKind } from '~/domain/access/permission'
import { APPOINTED_DUTIES } from '~/domain/access/role-rules'
import { done, problem, refused, type Outcome, type Problem } from '~/domain/problem'
import { addDays, startOfDay } from '~/domain/time/zone'
import { record } from '~/features/audit/record.server'
import type { GrantInput } from '~/features/auth/schema'
import { db, transaction, type Tx } from '~/platform/db.server'

/** Roles are given for days of the alliance's own calendar. */
export const ALLIANCE_ZONE = 'Asia/Shanghai'

export type GrantScope = {
  kind: ScopeKind
  universityId: string | null
  labId: string | null
  /** The universities that speak for the scope: a joint lab has several. */
  universityIds: string[]
}

/**
 * Gives a role over a scope, for good or until the end of a day, to somebody with an account. Nobody
 * gives one to themselves. Whoever has the system duty may fill a duty that nobody holds.
 */
export async function grantRole(
  actor: Actor,
  input: GrantInput,
  now: Date,
): Promise<Outcome<{ id: string }>> {
  const [scope, person] = await Promise.all([
    scopeOf(input),
    db.person.findUnique({ where: { email: input.email }, select: { id: true, status: true } }),
  ])
  if (scope === null) return refused(invalid('universityId', 'auth.rules.scope_missing'))
  const isAppointment = !mayGrant(actor, input.role, scope)
  if (isAppointment && !(await vacantDuties(actor, db, now)).some((duty) => duty === input.role)) {
    return refused(problem('not_allowed', {}))
  }
  const endsAt = input.lastDay === undefined ? null : startOfDay(addDays(input.lastDay, 1), ALLIANCE_ZONE)
  const problems: Problem[] = []
  if (endsAt !== null && endsAt <= now) problems.push(invalid('lastDay', 'too_early'))
  if (person === null) problems.push(invalid('email', 'auth.rules.person_unknown'))
  else if (person.id === actor.personId) problems.push(invalid('email', 'auth.rules.own_role'))
  else if (person.status !== 'active') problems.push(invalid('email', 'auth.rules.person_not_active'))
  if (problems.length > 0 || person === null) return refused(...problems)
  const grant = { personId: person.id, role: input.role, scope, endsAt, reason: input.reason }
  return transaction(async (tx) => {
    if (isAppointment) {
      // Two who fill a vacancy at a time wait for each other; the second finds it filled.
      await tx.$queryRaw`SELECT pg_advisory_xact_lock(hashtext('appoint_duty'))::text`
      const vacant: readonly GrantRole[] = await vacantDuties(actor, tx, now)
      if (!vacant.includes(input.role)) return refused(problem('not_allowed', {}))
    }
    return writeGrant(tx, actor.personId, grant, now)
  })
}

/** The duties that nobody holds now and the actor may therefore fill, so that there is a first of each. */
export async function vacantDuties(actor: Actor, tx: Pick<Tx, 'roleGrant'>, now: Date): Promise<Duty[]> {
  if (!can(actor, 'appoint:duty', {})) return []
  const held = await tx.roleGrant.findMany({
    where: { role: { in: [...APPOINTED_DUTIES] }, person: { status: 'active' }, OR: [{ endsAt: null }, { endsAt: { gt: now } }] },
    select: { role: true },
    distinct: ['role'],
  })
  return APPOINTED_DUTIES.filter((duty) => held.every(({ role }) => role !== duty))
}

/** Whether the actor may give, and therefore end, the role over the scope. */
export function mayGrant(actor: Actor, role: GrantRole, scope: GrantScope): boolean {
  if (scope.kind === 'alliance' && scope.universityId === null) {
    return grantableRoles(actor, null).includes(role)
  }
  return scope.universityIds.some((id) => grantableRoles(actor, id).includes(role))
}

/**
 * Gives a person with an account one of the administrator duties; for the command line, where whoever
 * can run it owns the machine.
 */
export async function grantAdministrator(
  email: string,
  now = new Date(),
  duty: Duty = 'admin',
): Promise<Outcome<{ id: string }>> {
  const person = await db.person.findUnique({
    where: { email: email.trim().toLowerCase() },
    select: { id: true, status: true },
  })
  if (person === null) return refused(invalid('email', 'auth.rules.person_unknown'))
  if (person.status !== 'active') return refused(invalid('email', 'auth.rules.person_not_active'))
  const scope: GrantScope = { kind: 'alliance', universityId: null, labId: null, universityIds: [] }
  const grant = { personId: person.id, role: duty, scope, endsAt: null, reason: 'command line' }
  return transaction((tx) => writeGrant(tx, null, grant, now))
}

export type NewGrant = {
  personId: string
  role: GrantRole
  scope: GrantScope
  endsAt: Date | null
  reason: string
}

/** The one way in which a role comes to be, once the right to give it is established. */
export async function writeGrant(
  tx: Tx,
  grantedById: string | null,
  { personId, role, scope, endsAt, reason }: NewGrant,
  now: Date,
): Promise<Outcome<{ id: string }>> {
  const { kind: scopeKind, universityId, labId } = scope
  // The same role over the same scope is held once: two who grant at a time wait for each other.
  await tx.$queryRaw`SELECT id FROM person WHERE id = ${personId}::uuid FOR NO KEY UPDATE`
  const running = { OR: [{ endsAt: null }, { endsAt: { gt: now } }] }
  const held = { personId, role, scopeKind, universityId, labId, ...running }
  if ((await tx.roleGrant.count({ where: held })) > 0) {
    return refused(invalid('role', 'auth.rules.role_held'))
  }
  const rivals = { personId, role: { in: rivalDuties(role) }, ...running }
  if ((await tx.roleGrant.count({ where: rivals })) > 0) return refused(invalid('role', 'auth.rules.duties_apart'))
  const { id } = await tx.roleGrant.create({
    data: { personId, role, scopeKind, universityId, labId, startsAt: now, endsAt, grantedById, reason },
    select: { id: true },
  })
  await record(tx, {
    actorId: grantedById,
    action: 'role.granted',
    subjectKind: 'person',
    subjectId: personId,
    universityId: universityId ?? scope.universityIds[0] ?? null,
    data: { grantId: id, role, scopeKind, universityId, labId, endsAt, reason },
  })
  return done({ id })
}

/** The scope a form means, or null where the role needs one that the form does not name. */
async function scopeOf({ role, universityId, labId }: GrantInput): Promise<GrantScope | null> {
  const scopes = scopesOf(role)
  if (labId !== undefined && scopes.includes('lab')) return labScope(labId)
  if (!scopes.includes('university') && role !== 'chair') {
    return scopes.includes('alliance') ? { kind: 'alliance', universityId: null, labId: null, universityIds: [] } : null
  }
  if (universityId === undefined) return null
  const university = await db.university.findUnique({ where: { id: universityId }, select: { id: true } })
  if (university === null) return null
  const kind = scopes.includes('university') ? 'university' : 'alliance'
  return { kind, universityId, labId: null, universityIds: [universityId] }
}

/** A lab answers to its host; a joint lab without one to its leading owners. */
export async function labScope(labId: string): Promise<GrantScope | null> {
  const lab = await db.lab.findUnique({
    where: { id: labId },
    select: { hostUniversityId: true, owners: { select: { universityId: true, role: true } } },
  })
  if (lab === null) return null
  const leads = lab.owners.filter(({ role }) => role === 'lead').map((owner) => owner.universityId)
  const universityIds = lab.hostUniversityId === null ? leads : [lab.hostUniversityId]
  return { kind: 'lab', universityId: null, labId, universityIds }
}

const invalid = (field: string, rule: string): Problem => problem('field_invalid', { field, rule })
