import { beforeAll, describe, expect, it, vi } from 'vitest'
import type { Actor } from '~/domain/access/permission'
import type { Outcome } from '~/domain/problem'

vi.hoisted(() => {
  process.env.DEMO = '1'
  process.env.SMTP_URL = ''
  process.env.BASE_URL = ''
})
const { coordinatorOf, makePerson, makeWorld, NOW } = await import('#tests/factories/world')
const { runJobs } = await import('#tests/setup/jobs')
const { addAffiliation } = await import('~/features/people/affiliations/add.server')
const { changeAffiliation } = await import('~/features/people/affiliations/change.server')
const { declareAffiliation } = await import('~/features/people/affiliations/declare.server')
const { endAffiliation } = await import('~/features/people/affiliations/end.server')
const { settleEnded, warnOfEnding } = await import('~/features/people/affiliations/jobs.server')
const { listPeople, ownAffiliations, personForCoordinator } = await import('~/features/people/affiliations/queries.server')
const { db } = await import('~/platform/db.server')

const codes = (outcome: Outcome<unknown>) =>
  outcome.ok ? ['ok'] : outcome.problems.map((each) => (each.code === 'field_invalid' ? each.params.rule.replace('affiliations.rules.', '') : each.code))

let ca: Actor
let cb: Actor
beforeAll(async () => {
  await makeWorld()
  ca = await coordinatorOf('a')
  cb = await coordinatorOf('b')
})

async function teacher(university: 'a' | 'b', grants: Actor['grants'] = []): Promise<Actor> {
  const actor = await makePerson(university, [...grants])
  await db.affiliation.updateMany({ where: { personId: actor.personId }, data: { kind: 'teacher' } })
  return actor
}
const asked = (sponsor: Actor, more: object = {}) =>
  ({ universityId: 'b', basis: 'visiting' as const, kind: 'visitor' as const, lastDay: '2027-06-30', sponsorEmail: sponsor.email, ...more })
async function declared(person: Actor, sponsor: Actor) {
  const outcome = await declareAffiliation(person, asked(sponsor), NOW)
  if (!outcome.ok) throw new Error(codes(outcome).join())
  return db.affiliation.findUniqueOrThrow({ where: { id: outcome.value.id } })
}
const running = async (person: Actor, at = NOW) =>
  (await db.$queryRaw<{ all: { universityId: string }[] }[]>`SELECT running_affiliations(${person.personId}::uuid, ${at}) AS all`)[0]!.all.map((each) => each.universityId)
const mailsTo = async ({ email }: Actor) => (await db.mailboxMessage.findMany({ where: { to: email }, orderBy: { id: 'asc' } })).map((each) => each.subject)

describe('asking another university', () => {
  it('waits for its coordinator, opens nothing before and ends at the instant', async () => {
    const [person, sponsor] = [await makePerson('a'), await teacher('b')]
    const { id, version, endsAt } = await declared(person, sponsor)
    expect(codes(await declareAffiliation(person, asked(sponsor), NOW))).toEqual(['ok'])
    expect(await db.affiliation.count({ where: { personId: person.personId } })).toBe(2)
    expect(await running(person)).toEqual(['a'])
    const confirm = { id, version, kind: 'visitor' as const, lastDay: '2027-06-30', sponsorEmail: sponsor.email }
    expect(codes(await changeAffiliation(ca, confirm, NOW))).toEqual(['not_allowed'])
    expect(codes(await changeAffiliation(cb, confirm, NOW))).toEqual(['ok'])
    expect(codes(await changeAffiliation(cb, confirm, NOW))).toEqual(['version_conflict'])
    expect(await running(person)).toEqual(['a', 'b'])
    expect(await running(person, endsAt!)).toEqual(['a'])
    expect((await ownAffiliations(person, NOW)).map((each) => each.state)).toEqual(['running', 'running'])
    const trail = await db.auditEvent.findMany({ where: { subjectId: id }, orderBy: { id: 'asc' } })
    expect(trail.map((each) => each.action)).toEqual(['affiliation.declared', 'affiliation.confirmed'])
    await runJobs()
    expect(await mailsTo(cb)).toHaveLength(0)
    expect(await mailsTo(person)).toHaveLength(1)
  })

  it('is refused with every reason at once', async () => {
    const [person, student] = [await makePerson('a'), await makePerson('b')]
    const ask = async (more: object) => codes(await declareAffiliation(person, { ...asked(student), ...more }, NOW))
    expect(await ask({ lastDay: '2026-11-01' })).toEqual(['reversed', 'sponsor_not_of_host'])
    expect(await ask({ sponsorEmail: 'nobody@b.example' })).toEqual(['sponsor_unknown'])
    expect(await ask({ universityId: 'zz' })).toEqual(['choice'])
    expect(await ask({ universityId: 'a', sponsorEmail: person.email })).toEqual(['overlap', 'sponsor_self'])
    expect(await ask({ lastDay: '2036-11-01' })).toEqual(['too_long', 'sponsor_not_of_host'])
  })

  it('refused, stands in the way of nothing', async () => {
    const [person, sponsor] = [await makePerson('a'), await teacher('b')]
    const { id, version } = await declared(person, sponsor)
    expect(codes(await endAffiliation(cb, { id, version, reason: 'no' }, NOW))).toEqual(['ok'])
    expect(codes(await endAffiliation(cb, { id, version: version + 1, reason: 'no' }, NOW))).toEqual(['over_already'])
    expect((await declared(person, sponsor)).id).not.toBe(id)
    await runJobs()
    expect((await mailsTo(person))[0]).toContain('未同意')
  })

  it('happens once however many confirm, and two overlapping additions leave one', async () => {
    const [person, sponsor] = [await makePerson('a'), await teacher('b')]
    const add = (lastDay: string) => addAffiliation(cb, { ...asked(sponsor), email: person.email, lastDay }, NOW)
    const outcomes = await Promise.all([add('2027-01-31'), add('2027-02-28'), add('2027-03-31')])
    expect(outcomes.flatMap(codes).filter((each) => each === 'ok')).toHaveLength(1)
    expect(outcomes.flatMap(codes).filter((each) => each === 'overlap')).toHaveLength(2)
    expect(await running(person)).toEqual(['a', 'b'])
  })
})

