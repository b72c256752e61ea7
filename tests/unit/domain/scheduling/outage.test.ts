import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { isOnTheWay, outageParts, repeatedPeriods, sameHoursLater, shortenedEnd } from '~/domain/scheduling/outage'
import { minutes, overlaps } from '~/domain/time/interval'
import { instantToLocalDateTime, wallToInstant } from '~/domain/time/zone'

const ZONES = ['Asia/Shanghai', 'Europe/Berlin', 'Australia/Lord_Howe', 'America/Santiago'] as const
const hour = (count: number) => new Date(Date.UTC(2027, 2, 1) + count * 3_600_000)

describe('outageParts', () => {
  it('takes each unit for the whole period, once, with what is out already', () => {
    const stretch = fc.tuple(fc.integer({ min: 0, max: 40 }), fc.integer({ min: 1, max: 20 }))
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 3 }), stretch, fc.array(fc.tuple(fc.integer({ min: 1, max: 3 }), stretch), { maxLength: 5 }), (capacity, [from, length], before) => {
        const period = { start: hour(from), end: hour(from + length) }
        const out = before
          .filter(([unit]) => unit <= capacity)
          .map(([unit, [start, hours]]) => ({ resourceId: 'r', unit, start: hour(start), end: hour(start + hours) }))
        const parts = outageParts([{ id: 'r', capacity }], period, out)
        for (const part of parts) {
          expect(out.some((each) => each.unit === part.unit && overlaps(each, part))).toBe(false)
          expect(part.start >= period.start && part.end <= period.end).toBe(true)
        }
        for (let unit = 1; unit <= capacity; unit += 1) {
          for (let at = from; at < from + length; at += 1) {
            const cell = { start: hour(at), end: hour(at + 1) }
            expect([...parts, ...out].some((each) => each.unit === unit && overlaps(each, cell))).toBe(true)
          }
        }
      }),
    )
  })
})

describe('repeatedPeriods', () => {
  it('keeps the hours of the wall clock, whatever the clocks do', () => {
    fc.assert(
      fc.property(fc.constantFrom(...ZONES), fc.integer({ min: 0, max: 364 }), fc.integer({ min: 5, max: 20 }), fc.integer({ min: 2, max: 30 }), (zone, day, from, count) => {
        const date = new Date(Date.UTC(2027, 0, 1 + day)).toISOString().slice(0, 10)
        const clock = `${String(from).padStart(2, '0')}:30`
        const found = repeatedPeriods({ from: `${date}T${clock}`, to: `${date}T23:00`, repeat: 'WEEKLY', count }, zone)
        if (!found.ok) throw new Error(JSON.stringify(found.problems))
        expect(found.value).toHaveLength(count)
        for (const { start, end } of found.value) {
          expect(instantToLocalDateTime(start, zone).slice(11)).toBe(clock)
          expect(instantToLocalDateTime(end, zone).slice(11)).toBe('23:00')
        }
      }),
    )
  })

  it('goes over midnight, falls on its day of the month, and refuses what is none', () => {
    const zone = 'Asia/Shanghai'
    const nights = repeatedPeriods({ from: '2027-03-01T22:00', to: '2027-03-02T06:00', repeat: 'DAILY', count: 3 }, zone)
    expect(nights.ok && nights.value.map((each) => minutes(each))).toEqual([480, 480, 480])
    const months = repeatedPeriods({ from: '2027-03-15T08:00', to: '2027-03-15T12:00', repeat: 'MONTHLY', count: 3 }, zone)
    expect(months.ok && months.value.map(({ start }) => instantToLocalDateTime(start, zone))).toEqual(['2027-03-15T08:00', '2027-04-15T08:00', '2027-05-15T08:00'])
    const codes = (from: string, to: string, count = 1) => {
      const found = repeatedPeriods({ from, to, repeat: 'MONTHLY', count }, zone)
      return found.ok ? [] : found.problems.map(({ code }) => code)
    }
    expect(codes('2027-03-01T10:00', '2027-03-01T10:00')).toEqual(['period_reversed'])
    expect(codes('2027-02-30T10:00', '2027-03-01T10:00')).toEqual(['period_reversed'])
    expect(codes('2027-03-01T10:00', '2027-03-01T11:00', 40)).toEqual(['recurrence_too_long'])
  })
})

describe('sameHoursLater', () => {
  it('gives the same hours of the clock, none before the given instant, one a day', () => {
    fc.assert(
      fc.property(fc.constantFrom(...ZONES), fc.integer({ min: 0, max: 300 }), fc.integer({ min: 300, max: 1200 }), fc.integer({ min: 30, max: 2000 }), fc.integer({ min: 0, max: 200 }), (zone, day, minute, length, later) => {
        const date = new Date(Date.UTC(2027, 0, 1 + day)).toISOString().slice(0, 10)
        const lost = { start: wallToInstant(date, minute, zone), end: wallToInstant(date, minute + length, zone) }
        const after = new Date(lost.start.getTime() + later * 3_600_000)
        const found = sameHoursLater(lost, after, 10, zone)
        expect(found.length).toBeGreaterThanOrEqual(9)
        for (const { start, end } of found) {
          expect(start >= after && start > lost.start && start < end).toBe(true)
          expect(instantToLocalDateTime(start, zone).slice(11)).toBe(instantToLocalDateTime(lost.start, zone).slice(11))
        }
        expect(new Set(found.map(({ start }) => instantToLocalDateTime(start, zone).slice(0, 10))).size).toBe(found.length)
      }),
    )
  })
})

it('who sets out in time is on the way, until it begins', () => {
  expect(isOnTheWay(hour(5), 120, hour(3))).toBe(true)
  expect(isOnTheWay(hour(5), 120, new Date(hour(3).getTime() - 1))).toBe(false)
  expect(isOnTheWay(hour(5), 120, hour(5))).toBe(false)
  expect(isOnTheWay(hour(5), null, hour(4))).toBe(false)
})

it('a session that runs into an outage ends where it begins, or now; one that has not begun keeps nothing', () => {
  const session = { start: hour(1), end: hour(9) }
  expect(shortenedEnd(session, { start: hour(4), end: hour(6) }, hour(2))).toEqual(hour(4))
  expect(shortenedEnd(session, { start: hour(1.5), end: hour(6) }, hour(2))).toEqual(hour(2))
  expect(shortenedEnd(session, { start: hour(4), end: hour(6) }, hour(0))).toBeNull()
})
