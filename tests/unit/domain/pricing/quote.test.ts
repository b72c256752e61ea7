import * as fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { type ListPrice, originClass, quote } from '~/domain/pricing/quote'

const start = new Date('2026-11-24T01:00:00Z')
const lasting = (seconds: number) => ({ start, end: new Date(start.getTime() + seconds * 1000) })
const price = (perHourFen: number, more: Partial<ListPrice> = {}): ListPrice => ({
  originClass: 'alliance_member',
  perHourFen,
  validFrom: new Date('2026-01-01T00:00:00Z'),
  validTo: null,
  mode: null,
  ...more,
})
const ask = (prices: ListPrice[], seconds = 3600, mode: string | null = 'self_operation', quantity = 1) =>
  quote({ prices, originClass: 'alliance_member', mode, period: lasting(seconds), quantity })

describe('a quote', () => {
  it('says how it came about', () => {
    expect(ask([price(20_000)], 5400, 'self_operation', 2)).toEqual({
      totalFen: 60_000,
      currency: 'CNY',
      lines: [
        { perHourFen: 20_000, seconds: 5400, quantity: 2, amountFen: 60_000, rule: 'list/alliance_member/any/2026-01-01T00:00:00.000Z' },
      ],
    })
  })

  it('rounds half a fen up, once', () => {
    expect(ask([price(1)], 1799)?.totalFen).toBe(0)
    expect(ask([price(1)], 1800)?.totalFen).toBe(1)
    expect(ask([price(1)], 1800, null, 3)?.totalFen).toBe(2)
  })

  it('agrees with exact arithmetic to half a fen', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 0, max: 10_000_000 }),
        fc.integer({ min: 1, max: 40_000_000 }),
        fc.integer({ min: 1, max: 20 }),
        (perHourFen, seconds, quantity) => {
          const fen = BigInt(ask([price(perHourFen)], seconds, null, quantity)?.totalFen ?? -1)
          const exact = BigInt(perHourFen) * BigInt(seconds) * BigInt(quantity)
          const off = fen * 3600n - exact
          expect(off > -1800n && off <= 1800n).toBe(true)
        },
      ),
    )
  })

  it('is free at a price of nothing, and none where no price is listed', () => {
    expect(ask([price(0)])?.totalFen).toBe(0)
    expect(ask([])).toBeNull()
    expect(ask([price(1, { originClass: 'enterprise' })])).toBeNull()
    expect(ask([price(1, { mode: 'remote' })])).toBeNull()
  })

  it('prefers the price of the mode to the general one', () => {
    const prices = [price(100), price(200, { mode: 'self_operation', validFrom: new Date('2025-01-01') }), price(300, { mode: 'remote' })]
    expect(ask(prices)?.totalFen).toBe(200)
    expect(ask(prices.toReversed())?.totalFen).toBe(200)
    expect(ask(prices, 3600, null)?.totalFen).toBe(100)
  })

  it('takes the price in force when the period begins', () => {
    const change = new Date(start.getTime() + 1)
    expect(ask([price(100, { validTo: change }), price(200, { validFrom: change })])?.totalFen).toBe(100)
    expect(ask([price(100, { validTo: start }), price(200, { validFrom: start })])?.totalFen).toBe(200)
    expect(ask([price(100), price(200, { validFrom: start })])?.totalFen).toBe(200)
  })
})

const of = (personUniversityId: string | null, personKind: string | null) =>
  originClass({ personUniversityId, personKind, resourceUniversityId: 'cqu' })

describe('the origin class', () => {
  it('is seen from the university that owns the resource', () => {
    expect(of('cqu', 'student')).toBe('own_university')
    expect(of('swjtu', 'teacher')).toBe('alliance_member')
    expect(of(null, 'visitor')).toBe('other_institution')
    expect(of(null, null)).toBe('other_institution')
    expect(of('cqu', 'enterprise')).toBe('enterprise')
  })
})
