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
  | 'stop'
  | 'confirm'
  | 'admit'
  | 'grant'
  | 'train'
  | 'verify'
  | 'answer'
  | 'merge'
  | 'appoint'
  | 'suspend'
  | 'override'
  | 'record'
export type Noun =
  | 'catalogue'
  | 'resource'
  | 'resource_for_others'
  | 'booking'
  | 'booking_rule'
  | 'booking_share'
  | 'approval'
  | 'lab'
  | 'room'
  | 'person'
  | 'group'
  | 'role'
  | 'office'
  | 'domain'
  | 'audit'
  | 'mailbox'
  | 'mail'
  | 'qualification'
  | 'admission'
  | 'certificate'
  | 'recognition'
  | 'affiliation'
  | 'partner'
  | 'enquiry'
  | 'duty'
  | 'rights'
  | 'sign_in'
  | 'university_rules'
  | 'alliance_rules'
  | 'use'
  | 'conduct'
  | 'university_conduct'
  | 'alliance_conduct'
  | 'incident'

export const PERMISSIONS = [
  'read:catalogue',
  'book:resource',
  'book:resource_for_others',
  'read:booking',
  'update:booking',
  'cancel:booking',
  'decide:booking',
  'override:booking_rule',
  'override:booking_share',
  'read:approval',
  'manage:resource',
  'stop:resource',
  'create:resource',
  'update:resource',
  'create:lab',
  'update:lab',
  'update:room',
  'confirm:lab',
  'admit:person',
  'confirm:group',
  'grant:role',
  'read:office',
  'manage:domain',
  'read:audit',
  'read:mailbox',
  'manage:mail',
  'train:person',
  'read:qualification',
  'update:qualification',
  'grant:qualification',
  'manage:qualification',
  'grant:admission',
  'manage:admission',
  'verify:certificate',
  'manage:recognition',
  'manage:affiliation',
  'manage:partner',
  'merge:person',
  'answer:enquiry',
  'appoint:duty',
  'suspend:person',
  'read:sign_in',
  'read:rights',
  'manage:university_rules',
  'manage:alliance_rules',
  'record:use',
  'decide:conduct',
  'decide:university_conduct',
  'decide:alliance_conduct',
  'manage:incident',
] as const satisfies readonly `${Verb}:${Noun}`[]
export type Permission = (typeof PERMISSIONS)[number]
