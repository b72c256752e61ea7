import * as fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import {
  clip,
  contains,
  intersect,
  intersectAll,
  merge,
  minutes,
  overlaps,
  period,
  seconds,
  subtract,
} from '~/domain/time/interval'
import { periodLists, periods, span, tick, ticksOf } from '../generators'

describe('one period', () => {
  it('refuses an end that does not come after the start', () => {
    expect(() => period(tick(2), tick(2))).toThrow(RangeError)
    expect(() => period(tick(2), tick(1))).toThrow(RangeError)
    expect(() => period(new Date(Number.NaN), tick(1))).toThrow(RangeError)
    expect(period(tick(1), tick(2))).toEqual(span(1, 2))
  })

  it('does not overlap the one that begins where it ends', () => {
    expect(overlaps(span(0, 10), span(10, 20))).toBe(false)
    expect(overlaps(span(0, 11), span(10, 20))).toBe(true)
    expect(intersect(span(0, 10), span(10, 20))).toBeNull()
  })

  it('overlaps exactly when a moment is shared, either way round', () => {
    fc.assert(
      fc.property(periods(), periods(), (a, b) => {
        const shared = [...ticksOf([a])].some((at) => ticksOf([b]).has(at))
        expect(overlaps(a, b)).toBe(shared)
        expect(overlaps(b, a)).toBe(shared)
        expect(intersect(a, b) !== null).toBe(shared)
      }),
    )
  })

  it('contains itself and what lies within', () => {
    expect(contains(span(0, 10), span(0, 10))).toBe(true)
    expect(contains(span(0, 10), span(3, 11))).toBe(false)
  })

  it('counts minutes exactly and seconds as whole ones', () => {
    const odd = { start: new Date(0), end: new Date(90_999) }
    expect(minutes(span(0, 90))).toBe(90)
    expect(minutes(odd)).toBeCloseTo(1.51665)
    expect(seconds(odd)).toBe(90)
  })
})

describe('lists as sets of moments', () => {
  it('merge covers the same moments in canonical form, whatever the order', () => {
    fc.assert(
      fc.property(periodLists(), (list) => {
        const merged = merge(list)
        expect(ticksOf(merged)).toEqual(ticksOf(list))
        expect(merge([...list].toReversed())).toEqual(merged)
        merged.slice(1).forEach((each, at) => expect(merged[at]!.end < each.start).toBe(true))
      }),
    )
  })

  it('joins what touches and leaves its input alone', () => {
    const list = [span(5, 9), span(0, 5)]
    expect(merge(list)).toEqual([span(0, 9)])
    expect(list).toEqual([span(5, 9), span(0, 5)])
    expect(merge([span(4, 4), span(6, 5)])).toEqual([])
  })

  it('subtract leaves exactly the moments that are not cut', () => {
    fc.assert(
      fc.property(periodLists(), periodLists(), (from, cut) => {
        const gone = ticksOf(cut)
        const left = new Set([...ticksOf(from)].filter((at) => !gone.has(at)))
        expect(ticksOf(subtract(from, cut))).toEqual(left)
        expect(merge(subtract(from, cut))).toEqual(subtract(from, cut))
      }),
    )
  })

  it('intersectAll keeps exactly the shared moments and agrees with subtracting twice', () => {
    fc.assert(
      fc.property(periodLists(), periodLists(), (a, b) => {
        expect(intersectAll(a, b)).toEqual(subtract(a, subtract(a, b)))
        expect(intersectAll(a, b)).toEqual(intersectAll(b, a))
      }),
    )
  })

  it('clip keeps the pieces apart and their other fields', () => {
    const list = [
      { ...span(0, 10), name: 'a' },
      { ...span(8, 12), name: 'b' },
      { ...span(20, 30), name: 'c' },
    ]
    expect(clip(list, span(5, 20))).toEqual([
      { ...span(5, 10), name: 'a' },
      { ...span(8, 12), name: 'b' },
    ])
  })
})
