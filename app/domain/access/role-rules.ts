/**
 * One grammar of permissions, `verb:noun`, read here and nowhere else, by commands and pages alike.
 * A permission comes from being somebody (anyone, signed in), from owning the thing, or from a role
 * held over a scope: a lab, a university, the alliance.
 */

export const GRANT_ROLES = [
  'lab_manager',
  'operator',
  'pi',
  'safety_officer',
  'coordinator',
  'office',
  'chair',
  'admin',
  'security_admin',
  'audit_admin',
] as const
export type GrantRole = (typeof GRANT_ROLES)[number]
/** A researcher holds no grant: it is what everybody signed in is. */
export type Role = 'researcher' | GrantRole

export type ScopeKind = 'alliance' | 'university' | 'lab'

export type Verb =
  | 'read'
  | 'create'
  | 'book'
  | 'update'
  | 'cancel'
  | 'decide'
  | 'manage'
  | 'confirm'
  | 'admit'
  | 'grant'
  | 'appoint'
  | 'suspend'
export type Noun =
  | 'catalogue'
  | 'resource'
  | 'resource_for_others'
  | 'booking'
  | 'approval'
  | 'lab'
  | 'room'
  | 'person'
  | 'role'
  | 'office'
  | 'domain'
  | 'audit'
  | 'mailbox'
  | 'mail'
  | 'duty'
  | 'rights'
  | 'sign_in'

export const PERMISSIONS = [
  'read:catalogue',
  'book:resource',
  'book:resource_for_others',
  'read:booking',
  'update:booking',
  'cancel:booking',
  'decide:booking',
  'read:approval',
  'manage:resource',
  'create:resource',
  'update:resource',
  'create:lab',
  'update:lab',
  'update:room',
  'confirm:lab',
  'admit:person',
  'grant:role',
  'read:office',
  'manage:domain',
  'read:audit',
  'read:mailbox',
  'manage:mail',
  'appoint:duty',
  'suspend:person',
  'read:sign_in',
  'read:rights',
] as const satisfies readonly `${Verb}:${Noun}`[]
export type Permission = (typeof PERMISSIONS)[number]

/** Nobody has to sign in for these. Whether there is a mailbox at all is the demo's matter. */
export const ANYONE: readonly Permission[] = ['read:catalogue', 'read:mailbox']
export const SIGNED_IN: readonly Permission[] = ['book:resource']
/** What people may do with what is their own. */
export const OWNER: readonly Permission[] = [
  'read:booking',
  'update:booking',
  'cancel:booking',
  'read:approval',
]
/** What the leader of the group may do with what is done for the group; deciding is a step of its route. */
export const LEADER: readonly Permission[] = ['read:booking']

/** Keeping the entries of what one manages. Level, owners and host of a lab are the university's to say. */
const LISTING = ['create:resource', 'update:resource', 'update:lab', 'update:room'] as const satisfies readonly Permission[]

export type RoleRule = { scopes: readonly ScopeKind[]; permissions: readonly Permission[] }

export const ROLE_RULES: Record<GrantRole, RoleRule> = {
  lab_manager: {
    scopes: ['lab', 'university'],
    permissions: [
      'book:resource_for_others',
      'read:booking',
      'update:booking',
      'cancel:booking',
      'decide:booking',
      'read:approval',
      'manage:resource',
      ...LISTING,
    ],
  },
  operator: { scopes: ['lab', 'university'], permissions: ['read:booking'] },
  // What a PI may decide comes from the group, step by step: see domain/approval/route.
  pi: { scopes: ['university'], permissions: [] },
  safety_officer: { scopes: ['university'], permissions: ['read:booking', 'read:approval'] },
  coordinator: {
    scopes: ['university'],
    permissions: [
      'book:resource_for_others',
      'read:booking',
      'decide:booking',
      'read:approval',
      'manage:resource',
      ...LISTING,
      'create:lab',
      'confirm:lab',
      'admit:person',
      'grant:role',
      'read:rights',
    ],
  },
  office: {
    scopes: ['alliance'],
    permissions: ['read:booking', 'read:office', 'manage:domain', 'grant:role', 'read:audit', 'manage:mail', 'read:rights'],
  },
  chair: { scopes: ['alliance'], permissions: ['read:office'] },
  // The system duty: keeps the installation running, gives nobody rights and reads no log.
  admin: {
    scopes: ['alliance'],
    permissions: [
      'read:booking',
      'read:approval',
      'manage:resource',
      ...LISTING,
      'create:lab',
      'read:office',
      'manage:domain',
      'manage:mail',
      'appoint:duty',
    ],
  },
  security_admin: { scopes: ['alliance'], permissions: ['grant:role', 'suspend:person', 'read:sign_in', 'read:rights'] },
  audit_admin: { scopes: ['alliance'], permissions: ['read:audit', 'read:rights'] },
}

/** The three administrator duties: nobody holds two of them at a time, so that none watches itself. */
export const DUTIES = ['admin', 'security_admin', 'audit_admin'] as const satisfies readonly GrantRole[]
export type Duty = (typeof DUTIES)[number]
/** The duties that `appoint:duty` fills while nobody holds them: somebody has to be the first. */
export const APPOINTED_DUTIES = ['security_admin', 'audit_admin'] as const satisfies readonly Duty[]

/** Which roles the holder of a role may give to others; nobody gives one to themselves. */
export const GRANTABLE_BY: Partial<Record<GrantRole, readonly GrantRole[]>> = {
  security_admin: GRANT_ROLES,
  office: ['coordinator'],
  coordinator: ['lab_manager', 'operator', 'safety_officer'],
}
