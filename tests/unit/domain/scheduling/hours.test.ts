import * as fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { narrowest, narrowestByDate, type OwnerKind, replaceFrom } from '~/domain/scheduling/layers'
import { openingPeriods, type OpeningSchedule } from '~/domain/scheduling/opening'
import { ALWAYS_OPEN, blocksText, overlappingDays, parseBlocks, type Weekly } from '~/domain/scheduling/weekly'
import { minutes } from '~/domain/time/interval'
import { arrangementChange, readArrangement } from '~/domain/time/arrangement'
import { addDays, startOfDay, type Weekday } from '~/domain/time/zone'

const ZONE = 'Asia/Shanghai'
const block = fc
  .tuple(fc.integer({ min: 0, max: 1439 }), fc.integer({ min: 1, max: 1439 }))
  .map(([from, length]) => ({ from, to: from + length }))

describe('a line of hours', () => {
  it('reads what people write', () => {
    expect(parseBlocks('8:00-12:00, 14-18')).toEqual([{ from: 480, to: 720 }, { from: 840, to: 1080 }])
    expect(parseBlocks('21:00–7:00')).toEqual([{ from: 1260, to: 1860 }])
    expect(parseBlocks('14：00-18：00、8：00-12：00')).toEqual([{ from: 480, to: 720 }, { from: 840, to: 1080 }])
    expect(parseBlocks('0:00-24:00')).toEqual([{ from: 0, to: 1440 }])
    expect(parseBlocks('  ')).toEqual([])
  })

  it('refuses what never opens or is no time', () => {
    for (const line of ['8:00', '8-8', '25-26', '8:60-9', '24-25', 'always', '8-25', '-8-9', `8-9${',8-9'.repeat(12)}`]) {
      expect(parseBlocks(line), line).toBeNull()
    }
  })

  it('writes what it reads', () => {
    fc.assert(
      fc.property(fc.array(block, { maxLength: 6 }), (blocks) => {
        const sorted = blocks.toSorted((a, b) => a.from - b.from || a.to - b.to)
        expect(parseBlocks(blocksText(sorted))).toEqual(sorted)
      }),
    )
  })

  it('knows which days run into each other, round the end of the week too', () => {
    const day = (weekday: number, from: number, to: number): Weekly[number] => ({ weekday: weekday as Weekday, from: from * 60, to: to * 60 })
    expect(overlappingDays([day(1, 8, 21), day(1, 21, 31), day(2, 7, 21)])).toEqual([])
    expect(overlappingDays([day(1, 8, 21), day(1, 20, 22)])).toEqual([1])
    expect(overlappingDays([day(7, 21, 33), day(1, 8, 21)])).toEqual([1])
    expect(overlappingDays([day(7, 21, 32), day(1, 8, 21)])).toEqual([])
    expect(overlappingDays(ALWAYS_OPEN)).toEqual([])
    expect(overlappingDays([day(3, 0, 24)])).toEqual([])
  })

  it('says overlap exactly where a minute is covered twice', () => {
    const week = fc.array(fc.tuple(fc.integer({ min: 1, max: 7 }), block).map(([weekday, each]) => ({ weekday: weekday as Weekday, ...each })), { maxLength: 5 })
    fc.assert(
      fc.property(week, (weekly) => {
        const covered = new Map<number, number>()
        for (const { weekday, from, to } of weekly) {
          for (let at = from; at < to; at += 1) {
            const minute = ((weekday - 1) * 1440 + at) % 10080
            covered.set(minute, (covered.get(minute) ?? 0) + 1)
          }
        }
        expect(overlappingDays(weekly).length > 0).toBe([...covered.values()].some((count) => count > 1))
      }),
    )
  })
})

