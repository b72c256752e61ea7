import { describe, expect, it, vi } from 'vitest'
import type { Actor, Grant } from '~/domain/access/permission'
import type { Outcome } from '~/domain/problem'

vi.hoisted(() => {
  process.env.DEMO = '1'
  process.env.SMTP_URL = ''
  process.env.BASE_URL = ''
})

const { noteReads } = await import('~/features/audit/note-reads.server')
const { hashPassword } = await import('~/features/auth/verify-password.server')
const { erasePerson } = await import('~/features/people/privacy/erase.server')
const { exportOwnData } = await import('~/features/people/privacy/export.server')
const { heldAbout, whoLooked } = await import('~/features/people/privacy/queries.server')
const { rightsOf } = await import('~/features/people/rights/queries.server')
const { db } = await import('~/platform/db.server')

const now = new Date()
const PASSWORD = 'a quiet long phrase'
const codesOf = (outcome: Outcome<unknown>) =>
  outcome.ok ? ['ok'] : outcome.problems.map((each) => (each.code === 'field_invalid' ? each.params.rule : each.code))

async function university(id: string): Promise<void> {
  const names = { nameZh: `${id}大学`, nameEn: `University ${id}`, shortZh: id, abbr: id, province: 'x', city: 'Chengdu' }
  await db.university.upsert({ where: { id }, create: { id, ...names }, update: {} })
}

async function person(home: string, grants: Grant[] = []): Promise<Actor> {
  await university(home)
  const { id, email } = await db.person.create({
    data: {
      email: `${crypto.randomUUID()}@${home}.example`, status: 'active', nameZh: '某人', nameEn: 'Somebody', phone: '028-0000', passwordHash: await hashPassword(PASSWORD),
      affiliations: { create: { universityId: home, kind: 'teacher', isHome: true, startsAt: new Date(now.getTime() - 1000), confirmedAt: now } },
    },
  })
  return { personId: id, email, homeUniversityId: home, homeKind: 'teacher', grants }
}

describe('looks at people', () => {
  it('of another university are noted once for each reader, person and day', async () => {
    const [reader, own, other] = [await person('pa'), await person('pa'), await person('pb')]
    const ids = [own.personId, other.personId, reader.personId]
    await Promise.all(Array.from({ length: 6 }, () => noteReads(reader, ids, 'booking', now)))
    await noteReads(reader, ids, 'approvals', now)
    const rows = await db.auditEvent.findMany({ where: { action: 'person.read', actorId: reader.personId } })
    expect(rows).toMatchObject([{ subjectId: other.personId, universityId: 'pb', data: { where: 'booking', from: 'pa' } }])
    await noteReads(reader, ids, 'booking', new Date(now.getTime() + 86_400_000))
    expect(await db.auditEvent.count({ where: { action: 'person.read', actorId: reader.personId } })).toBe(2)
    expect(await whoLooked(other, now)).toMatchObject([{ where: 'booking' }, { where: 'booking' }])
    expect(await whoLooked(own, now)).toEqual([])
  })
})

describe('what somebody may do', () => {
  it('is for oneself and those who read rights there, and tells who gave it and why', async () => {
    const someone = await person('pa')
    const giver = await person('pa')
    await db.roleGrant.create({
      data: { personId: someone.personId, role: 'safety_officer', scopeKind: 'university', universityId: 'pa', startsAt: now, grantedById: giver.personId, reason: 'letter 7' },
    })
    const coordinator = (id: string): Grant => ({ role: 'coordinator', scopeKind: 'university', scopeId: id })
    const later = new Date(now.getTime() + 1000)
    expect(await rightsOf(await person('pb', [coordinator('pb')]), someone.personId, null, later)).toBeNull()
    expect(await rightsOf(await person('pb', [{ role: 'admin', scopeKind: 'alliance', scopeId: null }]), someone.personId, null, later)).toBeNull()
    const rights = await rightsOf(await person('pa', [coordinator('pa')]), someone.personId, { permission: 'read:booking', thing: 'university', id: 'pa' }, later)
    const grant = { by: 'grant', grant: { role: 'safety_officer', reason: 'letter 7', endsAt: null, givenBy: { email: giver.email } } }
    expect(rights?.answer?.reasons).toMatchObject([grant])
    expect(rights?.rows.find((row) => row.permission === 'read:booking')?.reasons).toMatchObject([{ by: 'owner' }, grant])
    expect(rights?.signIns).toBeNull()
    const elsewhere = await rightsOf(someone, someone.personId, { permission: 'read:booking', thing: 'university', id: 'pb' }, later)
    expect(elsewhere?.answer).toMatchObject({ reasons: [], wouldNeed: expect.arrayContaining(['coordinator']) })
    expect((await rightsOf(someone, someone.personId, { permission: 'read:booking', thing: 'lab', id: 'none' }, later))?.answer?.thing).toBeNull()
  })

  it('is nothing but the public while suspended', async () => {
    const someone = await person('pa')
    await db.person.update({ where: { id: someone.personId }, data: { status: 'suspended' } })
    const rights = await rightsOf(someone, someone.personId, null, now)
    expect(rights?.rows.filter(({ reasons }) => reasons.length > 0).map(({ permission }) => permission)).toEqual(['read:catalogue', 'read:mailbox'])
  })
})

