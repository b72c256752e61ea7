import { beforeAll, describe, expect, it } from 'vitest'
import type { Actor } from '~/domain/access/permission'
import { applyInventory, applyRows } from '~/features/catalogue/import/apply.server'
import { correctRow, decideInventory } from '~/features/catalogue/import/correct.server'
import { publishDrafts } from '~/features/catalogue/import/publish.server'
import { searchText, sortKey } from '~/features/catalogue/search-text'
import { db } from '~/platform/db.server'
import { coordinatorOf, makePerson, makeWorld, NOW } from '#tests/factories/world'
import { checked, csv, held, HEADINGS, installQueue, never, outcomes, problemsOf, rowsOf, run, uploaded, xlsx } from './world'

let coordinator: Actor
beforeAll(async () => {
  await makeWorld()
  await installQueue()
  coordinator = await coordinatorOf('a')
})

async function apply(actor: Actor, id: string) {
  const outcome = await applyInventory(actor, id, (await held(id)).version, NOW)
  if (!outcome.ok) throw new Error(JSON.stringify(outcome.problems))
  await run('inventory-apply', id)
}

const auditCount = () => db.auditEvent.count({ where: { subjectKind: 'resource' } })
const line = (number: string, name = '测试仪器', lab = '实验室', price = '1,234.50') => [number, name, 'X-1', '*', `"${price}"`, '2019/3/5', lab, '教一楼', '管理员']