describe('whose hours hold', () => {
  const kinds = ['resource', 'lab', 'campus', 'university', 'alliance'] as const
  const date = (day: number) => addDays('2026-12-01', day)
  const row = fc
    .tuple(fc.constantFrom(...kinds), fc.integer({ min: 0, max: 20 }), fc.option(fc.integer({ min: 0, max: 15 })), fc.integer({ min: 0, max: 22 }))
    .map(([ownerKind, from, length, hour]): OpeningSchedule & { ownerKind: OwnerKind } => ({
      ownerKind, validFrom: date(from), validTo: length === null ? null : date(from + length), observesHolidays: false,
      weekly: ALWAYS_OPEN.map(({ weekday }) => ({ weekday, from: hour * 60, to: (hour + 1) * 60 })),
    }))
  const isIn = (each: OpeningSchedule, day: string) => each.validFrom <= day && (each.validTo === null || day < each.validTo)

  it('on each date those of the narrowest owner that has any', () => {
    fc.assert(
      fc.property(fc.array(row, { maxLength: 6 }), (rows) => {
        const ruling = narrowest(rows)
        for (let day = 0; day < 40; day += 1) {
          const kind = kinds.find((each) => rows.some((one) => one.ownerKind === each && isIn(one, date(day))))
          expect(ruling.filter((each) => isIn(each, date(day)))).toHaveLength(rows.filter((each) => each.ownerKind === kind && isIn(each, date(day))).length)
          expect(ruling.every((each) => !isIn(each, date(day)) || each.ownerKind === kind)).toBe(true)
        }
      }),
    )
  })

  it('own hours that end give way to the lab’s on that very day', () => {
    const own = { ownerKind: 'resource', validFrom: date(0), validTo: date(7), observesHolidays: false, weekly: ALWAYS_OPEN } as const
    const lab = { ownerKind: 'lab', validFrom: date(0), validTo: null, observesHolidays: false, weekly: ALWAYS_OPEN.map((each) => ({ ...each, from: 480, to: 1080 })) } as const
    const window = { start: startOfDay(date(6), ZONE), end: startOfDay(date(8), ZONE) }
    const open = openingPeriods({ schedules: narrowest([lab, own]), exceptions: [], calendarDays: [], timeZone: ZONE, window })
    expect(open.map((each) => minutes(each))).toEqual([1440, 600])
  })

  it('an exception of the resource takes the place of a vacation of the campus', () => {
    const exception = (ownerKind: OwnerKind, closed: boolean) => ({ ownerKind, date: date(3), closed, blocks: closed ? [] : [{ from: 0, to: 60 }] })
    expect(narrowestByDate([exception('campus', true), exception('resource', false)]).map((each) => each.ownerKind)).toEqual(['resource'])
  })

  it('a change from a date leaves every day before it as it was', () => {
    fc.assert(
      fc.property(fc.array(row, { maxLength: 5 }), row, fc.integer({ min: 0, max: 25 }), fc.boolean(), (rows, next, from, inherits) => {
        const after = replaceFrom(rows, date(from), inherits ? null : { ...next, validFrom: date(from), validTo: null })
        for (let day = 0; day < 40; day += 1) {
          const count = (list: readonly OpeningSchedule[]) => list.filter((each) => isIn(each, date(day))).length
          expect(count(after)).toBe(day < from ? count(rows) : inherits ? 0 : 1)
        }
      }),
    )
  })
})

describe('an arrangement of holidays', () => {
  const rows = (...lines: string[]) => lines.map((line, at) => ({ row: at + 1, cells: line.split(',') }))

  it('reads dates as people and spreadsheets write them', () => {
    const { days, problems } = readArrangement(rows('日期,类别,名称', '2027-01-01,放假,元旦,New Year’s Day', '2027/2/6,holiday,春节', '2027年2月20日,调休,春节', '46390,休,春节'))
    expect(problems).toEqual([])
    expect(days.map(({ date, kind }) => `${date} ${kind}`)).toEqual(['2027-01-01 holiday', '2027-01-03 holiday', '2027-02-06 holiday', '2027-02-20 workday'])
    expect(days[0]).toMatchObject({ nameZh: '元旦', nameEn: 'New Year’s Day' })
    expect(days[2]).toMatchObject({ nameZh: '春节', nameEn: '春节' })
  })

  it('tells every line that is wrong', () => {
    const { days, problems } = readArrangement(rows('2027-02-30,放假,x', '2027-01-01,maybe,x', '2027-01-01,放假,', '2027-01-02,放假,x', '2027-01-02,放假,x', '2027-01-04,上班,x'))
    expect(problems).toEqual([
      { row: 1, rule: 'date' }, { row: 2, rule: 'kind' }, { row: 3, rule: 'name' }, { row: 5, rule: 'repeated' }, { row: 6, rule: 'weekday' },
    ])
    expect(days).toHaveLength(1)
  })

  it('adds, changes and removes no more than asked', () => {
    const day = (date: string, nameZh = '节') => ({ date, kind: 'holiday' as const, nameZh, nameEn: nameZh })
    const held = [day('2026-12-31'), day('2027-01-01'), day('2027-01-02')]
    const wanted = [day('2027-01-01', '元旦'), day('2027-01-02'), day('2027-05-01')]
    const dates = (list: { date: string }[]) => list.map(({ date }) => date)
    const merged = arrangementChange(held, wanted, false)
    expect([dates(merged.added), dates(merged.changed), dates(merged.removed), merged.same]).toEqual([['2027-05-01'], ['2027-01-01'], [], 1])
    const replaced = arrangementChange([...held, day('2027-10-01')], wanted, true)
    expect(dates(replaced.removed)).toEqual(['2027-10-01'])
  })
})
