import { describe, expect, it } from 'vitest'
import type { IntakeValues } from '~/domain/intake/fields'
import { INTAKE_HEADINGS } from '~/domain/intake/headings'
import { keyOf } from '~/domain/intake/row'
import { checkTotal, checkUse, yearOf } from '~/domain/intake/uses'
import { parseWrittenTime } from '~/domain/spreadsheet/dates'
import { proposeFields } from '~/domain/spreadsheet/headings'

const ZONE = 'Asia/Shanghai'
const now = new Date('2026-11-23T01:00:00Z')
const good: IntakeValues = { externalId: '7', system: 'LIMS', resource: 'A-1', email: 'X@A.example', startsAt: '2025/3/4 9:30', endsAt: '2025/3/4 11:00', purpose: '科学研究', samples: '1,200' }
const rules = (change: IntakeValues) => checkUse({ ...good, ...change }, { now, timeZone: ZONE }).problems.map(({ field, rule }) => `${field} ${rule}`)

describe('a use of another system', () => {
  it('is read on the zone’s clock, words and numbers as people write them', () => {
    expect(checkUse(good, { now, timeZone: ZONE }).row).toMatchObject({
      email: 'x@a.example', startsAt: new Date('2025-03-04T01:30:00Z'), endsAt: new Date('2025-03-04T03:00:00Z'), purpose: 'research', samples: 1200, beneficiary: null,
    })
  })

  it.each<[string, IntakeValues, string[]]>([
    ['no key', { externalId: '' }, ['externalId required']],
    ['no system', { system: '' }, ['system required']],
    ['an end before the start', { endsAt: '2025/3/4 9:00' }, ['endsAt period_reversed']],
    ['an end at the start', { endsAt: '2025/3/4 9:30' }, ['endsAt period_reversed']],
    ['an end to come', { endsAt: '2026-11-23 23:00' }, ['endsAt use_too_long']],
    ['a use that still runs', { startsAt: '2026-11-22 23:00', endsAt: '2026-11-23 23:00' }, ['endsAt in_future']],
    ['a date without a time', { startsAt: '2025/3/4' }, ['startsAt not_a_time']],
    ['a time that is none', { startsAt: '2025-02-30 09:00' }, ['startsAt not_a_time']],
    ['negative samples', { samples: '-3' }, ['samples not_a_count']],
    ['half a sample', { samples: '1.5' }, ['samples not_a_count']],
    ['an odd purpose', { purpose: '娱乐' }, ['purpose purpose_unknown']],
    ['parts longer than the use', { warmUpMinutes: '60', measuringMinutes: '60' }, ['measuringMinutes parts_too_long']],
    ['no address', { email: '张三' }, ['email not_an_email']],
  ])('with %s says so', (_, change, expected) => expect(rules(change)).toEqual(expected))
})

it('times of spreadsheets and of computers are understood', () => {
  const read = (text: string) => parseWrittenTime(text, ZONE)?.toISOString() ?? null
  expect(['2025-03-04 09:30', '2025年3月4日 9:30:00', '20250304 09:30', '45720.395833333', '2025-03-04T01:30:00Z', '2025-03-04T09:30:00+08:00'].map(read)).toEqual(Array(6).fill('2025-03-04T01:30:00.000Z'))
  expect(['', '9:30', '2025-03-04', '2025-03-04 25:00', '2025-13-01 09:00'].map(read)).toEqual([null, null, null, null, null])
})

describe('a yearly total', () => {
  it('knows both kinds of year', () => {
    expect(['2024', '2024年', '2023-2024', '2023–24学年', '2023学年', '2024-2023', '24', 'soon'].map(yearOf)).toEqual([
      { year: 2024, basis: 'calendar' }, { year: 2024, basis: 'calendar' }, { year: 2023, basis: 'academic' }, { year: 2023, basis: 'academic' }, { year: 2023, basis: 'academic' }, null, null, null,
    ])
  })

  it.each<[IntakeValues, string[]]>([
    [{}, []],
    [{ year: '2026' }, ['year year_not_over']],
    [{ machineHours: '-5' }, ['machineHours not_hours']],
    [{ effectiveHours: '1500' }, ['effectiveHours hours_too_many']],
    [{ users: 'many' }, ['users not_a_count']],
  ])('%j gives %j', (change, expected) => {
    const { problems } = checkTotal({ resource: 'A-1', year: '2024', system: 'LIMS', machineHours: '1400.5', ...change }, { today: '2026-11-23' })
    expect(problems.map(({ field, rule }) => `${field} ${rule}`)).toEqual(expected)
  })
})

it('a use is known by its system and its key there, whatever else it says', () => {
  expect(keyOf('uses', good)).toBe(keyOf('uses', { ...good, email: 'other@a.example', samples: '1' }))
  expect(keyOf('uses', good)).not.toBe(keyOf('uses', { ...good, system: 'Other' }))
  expect(keyOf('uses', { ...good, externalId: '' })).toBeNull()
})

it('common headings are understood', () => {
  const read = (kind: 'uses' | 'totals', headings: string[]) => proposeFields(INTAKE_HEADINGS[kind], headings, new Map())
  expect(read('uses', ['序号', '使用记录编号', '仪器编号', '邮箱', '开始时间', '结束时间', '使用性质', '测样数', '备注'])).toEqual([null, 'externalId', 'resource', 'email', 'startsAt', 'endsAt', 'purpose', 'samples', 'remarks'])
  expect(read('totals', ['仪器编号', '学年', '使用机时', '有效机时', '测样数', '用户数'])).toEqual(['resource', 'year', 'machineHours', 'effectiveHours', 'samples', 'users'])
})
