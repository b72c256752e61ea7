import * as fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import {
  MAX_OPENING_DAYS,
  type OpeningException,
  openingPeriods,
  type OpeningSchedule,
} from '~/domain/scheduling/opening'
import { clip, merge, minutes, type Period } from '~/domain/time/interval'
import type { CalendarDay } from '~/domain/time/working-calendar'
import { addDays, instantToLocalDateTime, startOfDay, type Weekday } from '~/domain/time/zone'
import { dates, zones } from '../generators'

const ZONE = 'Asia/Shanghai'
const WEEKDAYS: Weekday[] = [1, 2, 3, 4, 5]
const ALL_DAYS: Weekday[] = [...WEEKDAYS, 6, 7]

const schedule = (
  days: Weekday[],
  blocks: [number, number][],
  more: Partial<OpeningSchedule> = {},
): OpeningSchedule => ({
  validFrom: '2020-01-01',
  validTo: null,
  observesHolidays: true,
  weekly: days.flatMap((weekday) => blocks.map(([from, to]) => ({ weekday, from, to }))),
  ...more,
})
const office = schedule(WEEKDAYS, [[540, 1080]])
const nights = schedule(ALL_DAYS, [[1080, 1800]])
const always = schedule(ALL_DAYS, [[0, 1440]], { observesHolidays: false })
const exception = (date: string, blocks?: [number, number][]): OpeningException => ({
  date,
  closed: !blocks,
  blocks: (blocks ?? []).map(([from, to]) => ({ from, to })),
})
const day = (date: string, kind: CalendarDay['kind'], universityId: string | null = null): CalendarDay => ({
  date,
  kind,
  universityId,
  nameZh: '',
  nameEn: '',
})
const window = (from: string, to: string, zone = ZONE): Period => ({
  start: startOfDay(from, zone),
  end: startOfDay(to, zone),
})

function opens(
  from: string,
  to: string,
  schedules: OpeningSchedule[],
  more: { exceptions?: OpeningException[]; calendarDays?: CalendarDay[]; zone?: string } = {},
): string[] {
  const zone = more.zone ?? ZONE
  return openingPeriods({
    schedules,
    exceptions: more.exceptions ?? [],
    calendarDays: more.calendarDays ?? [],
    timeZone: zone,
    window: window(from, to, zone),
  }).map((each) => `${instantToLocalDateTime(each.start, zone)}/${instantToLocalDateTime(each.end, zone)}`)
}

describe('a week', () => {
  it('opens on its weekdays on the wall clock of the campus', () => {
    expect(opens('2026-11-27', '2026-12-01', [office])).toEqual([
      '2026-11-27T09:00/2026-11-27T18:00',
      '2026-11-30T09:00/2026-11-30T18:00',
    ])
  })

  it('never closes when it is open day and night', () => {
    expect(opens('2026-11-23', '2026-11-30', [always])).toEqual(['2026-11-23T00:00/2026-11-30T00:00'])
  })

  it('counts a night that began the day before the window', () => {
    expect(opens('2026-11-24', '2026-11-25', [nights])).toEqual([
      '2026-11-24T00:00/2026-11-24T06:00',
      '2026-11-24T18:00/2026-11-25T00:00',
    ])
  })

  it('counts a block of several days that began well before the window', () => {
    const weekend = schedule([5], [[1080, 3 * 1440 + 480]])
    expect(opens('2026-11-29', '2026-12-01', [weekend])).toEqual(['2026-11-29T00:00/2026-11-30T08:00'])
  })

  it('keeps its wall clock when clocks change', () => {
    const berlin = openingPeriods({
      schedules: [always],
      exceptions: [],
      calendarDays: [],
      timeZone: 'Europe/Berlin',
      window: window('2026-03-29', '2026-03-30', 'Europe/Berlin'),
    })
    expect(berlin.map(minutes)).toEqual([23 * 60])
    const inTheGap = schedule(ALL_DAYS, [[130, 170]])
    expect(opens('2026-03-29', '2026-03-30', [inTheGap], { zone: 'Europe/Berlin' })).toEqual([])
  })
})

describe('schedules in force', () => {
  it('change on their day, validTo not included', () => {
    const before = schedule(ALL_DAYS, [[540, 600]], { validTo: '2026-11-24' })
    const after = schedule(ALL_DAYS, [[840, 900]], { validFrom: '2026-11-24' })
    expect(opens('2026-11-23', '2026-11-25', [after, before])).toEqual([
      '2026-11-23T09:00/2026-11-23T10:00',
      '2026-11-24T14:00/2026-11-24T15:00',
    ])
  })

  it('of several the one that came into force last rules, then the older one returns', () => {
    const vacation = schedule(ALL_DAYS, [[600, 660]], { validFrom: '2026-11-24', validTo: '2026-11-25' })
    for (const schedules of [[vacation, office], [office, vacation]]) {
      expect(opens('2026-11-23', '2026-11-26', schedules)).toEqual([
        '2026-11-23T09:00/2026-11-23T18:00',
        '2026-11-24T10:00/2026-11-24T11:00',
        '2026-11-25T09:00/2026-11-25T18:00',
      ])
    }
  })

  it('none means closed', () => {
    expect(opens('2026-11-23', '2026-11-30', [])).toEqual([])
  })
})

