import { beforeAll, describe, expect, it } from 'vitest'
import type { Actor } from '~/domain/access/permission'
import { intakePage, intakeProblemRows, intakeRow } from '~/features/people/intake/queries.server'
import { db } from '~/platform/db.server'
import { coordinatorOf, makePerson, makeResource, makeWorld, NOW } from '#tests/factories/world'
import { installQueue } from '../inventory/world'
import { applied, checked, csv, held, outcomes, problemsOf } from './world'

let coordinator: Actor
let [leader, member, student]: Actor[] = []
beforeAll(async () => {
  await makeWorld()
  await installQueue()
  coordinator = await coordinatorOf('a')
  ;[leader, member, student] = await Promise.all([makePerson('a'), makePerson('a'), makePerson('a')])
})

describe('groups', () => {
  const head = ['课题组名称', '负责人邮箱', '成员邮箱', '学科']
  it('come with leader and members, in one line or in several, and once', async () => {
    const stranger = await makePerson('b')
    const file = csv([
      head, ['甲组', leader!.email, `"${member!.email}; ${student!.email}"`, '力学'], ['乙组', leader!.email, member!.email, ''], ['乙 组', '', student!.email, ''],
      ['丙组', '', member!.email, ''], ['丁组', 'nobody@a.example', '', ''], ['戊组', leader!.email, stranger.email, ''],
    ])
    const id = await applied(coordinator, 'groups', file)
    expect(await outcomes(id)).toEqual([[2, 'added'], [3, 'added'], [4, 'added'], [5, 'refused'], [6, 'refused'], [7, 'refused']])
    expect(await problemsOf(id)).toEqual([[5, 'leader', 'group_without_leader'], [6, 'leader', 'person_unknown'], [7, 'members', 'not_of_yours']])
    const groups = await db.researchGroup.findMany({ where: { importId: id }, include: { members: true }, orderBy: { nameZh: 'asc' } })
    expect(groups.map(({ nameZh, leaderId, source, confirmedById, members }) => [nameZh, leaderId, source, confirmedById, members.length]).toSorted()).toEqual([
      ['乙组', leader!.personId, 'import', coordinator.personId, 3], ['甲组', leader!.personId, 'import', coordinator.personId, 3],
    ])
    const again = await checked(coordinator, 'groups', file)
    expect((await outcomes(again)).slice(0, 3).map(([, each]) => each)).toEqual(['same', 'same', 'same'])
    // Who was taken out by hand stays out.
    await db.groupMember.updateMany({ where: { personId: student!.personId }, data: { endsAt: NOW } })
    expect((await outcomes(await checked(coordinator, 'groups', file))).slice(0, 3).map(([, each]) => each)).toEqual(['same', 'same', 'same'])
  })
})

describe('qualifications', () => {
  it('count at once, by number, name or class, and not beyond the own university', async () => {
    const own = await makeResource({ id: 'own-1' })
    const other = await makeResource({ id: 'own-2' })
    const foreign = await makeResource({ university: 'b' })
    await db.resource.update({ where: { id: own }, data: { assetNumber: 'Q-1', nameZh: '电镜' } })
    await db.resource.update({ where: { id: other }, data: { nameZh: '质谱' } })
    const file = csv([
      ['邮箱', '资产编号', '授予日期', '有效期至', '授权人'], [member!.email, 'Q-1', '2026-01-02', '2027-12-31', leader!.email], [student!.email, '质谱', '', '', '老张'],
      [leader!.email, '测试仪器', '', '', ''], [member!.email, foreign, '', '', ''], ['nobody@a.example', 'Q-1', '', '', ''], [member!.email, 'own-2', '', '2026-11-22', ''],
    ])
    const id = await applied(coordinator, 'qualifications', file)
    expect(await outcomes(id)).toEqual([[2, 'added'], [3, 'added'], [4, 'added'], [5, 'refused'], [6, 'refused'], [7, 'refused']])
    expect(await problemsOf(id)).toEqual([[5, 'resource', 'resource_unknown'], [6, 'email', 'person_unknown'], [7, 'endsOn', 'ended']])
    const rows = await db.qualification.findMany({ where: { importId: id }, select: { personId: true, resourceId: true, kindId: true, grantedById: true, reason: true, source: true, validUntil: true } })
    expect(rows).toHaveLength(4)
    expect(rows).toContainEqual({ personId: member!.personId, resourceId: own, kindId: null, grantedById: leader!.personId, reason: null, source: 'import', validUntil: new Date('2027-12-31T16:00:00Z') })
    expect(rows).toContainEqual({ personId: student!.personId, resourceId: other, kindId: null, grantedById: coordinator.personId, reason: '老张', source: 'import', validUntil: null })
    expect(rows.filter((each) => each.personId === leader!.personId).map((each) => each.resourceId).toSorted()).toEqual(['own-1', 'own-2'])
    expect((await outcomes(await checked(coordinator, 'qualifications', file))).slice(0, 3).map(([, each]) => each)).toEqual(['same', 'same', 'same'])
    await db.qualification.updateMany({ where: { personId: member!.personId }, data: { revokedAt: NOW } })
    expect((await problemsOf(await checked(coordinator, 'qualifications', file)))[0]).toEqual([2, 'resource', 'was_revoked'])
  })
})

