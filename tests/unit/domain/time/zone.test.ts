import * as fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import {
  addDays,
  datesBetween,
  instantToLocalDateTime,
  isPlainDate,
  isTimeZone,
  localDateTimeToInstant,
  MAX_DAYS,
  minutesOfDay,
  plainDateOf,
  startOfDay,
  startOfWeek,
  wallToInstant,
  weekdayOf,
} from '~/domain/time/zone'
import { dates, instants, MINUTE, zones } from '../generators'

const iso = (instant: Date | null) => instant?.toISOString()

describe('wall clock to instant', () => {
  it('is judged in the given zone, not in the one of the machine', () => {
    expect(new Date(2026, 10, 24, 9).toISOString()).toBe('2026-11-24T03:15:00.000Z')
    expect(iso(wallToInstant('2026-11-24', 9 * 60, 'Asia/Shanghai'))).toBe('2026-11-24T01:00:00.000Z')
    expect(iso(wallToInstant('2026-11-24', 9 * 60, 'UTC'))).toBe('2026-11-24T09:00:00.000Z')
  })

  it('runs past midnight into the next day, and back before it', () => {
    expect(iso(wallToInstant('2026-12-31', 1440 + 360, 'Asia/Shanghai'))).toBe('2026-12-31T22:00:00.000Z')
    expect(iso(wallToInstant('2026-12-31', 2 * 1440, 'UTC'))).toBe('2027-01-02T00:00:00.000Z')
    expect(iso(wallToInstant('2026-12-31', -60, 'UTC'))).toBe('2026-12-30T23:00:00.000Z')
  })

  it('keeps the wall clock of a night through which clocks change', () => {
    // Berlin, 29 March 2026: 02:00 becomes 03:00, so 22:00 to 06:00 lasts seven hours.
    const start = wallToInstant('2026-03-28', 22 * 60, 'Europe/Berlin')
    const end = wallToInstant('2026-03-28', 30 * 60, 'Europe/Berlin')
    expect(iso(end)).toBe('2026-03-29T04:00:00.000Z')
    expect((end.getTime() - start.getTime()) / MINUTE).toBe(7 * 60)
  })

  it('moves a time that is skipped to the first instant after the gap', () => {
    for (const minute of [120, 121, 150, 179, 180]) {
      expect(iso(wallToInstant('2026-03-29', minute, 'Europe/Berlin'))).toBe('2026-03-29T01:00:00.000Z')
    }
    // Clocks of São Paulo skipped midnight itself.
    expect(iso(startOfDay('2018-11-04', 'America/Sao_Paulo'))).toBe('2018-11-04T03:00:00.000Z')
    expect(minutesOfDay(startOfDay('2018-11-04', 'America/Sao_Paulo'), 'America/Sao_Paulo')).toBe(60)
  })

  it('takes the earlier of two instants that show the same time', () => {
    expect(iso(wallToInstant('2026-10-25', 150, 'Europe/Berlin'))).toBe('2026-10-25T00:30:00.000Z')
    expect(iso(wallToInstant('2026-10-25', 180, 'Europe/Berlin'))).toBe('2026-10-25T02:00:00.000Z')
  })

  it('never runs backwards, in any zone, on any day', () => {
    fc.assert(
      fc.property(
        dates,
        zones,
        fc.integer({ min: 0, max: 2880 }),
        fc.integer({ min: 0, max: 300 }),
        (date, zone, minute, more) => {
          const first = wallToInstant(date, minute, zone).getTime()
          expect(wallToInstant(date, minute + more, zone).getTime()).toBeGreaterThanOrEqual(first)
        },
      ),
    )
  })

  it('refuses a date that does not exist and an unknown zone', () => {
    expect(() => wallToInstant('2026-02-30', 0, 'UTC')).toThrow(RangeError)
    expect(() => wallToInstant('2026-02-20', 0, 'Mars/Olympus')).toThrow(RangeError)
    expect(isTimeZone('Mars/Olympus')).toBe(false)
    expect(isTimeZone('+08:00')).toBe(false)
    expect(isTimeZone('Asia/Shanghai')).toBe(true)
    expect(isPlainDate('2024-02-29')).toBe(true)
    expect(isPlainDate('2026-02-29')).toBe(false)
    expect(isPlainDate('2026-2-9')).toBe(false)
  })
})

