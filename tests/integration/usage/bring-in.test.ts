import { beforeAll, describe, expect, it } from 'vitest'
import ExcelJS from 'exceljs'
import type { Actor } from '~/domain/access/permission'
import type { IntakeKind } from '~/domain/intake/fields'
import { applyIntake, applyIntakeRows } from '~/features/people/intake/apply.server'
import { checkIntake } from '~/features/people/intake/check.server'
import { correctIntakeRow } from '~/features/people/intake/correct.server'
import { tasks } from '~/features/usage/intake/jobs.server'
import { ALL_WORKS } from '~/features/usage/intake/works.server'
import { readLogbookFilter } from '~/features/usage/logbook/filter'
import { recordPage } from '~/features/usage/logbook/page.server'
import { listUses, yearTotals } from '~/features/usage/logbook/queries.server'
import { correctUse } from '~/features/usage/correct.server'
import { recordUse } from '~/features/usage/record-use.server'
import { db } from '~/platform/db.server'
import { coordinatorOf, makePerson, makeResource, makeWorld, managerOf, NOW } from '#tests/factories/world'
import { csv, held, never, outcomes, problemsOf, uploaded } from '../intake/world'
import { installQueue } from '../inventory/world'

let coordinator: Actor
let manager: Actor
let person: Actor
beforeAll(async () => {
  await makeWorld()
  await installQueue()
  coordinator = await coordinatorOf('a')
  manager = await managerOf('a')
  person = await makePerson('b')
})

const HEAD = ['记录编号', '仪器编号', '邮箱', '开始时间', '结束时间', '用途', '样品数', '备注']
const TOTALS = ['仪器编号', '年度', '使用机时', '有效机时', '测样数', '使用人数']

async function checked(kind: IntakeKind, bytes: Buffer, system: string | null = 'LIMS') {
  const id = await uploaded(coordinator, kind, bytes)
  const { plan, version } = await held(id)
  const outcome = await checkIntake(coordinator, id, { ...plan, defaults: { ...plan.defaults, system }, version })
  if (!outcome.ok) throw new Error(JSON.stringify(outcome.problems))
  await tasks['intake-read']!({ intakeId: id }, { now: NOW, signal: never })
  return id
}
async function applied(kind: IntakeKind, bytes: Buffer) {
  const id = await checked(kind, bytes)
  const outcome = await applyIntake(coordinator, id, (await held(id)).version)
  if (!outcome.ok) throw new Error(JSON.stringify(outcome.problems))
  await tasks['intake-apply']!({ intakeId: id }, { now: NOW, signal: never })
  expect((await held(id)).status).toBe('applied')
  return id
}
const counts = async (id: string) => (await held(id)).progress.counts
const usesOf = async (resource: string) => (await listUses(manager, { ...readLogbookFilter(new URLSearchParams('from=2024-01-01&to=2026-12-31'), NOW), resource }, { take: 50, skip: 0 }, NOW)).rows
const line = (id: string, resource: string, rest: { from?: string; to?: string; samples?: string; email?: string; purpose?: string; remarks?: string } = {}) =>
  [id, resource, rest.email ?? person.email, rest.from ?? '2025-03-04 09:00', rest.to ?? '2025-03-04 11:00', rest.purpose ?? '科研', rest.samples ?? '3', rest.remarks ?? '']

