import { randomUUID } from 'node:crypto'
import { beforeAll, describe, expect, it } from 'vitest'
import type { Actor } from '~/domain/access/permission'
import type { Outcome } from '~/domain/problem'
import { changeBooking } from '~/features/bookings/change.server'
import { groupCosts, monthSums, projectHours } from '~/features/bookings/costs/queries.server'
import { checkBooking, createBooking } from '~/features/bookings/create.server'
import { cancelBooking } from '~/features/bookings/cancel.server'
import { addProjectMember } from '~/features/people/projects/add-member.server'
import { changeProject } from '~/features/people/projects/change.server'
import { closeProject } from '~/features/people/projects/close.server'
import { createProject } from '~/features/people/projects/create.server'
import { endProjectMember } from '~/features/people/projects/end-member.server'
import { projectPage } from '~/features/people/projects/queries.server'
import { type ProjectInput, projectSchema } from '~/features/people/projects/schema'
import { db } from '~/platform/db.server'
import { at, booking, makePerson, makeResource, makeWorld, NOW } from '#tests/factories/world'

beforeAll(makeWorld)

const codes = (outcome: Outcome<unknown>) => (outcome.ok ? ['ok'] : outcome.problems.map((each) => (each.code === 'field_invalid' ? each.params.rule : each.code)))
const value = <T>(outcome: Outcome<T>): T => {
  if (!outcome.ok) throw new Error(JSON.stringify(outcome.problems))
  return outcome.value
}

type Group = { id: string; leader: Actor }
async function makeGroup(university: 'a' | 'b' = 'a', members: Actor[] = []): Promise<Group> {
  const leader = await makePerson(university)
  const id = `g-${randomUUID().slice(0, 8)}`
  await db.researchGroup.create({ data: { id, universityId: university, leaderId: leader.personId, nameZh: id, nameEn: id, confirmedAt: new Date(0) } })
  await db.groupMember.createMany({ data: [leader, ...members].map(({ personId }) => ({ groupId: id, personId, startsAt: new Date(0) })) })
  return { id, leader }
}

const input = (more: Partial<ProjectInput> = {}): ProjectInput => ({
  kind: 'research', nameZh: '项目', nameEn: 'Project', number: null, fundingSource: null, level: null, discipline: null, startsOn: null, endsOn: null,
  budgetHours: null, yearlyHours: null, universities: [], partners: [], leadUniversity: null, payers: [], ...more,
})
const makeProject = async (group: Group, more: Partial<ProjectInput> = {}) => value(await createProject(group.leader, group.id, randomUUID(), input(more), NOW)).id
const carried = (group: Group, projectId: string) => ({ groupId: group.id, projectId })

describe('a project’s form', () => {
  const posted = { kind: 'research', nameZh: '项目', nameEn: 'Project' }
  const rules = (more: object) => projectSchema.safeParse({ ...posted, ...more }).error?.issues.map((each) => `${each.path.join()}:${each.message}`)

  it('reads shares as percentages that make a whole', () => {
    const shares = { payerGroup0: 'g', payerShare0: '60', payerLabel1: '研究院', payerShare1: '40' }
    expect(projectSchema.parse({ ...posted, ...shares }).payers).toEqual([{ groupId: 'g', label: null, share: 6000 }, { groupId: null, label: '研究院', share: 4000 }])
    expect(rules({ ...shares, payerShare1: '39' })).toEqual(['payerShare1:groups.rules.shares_no_whole'])
    expect(rules({ ...shares, payerGroup1: 'h' })).toEqual(['payerGroup1:groups.rules.payer_is_one'])
  })

  it('knows when a period is reversed and a lead is no partner', () => {
    expect(rules({ startsOn: '2026-02-01', endsOn: '2026-01-01' })).toEqual(['endsOn:groups.rules.ends_before_start'])
    expect(rules({ universities: ['a'], leadUniversity: 'b' })).toEqual(['leadUniversity:groups.rules.lead_no_partner'])
    expect(rules({ startsOn: '2026-02-30' })).toEqual(['startsOn:date'])
  })
})

