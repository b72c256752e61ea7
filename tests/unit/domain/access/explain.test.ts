import fc from 'fast-check'
import { readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { BORDER, PERSON_FIELDS, visibleFields, viewpointsOf } from '~/domain/access/border'
import { type Actor, can, explain, type Grant, type Permission, rivalDuties, rolesWith, type Target } from '~/domain/access/permission'
import { permissionTable } from '~/domain/access/permission-table'
import { GRANT_ROLES, PERMISSIONS } from '~/domain/access/grammar'
import { ANYONE, LEADER, OWNER, ROLE_RULES, SIGNED_IN } from '~/domain/access/role-rules'

const id = fc.constantFrom('a', 'b', 'c')
const person = fc.constantFrom('me', 'you', 'they')
const grant: fc.Arbitrary<Grant> = fc.record({
  role: fc.constantFrom(...GRANT_ROLES),
  scopeKind: fc.constantFrom('lab' as const, 'university' as const, 'alliance' as const),
  scopeId: fc.option(id),
})
const actor: fc.Arbitrary<Actor> = fc.record({
  personId: person,
  email: fc.constant('me@a.example'),
  homeUniversityId: fc.option(id),
  homeKind: fc.constant(null),
  grants: fc.array(grant, { maxLength: 4 }),
})
const target: fc.Arbitrary<Target | undefined> = fc.option(
  fc.record(
    {
      ownerIds: fc.array(person, { maxLength: 2 }),
      leaderIds: fc.array(person, { maxLength: 2 }),
      labId: fc.option(id),
      labIds: fc.array(id, { maxLength: 2 }),
      universityId: fc.option(id),
      universityIds: fc.array(id, { maxLength: 2 }),
    },
    { requiredKeys: [] },
  ),
  { nil: undefined },
)
const permission = fc.constantFrom(...PERMISSIONS)

/** The rule of docs/permissions.md, read off the table in another way than the domain does. */
function mayByTable(who: Actor | null, wanted: Permission, about: Target | undefined): boolean {
  if (ANYONE.includes(wanted)) return true
  if (who === null) return false
  const owns = OWNER.includes(wanted) && (about === undefined || (about.ownerIds ?? []).includes(who.personId))
  const leads = LEADER.includes(wanted) && (about?.leaderIds ?? []).includes(who.personId)
  const places = { lab: [about?.labId, ...(about?.labIds ?? [])], university: [about?.universityId, ...(about?.universityIds ?? [])] }
  const holds = who.grants.some(({ role, scopeKind, scopeId }) => {
    const rule = ROLE_RULES[role]
    if (!rule.scopes.includes(scopeKind) || !rule.permissions.includes(wanted)) return false
    if (scopeKind === 'alliance') return true
    return scopeId !== null && (about === undefined || places[scopeKind].includes(scopeId))
  })
  return SIGNED_IN.includes(wanted) || owns || leads || holds
}

describe('explaining', () => {
  it('agrees with the answer and with the table, for all permissions, roles and targets', () => {
    fc.assert(
      fc.property(fc.option(actor), permission, target, (who, wanted, about) => {
        const reasons = explain(who, wanted, about)
        expect(reasons.length > 0).toBe(can(who, wanted, about))
        expect(reasons.length > 0).toBe(mayByTable(who, wanted, about))
      }),
      { numRuns: 3000 },
    )
  })

  it('names every grant that alone would be enough, and no other', () => {
    fc.assert(
      fc.property(actor, permission, target, (who, wanted, about) => {
        const bare = { ...who, personId: 'nobody-else' }
        const named = explain(bare, wanted, about).flatMap((each) => (each.by === 'grant' ? [each.grant] : []))
        const enough = who.grants.filter((each) => explain({ ...bare, grants: [each] }, wanted, about).some(({ by }) => by === 'grant'))
        expect(named).toEqual(enough)
      }),
    )
  })

  it('never loses a right by a further grant', () => {
    fc.assert(
      fc.property(actor, grant, permission, target, (who, more, wanted, about) => {
        if (can(who, wanted, about)) expect(can({ ...who, grants: [...who.grants, more] }, wanted, about)).toBe(true)
      }),
    )
  })

  it('knows who could do it instead', () => {
    expect(rolesWith('suspend:person')).toEqual(['security_admin'])
    expect(rolesWith('read:audit')).toEqual(['office', 'audit_admin'])
    expect(rivalDuties('audit_admin')).toEqual(['admin', 'security_admin'])
    expect(rivalDuties('coordinator')).toEqual([])
  })

  it('stands in docs/permissions.md as it is', () => {
    expect(readFileSync('docs/permissions.md', 'utf8')).toBe(permissionTable())
  })
})

describe('the border', () => {
  const reader = (...grants: Grant[]): Actor => ({ personId: 'reader', email: 'r@b.example', homeUniversityId: 'b', homeKind: 'teacher', grants })
  const subject = { id: 'subject', homeUniversityId: 'a' }
  const met = { ownerIds: ['subject'], leaderIds: ['leader'], labIds: ['b-lab'], universityIds: ['b'] }

  it('shows nothing of a person to other members and to nobody', () => {
    expect([...visibleFields(null, subject, met)]).toEqual([])
    expect([...visibleFields(reader(), subject, met)]).toEqual([])
  })

  it('shows oneself everything', () => {
    expect([...visibleFields({ ...reader(), personId: 'subject' }, subject)]).toEqual([...PERSON_FIELDS])
  })

  it('opens by the booking to who keeps the resource, not to the keeper elsewhere', () => {
    const here = reader({ role: 'lab_manager', scopeKind: 'lab', scopeId: 'b-lab' })
    const elsewhere = reader({ role: 'lab_manager', scopeKind: 'lab', scopeId: 'c-lab' })
    expect(viewpointsOf(here, subject, met)).toEqual(['resource_keeper', 'member'])
    expect(visibleFields(here, subject, met).has('phone')).toBe(true)
    expect([...visibleFields(elsewhere, subject, met)]).toEqual([])
    expect([...visibleFields(here, subject)]).toEqual([])
  })

  it('opens to the own coordinator, the group’s leader and who shares the booking', () => {
    const coordinator = (universityId: string) => reader({ role: 'coordinator', scopeKind: 'university', scopeId: universityId })
    expect(viewpointsOf(coordinator('a'), subject)).toContain('own_coordinator')
    expect(viewpointsOf(coordinator('b'), subject)).toEqual(['member'])
    expect(viewpointsOf({ ...reader(), personId: 'leader' }, subject, met)).toContain('group_leader')
    expect(viewpointsOf(reader(), subject, { ownerIds: ['reader', 'subject'] })).toContain('booking_partner')
    expect(viewpointsOf(reader(), subject, { ownerIds: ['reader', 'somebody'] })).toEqual(['member'])
  })

  it('gives nobody sign-ins but the person and the security administrator', () => {
    const seen = Object.entries(BORDER).flatMap(([viewpoint, fields]) => (fields.includes('sign_ins') ? [viewpoint] : []))
    expect(seen).toEqual(['self', 'security_admin'])
  })
})
