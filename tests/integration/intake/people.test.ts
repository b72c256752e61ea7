import { beforeAll, describe, expect, it } from 'vitest'
import type { Actor } from '~/domain/access/permission'
import { applyIntake } from '~/features/people/intake/apply.server'
import { correctIntakeRow } from '~/features/people/intake/correct.server'
import { db } from '~/platform/db.server'
import { coordinatorOf, makePerson, makeWorld, NOW } from '#tests/factories/world'
import { installQueue } from '../inventory/world'
import { applied, checked, confirmed, csv, held, outcomes, problemsOf, rowsOf, run, uploaded } from './world'

let coordinator: Actor
beforeAll(async () => {
  await makeWorld()
  await installQueue()
  await db.mailDomain.createMany({ data: [{ domain: 'a.example', universityId: 'a' }, { domain: 'b.example', universityId: 'b' }] })
  coordinator = await coordinatorOf('a')
})

const HEAD = ['姓名', '电子邮箱', '人员类别', '学院', '聘任方式', '开始日期', '截止日期', '导师邮箱']
const line = (email: string, rest: Partial<Record<'name' | 'kind' | 'department' | 'basis' | 'from' | 'to' | 'sponsor', string>> = {}) =>
  [rest.name ?? '测试人员', email, rest.kind ?? '硕士研究生', rest.department ?? '机械学院', rest.basis ?? '', rest.from ?? '', rest.to ?? '', rest.sponsor ?? '']
const person = (email: string) => db.person.findUnique({ where: { email }, include: { affiliations: { include: { sponsor: { select: { email: true } } } } } })
const audits = () => db.auditEvent.count({ where: { action: 'person.imported' } })

describe('a faculty’s list', () => {
  const file = csv([
    HEAD, line('Teacher1@a.example', { kind: '教师' }), line('student1@a.example', { name: '学生一', to: '2028-06-30', sponsor: 'teacher1@a.example' }),
    line('student2@a.example', { name: '学生二', sponsor: 'teacher2@a.example' }), line('teacher2@a.example', { name: '教师二', kind: '副教授' }),
  ])

  it('becomes accounts without a password and confirmed affiliations, sponsors found wherever they stand', async () => {
    const id = await checked(coordinator, 'people', file)
    expect(await problemsOf(id)).toEqual([])
    expect(await outcomes(id)).toEqual([[2, 'added'], [3, 'added'], [4, 'added'], [5, 'added']])
    expect(await person('teacher1@a.example')).toBeNull()
    await confirmed(coordinator, id)
    await run('intake-apply', id)
    expect(await person('student1@a.example')).toMatchObject({
      status: 'active', passwordHash: null, nameZh: '学生一',
      affiliations: [{
        universityId: 'a', kind: 'student', isHome: true, basis: 'home', department: '机械学院', source: 'import', importId: id, confirmedAt: NOW,
        startsAt: NOW, endsAt: new Date('2028-06-30T16:00:00Z'), sponsor: { email: 'teacher1@a.example' },
      }],
    })
    expect((await person('student2@a.example'))?.affiliations[0]?.sponsor?.email).toBe('teacher2@a.example')
    expect(await held(id)).toMatchObject({ status: 'applied', progress: { applied: 4, counts: { added: 4 } } })
    expect(await audits()).toBe(4)
  })

  it('changes nothing the second time', async () => {
    const before = { people: await db.person.findMany({ orderBy: { id: 'asc' } }), stays: await db.affiliation.findMany({ orderBy: { id: 'asc' } }), audits: await audits() }
    const id = await checked(coordinator, 'people', file)
    expect((await outcomes(id)).map(([, outcome]) => outcome)).toEqual(['same', 'same', 'same', 'same'])
    expect(await applyIntake(coordinator, id, (await held(id)).version)).toMatchObject({ ok: false, problems: [{ code: 'nothing_changed' }] })
    expect({ people: await db.person.findMany({ orderBy: { id: 'asc' } }), stays: await db.affiliation.findMany({ orderBy: { id: 'asc' } }), audits: await audits() }).toEqual(before)
  })

  it('shows what it would change, and leaves alone what was changed by hand since', async () => {
    await db.affiliation.updateMany({ where: { person: { email: 'student2@a.example' } }, data: { department: '材料学院' } })
    await db.affiliation.updateMany({ where: { person: { email: 'teacher2@a.example' } }, data: { endsAt: new Date(NOW.getTime() - 1), startsAt: new Date(NOW.getTime() - 86_400_000) } })
    const id = await checked(coordinator, 'people', csv([
      HEAD, line('student1@a.example', { name: '学生一', department: '电气学院', to: '2029-06-30' }), line('student2@a.example', { name: '学生二', sponsor: 'teacher1@a.example' }),
      line('teacher2@a.example', { name: '教师二', kind: '副教授' }),
    ]))
    expect((await rowsOf(id)).map(({ outcome, changes }) => ({ outcome, changes }))).toEqual([
      { outcome: 'changed', changes: { department: { from: '机械学院', to: '电气学院' }, endsOn: { from: '2028-06-30', to: '2029-06-30' } } },
      { outcome: 'changed', changes: { sponsor: { from: 'teacher2@a.example', to: 'teacher1@a.example' } } },
      { outcome: 'same', changes: {} },
    ])
    await confirmed(coordinator, id)
    await run('intake-apply', id)
    expect((await person('student2@a.example'))?.affiliations[0]).toMatchObject({ department: '材料学院', sponsor: { email: 'teacher1@a.example' }, version: 2 })
  })
})

