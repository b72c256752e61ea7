import type { Belonging } from '~/domain/affiliation/belonging'
import { GRANT_ROLES, type GrantRole, type Permission, PERMISSIONS, type ScopeKind } from './grammar'
import { ANYONE, DUTIES, type Duty, GRANTABLE_BY, LEADER, OWNER, ROLE_RULES, RUNNER, SIGNED_IN } from './role-rules'

export type { GrantRole, Permission, Role, ScopeKind } from './grammar'
export type { Duty } from './role-rules'

export type AffiliationKind =
  | 'student'
  | 'teacher'
  | 'staff'
  | 'technician'
  | 'visitor'
  | 'enterprise'

/**
 * A role held over a scope. `scopeId` names the lab or the university; for the alliance it is null,
 * except for a chair, where it names the chairing university.
 */
export type Grant = { role: GrantRole; scopeKind: ScopeKind; scopeId: string | null }

/** A signed-in person with the roles in force: what a command asks for as proof. */
export type Actor = {
  personId: string
  email: string
  homeUniversityId: string | null
  homeKind: AffiliationKind | null
  /** All that runs, the home among it; absent where only the home is known. */
  affiliations?: readonly Belonging[]
  grants: readonly Grant[]
}

/** What is acted on: whose it is and where it belongs. A joint lab has several universities. */
export type Target = {
  ownerIds?: readonly string[]
  /** Who leads the group it is done for. */
  leaderIds?: readonly string[]
  /** Who is of the group. */
  memberIds?: readonly string[]
  /** Who is named as able to run it and assists with it. */
  runnerIds?: readonly string[]
  labId?: string | null
  labIds?: readonly string[]
  universityId?: string | null
  universityIds?: readonly string[]
}

/**
 * Whether the actor (null: nobody signed in) may do it to the target.
 *
 * Without a target the question is "anywhere at all?", which decides whether a menu entry shows; a
 * command always passes the target. A target that names neither owner, lab nor university is
 * covered by grants over the alliance only.
 */
export function can(actor: Actor | null, permission: Permission, target?: Target): boolean {
  return !reasons(actor, permission, target).next().done
}

/** What a permission comes from: from being somebody, from the thing being one's own or the group's, or from a grant. */
export type Reason<G extends Grant = Grant> =
  | { by: 'anyone' | 'signed_in' | 'owner' | 'leader' | 'runner' }
  | { by: 'grant'; grant: G }

/** Whose rights are asked about; grants may carry more than the rule reads: until when, by whom, why. */
export type Holder<G extends Grant = Grant> = { personId: string; grants: readonly G[] }

/** Every reason why the actor may do it to the target; none: may not. The same rule as `can`. */
export function explain<G extends Grant>(actor: Holder<G> | null, permission: Permission, target?: Target): Reason<G>[] {
  return [...reasons(actor, permission, target)]
}

function* reasons<G extends Grant>(actor: Holder<G> | null, permission: Permission, target?: Target): Generator<Reason<G>, void> {
  if (ANYONE.includes(permission)) yield { by: 'anyone' }
  if (!actor) return
  if (SIGNED_IN.includes(permission)) yield { by: 'signed_in' }
  if (OWNER.includes(permission) && (!target || target.ownerIds?.includes(actor.personId))) yield { by: 'owner' }
  if (LEADER.includes(permission) && target?.leaderIds?.includes(actor.personId)) yield { by: 'leader' }
  if (RUNNER.includes(permission) && target?.runnerIds?.includes(actor.personId)) yield { by: 'runner' }
  for (const grant of actor.grants) {
    const isHeld = isWellFormed(grant) && ROLE_RULES[grant.role].permissions.includes(permission)
    if (isHeld && (!target || grant.scopeKind === 'alliance' || isDirectScopeOf(grant, target))) yield { by: 'grant', grant }
  }
}

/** True when the grant names the target's own lab or university; a grant over the alliance names nothing. */
export function isDirectScopeOf(grant: Grant, target: Target): boolean {
  const { scopeKind, scopeId } = grant
  if (scopeKind === 'alliance' || scopeId === null) return false
  return scopeKind === 'lab'
    ? target.labId === scopeId || (target.labIds?.includes(scopeId) ?? false)
    : target.universityId === scopeId || (target.universityIds?.includes(scopeId) ?? false)
}

/** Whether the actor holds the role over the target; a lab manager of a university holds it over each of its labs. */
export function hasRole(actor: Actor, role: GrantRole, target?: Target): boolean {
  return actor.grants.some(
    (grant) =>
      grant.role === role &&
      isWellFormed(grant) &&
      (!target || grant.scopeKind === 'alliance' || isDirectScopeOf(grant, target)),
  )
}

/**
 * The roles the actor may give at a university (null: at the alliance), in the order of GRANT_ROLES.
 * The security administrator gives every role, the office appoints coordinators, a coordinator
 * appoints managers, operators and safety officers of the own university.
 */
export function grantableRoles(actor: Actor | null, universityId: string | null): GrantRole[] {
  if (!actor) return []
  return GRANT_ROLES.filter((role) => {
    // A chair is a university's seat, so it is given at that university.
    if (!isOfAlliance(role) && universityId === null) return false
    return actor.grants.some(
      (grant) =>
        isWellFormed(grant) &&
        (GRANTABLE_BY[grant.role]?.includes(role) ?? false) &&
        (grant.scopeKind === 'alliance' || grant.scopeId === universityId),
    )
  })
}

/** Whether the role is held over the whole alliance and tied to no university, as a chair is. */
export function isOfAlliance(role: GrantRole): boolean {
  return role !== 'chair' && ROLE_RULES[role].scopes.every((scope) => scope === 'alliance')
}

/** The roles that give a permission, for somebody who lacks it. */
export function rolesWith(permission: Permission): GrantRole[] {
  return GRANT_ROLES.filter((role) => ROLE_RULES[role].permissions.includes(permission))
}

/** The other administrator duties, which nobody who holds this one may hold; none for a role that is no duty. */
export function rivalDuties(role: GrantRole): Duty[] {
  return DUTIES.some((duty) => duty === role) ? DUTIES.filter((duty) => duty !== role) : []
}

/** A grant over a scope that its role does not have, or over nothing, is worth nothing. */
function isWellFormed(grant: Grant): boolean {
  return (
    ROLE_RULES[grant.role].scopes.includes(grant.scopeKind) &&
    (grant.scopeKind === 'alliance' || grant.scopeId !== null)
  )
}

/** The scopes over which a role may be held, for the form that gives it. */
export function scopesOf(role: GrantRole): readonly ScopeKind[] {
  return ROLE_RULES[role].scopes
}

/** Reads a permission from outside (a token's scope, a stored row); null when there is none of that name. */
export function parsePermission(text: string): Permission | null {
  return PERMISSIONS.find((each) => each === text) ?? null
}
