import { GRANT_ROLES, type GrantRole, type Permission, type ScopeKind } from './grammar'

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

/** What those named as operators may do with what they can run. */
export const RUNNER: readonly Permission[] = ['stop:resource']

/** Keeping the entries of what one manages. Level, owners and host of a lab are the university's to say. */
const LISTING = ['create:resource', 'update:resource', 'update:lab', 'update:room'] as const satisfies readonly Permission[]

/** Training people, what it ends in, and the rules that say what it takes. */
const TRAINING = ['train:person', 'read:qualification', 'update:qualification', 'grant:qualification', 'manage:qualification', 'grant:admission'] as const satisfies readonly Permission[]

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
      'override:booking_rule',
      'read:approval',
      'manage:resource',
      'stop:resource',
      ...LISTING,
      ...TRAINING,
      'answer:enquiry',
      'record:use',
      'decide:conduct',
      'manage:incident',
    ],
  },
  operator: { scopes: ['lab', 'university'], permissions: ['read:booking', 'stop:resource', 'train:person', 'read:qualification', 'record:use'] },
  // What a PI may decide comes from the group, step by step: see domain/approval/route.
  pi: { scopes: ['university'], permissions: [] },
  safety_officer: { scopes: ['university'], permissions: ['read:booking', 'read:approval', 'read:qualification', 'grant:admission', 'manage:admission', 'verify:certificate', 'manage:incident'] },
  coordinator: {
    scopes: ['university'],
    permissions: [
      'book:resource_for_others',
      'read:booking',
      'decide:booking',
      'override:booking_rule',
      'override:booking_share',
      'read:approval',
      'manage:resource',
      'stop:resource',
      ...LISTING,
      'create:lab',
      'confirm:lab',
      'admit:person',
      'confirm:group',
      'grant:role',
      ...TRAINING,
      'manage:admission',
      'verify:certificate',
      'manage:recognition',
      'manage:affiliation',
      'manage:partner',
      'merge:person',
      'answer:enquiry',
      'read:rights',
      'manage:university_rules',
      'record:use',
      'decide:conduct',
      'decide:university_conduct',
      'manage:incident',
    ],
  },
  office: {
    scopes: ['alliance'],
    permissions: [
      'read:booking', 'read:office', 'manage:domain', 'grant:role', 'read:audit', 'manage:mail', 'manage:recognition', 'manage:admission',
      'read:qualification', 'update:qualification', 'read:rights', 'manage:alliance_rules', 'decide:alliance_conduct',
    ],
  },
  chair: { scopes: ['alliance'], permissions: ['read:office'] },
  // The system duty: keeps the installation running, gives nobody rights and reads no log.
  admin: {
    scopes: ['alliance'],
    permissions: [
      'read:booking',
      'read:approval',
      'manage:resource',
      'stop:resource',
      ...LISTING,
      'create:lab',
      'read:office',
      'manage:domain',
      'manage:mail',
      'merge:person',
      'appoint:duty',
      'manage:university_rules',
      'manage:alliance_rules',
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
