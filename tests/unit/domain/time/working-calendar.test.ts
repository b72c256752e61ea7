import { describe, expect, it } from 'vitest'
import { type CalendarDay, dayKind } from '~/domain/time/working-calendar'

const row = (date: string, kind: CalendarDay['kind'], universityId: string | null = null): CalendarDay => ({
  date,
  kind,
  universityId,
  nameZh: '国庆节',
  nameEn: universityId ?? 'National Day',
})

describe('the kind of a day', () => {
  it('is plain without a row', () => {
    expect(dayKind('2026-11-24', [])).toEqual({ kind: 'workday', weekdayPattern: 2 })
    expect(dayKind('2026-11-28', [])).toEqual({ kind: 'weekend', weekdayPattern: 6 })
  })

  it('is a holiday by its row, with the name', () => {
    expect(dayKind('2026-10-01', [row('2026-10-01', 'holiday')])).toEqual({
      kind: 'holiday',
      weekdayPattern: 4,
      name: { zh: '国庆节', en: 'National Day' },
    })
  })

  it('is a make-up workday on a weekend, after the pattern of the nearest working weekday', () => {
    expect(dayKind('2026-10-10', [row('2026-10-10', 'workday')])).toMatchObject({ kind: 'makeup_workday', weekdayPattern: 5 })
    expect(dayKind('2026-09-20', [row('2026-09-20', 'workday')])).toMatchObject({ kind: 'makeup_workday', weekdayPattern: 1 })
  })

  it('stays a plain workday where a row says workday on a weekday', () => {
    expect(dayKind('2026-11-24', [row('2026-11-24', 'workday')])).toMatchObject({ kind: 'workday', weekdayPattern: 2 })
  })

  it('lets the row of the university win, in whichever order they come', () => {
    const alliance = row('2026-10-01', 'holiday')
    const own = row('2026-10-01', 'workday', 'cqu')
    for (const rows of [[alliance, own], [own, alliance]]) {
      expect(dayKind('2026-10-01', rows, 'cqu').kind).toBe('workday')
      expect(dayKind('2026-10-01', rows).kind).toBe('workday')
      expect(dayKind('2026-10-01', rows, 'scu').kind).toBe('holiday')
      expect(dayKind('2026-10-01', rows, null).kind).toBe('holiday')
    }
  })
})
