import { beforeAll, describe, expect, it, vi } from 'vitest'
import type { Actor, GrantRole } from '~/domain/access/permission'
import type { Outcome } from '~/domain/problem'
import type { GrantInput } from '~/features/auth/schema'

vi.hoisted(() => {
  process.env.DEMO = '1'
  process.env.SMTP_URL = ''
  // Vite writes its own meaning of this name into the environment.
  process.env.BASE_URL = ''
})

const { claimAdministration, firstAdminLink } = await import('~/features/auth/claim-administration.server')
const { endRole } = await import('~/features/auth/end-role.server')
const { grantAdministrator, grantRole } = await import('~/features/auth/grant-role.server')
const { warnOfEndingRoles } = await import('~/features/auth/jobs.server')
const { listUniversityGrants, lookUpPerson } = await import('~/features/auth/queries.server')
const { GRANT_ROLES } = await import('~/domain/access/grammar')
const { admitPerson } = await import('~/features/people/admit-person.server')
const { declinePerson } = await import('~/features/people/decline-person.server')
const { peopleOfUniversity, waitingForAdmission } = await import('~/features/people/queries.server')
const { requestAdmission } = await import('~/features/people/request-admission.server')
const { db } = await import('~/platform/db.server')
const { runJobs } = await import('#tests/setup/jobs')

const now = new Date()
const where = { origin: 'http://booking.test', now }
const codesOf = (outcome: Outcome<unknown>) =>
  outcome.ok ? ['ok'] : outcome.problems.map((each) => (each.code === 'field_invalid' ? each.params.rule : each.code))

beforeAll(async () => {
  for (const id of ['a', 'b']) {
    await db.university.create({
      data: {
        id, nameZh: `${id}大学`, nameEn: `University ${id}`, shortZh: id, abbr: id, province: 'x', city: 'Chengdu',
        hostedLabs: { create: { id: `${id}-lab`, nameZh: '实验室', nameEn: 'Lab', level: 'national_key_lab' } },
      },
    })
  }
  const owners = { create: [{ universityId: 'a', role: 'member' as const }, { universityId: 'b', role: 'lead' as const }] }
  await db.lab.create({
    data: { id: 'joint', nameZh: '联合实验室', nameEn: 'Joint lab', level: 'alliance_joint_lab', isJoint: true, owners },
  })
})

/** A person with an account; with a role, also an actor who holds it at university a or over the alliance. */
async function makeActor(role?: GrantRole): Promise<Actor> {
  const { id, email } = await db.person.create({
    data: { email: `${crypto.randomUUID()}@a.example`, status: 'active', nameEn: role ?? 'Nobody' },
  })
  const overAlliance = role !== undefined && ['office', 'admin', 'chair', 'security_admin', 'audit_admin'].includes(role)
  const grants =
    role === undefined
      ? []
      : [{ role, scopeKind: overAlliance ? ('alliance' as const) : ('university' as const), scopeId: overAlliance ? null : 'a' }]
  return { personId: id, email, homeUniversityId: null, homeKind: null, grants }
}

/** Somebody holds each of the duties that whoever has the system duty could otherwise fill. */
async function fillDuties(): Promise<void> {
  for (const role of ['security_admin', 'audit_admin'] as const) {
    const { personId } = await makeActor()
    await db.roleGrant.create({ data: { personId, role, scopeKind: 'alliance', startsAt: now } })
  }
}

async function wish(role: GrantRole, more: Partial<GrantInput> = {}): Promise<GrantInput> {
  return { email: (await makeActor()).email, role, reason: 'test', ...more }
}