describe('sponsors', () => {
  it('close no circle, also when four people are made to at the same moment', async () => {
    const people = await Promise.all([teacher('b'), teacher('b'), teacher('b'), teacher('b')])
    // Homes elsewhere, working at the host: each may be sponsored there and sponsor.
    for (const { personId } of people) {
      await db.affiliation.updateMany({ where: { personId }, data: { universityId: 'a' } })
      await db.affiliation.create({ data: { personId, universityId: 'b', kind: 'staff', basis: 'secondment', startsAt: NOW, endsAt: new Date('2027-06-30T16:00:00Z'), confirmedAt: NOW } })
    }
    const stays = await db.affiliation.findMany({ where: { personId: { in: people.map((each) => each.personId) }, universityId: 'b' } })
    const outcomes = await Promise.all(people.map((person, index) => {
      const stay = stays.find((each) => each.personId === person.personId)!
      return changeAffiliation(cb, { id: stay.id, version: stay.version, kind: 'staff', lastDay: '2027-06-30', sponsorEmail: people[(index + 1) % 4]!.email }, NOW)
    }))
    expect(outcomes.flatMap(codes).toSorted()).toEqual(['ok', 'ok', 'ok', 'sponsor_circle'])
  })
})

describe('an end', () => {
  it('takes the roles held there with it, at once or in time, and not those elsewhere', async () => {
    const person = await teacher('a', [
      { role: 'lab_manager', scopeKind: 'university', scopeId: 'a' },
      { role: 'operator', scopeKind: 'lab', scopeId: 'a-lab' },
      { role: 'operator', scopeKind: 'lab', scopeId: 'b-lab' },
    ])
    const home = await db.affiliation.findFirstOrThrow({ where: { personId: person.personId } })
    const end = new Date('2026-12-01T16:00:00Z')
    expect(codes(await changeAffiliation(ca, { id: home.id, version: 1, kind: 'teacher', lastDay: '2026-12-01' }, NOW))).toEqual(['ok'])
    const roles = async () => (await db.roleGrant.findMany({ where: { personId: person.personId }, orderBy: { labId: 'asc' } })).map((each) => each.endsAt)
    expect(await roles()).toEqual([end, null, end])
    // A role given afterwards ends when time has come.
    await db.roleGrant.create({ data: { personId: person.personId, role: 'safety_officer', scopeKind: 'university', universityId: 'a', startsAt: NOW } })
    await settleEnded(NOW)
    expect((await db.roleGrant.findFirstOrThrow({ where: { personId: person.personId, role: 'safety_officer' } })).endsAt).toBeNull()
    await settleEnded(new Date('2026-12-02T00:00:00Z'))
    expect((await db.roleGrant.findFirstOrThrow({ where: { personId: person.personId, role: 'safety_officer' } })).endsAt).toEqual(end)
    expect(await db.auditEvent.count({ where: { subjectId: person.personId, action: 'role.ended' } })).toBe(3)
  })

  it('is announced at 30 and 7 days, once each, to the person and once a day to coordinators', async () => {
    const [person, sponsor] = [await makePerson('a'), await teacher('b')]
    await addAffiliation(cb, { ...asked(sponsor), email: person.email, lastDay: '2027-08-30' }, NOW)
    const before = (days: number) => new Date(Date.parse('2027-08-30T16:00:00Z') - days * 86_400_000)
    for (const days of [40, 30, 29, 7, 6, 1]) {
      await warnOfEnding(before(days))
      await warnOfEnding(before(days))
    }
    await runJobs(before(1))
    expect((await mailsTo(person)).filter((each) => each.includes('到期'))).toHaveLength(2)
    expect((await mailsTo(cb)).filter((each) => each.includes('即将到期')).length).toBeGreaterThanOrEqual(1)
  })
})

describe('lists', () => {
  it('show a coordinator the own university alone, by state and words', async () => {
    const filters = { q: '', kind: null, state: 'running' as const, partner: null, page: 1 }
    const { items, counts } = await listPeople(cb, 'b', filters, NOW)
    expect(items.every((each) => each.university.id === 'b')).toBe(true)
    expect(counts.running).toBe(items.length)
    expect((await listPeople(ca, 'b', filters, NOW)).items).toEqual([])
    const one = items.find((each) => !each.isHome)!
    expect((await listPeople(cb, 'b', { ...filters, q: one.person.email }, NOW)).items).toMatchObject([{ id: one.id }])
    expect((await personForCoordinator(cb, one.person.id, NOW))?.stays.map((each) => each.isMine)).toContain(true)
    const stranger = await makePerson(null)
    expect(await personForCoordinator(cb, stranger.personId, NOW)).toBeNull()
  })
})
