import * as fc from 'fast-check'
import ICAL from 'ical.js'
import { describe, expect, it } from 'vitest'
import { lastDate, ruleDates } from '~/domain/recurrence/dates'
import { expand, MAX_OCCURRENCES, type Repetition } from '~/domain/recurrence/occurrences'
import { formatRule, parseRule, type RecurrenceRule } from '~/domain/recurrence/rule'
import type { CalendarDay } from '~/domain/time/working-calendar'
import { addDays, instantToLocalDateTime, type Weekday } from '~/domain/time/zone'
import { dates, zones } from '#tests/unit/domain/generators'

const weekday = fc.integer({ min: 1, max: 7 }).map((each) => each as Weekday)
const plainDays = fc.uniqueArray(weekday, { maxLength: 5 }).map((list) => list.toSorted().map((each) => ({ weekday: each, nth: null })))
const nthDays = fc.array(fc.record({ weekday, nth: fc.constantFrom(null, 1, 2, 3, 4, 5, -1, -2) }), { minLength: 1, maxLength: 2 })
const monthDays = fc.uniqueArray(fc.constantFrom(1, 2, 13, 28, 29, 30, 31, -1, -2, -31), { minLength: 1, maxLength: 3 })

const common = { interval: fc.integer({ min: 1, max: 4 }), count: fc.integer({ min: 1, max: 30 }), weekStart: fc.constantFrom<Weekday>(1, 7, 3) }
const rule = (freq: RecurrenceRule['freq'], days: fc.Arbitrary<RecurrenceRule['days']>, month: fc.Arbitrary<number[]> = fc.constant([])) =>
  fc.record({ freq: fc.constant(freq), days, monthDays: month, until: fc.constant(null), ...common })
const rules: fc.Arbitrary<RecurrenceRule> = fc.oneof(
  rule('DAILY', plainDays), rule('WEEKLY', plainDays), rule('MONTHLY', nthDays), rule('MONTHLY', fc.constant([]), monthDays), rule('MONTHLY', fc.constant([])),
)

/** The same dates by ical.js, which shares no line with ours; floating, since the dates of a rule know no zone. */
function icalDates(text: string, first: string, last: string): string[] {
  const expansion = new ICAL.RecurExpansion({
    component: new ICAL.Component(ICAL.parse(`BEGIN:VEVENT\r\nDTSTART:${first.replaceAll('-', '')}T090000\r\nRRULE:${text}\r\nEND:VEVENT`)),
    dtstart: ICAL.Time.fromDateTimeString(`${first}T09:00:00`),
  })
  const found: string[] = []
  for (let next = expansion.next(); next && next.toString().slice(0, 10) <= last; next = expansion.next()) found.push(next.toString().slice(0, 10))
  return found
}

const shanghai: Repetition = {
  rule: { freq: 'WEEKLY', interval: 1, days: [], monthDays: [], count: 4, until: null, weekStart: 1 },
  days: 'all', first: '2026-09-24', startMinute: 540, endMinute: 600, timeZone: 'Asia/Shanghai', except: [],
}
const textRule = (text: string) => {
  const read = parseRule(text)
  if (!read.ok) throw new Error(text)
  return read.value
}
const codes = (outcome: ReturnType<typeof expand>) => (outcome.ok ? [] : outcome.problems.map((each) => each.code))
const datesOf = (outcome: ReturnType<typeof expand>) => (outcome.ok ? outcome.value.occurrences.map((each) => each.date) : [])

describe('the dates of a rule', () => {
  it('are those of an independent implementation', () => {
    fc.assert(
      fc.property(rules, dates, (each, from) => {
        const last = addDays(from, 500)
        // RFC 5545 leaves a start that the rule does not name undefined: compare from one that it does.
        const [first] = ruleDates(each, from, last, 1)
        fc.pre(first !== undefined && (each.days.length + each.monthDays.length > 0 || first === from))
        // Where a month lacks the fifth day that is named first, ical.js leaves out the month's other days (2.2.1).
        fc.pre(each.days.length < 2 || each.days.every(({ nth }) => nth !== 5))
        expect(ruleDates(each, first!, last, 1000)).toEqual(icalDates(formatRule(each), first!, last))
      }),
      { numRuns: 400 },
    )
  })

  it('are those of a month that lacks one of its fifth days', () => {
    for (const days of ['5SU,5SA', '5SA,5SU']) {
      expect(ruleDates(textRule(`FREQ=MONTHLY;BYDAY=${days};COUNT=4`), '2019-08-31', '2020-12-31', 99)).toEqual(['2019-08-31', '2019-09-29', '2019-11-30', '2019-12-29'])
    }
  })

  it('begin on the first date that the rule names, and count from there', () => {
    expect(ruleDates(textRule('FREQ=WEEKLY;BYDAY=MO,TH;COUNT=3'), '2026-12-02', '2027-12-31', 99)).toEqual(['2026-12-03', '2026-12-07', '2026-12-10'])
  })
})