describe('one’s own data', () => {
  it('are counted and taken along without any secret', async () => {
    const someone = await person('pa')
    expect(await heldAbout(someone, now)).toMatchObject({ affiliations: 1, bookings: 0 })
    const text = JSON.stringify(await exportOwnData(someone, now))
    expect(text).toContain(someone.email)
    expect(text).not.toContain('argon2')
    expect(text).not.toMatch(/hash/i)
    expect(text).toContain('"freedAlerts":[]')
  })

  it('are erased with the password, once, and what stays has a pseudonym', async () => {
    const someone = await person('pa', [])
    const { personId, email } = someone
    await db.session.create({ data: { idHash: personId, personId, expiresAt: new Date(now.getTime() + 60_000) } })
    await db.roleGrant.create({ data: { personId, role: 'operator', scopeKind: 'university', universityId: 'pa', startsAt: now } })
    await db.auditEvent.create({ data: { actorId: personId, action: 'person.profile_changed', subjectKind: 'person', subjectId: personId } })
    const later = new Date(now.getTime() + 1000)
    expect(codesOf(await erasePerson(someone, { current: 'wrong' }, later))).toEqual(['auth.rules.wrong_password'])
    const outcomes = await Promise.all([1, 2, 3].map(() => erasePerson(someone, { current: PASSWORD }, later)))
    expect(outcomes.every(({ ok }) => ok)).toBe(true)
    const row = await db.person.findUniqueOrThrow({ where: { id: personId }, include: { affiliations: true, roleGrants: true } })
    expect(row).toMatchObject({ status: 'erased', phone: null, passwordHash: null, erasedAt: later })
    expect(row.email).not.toBe(email)
    expect(row.nameEn).not.toBe('Somebody')
    expect([...row.affiliations, ...row.roleGrants].every(({ endsAt }) => endsAt !== null && endsAt <= later)).toBe(true)
    expect(await db.session.count({ where: { personId } })).toBe(0)
    expect(await db.auditEvent.count({ where: { subjectId: personId, action: 'person.erased' } })).toBe(1)
    expect(await db.auditEvent.count({ where: { subjectId: personId, action: 'person.profile_changed' } })).toBe(1)
    expect(codesOf(await erasePerson(someone, { current: PASSWORD }, later))).toEqual(['ok'])
  })

  it('stay while the person leads a group or is the last of a duty', async () => {
    const leader = await person('pa')
    await db.researchGroup.create({ data: { id: crypto.randomUUID(), universityId: 'pa', leaderId: leader.personId, nameZh: '组', nameEn: 'Group' } })
    expect(codesOf(await erasePerson(leader, { current: PASSWORD }, now))).toEqual(['rights.erase.blocked'])
    const security = await person('pa')
    await db.roleGrant.updateMany({ where: { role: 'security_admin' }, data: { endsAt: now } })
    await db.roleGrant.create({ data: { personId: security.personId, role: 'security_admin', scopeKind: 'alliance', startsAt: new Date(now.getTime() - 1) } })
    expect(codesOf(await erasePerson(security, { current: PASSWORD }, now))).toEqual(['rights.erase.blocked'])
  })
})

it('no column asks for an identity card, a birthday, a sex or a home address', async () => {
  const rows = await db.$queryRaw<{ name: string }[]>`
    SELECT table_name || '.' || column_name AS name FROM information_schema.columns
     WHERE table_schema = 'public'
       AND column_name ~* '(id_?card|identity|national_id|citizen|passport|birth|gender|(^|_)sex($|_)|ethnic|home_address|bank)'`
  expect(rows).toEqual([])
})