describe('holidays and make-up workdays', () => {
  // National Day 2026 begins on a Thursday; Saturday 10 October is worked.
  const calendarDays = [day('2026-10-01', 'holiday'), day('2026-10-02', 'holiday'), day('2026-10-10', 'workday')]

  it('close and open those who observe them', () => {
    expect(opens('2026-09-30', '2026-10-03', [office], { calendarDays })).toEqual(['2026-09-30T09:00/2026-09-30T18:00'])
    const fridays = schedule([5], [[600, 660]])
    expect(opens('2026-10-10', '2026-10-11', [fridays], { calendarDays })).toEqual(['2026-10-10T10:00/2026-10-10T11:00'])
  })

  it('leave those who do not observe them alone', () => {
    const stubborn = { ...office, observesHolidays: false }
    expect(opens('2026-10-01', '2026-10-02', [stubborn], { calendarDays })).toHaveLength(1)
    expect(opens('2026-10-10', '2026-10-11', [stubborn], { calendarDays })).toEqual([])
  })

  it('let a night end that began before, and none begin', () => {
    expect(opens('2026-10-01', '2026-10-03', [nights], { calendarDays })).toEqual(['2026-10-01T00:00/2026-10-01T06:00'])
  })

  it('follow the university where it has its own row', () => {
    const rows = [...calendarDays, day('2026-10-01', 'workday', 'cqu')]
    expect(opens('2026-10-01', '2026-10-02', [office], { calendarDays: rows })).toHaveLength(1)
  })
})

describe('exceptions', () => {
  it('replace the blocks of their date and beat a holiday', () => {
    const calendarDays = [day('2026-10-01', 'holiday')]
    const exceptions = [exception('2026-10-01', [[600, 720]])]
    expect(opens('2026-10-01', '2026-10-02', [office], { calendarDays, exceptions })).toEqual([
      '2026-10-01T10:00/2026-10-01T12:00',
    ])
  })

  it('close the whole calendar day, the tail of the night before included', () => {
    expect(opens('2026-11-23', '2026-11-26', [nights], { exceptions: [exception('2026-11-24')] })).toEqual([
      '2026-11-23T00:00/2026-11-23T06:00',
      '2026-11-23T18:00/2026-11-24T00:00',
      '2026-11-25T18:00/2026-11-26T00:00',
    ])
  })

  it('add up on one date, and one that closes wins', () => {
    const two = [exception('2026-11-24', [[540, 600]]), exception('2026-11-24', [[600, 660]])]
    expect(opens('2026-11-24', '2026-11-25', [office], { exceptions: two })).toEqual(['2026-11-24T09:00/2026-11-24T11:00'])
    expect(opens('2026-11-24', '2026-11-25', [office], { exceptions: [...two, exception('2026-11-24')] })).toEqual([])
  })

  it('open a night of their own into the window', () => {
    const exceptions = [exception('2026-11-21', [[1200, 1680]])]
    expect(opens('2026-11-22', '2026-11-23', [office], { exceptions })).toEqual(['2026-11-22T00:00/2026-11-22T04:00'])
  })
})

describe('windows', () => {
  it('see the same hours whole or in parts, canonical and inside', () => {
    fc.assert(
      fc.property(
        dates,
        zones,
        fc.integer({ min: 1, max: 12 }),
        fc.integer({ min: 1, max: 12 * 1440 }),
        (date, zone, days, cutMinutes) => {
          const facts = {
            schedules: [nights, schedule([2, 4], [[480, 700], [650, 800]], { validFrom: addDays(date, 1) })],
            exceptions: [exception(addDays(date, 2)), exception(addDays(date, 3), [[1000, 2000]])],
            calendarDays: [day(addDays(date, 4), 'holiday')],
            timeZone: zone,
          }
          const whole = window(date, addDays(date, days), zone)
          const cut = new Date(Math.min(whole.end.getTime(), whole.start.getTime() + cutMinutes * 60_000))
          const all = openingPeriods({ ...facts, window: whole })
          const parts = [
            ...openingPeriods({ ...facts, window: { start: whole.start, end: cut } }),
            ...openingPeriods({ ...facts, window: { start: cut, end: whole.end } }),
          ]
          expect(merge(parts)).toEqual(all)
          expect(merge(all)).toEqual(all)
          expect(clip(all, whole)).toEqual(all)
        },
      ),
    )
  })

  it('are bounded, and closed beyond the bound', () => {
    const found = openingPeriods({
      schedules: [always],
      exceptions: [],
      calendarDays: [],
      timeZone: ZONE,
      window: window('2026-01-01', '2031-01-01'),
    })
    expect(found.map((each) => minutes(each) / 1440)).toEqual([MAX_OPENING_DAYS])
    const reversed = window('2026-01-02', '2026-01-01')
    expect(openingPeriods({ schedules: [always], exceptions: [], calendarDays: [], timeZone: ZONE, window: reversed })).toEqual([])
  })
})