describe('uses of another system', () => {
  it('come in once with their source; the same file again changes nothing, a later one what it says anew', async () => {
    const resource = await makeResource()
    const file = csv([HEAD, line('1', resource), line('2', resource, { from: '2025/3/5 8:30', to: '2025/3/5 9:00', samples: '' })])
    const dry = await checked('uses', file)
    expect(await counts(dry)).toMatchObject({ added: 2, refused: 0 })
    expect(await usesOf(resource)).toEqual([])
    await applied('uses', file)
    const rows = await usesOf(resource)
    expect(rows.map(({ startSource, endSource, usedSeconds, samples, beneficiary, external, isAssumed }) => [startSource, endSource, usedSeconds, samples, beneficiary, external, isAssumed])).toEqual([
      ['import', 'import', 1800, null, 'alliance_member', { system: 'LIMS', id: '2' }, false], ['import', 'import', 7200, 3, 'alliance_member', { system: 'LIMS', id: '1' }, false],
    ])
    expect(await counts(await checked('uses', file))).toMatchObject({ same: 2, added: 0, changed: 0 })
    const later = csv([HEAD, line('1', resource, { to: '2025-03-04 12:00' }), line('2', resource, { from: '2025/3/5 8:30', to: '2025/3/5 9:00', samples: '9' }), line('3', resource, { from: '2025-03-06 09:00', to: '2025-03-06 10:00' })])
    expect(await outcomes(await checked('uses', later))).toEqual([[2, 'changed'], [3, 'changed'], [4, 'added']])
    await applied('uses', later)
    const after = await usesOf(resource)
    expect(after.map(({ usedSeconds, samples, endSource }) => [usedSeconds, samples, endSource])).toEqual([[3600, 3, 'import'], [1800, 9, 'import'], [10800, 3, 'correction']])
    const page = await recordPage(manager, after[2]!.id, NOW)
    expect(page?.facts.map(({ source, counts: told, reason }) => [source, told, reason])).toEqual([['import', ['start'], null], ['import', [], null], ['correction', ['end'], 'LIMS: faculty.xlsx']])
    expect(page?.external).toEqual({ system: 'LIMS', externalId: '1' })
  })

  it('a manager’s correction stands against the same file, not against one that says otherwise', async () => {
    const resource = await makeResource()
    const file = csv([HEAD, line('10', resource)])
    await applied('uses', file)
    const [row] = await usesOf(resource)
    expect(await correctUse(manager, row!.id, { details: { samples: 8 }, reason: 'counted again' }, NOW)).toMatchObject({ ok: true })
    expect(await counts(await checked('uses', file))).toMatchObject({ same: 1 })
    expect(await counts(await checked('uses', csv([HEAD, line('10', resource, { samples: '5' })])))).toMatchObject({ changed: 1 })
  })

  it('one system’s keys are not another’s', async () => {
    const resource = await makeResource()
    await applied('uses', csv([HEAD, line('20', resource)]))
    const other = csv([[...HEAD, '来源系统'], [...line('20', resource, { from: '2025-04-04 09:00', to: '2025-04-04 10:00' }), 'Card readers']])
    expect(await counts(await checked('uses', other, null))).toMatchObject({ added: 1 })
  })

  it('bad rows are told, each with its problem, and stop nobody else', async () => {
    const resource = await makeResource()
    const busy = await makeResource()
    expect(await recordUse(manager, { key: crypto.randomUUID(), resourceId: busy, personId: manager.personId, startsAt: new Date('2025-03-04T02:00:00Z'), endsAt: new Date('2025-03-04T05:00:00Z') }, NOW)).toMatchObject({ ok: true })
    const id = await checked('uses', csv([
      HEAD, line('30', resource), line('30', resource), line('31', resource, { to: '2025-03-04 08:00' }), line('32', 'nothing'), line('33', resource, { email: 'nobody@a.example' }), line('34', resource, { samples: '-1' }),
      line('35', resource, { purpose: '娱乐' }), line('36', busy), line('37', resource, { from: '2099-03-04 09:00', to: '2099-03-04 10:00' }), line('38', resource, { from: 'soon' }),
    ]))
    expect(await problemsOf(id)).toEqual([
      [3, null, 'duplicate'], [4, 'endsAt', 'period_reversed'], [5, 'resource', 'resource_unknown'], [6, 'email', 'person_unknown'], [7, 'samples', 'not_a_count'], [8, 'purpose', 'purpose_unknown'],
      [9, 'startsAt', 'use_overlaps'], [10, 'endsAt', 'in_future'], [11, 'startsAt', 'not_a_time'],
    ])
    expect(await correctIntakeRow(coordinator, id, 7, { samples: '1' }, NOW, ALL_WORKS)).toEqual({ ok: true, value: { outcome: 'added' } })
    expect(await counts(id)).toMatchObject({ added: 2, refused: 8 })
    const without = await uploaded(coordinator, 'uses', csv([HEAD, line('39', resource)]))
    const { plan, version } = await held(without)
    expect(await checkIntake(coordinator, without, { ...plan, version })).toMatchObject({ ok: false, problems: [{ params: { field: 'system', rule: 'intake.rule.needs_system' } }] })
  })

  it('a workbook’s times keep their minutes', async () => {
    const resource = await makeResource()
    const book = new ExcelJS.Workbook()
    const sheet = book.addWorksheet('log')
    sheet.addRow(HEAD)
    sheet.addRow(['40', resource, person.email, new Date('2025-03-04T09:15:00Z'), new Date('2025-03-04T10:45:30Z'), '教学', 2, ''])
    for (const column of [4, 5]) sheet.getColumn(column).numFmt = 'yyyy-mm-dd hh:mm'
    await applied('uses', Buffer.from(await book.xlsx.writeBuffer()))
    expect((await usesOf(resource)).map(({ startsAt, endsAt, purpose }) => [startsAt, endsAt, purpose])).toEqual([[new Date('2025-03-04T01:15:00Z'), new Date('2025-03-04T02:45:30Z'), 'teaching']])
  })

  it('whoever kills or doubles the run, each use comes once', async () => {
    const resource = await makeResource()
    const lines = Array.from({ length: 500 }, (_, each) => {
      const day = `2025-${String(1 + (each % 12)).padStart(2, '0')}-${String(1 + (Math.floor(each / 12) % 28)).padStart(2, '0')}`
      const hour = 8 + Math.floor(each / 336) * 2
      return line(`k${each}`, resource, { from: `${day} ${hour}:00`, to: `${day} ${hour + 1}:00` })
    })
    const id = await checked('uses', csv([HEAD, ...lines]))
    const outcome = await applyIntake(coordinator, id, (await held(id)).version)
    expect(outcome.ok).toBe(true)
    let left = 2
    const dying = new Proxy(never, {
      get: (target, key) => key !== 'throwIfAborted' ? Reflect.get(target, key) : () => {
        left -= 1
        if (left < 0) throw new Error('killed')
      },
    })
    await expect(applyIntakeRows(id, NOW, dying, ALL_WORKS)).rejects.toThrow('killed')
    expect(await db.importedUse.count({ where: { intakeId: id } })).toBe(200)
    await Promise.all([applyIntakeRows(id, NOW, never, ALL_WORKS), applyIntakeRows(id, NOW, never, ALL_WORKS)])
    expect(await db.importedUse.count({ where: { intakeId: id } })).toBe(500)
    expect(await db.usageRecord.count({ where: { resourceId: resource } })).toBe(500)
    expect(await db.usageEvent.count({ where: { record: { resourceId: resource } } })).toBe(1_000)
  })
})