describe('a file of the university’s own', () => {
  it('becomes drafts on confirmation, and service when a manager publishes them', async () => {
    const id = await checked(coordinator, csv([HEADINGS, line('N-1'), line('N-2', '测试仪器二号')]))
    expect(await outcomes(id)).toEqual([[2, 'added'], [3, 'added']])
    expect(await db.resource.count({ where: { importId: id } })).toBe(0)
    await apply(coordinator, id)
    const [first] = await db.resource.findMany({ where: { importId: id }, orderBy: { assetNumber: 'asc' }, include: { kind: true, lab: true, university: true, campus: true } })
    expect(first).toMatchObject({
      status: 'draft', nameZh: '测试仪器', model: 'X-1', valueFen: 123450n, acquiredOn: new Date('2019-03-05'), labId: 'a-lab', campusId: 'a-campus',
      kindId: 'kind', buildingZh: '教一楼', contactNameZh: '管理员', shareScope: 'alliance', sortKey: sortKey('测试仪器'), version: 1,
    })
    expect(first!.searchText).toBe(searchText({ ...first!, labs: [first!.lab], universities: [first!.university] }))
    expect(await db.auditEvent.count({ where: { subjectId: first!.id, action: 'resource.created' } })).toBe(1)
    expect(await db.resourceStanding.count({ where: { resourceId: first!.id } })).toBe(1)

    const stranger = await makePerson('a')
    expect((await publishDrafts(stranger, id, [first!.id])).ok).toBe(false)
    const manager = await makePerson('a', [{ role: 'lab_manager', scopeKind: 'lab', scopeId: 'a-lab' }])
    expect(await publishDrafts(manager, id, [first!.id, first!.id, 'nothing'])).toEqual({ ok: true, value: { published: 1 } })
    expect(await db.resource.findUnique({ where: { id: first!.id }, select: { status: true, version: true } })).toEqual({ status: 'active', version: 2 })
  })

  it('changes nothing the second time, and shows what was added, changed and is missing the next', async () => {
    const before = { resources: await db.resource.findMany({ orderBy: { id: 'asc' } }), audit: await auditCount() }
    const same = await checked(coordinator, csv([HEADINGS, line('N-1'), line('N-2', '测试仪器二号')]))
    expect(await outcomes(same)).toEqual([[2, 'same'], [3, 'same']])
    expect(await applyInventory(coordinator, same, (await held(same)).version, NOW)).toMatchObject({ ok: false, problems: [{ code: 'nothing_changed' }] })
    expect({ resources: await db.resource.findMany({ orderBy: { id: 'asc' } }), audit: await auditCount() }).toEqual(before)

    const next = await checked(coordinator, csv([HEADINGS, line('N-1', '测试仪器', '实验室', '2,000'), line('N-3')]))
    expect((await rowsOf(next)).map(({ row, outcome, assetNumber, changes }) => ({ row, outcome, assetNumber, changes }))).toEqual([
      { row: -1, outcome: 'missing', assetNumber: 'N-2', changes: {} },
      { row: 2, outcome: 'changed', assetNumber: 'N-1', changes: { valueFen: { from: '123450', to: '200000' } } },
      { row: 3, outcome: 'added', assetNumber: 'N-3', changes: {} },
    ])
    await apply(coordinator, next)
    expect(await db.resource.findFirst({ where: { assetNumber: 'N-1' }, select: { valueFen: true, version: true, status: true } })).toEqual({ valueFen: 200000n, version: 3, status: 'active' })
    expect(await db.resource.count({ where: { assetNumber: 'N-2', status: 'draft' } })).toBe(1)
  })

  it('does not take back what was changed by hand since the same words were brought in', async () => {
    await db.resource.updateMany({ where: { assetNumber: 'N-3' }, data: { nameZh: '改过的名字' } })
    const again = await checked(coordinator, csv([HEADINGS, line('N-1', '测试仪器', '实验室', '2,000'), line('N-3')]))
    expect((await outcomes(again)).filter(([row]) => row > 0)).toEqual([[2, 'same'], [3, 'same']])
  })

  it('tells every problem by row and field, and takes corrections by hand', async () => {
    const id = await checked(coordinator, csv([
      HEADINGS, line('P-1', ''), line('', '无编号测试仪器'), line('P-3', '测试仪器', '实验室', '一千'), line('P-4', '神秘之物'), line('P-5'), line('P-5'),
      ['P-6', '测试仪器', '', '', '"-5"', '2019-13-40', '实验室', '', ''], ['合计', '', '', '', '9999', '', '', '', ''],
    ]))
    expect(await problemsOf(id)).toEqual([
      [2, 'nameZh', 'required'], [3, 'assetNumber', 'required'], [4, 'value', 'not_a_number'], [5, 'kind', 'kind_unknown'], [7, 'assetNumber', 'duplicate'],
      [8, 'value', 'negative'], [8, 'acquiredOn', 'not_a_date'],
    ])
    expect(await correctRow(coordinator, id, 3, { assetNumber: 'P-2' })).toEqual({ ok: true, value: { outcome: 'added' } })
    expect(await correctRow(coordinator, id, 4, { value: '1000' })).toEqual({ ok: true, value: { outcome: 'added' } })
    // The first of two equal numbers is corrected: the second stands alone now.
    expect(await correctRow(coordinator, id, 6, { assetNumber: 'P-55' })).toEqual({ ok: true, value: { outcome: 'added' } })
    expect(await correctRow(coordinator, id, 8, { value: '', acquiredOn: '2019' })).toEqual({ ok: true, value: { outcome: 'refused' } })
    expect(await decideInventory(coordinator, id, { labs: {}, kindId: 'kind' })).toMatchObject({ ok: true })
    expect(await problemsOf(id)).toEqual([[2, 'nameZh', 'required'], [8, 'acquiredOn', 'not_a_date']])
    expect((await held(id)).progress.counts).toMatchObject({ added: 5, refused: 2 })
    expect((await correctRow(await coordinatorOf('b'), id, 2, { nameZh: '他校' })).ok).toBe(false)
  })

  it('creates a missing lab only when told to, unconfirmed and of this university', async () => {
    const id = await checked(coordinator, csv([HEADINGS, line('L-1', '测试仪器', '新平台甲'), line('L-2', '测试仪器', ' 新平台甲 '), line('L-3', '测试仪器', '新平台乙'), line('L-4', '测试仪器', '旧名')]))
    expect((await held(id)).progress.labs).toEqual([{ name: '新平台甲', rows: 2 }, { name: '旧名', rows: 1 }, { name: '新平台乙', rows: 1 }].toSorted((a, b) => b.rows - a.rows || (a.name < b.name ? -1 : 1)))
    await decideInventory(coordinator, id, { labs: { 新平台甲: 'create', 新平台乙: 'leave_out', 旧名: { labId: 'a-lab' } }, kindId: null })
    expect(await db.lab.count({ where: { nameZh: '新平台甲' } })).toBe(0)
    await apply(coordinator, id)
    expect(await db.lab.findMany({ where: { nameZh: { startsWith: '新平台' } }, select: { nameZh: true, level: true, confirmedAt: true, hostUniversityId: true } })).toEqual([
      { nameZh: '新平台甲', level: 'university_platform', confirmedAt: null, hostUniversityId: 'a' },
    ])
    expect((await db.resource.findMany({ where: { importId: id }, select: { assetNumber: true }, orderBy: { assetNumber: 'asc' } })).map((each) => each.assetNumber)).toEqual(['L-1', 'L-2', 'L-4'])
  })
})