describe('who may give which role', () => {
  const may: Partial<Record<GrantRole, Partial<Record<'a' | 'b', readonly GrantRole[]>>>> = {
    security_admin: { a: GRANT_ROLES, b: GRANT_ROLES },
    office: { a: ['coordinator'], b: ['coordinator'] },
    coordinator: { a: ['lab_manager', 'operator', 'safety_officer'] },
  }
  for (const holder of [...GRANT_ROLES, undefined]) {
    it(`as ${holder ?? 'a researcher'}`, async () => {
      // No duty is vacant: filling one is another rule.
      await fillDuties()
      const actor = await makeActor(holder)
      for (const universityId of ['a', 'b'] as const) {
        const given: GrantRole[] = []
        for (const role of GRANT_ROLES) {
          const outcome = await grantRole(actor, await wish(role, { universityId }), now)
          if (outcome.ok) given.push(role)
          else expect(codesOf(outcome)).toEqual(['not_allowed'])
        }
        const expected = (holder === undefined ? undefined : may[holder]?.[universityId]) ?? []
        expect(given).toEqual([...expected])
      }
    })
  }

  it('over one lab speaks its host, over a joint lab its lead', async () => {
    const coordinator = await makeActor('coordinator')
    const grant = async (labId: string) => codesOf(await grantRole(coordinator, await wish('lab_manager', { labId }), now))
    expect(await grant('a-lab')).toEqual(['ok'])
    expect(await grant('b-lab')).toEqual(['not_allowed'])
    expect(await grant('joint')).toEqual(['not_allowed'])
    expect(await grant('no-such-lab')).toEqual(['auth.rules.scope_missing'])
  })
})

describe('giving a role', () => {
  it('writes grant and audit row together, with its last day', async () => {
    const admin = await makeActor('security_admin')
    const input = await wish('coordinator', { universityId: 'a', lastDay: '2099-12-31' })
    const outcome = await grantRole(admin, input, now)
    if (!outcome.ok) throw new Error('The role was not given')
    const grant = await db.roleGrant.findUniqueOrThrow({ where: { id: outcome.value.id } })
    // The end is exclusive: midnight after the last day in Asia/Shanghai.
    expect(grant).toMatchObject({ role: 'coordinator', universityId: 'a', endsAt: new Date('2099-12-31T16:00:00Z') })
    const rows = await db.auditEvent.findMany({ where: { action: 'role.granted', subjectId: grant.personId } })
    expect(rows).toMatchObject([{ actorId: admin.personId, universityId: 'a', data: { role: 'coordinator', reason: 'test' } }])
  })

  it('happens once, however many ask at the same time', async () => {
    const admin = await makeActor('security_admin')
    const input = await wish('office')
    const outcomes = await Promise.all(Array.from({ length: 8 }, () => grantRole(admin, input, now)))
    expect(outcomes.flatMap(codesOf).filter((code) => code === 'ok')).toHaveLength(1)
    expect(outcomes.flatMap(codesOf).filter((code) => code === 'auth.rules.role_held')).toHaveLength(7)
  })

  it('names every field that is wrong', async () => {
    const admin = await makeActor('security_admin')
    const give = async (more: Partial<GrantInput>) =>
      codesOf(await grantRole(admin, await wish('coordinator', { universityId: 'a', ...more }), now))
    expect(await give({ universityId: undefined })).toEqual(['auth.rules.scope_missing'])
    expect(await give({ universityId: 'zz' })).toEqual(['auth.rules.scope_missing'])
    expect(await give({ lastDay: '2020-01-01', email: 'nobody@a.example' })).toEqual(['too_early', 'auth.rules.person_unknown'])
  })
})

