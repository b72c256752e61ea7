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
  | 'university_rules'
  | 'alliance_rules'

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
  'manage:university_rules',
  'manage:alliance_rules',
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
      'manage:university_rules',
    ],
  },
  office: {
    scopes: ['alliance'],
    permissions: ['read:booking', 'read:office', 'manage:domain', 'grant:role', 'read:audit', 'manage:mail', 'manage:alliance_rules'],
  },
  chair: { scopes: ['alliance'], permissions: ['read:office'] },
  admin: {
    scopes: ['alliance'],
    permissions: [
      'read:booking',
      'read:approval',
      'manage:resource',
      ...LISTING,
      'create:lab',
      'grant:role',
      'read:office',
      'manage:domain',
      'read:audit',
      'manage:mail',
      'manage:university_rules',
      'manage:alliance_rules',
    ],
  },
}

/** Which roles the holder of a role may give to others. */
export const GRANTABLE_BY: Partial<Record<GrantRole, readonly GrantRole[]>> = {
  admin: GRANT_ROLES,
  office: ['coordinator'],
  coordinator: ['lab_manager', 'operator', 'safety_officer'],
}