describe('who may', () => {
  it('a lab’s manager brings rows of the own labs only, and founds none', async () => {
    await db.lab.create({ data: { id: 'a-other', hostUniversityId: 'a', nameZh: '另一实验室', nameEn: 'Other lab', level: 'university_platform', campusId: 'a-campus' } })
    const manager = await makePerson('a', [{ role: 'lab_manager', scopeKind: 'lab', scopeId: 'a-lab' }])
    const id = await checked(manager, csv([HEADINGS, line('M-1'), line('M-2', '测试仪器', '另一实验室'), line('M-3', '测试仪器', '新的'), line('M-4', '测试仪器', '')]))
    expect(await problemsOf(id)).toEqual([[3, 'lab', 'lab_not_yours'], [4, 'lab', 'lab_undecided']])
    await decideInventory(manager, id, { labs: { 新的: 'create' }, kindId: null })
    expect(await problemsOf(id)).toEqual([[3, 'lab', 'lab_not_yours'], [4, 'lab', 'lab_undecided']])
    expect((await outcomes(id)).filter(([, outcome]) => outcome === 'added')).toEqual([[2, 'added'], [5, 'added']])
    // Nothing of other labs is called missing.
    await db.resource.updateMany({ where: { assetNumber: 'N-2' }, data: { labId: 'a-other' } })
    const next = await checked(manager, csv([HEADINGS, line('N-2')]))
    expect(await problemsOf(next)).toEqual([[2, 'lab', 'belongs_elsewhere']])
  })

  it('nobody else', async () => {
    const bytes = csv([HEADINGS, line('Z-1')])
    const researcher = await makePerson('a')
    await expect(uploaded(researcher, bytes)).rejects.toThrow('not_allowed')
    await expect(uploaded(await coordinatorOf('b'), bytes)).rejects.toThrow('not_allowed')
    const id = await uploaded(coordinator, bytes)
    expect((await applyInventory(await coordinatorOf('b'), id, 1, NOW)).ok).toBe(false)
  })
})

describe('five thousand rows', () => {
  const count = 5_000
  it('are read and applied once, whenever the worker is killed', async () => {
    const bytes = await xlsx((sheet) => {
      sheet.addRow(HEADINGS)
      for (let at = 0; at < count; at += 1) sheet.addRow([`K-${at}`, `测试仪器${at}`, `M${at}`, '*', 100_000 + at, new Date('2020-05-06T00:00:00Z'), '实验室', '教一楼', ''])
    })
    const id = await checked(coordinator, bytes)
    expect((await held(id)).progress).toMatchObject({ read: count, counts: { added: count, refused: 0 } })
    const outcome = await applyInventory(coordinator, id, (await held(id)).version, NOW)
    expect(outcome.ok).toBe(true)
    const auditBefore = await auditCount()
    for (const batches of [1, 3]) {
      const dying = new AbortController()
      // Dies after so many batches have been committed.
      let left = batches
      const signal = new Proxy(dying.signal, {
        get(target, key) {
          if (key !== 'throwIfAborted') return Reflect.get(target, key)
          return () => {
            left -= 1
            if (left < 0) throw new Error('killed')
          }
        },
      })
      await expect(applyRows(id, NOW, signal)).rejects.toThrow('killed')
    }
    expect(await db.resource.count({ where: { importId: id } })).toBe(800)
    // Two workers beside each other take turns.
    await Promise.all([applyRows(id, NOW, never), applyRows(id, NOW, never)])
    expect(await db.resource.count({ where: { importId: id } })).toBe(count)
    expect((await auditCount()) - auditBefore).toBe(count)
    expect(await held(id)).toMatchObject({ status: 'applied', progress: { applied: count, toApply: count } })
    expect(await db.resource.findFirst({ where: { assetNumber: 'K-4999' }, select: { valueFen: true, acquiredOn: true } })).toEqual({ valueFen: 10499900n, acquiredOn: new Date('2020-05-06') })
    const again = await checked(coordinator, bytes)
    expect((await held(again)).progress.counts).toMatchObject({ same: count, added: 0, changed: 0, refused: 0 })
  })
})
