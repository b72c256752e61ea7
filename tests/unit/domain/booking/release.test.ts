import * as fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { type HeldTime, isGivenInTime, judgeRelease, piecesLeft } from '~/domain/booking/release'
import { BOOKING_STATUSES } from '~/domain/booking/states'
import { addMinutes, minutes } from '~/domain/time/interval'
import { periods, span, tick, ticksOf } from '../generators'

const held = (start: number, end: number, rest: Partial<HeldTime> = {}): HeldTime => ({
  status: 'approved', startsAt: tick(start), endsAt: tick(end), items: [{}], change: null, ...rest,
})
const codes = (...asked: Parameters<typeof judgeRelease>) => judgeRelease(...asked).map(({ code }) => code)

describe('a part given back', () => {
  it('leaves exactly the rest: nothing is lost and nothing stays twice', () => {
    fc.assert(
      fc.property(periods(), periods(), (whole, given) => {
        const left = ticksOf(piecesLeft(whole, given))
        const gone = ticksOf([given])
        expect(left).toEqual(new Set([...ticksOf([whole])].filter((each) => !gone.has(each))))
      }),
    )
  })

  it('is allowed exactly of time to come, where what stays is something and no shorter than the shortest', () => {
    fc.assert(
      fc.property(periods(), periods(), fc.integer({ min: 1, max: 6 }), fc.integer({ min: -5, max: 45 }), (whole, given, minMinutes, at) => {
        const now = tick(at)
        const found = codes({ ...held(0, 0), startsAt: whole.start, endsAt: whole.end }, given, { minMinutes }, now)
        const pieces = piecesLeft(whole, given)
        const isInside = given.start >= whole.start && given.end <= whole.end
        const expected =
          !isInside ? ['part_outside']
          : given.start < now ? ['period_in_past']
          : pieces.length === 0 ? ['nothing_left']
          : pieces.some((piece) => piece.start > now && minutes(piece) < minMinutes) ? ['duration_too_short']
          : []
        expect(found).toEqual(expected)
      }),
    )
  })

  it('is of a booking that holds its time, of one resource, with no change that waits', () => {
    const given = span(10, 12)
    const now = tick(0)
    for (const status of BOOKING_STATUSES) {
      const isHeld = status === 'approved' || status === 'in_use'
      expect(codes(held(5, 20, { status }), given, { minMinutes: 1 }, now)).toEqual(isHeld ? [] : ['state_forbids'])
    }
    expect(codes(held(5, 20, { change: {} }), given, { minMinutes: 1 }, now)).toEqual(['change_pending'])
    expect(codes(held(5, 20, { items: [{}, {}] }), given, { minMinutes: 1 }, now)).toEqual(['several_resources'])
    expect(codes(held(5, 20), span(12, 10), { minMinutes: 1 }, now)).toEqual(['period_reversed'])
  })

  it('is no longer paid for exactly when it comes before the notice kept with the booking', () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 500 }), fc.integer({ min: 0, max: 300 }), (start, cancelNoticeMinutes) => {
        const isInTime = (at: number) => isGivenInTime(span(start, start + 10), { cancelNoticeMinutes }, tick(at))
        const last = start - cancelNoticeMinutes
        expect([isInTime(Math.min(last, start - 1)), isInTime(last + 1), isInTime(start)]).toEqual([true, false, false])
      }),
    )
    expect(isGivenInTime({ start: addMinutes(tick(0), 60), end: tick(90) }, { cancelNoticeMinutes: 60 }, tick(0))).toBe(true)
  })
})
