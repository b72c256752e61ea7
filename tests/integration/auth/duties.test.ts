import { beforeEach, describe, expect, it, vi } from 'vitest'
import type { Actor, GrantRole } from '~/domain/access/permission'
import type { Outcome } from '~/domain/problem'

vi.hoisted(() => {
  process.env.DEMO = '1'
  process.env.SMTP_URL = ''
  process.env.BASE_URL = ''
})

const { changeRoleEnd } = await import('~/features/auth/change-role-end.server')
const { claimAdministration, firstAdminLink } = await import('~/features/auth/claim-administration.server')
const { endRole } = await import('~/features/auth/end-role.server')
const { sessionFacts } = await import('~/features/auth/facts.server')
const { grantAdministrator, grantRole } = await import('~/features/auth/grant-role.server')
const { dutiesToFill } = await import('~/features/auth/queries.server')
const { signIn } = await import('~/features/auth/sign-in.server')
const { liftSuspension, suspendPerson } = await import('~/features/auth/suspend.server')
const { hashPassword } = await import('~/features/auth/verify-password.server')
const { db } = await import('~/platform/db.server')

const now = new Date()
const later = new Date(now.getTime() + 1000)
const codesOf = (outcome: Outcome<unknown>) =>
  outcome.ok ? ['ok'] : outcome.problems.map((each) => (each.code === 'field_invalid' ? each.params.rule : each.code))
const PASSWORD = 'a quiet long phrase'

beforeEach(async () => {
  await db.roleGrant.updateMany({ data: { endsAt: now } })
})

async function person(data: { status?: 'active' | 'awaiting_admission'; passwordHash?: string } = {}): Promise<Actor> {
  const { id, email } = await db.person.create({ data: { email: `${crypto.randomUUID()}@a.example`, status: 'active', ...data } })
  return { personId: id, email, homeUniversityId: null, homeKind: null, grants: [] }
}

async function holder(role: GrantRole): Promise<Actor> {
  const someone = await person()
  await db.roleGrant.create({ data: { personId: someone.personId, role, scopeKind: 'alliance', startsAt: now } })
  return { ...someone, grants: [{ role, scopeKind: 'alliance', scopeId: null }] }
}

const give = (actor: Actor, email: string, role: GrantRole, lastDay?: string) =>
  grantRole(actor, { email, role, reason: 'test', ...(lastDay ? { lastDay } : {}) }, later)

describe('the three administrator duties', () => {
  it('are never two of one person’s, by command and by database', async () => {
    const security = await holder('security_admin')
    const admin = await holder('admin')
    expect(codesOf(await give(security, admin.email, 'audit_admin'))).toEqual(['auth.rules.duties_apart'])
    const both = db.roleGrant.create({ data: { personId: admin.personId, role: 'audit_admin', scopeKind: 'alliance', startsAt: later } })
    await expect(both).rejects.toThrow(/two administrator duties/)
    // One after the other is no two at a time.
    expect(codesOf(await give(security, (await person()).email, 'admin'))).toEqual(['ok'])
    await db.roleGrant.updateMany({ where: { personId: admin.personId }, data: { endsAt: later } })
    expect(codesOf(await give(security, admin.email, 'audit_admin'))).toEqual(['ok'])
  })

  it('stay apart when two are given at the same moment', async () => {
    const { email, personId } = await person()
    const outcomes = await Promise.all(
      (['admin', 'security_admin', 'audit_admin'] as const).map((duty) => grantAdministrator(email, later, duty)),
    )
    expect(outcomes.filter(({ ok }) => ok)).toHaveLength(1)
    expect(await db.roleGrant.count({ where: { personId } })).toBe(1)
  })

  it('are filled by the system administrator once each, while nobody holds them', async () => {
    const admin = await holder('admin')
    const [one, two] = [await person(), await person()]
    expect(await dutiesToFill(admin, later)).toEqual(['security_admin', 'audit_admin'])
    expect(codesOf(await give(admin, one.email, 'office'))).toEqual(['not_allowed'])
    expect(codesOf(await give(admin, admin.email, 'security_admin'))).toEqual(['auth.rules.own_role'])
    const outcomes = await Promise.all([give(admin, one.email, 'security_admin'), give(admin, two.email, 'security_admin')])
    expect(outcomes.flatMap(codesOf).toSorted()).toEqual(['not_allowed', 'ok'])
    expect(await dutiesToFill(admin, later)).toEqual(['audit_admin'])
    expect(codesOf(await give(admin, (await person()).email, 'audit_admin'))).toEqual(['ok'])
    expect(await dutiesToFill(admin, later)).toEqual([])
  })

  it('leave the first administrator’s link shut to who holds another', async () => {
    const security = await holder('security_admin')
    const secret = (await firstAdminLink('http://booking.test', later))?.split('/').at(-1) ?? ''
    const claim = { email: security.email, password: PASSWORD, nameEn: 'First', locale: 'en' }
    expect(codesOf(await claimAdministration(secret, claim, later))).toEqual(['auth.rules.duties_apart'])
    expect((await db.person.findUniqueOrThrow({ where: { id: security.personId } })).passwordHash).toBeNull()
  })

  it('keep the last security administrator', async () => {
    const security = await holder('security_admin')
    const other = await holder('security_admin')
    const idOf = async ({ personId }: Actor) => (await db.roleGrant.findFirstOrThrow({ where: { personId } })).id
    expect(codesOf(await endRole(security, { id: await idOf(other), reason: 'test' }, later))).toEqual(['ok'])
    expect(codesOf(await endRole(security, { id: await idOf(security), reason: 'test' }, later))).toEqual(['auth.rules.last_administrator'])
  })
})

