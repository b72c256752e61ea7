import * as fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { freedStretches, offerDeadline, waitStatusAt } from '~/domain/booking/waiting'
import { addMinutes, contains, merge, minutes, overlaps } from '~/domain/time/interval'
import { addDays, plainDateOf, startOfDay, wallToInstant } from '~/domain/time/zone'
import { MINUTE, instants, zones } from '../generators'

const now = new Date('2026-11-23T01:00:00Z')

describe('the deadline of an offer', () => {
  it.each([
    ['long before', 10 * 1440, 0, 12 * 60],
    ['a quarter of what is left', 8 * 60, 0, 2 * 60],
    ['before the notice that the rules want', 8 * 60, 4 * 60, 60],
    ['never less than a quarter of an hour', 20, 0, 15],
    ['not at all when too little is left', 14, 0, null],
    ['not at all within the notice', 3 * 60, 3 * 60, null],
  ])('%s', (_name, until, notice, expected) => {
    const deadline = offerDeadline(addMinutes(now, until), notice, now)
    expect(deadline && minutes({ start: now, end: deadline })).toBe(expected)
  })

  it('always leaves time to book, and a turn for those behind', () => {
    fc.assert(
      fc.property(fc.integer({ min: -100, max: 100_000 }), fc.integer({ min: 0, max: 10_000 }), (until, notice) => {
        const deadline = offerDeadline(addMinutes(now, until), notice, now)
        if (deadline === null) {
          expect(until - notice).toBeLessThan(15)
          return
        }
        const length = minutes({ start: now, end: deadline })
        expect(length).toBeGreaterThanOrEqual(15)
        expect(length).toBeLessThanOrEqual(Math.max(15, Math.min(720, (until - notice) / 4)))
        expect(+deadline).toBeLessThanOrEqual(+addMinutes(now, until - notice))
      }),
    )
  })
})

it('a wait lapses by time, whatever is written', () => {
  const wait = { startsAt: addMinutes(now, 60), offerExpiresAt: addMinutes(now, 30) }
  const at = (status: 'waiting' | 'offered' | 'accepted', after: number) => waitStatusAt({ ...wait, status }, addMinutes(now, after))
  expect([at('offered', 29), at('offered', 30), at('waiting', 59), at('waiting', 60), at('accepted', 99)]).toEqual(['offered', 'lapsed', 'waiting', 'lapsed', 'accepted'])
})

describe('freed time that somebody is told of', () => {
  const arbitrary = fc.record({
    timeZone: zones,
    at: instants,
    freed: fc.tuple(fc.integer({ min: -2000, max: 20_000 }), fc.integer({ min: 1, max: 3000 })),
    free: fc.array(fc.tuple(fc.integer({ min: -3000, max: 25_000 }), fc.integer({ min: 1, max: 4000 })), { maxLength: 6 }),
    wish: fc.record({ minMinutes: fc.integer({ min: 15, max: 600 }), daysAhead: fc.integer({ min: 1, max: 14 }), hours: fc.tuple(fc.integer({ min: 0, max: 47 }), fc.integer({ min: 1, max: 48 })) }),
  })

  it('is free, touches what was freed, is long enough, and within its days and hours', () => {
    fc.assert(
      fc.property(arbitrary, ({ timeZone, at, freed: [from, length], free: stretches, wish: { hours: [open, last], ...rest } }) => {
        const wish = { ...rest, fromMinute: open * 30, toMinute: Math.max(open + 1, last) * 30 }
        const piece = ([start, size]: readonly [number, number]) => ({ start: new Date(+at + start * MINUTE), end: new Date(+at + (start + size) * MINUTE) })
        const freed = piece([from, length])
        const free = merge(stretches.map(piece))
        const horizon = startOfDay(addDays(plainDateOf(at, timeZone), wish.daysAhead), timeZone)
        const found = freedStretches(freed, free, wish, { timeZone, now: at })
        for (const each of found) {
          expect(free.some((whole) => contains(whole, each))).toBe(true)
          expect(overlaps(each, freed)).toBe(true)
          expect(minutes(each)).toBeGreaterThanOrEqual(wish.minMinutes)
          expect(each.start >= at && each.end <= horizon).toBe(true)
          if (wish.fromMinute === 0 && wish.toMinute === 1440) continue
          const day = plainDateOf(each.start, timeZone)
          expect(contains({ start: wallToInstant(day, wish.fromMinute, timeZone), end: wallToInstant(day, wish.toMinute, timeZone) }, each)).toBe(true)
        }
        // The other way round: a minute of it that suits is in one of them, or in none that is long enough.
        const whole = freedStretches(freed, free, { ...wish, minMinutes: 1 }, { timeZone, now: at })
        expect(whole.filter((each) => minutes(each) >= wish.minMinutes)).toEqual(found)
      }),
    )
  })

  it('goes on over midnight where the whole day will do, and is cut at its hours where not', () => {
    const day = (hour: number) => new Date(Date.parse('2026-11-23T16:00:00Z') + hour * 60 * MINUTE)
    const place = { timeZone: 'Asia/Shanghai', now }
    const free = [{ start: day(20), end: day(28) }]
    const wish = { minMinutes: 60, daysAhead: 7 }
    expect(freedStretches({ start: day(22), end: day(26) }, free, { ...wish, fromMinute: 0, toMinute: 1440 }, place)).toEqual(free)
    expect(freedStretches({ start: day(22), end: day(26) }, free, { ...wish, fromMinute: 0, toMinute: 1380 }, place)).toEqual([
      { start: day(20), end: day(23) }, { start: day(24), end: day(28) },
    ])
    expect(freedStretches({ start: day(22), end: day(26) }, free, { ...wish, fromMinute: 540, toMinute: 1080 }, place)).toEqual([])
  })
})