describe('the text of a rule', () => {
  it('is read again as the same rule', () => {
    fc.assert(fc.property(rules, (each) => {
      expect(parseRule(formatRule(each))).toEqual({ ok: true, value: each })
      expect(parseRule(`RRULE:${formatRule(each).toLowerCase()}`)).toEqual({ ok: true, value: each })
    }))
  })

  it.each([
    ['', 'FREQ'], ['nonsense', 'NONSENSE'], ['FREQ=YEARLY;COUNT=2', 'FREQ'], ['FREQ=SECONDLY', 'FREQ'], ['COUNT=3', 'FREQ'], ['FREQ=DAILY;FREQ=DAILY', 'FREQ'],
    ['FREQ=DAILY;INTERVAL=0', 'INTERVAL'], ['FREQ=DAILY;INTERVAL=-1', 'INTERVAL'], ['FREQ=DAILY;COUNT=0', 'COUNT'], ['FREQ=DAILY;COUNT=1.5', 'COUNT'],
    ['FREQ=DAILY;COUNT=2;UNTIL=20270101', 'COUNT'], ['FREQ=DAILY;UNTIL=20270230', 'UNTIL'], ['FREQ=DAILY;UNTIL=tomorrow', 'UNTIL'], ['FREQ=DAILY;UNTIL=20270101T250000Z', 'UNTIL'],
    ['FREQ=WEEKLY;BYDAY=XX', 'BYDAY'], ['FREQ=WEEKLY;BYDAY=2MO', 'BYDAY'], ['FREQ=MONTHLY;BYDAY=6MO', 'BYDAY'], ['FREQ=MONTHLY;BYDAY=0MO', 'BYDAY'],
    ['FREQ=MONTHLY;BYMONTHDAY=32', 'BYMONTHDAY'], ['FREQ=MONTHLY;BYMONTHDAY=0', 'BYMONTHDAY'], ['FREQ=DAILY;BYMONTHDAY=1', 'BYMONTHDAY'], ['FREQ=MONTHLY;BYDAY=FR;BYMONTHDAY=13', 'BYMONTHDAY'],
    ['FREQ=MONTHLY;BYSETPOS=1', 'BYSETPOS'], ['FREQ=DAILY;BYHOUR=9', 'BYHOUR'], ['FREQ=DAILY;WKST=XX', 'WKST'], [`FREQ=DAILY;BYDAY=${'MO,'.repeat(200)}`, 'FREQ'],
  ])('%s names what is wrong', (text, part) => {
    expect(parseRule(text)).toMatchObject({ ok: false, problems: [{ code: 'recurrence_invalid', params: { part } }] })
  })
})

describe('the end of a rule', () => {
  it('is inclusive, as a date, on the clock of the zone, or in UTC', () => {
    const at = (until: string, minute: number) => lastDate(textRule(`FREQ=DAILY;UNTIL=${until}`), minute, 'Asia/Shanghai')
    expect(at('20270105', 540)).toBe('2027-01-05')
    expect(at('20270105T090000', 540)).toBe('2027-01-05')
    expect(at('20270105T085959', 540)).toBe('2027-01-04')
    expect(at('20270105T010000Z', 540)).toBe('2027-01-05')
    expect(at('20270105T005959Z', 540)).toBe('2027-01-04')
    expect(at('20270104T235959Z', 60)).toBe('2027-01-05')
  })

  it.each([
    ['FREQ=DAILY', 'recurrence_endless'],
    ['FREQ=WEEKLY;UNTIL=20200101', 'recurrence_empty'],
    ['FREQ=MONTHLY;BYMONTHDAY=31;INTERVAL=12;COUNT=2', 'recurrence_empty'],
    ['FREQ=DAILY;COUNT=101', 'recurrence_too_many'],
    ['FREQ=DAILY;UNTIL=20361231', 'recurrence_too_many'],
    ['FREQ=WEEKLY;COUNT=60', 'recurrence_too_long'],
    ['FREQ=WEEKLY;UNTIL=20361231', 'recurrence_too_long'],
  ])('%s is refused: %s', (text, code) => {
    expect(codes(expand({ ...shanghai, rule: textRule(text) }, []))).toEqual([code])
  })

  it('lets as many pass as are promised', () => {
    expect(datesOf(expand({ ...shanghai, rule: textRule(`FREQ=DAILY;COUNT=${MAX_OCCURRENCES}`) }, []))).toHaveLength(MAX_OCCURRENCES)
  })

  it('is refused where every date is left out, and for a date that is none', () => {
    expect(codes(expand({ ...shanghai, rule: textRule('FREQ=DAILY;COUNT=1'), except: ['2026-09-24'] }, []))).toEqual(['recurrence_empty'])
    expect(codes(expand({ ...shanghai, first: '9999-12-31' }, []))).toEqual(['recurrence_invalid'])
    expect(codes(expand({ ...shanghai, first: '2026-02-30' }, []))).toEqual(['recurrence_invalid'])
  })
})