describe('keeping projects', () => {
  it('is done by those who answer for the group, once for a form, against the version that was seen', async () => {
    const member = await makePerson('a')
    const group = await makeGroup('a', [member])
    const key = randomUUID()
    expect(codes(await createProject(member, group.id, key, input(), NOW))).toEqual(['not_allowed'])
    const { id } = value(await createProject(group.leader, group.id, key, input(), NOW))
    expect(value(await createProject(group.leader, group.id, key, input(), NOW)).id).toBe(id)
    value(await changeProject(group.leader, id, 1, input({ number: '2026-1', universities: ['a', 'b'], leadUniversity: 'b' }), NOW))
    expect(codes(await changeProject(group.leader, id, 1, input({ number: '2026-2' }), NOW))).toEqual(['version_conflict'])
    expect((await projectPage(member, id, NOW))?.partners.map((each) => [each.en, each.isLead])).toEqual([['University b', true], ['University a', false]])
    expect(await projectPage(await makePerson('a'), id, NOW)).toBeNull()
    value(await closeProject(group.leader, id, { version: 2, reason: '结题' }, NOW))
    expect(codes(await changeProject(group.leader, id, 3, input(), NOW))).toEqual(['groups.rules.project_closed'])
  })

  it('lets only confirmed groups pay', async () => {
    const [group, other] = [await makeGroup(), await makeGroup('b')]
    await db.researchGroup.update({ where: { id: other.id }, data: { confirmedAt: null } })
    const payers = [{ groupId: group.id, label: null, share: 6000 }, { groupId: other.id, label: null, share: 4000 }]
    expect(codes(await createProject(group.leader, group.id, randomUUID(), input({ payers }), NOW))).toEqual(['groups.rules.payer_unconfirmed'])
  })
})

describe('what a project carries', () => {
  it('runs at the booking’s time: one that ended, or is closed, carries nothing', async () => {
    const group = await makeGroup()
    const resource = await makeResource()
    const ended = await makeProject(group, { endsOn: '2026-11-23' })
    const of = (day: number, projectId: string) => createBooking(group.leader, booking(resource, at(day, 9), at(day, 10), carried(group, projectId)), NOW)
    expect(codes(await of(0, ended))).toEqual(['ok'])
    expect(codes(await of(1, ended))).toEqual(['project_not_running'])
    const closed = await makeProject(group)
    value(await closeProject(group.leader, closed, { version: 1, reason: '结题' }, NOW))
    expect(codes(await of(1, closed))).toEqual(['project_not_running'])
    expect(codes(await of(1, 'p-none'))).toEqual(['project_not_yours'])
  })

  it('a booking is not moved past the end of its project', async () => {
    const group = await makeGroup()
    const resource = await makeResource()
    const project = await makeProject(group, { endsOn: '2026-11-25' })
    const { id } = value(await createBooking(group.leader, booking(resource, at(1, 9), at(1, 10), carried(group, project)), NOW))
    expect(codes(await changeBooking(group.leader, id, { startsAt: at(3, 9), endsAt: at(3, 10) }, { now: NOW }))).toEqual(['project_not_running'])
    value(await changeBooking(group.leader, id, { startsAt: at(2, 9), endsAt: at(2, 10) }, { now: NOW }))
  })

  it('its people elsewhere book for it without being of the group, until their part ends', async () => {
    const group = await makeGroup()
    const student = await makePerson('b')
    const project = await makeProject(group, { kind: 'training_platform', universities: ['a', 'b'] })
    const resource = await makeResource()
    const wish = (hour: number) => booking(resource, at(1, hour), at(1, hour + 1), { projectId: project })
    expect(codes(await createBooking(student, wish(9), NOW))).toEqual(['project_not_yours'])
    value(await addProjectMember(group.leader, project, { email: student.email, role: 'student' }, NOW))
    expect((await projectPage(student, project, NOW))?.members.map((each) => each.role)).toEqual(['student'])
    const { id } = value(await createBooking(student, wish(9), NOW))
    expect(await db.booking.findUnique({ where: { id }, select: { groupId: true, projectId: true } })).toEqual({ groupId: group.id, projectId: project })
    value(await endProjectMember(student, project, { personId: student.personId }, NOW))
    expect(codes(await createBooking(student, wish(10), new Date(NOW.getTime() + 1)))).toEqual(['project_not_yours'])
  })

  it('yearly hours refuse, a budget warns; many at once never go beyond', async () => {
    const members = await Promise.all(Array.from({ length: 8 }, () => makePerson('a')))
    const group = await makeGroup('a', members)
    const project = await makeProject(group, { yearlyHours: 3 * 3600, budgetHours: 2 * 3600 })
    const resources = await Promise.all(members.map(() => makeResource()))
    const outcomes = await Promise.all(members.map((who, at_) => createBooking(who, booking(resources[at_]!, at(1, 9), at(1, 10), carried(group, project)), NOW)))
    expect(outcomes.filter((each) => each.ok)).toHaveLength(3)
    expect(new Set(outcomes.flatMap((each) => (each.ok ? [] : codes(each).filter((code) => code !== 'project_budget_spent'))))).toEqual(new Set(['project_quota_spent']))
    const verdict = value(await checkBooking(members[0]!, booking(resources[0]!, at(2, 9), at(2, 10), carried(group, project)), NOW))
    expect(verdict.problems.map(({ code, severity }) => `${code}:${severity}`)).toEqual(['project_quota_spent:refuse', 'project_budget_spent:warn'])
    // What is cancelled gives its hours back.
    const first = outcomes.find((each) => each.ok)!
    const mine = members[outcomes.indexOf(first)]!
    if (first.ok) value(await cancelBooking(mine, first.value.id, {}, NOW))
    expect(codes(await createBooking(mine, booking(resources[0]!, at(2, 9), at(2, 10), carried(group, project)), NOW))).toEqual(['ok'])
    expect(await projectHours(project, NOW)).toEqual([{ year: 2026, seconds: 3 * 3600 }])
  })
})

