import { type Actor, can, isDirectScopeOf, type Target } from './permission'
import { ROLE_RULES } from './role-rules'

/**
 * What of a person is seen by whom: the rule that pages, the JSON API and /privacy/borders read. It
 * is wider nowhere: what a viewpoint does not list is not handed out.
 */

export const PERSON_FIELDS = [
  'name',
  'email',
  'phone',
  'university',
  'kind',
  'group',
  'project',
  'bookings',
  'qualifications',
  'admissions',
  'certificates',
  'roles',
  'sign_ins',
] as const
export type PersonField = (typeof PERSON_FIELDS)[number]

export const VIEWPOINTS = [
  /** The person. */
  'self',
  /** Booker and attendee of one booking, for each other. */
  'booking_partner',
  /** Who leads the group that the booking is made for. */
  'group_leader',
  /** Who manages, operates or guards the lab or university that owns the resource booked. */
  'resource_keeper',
  /** Who is of the same group. */
  'group_member',
  /** Coordinators of the person's home university. */
  'own_coordinator',
  /** Coordinators of a university where the person stays, asks to, or is of a group. */
  'host_coordinator',
  'office',
  'system_admin',
  'security_admin',
  'audit_admin',
  /** Anybody else with an account, of whichever university. */
  'member',
  /** Nobody signed in. */
  'anyone',
] as const
export type Viewpoint = (typeof VIEWPOINTS)[number]

export const BORDER: Record<Viewpoint, readonly PersonField[]> = {
  self: PERSON_FIELDS,
  booking_partner: ['name', 'email', 'phone', 'university', 'group', 'project', 'bookings'],
  group_leader: ['name', 'email', 'university', 'kind', 'group', 'project', 'bookings', 'qualifications'],
  resource_keeper: [
    'name', 'email', 'phone', 'university', 'kind', 'group', 'project', 'bookings', 'qualifications', 'admissions', 'certificates',
  ],
  own_coordinator: ['name', 'email', 'phone', 'university', 'kind', 'group', 'qualifications', 'admissions', 'certificates', 'roles'],
  group_member: ['name', 'email', 'university', 'group'],
  host_coordinator: ['name', 'email', 'university', 'kind', 'group'],
  office: ['name', 'email', 'university', 'kind', 'group', 'project', 'bookings', 'roles'],
  system_admin: ['name', 'university', 'kind', 'group', 'project', 'bookings'],
  security_admin: ['name', 'email', 'university', 'kind', 'group', 'roles', 'sign_ins'],
  audit_admin: ['name', 'email', 'university', 'kind', 'group', 'roles'],
  member: [],
  anyone: [],
}

export type Subject = { id: string; homeUniversityId: string | null }

/** From where the reader looks at the person, in the light of what they are met by: a booking, or nothing. */
export function viewpointsOf(reader: Actor | null, subject: Subject, met: Target = {}): Viewpoint[] {
  if (reader === null) return ['anyone']
  const home = { universityId: subject.homeUniversityId }
  const holds = (role: 'office' | 'admin' | 'security_admin' | 'audit_admin') =>
    reader.grants.some((grant) => grant.role === role && grant.scopeKind === 'alliance')
  const keeps = reader.grants.some(
    (grant) => ROLE_RULES[grant.role].permissions.includes('read:booking') && isDirectScopeOf(grant, met) && can({ ...reader, grants: [grant] }, 'read:booking', met),
  )
  const found: [Viewpoint, boolean][] = [
    ['self', reader.personId === subject.id],
    ['booking_partner', isAmong(reader, met.runnerIds) || (isAmong(reader, met.ownerIds) && isAmong({ personId: subject.id }, met.ownerIds))],
    ['group_leader', isAmong(reader, met.leaderIds)],
    ['resource_keeper', keeps],
    ['group_member', isAmong(reader, met.memberIds) && isAmong({ personId: subject.id }, met.memberIds)],
    ['host_coordinator', reader.grants.some((grant) => grant.role === 'coordinator' && isDirectScopeOf(grant, met))],
    ['own_coordinator', subject.homeUniversityId !== null && can(reader, 'admit:person', home)],
    ['office', holds('office')],
    ['system_admin', holds('admin')],
    ['security_admin', holds('security_admin')],
    ['audit_admin', holds('audit_admin')],
    ['member', true],
  ]
  return found.flatMap(([viewpoint, isThere]) => (isThere ? [viewpoint] : []))
}

/** The fields of the person that the reader is shown. */
export function visibleFields(reader: Actor | null, subject: Subject, met?: Target): ReadonlySet<PersonField> {
  return new Set(viewpointsOf(reader, subject, met).flatMap((viewpoint) => BORDER[viewpoint]))
}

const isAmong = ({ personId }: { personId: string }, ids: readonly string[] | undefined): boolean => ids?.includes(personId) ?? false
