import { describe, expect, it } from 'vitest'
import {
  type Actor,
  can,
  type Grant,
  grantableRoles,
  hasRole,
  isDirectScopeOf,
  parsePermission,
  type Permission,
} from '~/domain/access/permission'
import { GRANT_ROLES, type GrantRole, PERMISSIONS } from '~/domain/access/grammar'

const actor = (...grants: Grant[]): Actor => ({
  personId: 'me',
  email: 'me@swjtu.example',
  homeUniversityId: 'swjtu',
  homeKind: 'teacher',
  grants,
})
const grant = (role: GrantRole, scopeKind: Grant['scopeKind'], scopeId: string | null = null): Grant => ({ role, scopeKind, scopeId })

const HERE = { labId: 'cqu-lab', universityId: 'cqu' }
const NEXT_DOOR = { labId: 'cqu-other', universityId: 'cqu' }
const ELSEWHERE = { labId: 'scu-lab', universityId: 'scu' }
const MINE = { ...ELSEWHERE, ownerIds: ['me'] }

const EVERYBODY: Permission[] = ['read:catalogue', 'read:mailbox']
const SIGNED_IN: Permission[] = [...EVERYBODY, 'book:resource']
const LISTING: Permission[] = ['create:resource', 'update:resource', 'update:lab', 'update:room']
const TRAINING: Permission[] = ['train:person', 'read:qualification', 'update:qualification', 'grant:qualification', 'manage:qualification', 'grant:admission']
const MANAGER: Permission[] = [
  ...LISTING, ...TRAINING,
  'book:resource_for_others', 'read:booking', 'update:booking', 'cancel:booking', 'decide:booking', 'override:booking_rule', 'read:approval', 'manage:resource',
  'answer:enquiry', 'record:use', 'decide:conduct',
]
const COORDINATOR: Permission[] = [
  ...LISTING, 'create:lab',
  'book:resource_for_others', 'read:booking', 'decide:booking', 'override:booking_rule', 'override:booking_share', 'read:approval', 'manage:resource', 'confirm:lab', 'admit:person', 'confirm:group', 'grant:role',
  ...TRAINING, 'manage:admission', 'verify:certificate', 'manage:recognition',
  'manage:affiliation', 'manage:partner', 'merge:person', 'answer:enquiry', 'read:rights', 'manage:university_rules', 'record:use', 'decide:conduct', 'decide:university_conduct',
]
const OFFICE: Permission[] = [
  'read:booking', 'read:office', 'manage:domain', 'grant:role', 'read:audit', 'manage:mail', 'manage:recognition', 'manage:admission', 'read:qualification', 'update:qualification', 'read:rights', 'manage:alliance_rules', 'decide:alliance_conduct',
]
const ADMIN: Permission[] = [...LISTING, 'create:lab', 'read:booking', 'read:approval', 'manage:resource', 'read:office', 'manage:domain', 'manage:mail', 'merge:person', 'appoint:duty', 'manage:university_rules', 'manage:alliance_rules']
const SECURITY: Permission[] = ['grant:role', 'suspend:person', 'read:sign_in', 'read:rights']
const AUDIT: Permission[] = ['read:audit', 'read:rights']
const SAFETY: Permission[] = ['read:booking', 'read:approval', 'read:qualification', 'grant:admission', 'manage:admission', 'verify:certificate']

/** What each grant adds to being signed in: at the lab, next door in the same university, elsewhere. */
const TABLE: [string, Grant, Permission[], Permission[], Permission[]][] = [
  ['lab manager of a lab', grant('lab_manager', 'lab', 'cqu-lab'), MANAGER, [], []],
  ['lab manager of a university', grant('lab_manager', 'university', 'cqu'), MANAGER, MANAGER, []],
  ['operator', grant('operator', 'lab', 'cqu-lab'), ['read:booking', 'train:person', 'read:qualification', 'record:use'], [], []],
  ['pi', grant('pi', 'university', 'cqu'), [], [], []],
  ['safety officer', grant('safety_officer', 'university', 'cqu'), SAFETY, SAFETY, []],
  ['coordinator', grant('coordinator', 'university', 'cqu'), COORDINATOR, COORDINATOR, []],
  ['office', grant('office', 'alliance'), OFFICE, OFFICE, OFFICE],
  ['chair', grant('chair', 'alliance', 'cqu'), ['read:office'], ['read:office'], ['read:office']],
  ['admin', grant('admin', 'alliance'), ADMIN, ADMIN, ADMIN],
  ['security administrator', grant('security_admin', 'alliance'), SECURITY, SECURITY, SECURITY],
  ['audit administrator', grant('audit_admin', 'alliance'), AUDIT, AUDIT, AUDIT],
  ['coordinator over the alliance (no such thing)', grant('coordinator', 'alliance'), [], [], []],
  ['office of a university (no such thing)', grant('office', 'university', 'cqu'), [], [], []],
  ['lab manager of nothing', grant('lab_manager', 'lab', null), [], [], []],
]

const allowed = (who: Actor | null, target?: Parameters<typeof can>[2]) => PERMISSIONS.filter((each) => can(who, each, target))
const inOrder = (list: Permission[]) => PERMISSIONS.filter((each) => list.includes(each))