describe('problems', () => {
  it('are told by row and field, and stop no other row', async () => {
    const away = await makePerson('b')
    await db.person.create({ data: { email: 'gone@a.example', status: 'suspended' } })
    const id = await checked(coordinator, 'people', csv([
      HEAD, line(''), line('no-address'), line('p1@a.example', { kind: '外星人' }), line('p2@a.example', { to: '2020-01-01' }),
      line('p3@a.example', { from: '2027-01-02', to: '2027-01-01' }), line(away.email), line(away.email.replace(/^/, 'new-')), line('p4@a.example', { basis: '访问' }),
      line('p5@a.example', { sponsor: 'nobody@a.example' }), line('p6@a.example', { sponsor: 'p6@a.example' }), line('gone@a.example'),
      line('p7@a.example', { name: '同名', kind: '教师', sponsor: 'p8@a.example' }), line('p8@a.example', { name: '同名', kind: '教师', sponsor: 'p7@a.example' }),
      line('p9@a.example', { name: '重名' }), line('P9@a.example', { name: '重名' }), line('p10@a.example', { name: '重名' }),
    ]))
    expect(await problemsOf(id)).toEqual([
      [2, 'email', 'required'], [3, 'email', 'not_an_email'], [4, 'kind', 'kind_unknown'], [5, 'endsOn', 'ended'], [6, 'endsOn', 'period_reversed'],
      [7, 'basis', 'home_elsewhere'], [8, 'basis', 'home_elsewhere'], [9, 'endsOn', 'term_missing'], [10, 'sponsor', 'sponsor_unknown'],
      [11, 'sponsor', 'own_sponsor'], [12, 'email', 'account_closed'], [13, 'sponsor', 'sponsor_circle'], [14, 'sponsor', 'sponsor_circle'],
      [16, null, 'duplicate'], [17, 'nameZh', 'same_name'],
    ])
    expect((await outcomes(id)).filter(([, outcome]) => outcome === 'added')).toEqual([[15, 'added'], [17, 'added']])
    expect((await held(id)).progress).toMatchObject({ warned: 1, counts: { refused: 14, added: 2 } })

    expect(await correctIntakeRow(coordinator, id, 2, { email: 'p0@a.example' }, NOW)).toEqual({ ok: true, value: { outcome: 'added' } })
    expect(await correctIntakeRow(coordinator, id, 7, { basis: '访问', endsOn: '2027-06-30' }, NOW)).toEqual({ ok: true, value: { outcome: 'changed' } })
    expect(await correctIntakeRow(coordinator, id, 16, { email: 'p11@a.example' }, NOW)).toEqual({ ok: true, value: { outcome: 'added' } })
    expect(await correctIntakeRow(coordinator, id, 3, { email: 'still wrong' }, NOW)).toEqual({ ok: true, value: { outcome: 'refused' } })
    // The sponsor of row 10 comes with another row.
    expect(await correctIntakeRow(coordinator, id, 4, { email: 'nobody@a.example', kind: '教授' }, NOW)).toEqual({ ok: true, value: { outcome: 'added' } })
    expect(await outcomes(id)).toContainEqual([10, 'added'])
    expect((await correctIntakeRow(await coordinatorOf('b'), id, 3, { email: 'x@a.example' }, NOW)).ok).toBe(false)
    await confirmed(coordinator, id)
    await run('intake-apply', id)
    expect((await person(away.email))?.affiliations.map(({ universityId, isHome, basis }) => [universityId, isHome, basis]).toSorted()).toEqual([['a', false, 'visiting'], ['b', true, 'home']])
    expect((await person('p5@a.example'))?.affiliations[0]?.sponsor?.email).toBe('nobody@a.example')
    expect((await person('p0@a.example'))?.status).toBe('active')
    expect(await person('p2@a.example')).toBeNull()
  })
})