describe('ending a role', () => {
  it('takes effect at once, is for those who may give it, and repeats without effect', async () => {
    const admin = await makeActor('security_admin')
    const given = await grantRole(admin, await wish('lab_manager', { universityId: 'b' }), now)
    if (!given.ok) throw new Error('The role was not given')
    const input = { id: given.value.id, reason: 'over' }
    const later = new Date(now.getTime() + 1000)
    expect(codesOf(await endRole(await makeActor('coordinator'), input, later))).toEqual(['not_allowed'])
    expect(codesOf(await endRole(admin, input, later))).toEqual(['ok'])
    expect(codesOf(await endRole(admin, input, later))).toEqual(['ok'])
    const grant = await db.roleGrant.findUniqueOrThrow({ where: { id: given.value.id } })
    expect(grant.endsAt).toEqual(later)
    expect(await db.auditEvent.count({ where: { action: 'role.ended', subjectId: grant.personId } })).toBe(1)
  })

  it('leaves one administrator, also when the last two end each other', async () => {
    await db.roleGrant.updateMany({ where: { role: 'admin' }, data: { endsAt: now } })
    const [one, two] = [await makeActor('security_admin'), await makeActor('security_admin')]
    const others = [await makeActor(), await makeActor()]
    const grants = await Promise.all(others.map(({ email }) => grantAdministrator(email, now)))
    const ids = grants.map((each) => (each.ok ? each.value.id : ''))
    const later = new Date(now.getTime() + 1000)
    const outcomes = await Promise.all([
      endRole(one, { id: ids[1] ?? '', reason: 'test' }, later),
      endRole(two, { id: ids[0] ?? '', reason: 'test' }, later),
    ])
    expect(outcomes.flatMap(codesOf).toSorted()).toEqual(['auth.rules.last_administrator', 'ok'])
  })
})

describe('the first administrator', () => {
  it('comes by a link that works once, while there is none', async () => {
    await db.roleGrant.updateMany({ where: { role: 'admin' }, data: { endsAt: new Date(now.getTime() - 1000) } })
    const stale = await firstAdminLink('http://booking.test', now)
    const link = await firstAdminLink('http://booking.test/', now)
    expect(link).toMatch(/^http:\/\/booking\.test\/first-admin\/[\w-]{43}$/)
    const secretOf = (text: string | null) => text?.split('/').at(-1) ?? ''
    const claim = { email: 'first@a.example', password: 'a quiet long phrase', nameEn: 'First', locale: 'en' }
    expect(codesOf(await claimAdministration(secretOf(stale), claim, now))).toEqual(['auth.rules.link_spent'])
    const outcomes = await Promise.all(Array.from({ length: 4 }, () => claimAdministration(secretOf(link), claim, now)))
    expect(outcomes.filter(({ ok }) => ok)).toHaveLength(1)
    expect(await firstAdminLink('http://booking.test', now)).toBeNull()
  })
})