describe('exam results', () => {
  it('become general admissions, by address or by name, with a mark to pass', async () => {
    await db.person.update({ where: { id: student!.personId }, data: { nameZh: '考生' } })
    const file = csv([
      ['邮箱', '姓名', '学院', '考试日期', '成绩', '有效期至'], [member!.email, '另一个名字', '', '2026-09-01', '92.5分', ''], ['', '考生', '', '20260902', '88', '2028-09-01'],
      [leader!.email, '', '', '2026-09-01', '59', ''], ['', '没有此人', '', '2026-09-01', '90', ''], [leader!.email, '', '', '2024-09-01', '90', ''],
    ])
    await db.person.update({ where: { id: member!.personId }, data: { nameZh: '成员' } })
    const id = await applied(coordinator, 'exams', file)
    expect(await outcomes(id)).toEqual([[2, 'added'], [3, 'added'], [4, 'refused'], [5, 'refused'], [6, 'refused']])
    expect(await problemsOf(id)).toEqual([[2, 'nameZh', 'name_differs'], [4, 'score', 'not_passed'], [5, 'nameZh', 'person_unknown'], [6, 'endsOn', 'ended']])
    expect(await db.safetyAdmission.findMany({ where: { importId: id }, select: { personId: true, layer: true, universityId: true, score: true, validUntil: true, source: true }, orderBy: { score: 'desc' } })).toEqual([
      { personId: member!.personId, layer: 'general', universityId: 'a', score: 92, validUntil: new Date('2027-08-31T16:00:00Z'), source: 'import' },
      { personId: student!.personId, layer: 'general', universityId: 'a', score: 88, validUntil: new Date('2028-09-01T16:00:00Z'), source: 'import' },
    ])
    expect((await held(await checked(coordinator, 'exams', file))).progress.counts).toMatchObject({ same: 2, refused: 3, added: 0 })
  })
})

describe('who reads the rows', () => {
  const reads = (reader: Actor, subject: Actor) => db.auditEvent.count({ where: { action: 'person.read', actorId: reader.personId, subjectId: subject.personId } })
  const show = { page: 1, outcome: null }

  it('is noted where they speak of people of another university, by address or by match', async () => {
    const [[first, second, third], guest, named] = [await Promise.all([1, 2, 3].map(() => coordinatorOf('a'))), await makePerson('b'), await makePerson('b')]
    const resource = await makeResource({ id: 'read-1' })
    const file = csv([['邮箱', '资产编号'], [guest.email, resource], [member!.email, resource], [`x${named.email}`, 'nothing']])
    const id = await checked(first!, 'qualifications', file)
    expect(await reads(first!, guest)).toBe(0)
    await intakePage(first!, id, { ...show, outcome: 'added' }, NOW)
    expect([await reads(first!, guest), await reads(first!, member!), await reads(first!, named)]).toEqual([1, 0, 0])
    await intakeRow(second!, id, 2, NOW)
    expect([await reads(second!, guest), await reads(second!, named)]).toEqual([1, 0])
    await db.intakeRow.updateMany({ where: { intakeId: id, row: 4 }, data: { values: { email: named.email, resource: 'nothing' } } })
    await intakeProblemRows(third!, id, NOW)
    expect([await reads(third!, guest), await reads(third!, named)]).toEqual([0, 1])
  })
})
