import * as fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { median, OFFICE_DAY_SECONDS, officeDeadline, officeSeconds } from '~/domain/scheduling/office-hours'

const calendar = {
  timeZone: 'Asia/Shanghai',
  calendarDays: [
    { date: '2026-10-01', kind: 'holiday' as const, universityId: null, nameZh: '国庆', nameEn: 'National Day' },
    { date: '2026-10-02', kind: 'holiday' as const, universityId: null, nameZh: '国庆', nameEn: 'National Day' },
    { date: '2026-10-10', kind: 'workday' as const, universityId: null, nameZh: '调休', nameEn: 'Make-up' },
  ],
}

describe('office hours', () => {
  it('leave out nights, weekends and holidays, and count make-up days', () => {
    const hours = (from: string, to: string) => officeSeconds(new Date(from), new Date(to), calendar) / 3600
    expect(hours('2026-11-23T17:00+08:00', '2026-11-24T10:00+08:00')).toBe(2)
    expect(hours('2026-11-27T17:00+08:00', '2026-11-30T10:00+08:00')).toBe(2)
    expect(hours('2026-09-30T17:00+08:00', '2026-10-05T10:00+08:00')).toBe(2)
    expect(hours('2026-10-10T00:00+08:00', '2026-10-11T00:00+08:00')).toBe(9)
  })

  it('give a deadline after exactly so many office days', () => {
    expect(officeDeadline(new Date('2026-11-26T15:00+08:00'), 3, calendar)).toEqual(new Date('2026-12-01T15:00+08:00'))
    const instants = fc.integer({ min: 0, max: 300 * 24 * 60 }).map((minute) => new Date(Date.parse('2026-01-01T00:00Z') + minute * 60_000))
    fc.assert(fc.property(instants, fc.integer({ min: 1, max: 10 }), (from, days) => {
      const due = officeDeadline(from, days, calendar)
      expect(officeSeconds(from, due, calendar)).toBe(days * OFFICE_DAY_SECONDS)
    }))
  })

  it('have a median', () => {
    expect([median([]), median([3]), median([4, 1]), median([9, 1, 2])]).toEqual([null, 3, 2.5, 2])
  })
})