describe('admission', () => {
  async function makeApplicant() {
    const { id, email } = await db.person.create({
      data: {
        email: `${crypto.randomUUID()}@elsewhere.example`, status: 'awaiting_admission', requestedUniversityId: 'a', nameEn: 'Guest',
        affiliations: { create: { universityId: 'a', kind: 'student' } },
      },
    })
    return { personId: id, email, homeUniversityId: null, homeKind: null, grants: [] } satisfies Actor
  }

  it('is the coordinator’s of the university asked', async () => {
    const { personId, email } = await makeApplicant()
    const input = { personId, kind: 'visitor' as const }
    const stranger = { ...(await makeActor('coordinator')), grants: [{ role: 'coordinator' as const, scopeKind: 'university' as const, scopeId: 'b' }] }
    for (const actor of [stranger, await makeActor('admin'), await makeActor('lab_manager'), await makeActor()]) {
      expect(codesOf(await admitPerson(actor, input, where))).toEqual(['not_allowed'])
      expect(await waitingForAdmission(actor, 'a')).toEqual([])
      expect((await peopleOfUniversity(actor, 'a', { search: '', page: 1 }, now)).items).toEqual([])
    }
    const coordinator = await makeActor('coordinator')
    expect((await waitingForAdmission(coordinator, 'a')).map((each) => each.id)).toContain(personId)
    expect(codesOf(await admitPerson(coordinator, input, where))).toEqual(['ok'])
    const person = await db.person.findUniqueOrThrow({ where: { id: personId }, include: { affiliations: true } })
    expect(person).toMatchObject({ status: 'active', requestedUniversityId: null })
    expect(person.affiliations).toMatchObject([{ universityId: 'a', kind: 'visitor', isHome: true }])
    await runJobs()
    expect(await db.mailboxMessage.count({ where: { to: email } })).toBe(1)
    const members = await peopleOfUniversity(coordinator, 'a', { search: email, page: 1 }, now)
    expect(members.items.map((each) => each.id)).toEqual([personId])
  })

  it('is decided once by any number of coordinators', async () => {
    const { personId } = await makeApplicant()
    const coordinators = await Promise.all(Array.from({ length: 4 }, () => makeActor('coordinator')))
    const outcomes = await Promise.all(
      coordinators.map((actor, index) =>
        index % 2 === 0
          ? admitPerson(actor, { personId, kind: 'student' }, where)
          : declinePerson(actor, { personId, reason: 'unknown here' }, where),
      ),
    )
    expect(outcomes.filter(({ ok }) => ok)).toHaveLength(1)
  })

  it('declined, with its reason by mail, lets the person ask another university', async () => {
    const applicant = await makeApplicant()
    const coordinator = await makeActor('coordinator')
    const { personId, email } = applicant
    expect(codesOf(await declinePerson(coordinator, { personId, reason: 'Not of our staff' }, where))).toEqual(['ok'])
    await runJobs()
    const letter = await db.mailboxMessage.findFirstOrThrow({ where: { to: email } })
    expect(letter.text).toContain('Not of our staff')
    expect(codesOf(await requestAdmission(applicant, { universityId: 'b', kind: 'teacher' }, now))).toEqual(['ok'])
    const person = await db.person.findUniqueOrThrow({ where: { id: personId }, include: { affiliations: true } })
    expect(person.requestedUniversityId).toBe('b')
    expect(person.affiliations).toMatchObject([{ universityId: 'b', kind: 'teacher', isHome: false }])
  })
})

describe('looking people up', () => {
  it('across universities is for those who give roles there, and is logged', async () => {
    const somebody = await makeActor()
    expect(await lookUpPerson(await makeActor('coordinator'), somebody.email, now)).toBeNull()
    const office = await makeActor('office')
    expect(await lookUpPerson(office, somebody.email, now)).toMatchObject({ id: somebody.personId, grants: [] })
    const logged = { action: 'person.looked_up', actorId: office.personId, subjectId: somebody.personId }
    expect(await db.auditEvent.count({ where: logged })).toBe(1)
    expect(await listUniversityGrants(await makeActor('lab_manager'), 'a', now)).toEqual([])
  })
})

describe('a role that ends', () => {
  it('is announced once with thirty days left and once with seven, anew when its end moves', async () => {
    const holder = await makeActor()
    const end = (days: number) => new Date(now.getTime() + days * 86_400_000)
    const { id } = await db.roleGrant.create({ data: { personId: holder.personId, role: 'operator', scopeKind: 'university', universityId: 'a', startsAt: now, endsAt: end(40) } })
    const told = async (days: number) => {
      const at = end(days)
      await Promise.all([warnOfEndingRoles(at), warnOfEndingRoles(at)])
      await runJobs(at)
      return (await db.mailboxMessage.findMany({ where: { to: holder.email } })).length
    }
    expect([await told(5), await told(11), await told(20), await told(34), await told(36)]).toEqual([0, 1, 1, 2, 2])
    await db.roleGrant.update({ where: { id }, data: { endsAt: end(60), warnedAt: null } })
    expect([await told(37), await told(37)]).toEqual([3, 3])
    const letter = await db.mailboxMessage.findFirstOrThrow({ where: { to: holder.email }, orderBy: { id: 'asc' } })
    expect(letter.subject).toContain('操作员')
    expect([await told(61), await told(62)]).toEqual([3, 3])
  })
})