describe('accounts that are there', () => {
  it('a claim with a password that was never proved is not opened by an import', async () => {
    await db.person.create({ data: { email: 'claimed@a.example', status: 'unconfirmed', nameZh: '冒名', requestedUniversityId: 'a', passwordHash: 'x' } })
    await db.person.create({ data: { email: 'guest@a.example', status: 'unconfirmed', nameZh: '来访' } })
    await db.person.create({ data: { email: 'waiting@elsewhere.example', status: 'awaiting_admission', requestedUniversityId: 'a', passwordHash: 'x' } })
    const file = csv([HEAD, line('claimed@a.example', { name: '本人' }), line('guest@a.example', { name: '来访' }), line('waiting@elsewhere.example', { name: '等待' })])
    const id = await applied(coordinator, 'people', file)
    expect((await outcomes(id)).map(([, each]) => each)).toEqual(['changed', 'changed', 'changed'])
    expect(await person('claimed@a.example')).toMatchObject({ status: 'unconfirmed', affiliations: [{ isHome: true, universityId: 'a', confirmedAt: NOW }] })
    expect(await person('guest@a.example')).toMatchObject({ status: 'active', passwordHash: null })
    expect(await person('waiting@elsewhere.example')).toMatchObject({ status: 'active', requestedUniversityId: null, affiliations: [{ isHome: true, universityId: 'a' }] })
    expect((await outcomes(await checked(coordinator, 'people', file))).map(([, each]) => each)).toEqual(['same', 'same', 'same'])
  })
})

describe('identity-card numbers', () => {
  const number = '11010519491231002X'
  it('are stored nowhere: not in the file, not in rows', async () => {
    const id = await uploaded(coordinator, 'people', csv([['姓名', '电子邮箱', '人员类别', '证号', '学院'], ['某人', 'id1@a.example', '学生', number, '甲'], ['某人', 'id2@a.example', '学生', '', number]]))
    const { plan, fileId, progress } = await held(id)
    expect(plan.closed).toEqual([3, 4])
    expect(plan.columns.slice(3)).toEqual([null, null])
    expect(JSON.stringify(progress)).not.toContain(number)
    const file = await db.storedFile.findUniqueOrThrow({ where: { id: fileId }, select: { bytes: true } })
    expect(Buffer.from(file.bytes).toString()).not.toContain(number)
    expect(Buffer.from(file.bytes).toString()).toContain('id2@a.example')
  })
})

it('nobody but the university’s coordinator brings anybody in', async () => {
  const file = csv([HEAD, line('z@a.example')])
  for (const actor of [await makePerson('a'), await coordinatorOf('b'), await makePerson('a', [{ role: 'admin', scopeKind: 'alliance', scopeId: null }])]) {
    await expect(uploaded(actor, 'people', file)).rejects.toThrow('not_allowed')
  }
  const id = await checked(coordinator, 'people', file)
  expect((await applyIntake(await coordinatorOf('b'), id, 1)).ok).toBe(false)
})