describe('quoted cost', () => {
  it('is split as the project said when the booking was made, and summed by person, project and month', async () => {
    const member = await makePerson('a')
    const [group, partner] = [await makeGroup('a', [member]), await makeGroup('b')]
    const payers = [{ groupId: group.id, label: null, share: 6000 }, { groupId: partner.id, label: null, share: 4000 }]
    const project = await makeProject(group, { payers })
    const resource = await makeResource({ yuan: 1 })
    // 1 h 30 min at 1 yuan: 150 fen, 90 and 60.
    const { id } = value(await createBooking(member, booking(resource, at(1, 9), at(1, 10.5), carried(group, project)), NOW))
    const frozen = await db.booking.findUniqueOrThrow({ where: { id }, select: { payers: true, quotedFen: true } })
    expect(frozen).toEqual({ quotedFen: 150n, payers: [{ ...payers[0], fen: 90 }, { ...payers[1], fen: 60 }] })
    value(await changeProject(group.leader, project, 1, input({ payers: [{ groupId: group.id, label: null, share: 10_000 }] }), NOW))
    value(await createBooking(member, booking(resource, at(10, 9), at(10, 10), carried(group, project)), NOW))
    value(await createBooking(group.leader, booking(resource, at(1, 11), at(1, 12), { groupId: group.id }), NOW))

    const rows = await groupCosts(group.leader, group.id, 2026, NOW)
    expect(rows?.map((row) => [row.month, row.person?.email, row.project?.id ?? null, row.bookings, row.seconds, row.quotedFen, row.shareFen])).toEqual([
      ['2026-12', member.email, project, 1, 3600, 100, 100],
      ['2026-11', member.email, project, 1, 5400, 150, 90],
      ['2026-11', group.leader.email, null, 1, 3600, 100, 100],
    ])
    // The partner sees what it pays, and not for whom.
    const shared = await groupCosts(partner.leader, partner.id, 2026, NOW)
    expect(shared?.map((row) => [row.person, row.quotedFen, row.shareFen])).toEqual([[null, 150, 60]])
    expect(await groupCosts(member, group.id, 2026, NOW)).toBeNull()
    expect(await monthSums([group.id], NOW)).toEqual([{ groupId: group.id, bookings: 2, seconds: 9000, shareFen: 190 }])
  })
})
