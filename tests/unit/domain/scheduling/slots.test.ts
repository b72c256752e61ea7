import * as fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { dayStrip, nextFreeSlots, nextOnGrid } from '~/domain/scheduling/slots'
import { contains, minutes, type Period } from '~/domain/time/interval'
import { addDays, instantToLocalDateTime, minutesOfDay, startOfDay, wallToInstant } from '~/domain/time/zone'
import { dates, instants, MINUTE, zones } from '../generators'

const ZONE = 'Asia/Shanghai'
const at = (date: string, minute: number, zone = ZONE) => wallToInstant(date, minute, zone)
const open = (date: string, from: number, to: number): Period => ({ start: at(date, from), end: at(date, to) })
const show = (list: Period[]) =>
  list.map((each) => `${instantToLocalDateTime(each.start, ZONE)}/${instantToLocalDateTime(each.end, ZONE)}`)

describe('the next free slots', () => {
  const wanted = { minutes: 120, gridMinutes: 30, timeZone: ZONE, count: 3 }

  it('begin on the grid, follow each other and skip what is too short', () => {
    const free = [open('2026-11-24', 545, 660), open('2026-11-24', 725, 1080), open('2026-11-25', 540, 1080)]
    expect(show(nextFreeSlots({ ...wanted, free, earliest: at('2026-11-24', 0) }))).toEqual([
      '2026-11-24T12:30/2026-11-24T14:30',
      '2026-11-24T14:30/2026-11-24T16:30',
      '2026-11-25T09:00/2026-11-25T11:00',
    ])
  })

  it('do not begin before the earliest moment', () => {
    const free = [open('2026-11-24', 540, 1080)]
    const earliest = new Date(at('2026-11-24', 601).getTime() + 1)
    expect(show(nextFreeSlots({ ...wanted, free, earliest, count: 1 }))).toEqual(['2026-11-24T10:30/2026-11-24T12:30'])
  })

  it('are rounded up to a length that can be booked', () => {
    const free = [open('2026-11-24', 540, 1080)]
    const found = nextFreeSlots({ ...wanted, free, minutes: 45, count: 1, earliest: at('2026-11-24', 0) })
    expect(found.map(minutes)).toEqual([60])
  })

  it('are as many as asked for at most, and bounded', () => {
    const free = [open('2026-11-24', 0, 400 * 1440)]
    const earliest = at('2026-11-24', 0)
    expect(nextFreeSlots({ ...wanted, free, earliest, count: 0 })).toEqual([])
    expect(nextFreeSlots({ ...wanted, free, earliest, count: 1_000_000 })).toHaveLength(50)
  })

  it('lie in free time on the grid, apart, in order, in any zone', () => {
    fc.assert(
      fc.property(
        instants,
        zones,
        fc.constantFrom(5, 15, 30, 60),
        fc.integer({ min: 1, max: 300 }),
        fc.integer({ min: 0, max: 3000 }),
        (start, zone, gridMinutes, length, later) => {
          const free = [
            { start, end: new Date(start.getTime() + 1000 * MINUTE) },
            { start: new Date(start.getTime() + 1300 * MINUTE), end: new Date(start.getTime() + 4000 * MINUTE) },
          ]
          const earliest = new Date(start.getTime() + later * MINUTE)
          const slots = nextFreeSlots({ free, minutes: length, gridMinutes, timeZone: zone, earliest, count: 6 })
          slots.forEach((slot, index) => {
            expect(free.some((each) => contains(each, slot))).toBe(true)
            expect(slot.start >= earliest).toBe(true)
            expect(minutes(slot)).toBeGreaterThanOrEqual(length)
            expect(nextOnGrid(slot.start, gridMinutes, zone)).toEqual(slot.start)
            expect(slots.slice(index + 1).every((next) => slot.end <= next.start)).toBe(true)
          })
        },
      ),
    )
  })

  it('on whole days begin at midnight', () => {
    const noon = at('2026-11-24', 720)
    expect(nextOnGrid(noon, 1440, ZONE)).toEqual(startOfDay('2026-11-25', ZONE))
    expect(minutesOfDay(nextOnGrid(noon, 1440, ZONE), ZONE)).toBe(0)
  })
})

describe('the strip of days', () => {
  const days = ['2026-11-24', '2026-11-25']
  const opening = [open('2026-11-24', 540, 1080), open('2026-11-25', 540, 1080)]
  const free = [open('2026-11-24', 600, 720), open('2026-11-25', 540, 1080)]

  it('cuts each day into closed, taken and free stretches', () => {
    const [first, second] = dayStrip({ free, opening, days, timeZone: ZONE })
    expect(first).toEqual({
      date: '2026-11-24',
      dayMinutes: 1440,
      openMinutes: 540,
      freeMinutes: 120,
      segments: [
        { from: 0, to: 540, state: 'closed' },
        { from: 540, to: 600, state: 'taken' },
        { from: 600, to: 720, state: 'free' },
        { from: 720, to: 1080, state: 'taken' },
        { from: 1080, to: 1440, state: 'closed' },
      ],
    })
    expect(second).toMatchObject({ date: '2026-11-25', freeMinutes: 540 })
  })

  it('tells what is over from what is taken when it knows the time', () => {
    const [first] = dayStrip({ free, opening, days, timeZone: ZONE, now: at('2026-11-24', 660) })
    expect(first?.freeMinutes).toBe(60)
    expect(first?.segments.slice(1, 4)).toEqual([
      { from: 540, to: 660, state: 'past' },
      { from: 660, to: 720, state: 'free' },
      { from: 720, to: 1080, state: 'taken' },
    ])
  })

  it('covers every day without a hole, also when clocks change', () => {
    fc.assert(
      fc.property(dates, zones, fc.integer({ min: 0, max: 1440 }), fc.integer({ min: 0, max: 2000 }), (date, zone, from, length) => {
        const start = wallToInstant(date, from, zone)
        const piece = { start, end: new Date(start.getTime() + length * MINUTE) }
        const strip = dayStrip({ free: [piece], opening: [piece], days: [date, addDays(date, 1)], timeZone: zone })
        for (const each of strip) {
          let reached = 0
          for (const segment of each.segments) {
            expect(segment.from).toBe(reached)
            reached = segment.to
          }
          expect(reached).toBe(each.dayMinutes)
          expect(each.freeMinutes).toBe(each.openMinutes)
        }
      }),
    )
  })
})