describe('the end of a role', () => {
  it('moves for who may give it, once for each form that was shown, with its reason in the log', async () => {
    const security = await holder('security_admin')
    const given = await give(security, (await person()).email, 'office', '2099-06-30')
    if (!given.ok) throw new Error('The role was not given')
    const { id } = given.value
    const seenEnd = '2099-06-30T16:00:00.000Z'
    const input = { id, lastDay: '2099-12-31', seenEnd, reason: 'longer' }
    expect(codesOf(await changeRoleEnd(await holder('admin'), input, later))).toEqual(['not_allowed'])
    expect(codesOf(await changeRoleEnd(security, { ...input, lastDay: '2020-01-01' }, later))).toEqual(['too_early'])
    expect(codesOf(await changeRoleEnd(security, input, later))).toEqual(['ok'])
    expect(codesOf(await changeRoleEnd(security, input, later))).toEqual(['ok'])
    expect(codesOf(await changeRoleEnd(security, { ...input, lastDay: '2098-01-01' }, later))).toEqual(['auth.rules.already_decided'])
    const grant = await db.roleGrant.findUniqueOrThrow({ where: { id } })
    expect(grant.endsAt).toEqual(new Date('2099-12-31T16:00:00Z'))
    const rows = await db.auditEvent.findMany({ where: { action: 'role.end_changed', subjectId: grant.personId } })
    expect(rows).toMatchObject([{ actorId: security.personId, data: { reason: 'longer' } }])
  })
})

describe('suspending', () => {
  it('shuts every door at once, and lifting gives back what was', async () => {
    const security = await holder('security_admin')
    const someone = await person({ passwordHash: await hashPassword(PASSWORD), status: 'awaiting_admission' })
    const { personId, email } = someone
    await db.session.create({ data: { idHash: personId, personId, expiresAt: new Date(now.getTime() + 60_000) } })
    expect(await sessionFacts(personId)).not.toBeNull()
    const input = { personId, reason: 'lost device' }
    for (const actor of [await holder('admin'), await holder('audit_admin'), await holder('office'), someone]) {
      expect(codesOf(await suspendPerson(actor, input, later))).toEqual(['not_allowed'])
    }
    expect(codesOf(await suspendPerson(security, input, later))).toEqual(['ok'])
    expect(codesOf(await suspendPerson(security, input, later))).toEqual(['ok'])
    expect(await sessionFacts(personId)).toBeNull()
    expect(codesOf(await signIn({ email, password: PASSWORD }, { origin: 'http://booking.test', now: later }))).toEqual(['auth.rules.sign_in_failed'])
    expect(await db.auditEvent.count({ where: { action: 'person.suspended', subjectId: personId } })).toBe(1)
    expect(codesOf(await liftSuspension(security, { personId, reason: 'found' }))).toEqual(['ok'])
    expect(codesOf(await liftSuspension(security, { personId, reason: 'found' }))).toEqual(['ok'])
    expect(await db.person.findUniqueOrThrow({ where: { id: personId } })).toMatchObject({ status: 'awaiting_admission', suspendedAt: null })
  })

  it('spares oneself and the last of the system duty', async () => {
    const security = await holder('security_admin')
    const admin = await holder('admin')
    expect(codesOf(await suspendPerson(security, { personId: security.personId, reason: 'x' }, later))).toEqual(['not_allowed'])
    expect(codesOf(await suspendPerson(security, { personId: admin.personId, reason: 'x' }, later))).toEqual(['auth.rules.last_administrator'])
    await holder('admin')
    expect(codesOf(await suspendPerson(security, { personId: admin.personId, reason: 'x' }, later))).toEqual(['ok'])
  })
})