describe('permissions', () => {
  it('of nobody are to look', () => {
    expect(allowed(null)).toEqual(inOrder(EVERYBODY))
    expect(allowed(null, MINE)).toEqual(inOrder(EVERYBODY))
  })

  it('of a researcher are to book, and their own', () => {
    expect(allowed(actor(), HERE)).toEqual(inOrder(SIGNED_IN))
    expect(allowed(actor(), MINE)).toEqual(
      inOrder([...SIGNED_IN, 'read:booking', 'update:booking', 'cancel:booking', 'read:approval']),
    )
    expect(allowed(actor(), { ...HERE, ownerIds: ['you'] })).toEqual(inOrder(SIGNED_IN))
  })

  it.each(TABLE)('of a %s', (_name, held, here, nextDoor, elsewhere) => {
    const who = actor(held)
    expect(allowed(who, HERE)).toEqual(inOrder([...SIGNED_IN, ...here]))
    expect(allowed(who, NEXT_DOOR)).toEqual(inOrder([...SIGNED_IN, ...nextDoor]))
    expect(allowed(who, ELSEWHERE)).toEqual(inOrder([...SIGNED_IN, ...elsewhere]))
    expect(allowed(who, {})).toEqual(inOrder([...SIGNED_IN, ...(held.scopeKind === 'alliance' ? elsewhere : [])]))
  })

  it('cover every role that can be granted', () => {
    expect(new Set(TABLE.map(([, held]) => held.role))).toEqual(new Set(GRANT_ROLES))
  })

  it('without a target ask for anywhere at all', () => {
    expect(can(actor(grant('lab_manager', 'lab', 'cqu-lab')), 'decide:booking')).toBe(true)
    expect(can(actor(), 'decide:booking')).toBe(false)
    expect(can(actor(), 'cancel:booking')).toBe(true)
  })

  it('over a joint lab come from any of its universities and labs', () => {
    const joint = { labIds: ['joint', 'cqu-lab'], universityIds: ['scu', 'cqu'] }
    expect(can(actor(grant('coordinator', 'university', 'cqu')), 'confirm:lab', joint)).toBe(true)
    expect(can(actor(grant('lab_manager', 'lab', 'joint')), 'manage:resource', joint)).toBe(true)
    expect(can(actor(grant('lab_manager', 'lab', 'scu-lab')), 'manage:resource', joint)).toBe(false)
  })

  it('add up over several grants', () => {
    const who = actor(grant('operator', 'lab', 'cqu-lab'), grant('lab_manager', 'lab', 'scu-lab'))
    expect(can(who, 'decide:booking', HERE)).toBe(false)
    expect(can(who, 'decide:booking', ELSEWHERE)).toBe(true)
  })

  it('are parsed, not trusted', () => {
    expect(parsePermission('decide:booking')).toBe('decide:booking')
    expect(parsePermission('decide:everything')).toBeNull()
  })
})

describe('scopes', () => {
  it('are direct when they name the lab or the university, never the whole alliance', () => {
    expect(isDirectScopeOf(grant('lab_manager', 'lab', 'cqu-lab'), HERE)).toBe(true)
    expect(isDirectScopeOf(grant('lab_manager', 'lab', 'cqu-lab'), NEXT_DOOR)).toBe(false)
    expect(isDirectScopeOf(grant('coordinator', 'university', 'cqu'), NEXT_DOOR)).toBe(true)
    expect(isDirectScopeOf(grant('chair', 'alliance', 'cqu'), HERE)).toBe(false)
    expect(isDirectScopeOf(grant('lab_manager', 'lab', null), { labId: null })).toBe(false)
  })

  it('of a role are asked by name', () => {
    const who = actor(grant('lab_manager', 'university', 'cqu'))
    expect(hasRole(who, 'lab_manager', HERE)).toBe(true)
    expect(hasRole(who, 'lab_manager', ELSEWHERE)).toBe(false)
    expect(hasRole(who, 'lab_manager')).toBe(true)
    expect(hasRole(who, 'coordinator')).toBe(false)
  })
})

describe('giving roles', () => {
  it('is for the security administrator, the office and coordinators, each within limits', () => {
    const admin = actor(grant('security_admin', 'alliance'))
    const office = actor(grant('office', 'alliance'))
    const coordinator = actor(grant('coordinator', 'university', 'cqu'))
    expect(grantableRoles(admin, 'cqu')).toEqual([...GRANT_ROLES])
    expect(grantableRoles(admin, null)).toEqual(['office', 'admin', 'security_admin', 'audit_admin'])
    expect(grantableRoles(office, 'cqu')).toEqual(['coordinator'])
    expect(grantableRoles(office, null)).toEqual([])
    expect(grantableRoles(coordinator, 'cqu')).toEqual(['lab_manager', 'operator', 'safety_officer'])
    expect(grantableRoles(coordinator, 'scu')).toEqual([])
    expect(grantableRoles(coordinator, null)).toEqual([])
    expect(grantableRoles(actor(grant('lab_manager', 'university', 'cqu')), 'cqu')).toEqual([])
    expect(grantableRoles(actor(), 'cqu')).toEqual([])
    expect(grantableRoles(null, 'cqu')).toEqual([])
  })
})