describe('occurrences', () => {
  it('keep their wall-clock times in every zone, whatever the clocks do', () => {
    fc.assert(
      fc.property(rules, dates, zones, fc.integer({ min: 0, max: 47 }), fc.integer({ min: 1, max: 8 }), (each, first, timeZone, half, length) => {
        const startMinute = half * 30
        const outcome = expand({ ...shanghai, rule: each, first, timeZone, startMinute, endMinute: startMinute + length * 30 }, [])
        if (!outcome.ok) return
        const list = outcome.value.occurrences
        expect(list.every(({ period }, at) => at === 0 || period.start > list[at - 1]!.period.start)).toBe(true)
        for (const { date, period } of list) {
          const clock = `${String(Math.floor(startMinute / 60)).padStart(2, '0')}:${String(startMinute % 60).padStart(2, '0')}`
          const shown = instantToLocalDateTime(period.start, timeZone)
          // In a gap it is the first instant after: never before the time asked for, and on the same date but for a skipped midnight.
          expect(shown >= `${date}T${clock}`).toBe(true)
          expect(shown.slice(0, 10)).toBe(date)
        }
      }),
      { numRuns: 200 },
    )
  })

  it('are decided where the clocks change', () => {
    const daily = { ...shanghai, rule: textRule('FREQ=DAILY;COUNT=3'), timeZone: 'Europe/Berlin', startMinute: 150, endMinute: 240 }
    const periods = (first: string) => {
      const outcome = expand({ ...daily, first }, [])
      return outcome.ok ? outcome.value.occurrences.map(({ period }) => [period.start.toISOString().slice(5, 16), period.end.toISOString().slice(5, 16)]) : []
    }
    expect(periods('2027-03-27')).toEqual([['03-27T01:30', '03-27T03:00'], ['03-28T01:00', '03-28T02:00'], ['03-29T00:30', '03-29T02:00']])
    expect(periods('2027-10-30')).toEqual([['10-30T00:30', '10-30T02:00'], ['10-31T00:30', '10-31T03:00'], ['11-01T01:30', '11-01T03:00']])
  })

  const day = (date: string, kind: CalendarDay['kind']): CalendarDay => ({ date, kind, universityId: null, nameZh: '国庆节', nameEn: 'National Day' })
  const nationalDay = [
    ...['01', '02', '03', '04', '05', '06', '07'].map((each) => day(`2026-10-${each}`, 'holiday')),
    day('2026-09-20', 'workday'), day('2026-10-10', 'workday'),
  ]

  it('skip the holidays over National Day and keep the make-up workday', () => {
    const weekly = { ...shanghai, rule: textRule('FREQ=WEEKLY;BYDAY=TH,SA;UNTIL=20261017') }
    expect(datesOf(expand({ ...weekly, days: 'workdays' }, nationalDay))).toEqual(['2026-09-24', '2026-10-08', '2026-10-10', '2026-10-15'])
    expect(datesOf(expand({ ...weekly, days: 'no_holidays' }, nationalDay))).toEqual(['2026-09-24', '2026-09-26', '2026-10-08', '2026-10-10', '2026-10-15', '2026-10-17'])
    expect(datesOf(expand(weekly, nationalDay))).toHaveLength(8)
    const daily = expand({ ...shanghai, rule: textRule('FREQ=DAILY;UNTIL=20261012'), first: '2026-09-30', days: 'workdays' }, nationalDay)
    expect(datesOf(daily)).toEqual(['2026-09-30', '2026-10-08', '2026-10-09', '2026-10-10', '2026-10-12'])
    expect(daily.ok && daily.value.leftOut.find(({ date }) => date === '2026-10-01')).toEqual({ date: '2026-10-01', why: 'holiday', name: { zh: '国庆节', en: 'National Day' } })
  })
})