describe('totals of past years', () => {
  it('come in once a resource, year, kind of year and system, and stay apart from uses', async () => {
    const resource = await makeResource()
    const file = csv([TOTALS, [resource, '2024', '1400.5', '1200', '300', '42'], [resource, '2023-2024学年', '1000', '', '', '']])
    await applied('totals', file)
    const kept = () => yearTotals(manager, { lab: '', resource })
    expect((await kept()).map(({ year, basis, source, machineSeconds, effectiveSeconds, users }) => [year, basis, source, machineSeconds, effectiveSeconds, users])).toEqual([
      [2024, 'calendar', 'LIMS', 5_041_800, 4_320_000, 42], [2023, 'academic', 'LIMS', 3_600_000, null, null],
    ])
    expect(await counts(await checked('totals', file))).toMatchObject({ same: 2 })
    await applied('totals', csv([TOTALS, [resource, '2024', '1500', '', '', '']]))
    expect((await kept())[0]).toMatchObject({ machineSeconds: 5_400_000, effectiveSeconds: 4_320_000, users: 42 })
    expect(await usesOf(resource)).toEqual([])
    expect(await yearTotals(await managerOf('b'), { lab: '', resource })).toEqual([])
  })

  it('that cannot be are told', async () => {
    const resource = await makeResource()
    const id = await checked('totals', csv([TOTALS, [resource, '2026', '10', '', '', ''], [resource, '2024', '9000', '', '', ''], [resource, '2024', '10', '11', '', ''], ['nothing', '2024', '10', '', '', ''], [resource, '第一年', '-1', '', 'x', '']]))
    expect(await problemsOf(id)).toEqual([
      [2, 'year', 'year_not_over'], [3, 'machineHours', 'hours_too_many'], [4, 'effectiveHours', 'hours_too_many'], [4, null, 'duplicate'], [5, 'resource', 'resource_unknown'],
      [6, 'year', 'not_a_year'], [6, 'machineHours', 'not_hours'], [6, 'samples', 'not_a_count'],
    ])
  })
})