describe('instant to wall clock', () => {
  it('comes back to the instant, except in the second hour of a fold', () => {
    fc.assert(
      fc.property(instants, zones, (instant, zone) => {
        const date = plainDateOf(instant, zone)
        const back = wallToInstant(date, minutesOfDay(instant, zone), zone)
        const lost = instant.getTime() - back.getTime()
        expect([0, 30 * MINUTE, 60 * MINUTE]).toContain(lost)
        expect(plainDateOf(back, zone)).toBe(date)
        expect(minutesOfDay(back, zone)).toBe(minutesOfDay(instant, zone))
      }),
    )
  })

  it('agrees with what Intl shows', () => {
    fc.assert(
      fc.property(instants, zones, (instant, zone) => {
        const shown = new Intl.DateTimeFormat('sv-SE', {
          timeZone: zone,
          dateStyle: 'short',
          timeStyle: 'short',
        }).format(instant)
        expect(instantToLocalDateTime(instant, zone).replace('T', ' ')).toBe(shown)
      }),
    )
  })

  it('rounds seconds down', () => {
    const instant = new Date('2026-11-24T01:30:59.999Z')
    expect(minutesOfDay(instant, 'Asia/Shanghai')).toBe(9 * 60 + 30)
    expect(instantToLocalDateTime(instant, 'Asia/Shanghai')).toBe('2026-11-24T09:30')
  })
})

describe('dates', () => {
  it('knows weekdays and the Monday of the week', () => {
    expect(weekdayOf('2026-11-23')).toBe(1)
    expect(weekdayOf('2026-11-29')).toBe(7)
    expect(startOfWeek('2026-11-29')).toBe('2026-11-23')
    expect(startOfWeek('2026-11-23')).toBe('2026-11-23')
  })

  it('adds days across months and leap days', () => {
    expect(addDays('2026-12-31', 1)).toBe('2027-01-01')
    expect(addDays('2024-03-01', -1)).toBe('2024-02-29')
  })

  it('lists the dates a period touches; an end at midnight touches nothing', () => {
    const zone = 'Asia/Shanghai'
    const night = { start: wallToInstant('2026-11-23', 1380, zone), end: wallToInstant('2026-11-24', 0, zone) }
    expect(datesBetween(night, zone)).toEqual(['2026-11-23'])
    const longer = { start: night.start, end: new Date(night.end.getTime() + 1) }
    expect(datesBetween(longer, zone)).toEqual(['2026-11-23', '2026-11-24'])
    expect(datesBetween({ start: night.end, end: night.start }, zone)).toEqual([])
  })

  it('lists no more than the bound', () => {
    const ages = { start: new Date('1999-01-01'), end: new Date('2030-01-01') }
    expect(datesBetween(ages, 'Asia/Shanghai')).toHaveLength(MAX_DAYS)
  })
})

describe('datetime-local fields', () => {
  it('are read on the wall clock of the zone', () => {
    expect(iso(localDateTimeToInstant('2026-11-24T09:30', 'Asia/Shanghai'))).toBe('2026-11-24T01:30:00.000Z')
    expect(iso(localDateTimeToInstant('2026-11-24T09:30:15', 'Asia/Shanghai'))).toBe('2026-11-24T01:30:15.000Z')
  })

  it('answer null to what is no such time', () => {
    for (const text of ['', '2026-11-24', '2026-11-24 09:30', '2026-02-30T09:30', '2026-11-24T24:00', '2026-11-24T09:60', '2026-11-24T09:30Z', '12026-11-24T09:30']) {
      expect(localDateTimeToInstant(text, 'Asia/Shanghai')).toBeNull()
    }
  })
})
