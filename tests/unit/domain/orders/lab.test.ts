import * as fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { overdueOf, type Dated } from '~/domain/orders/overdue'
import { quoteOrder } from '~/domain/orders/quote'
import { afterStep, marksOf, mayMark } from '~/domain/orders/samples'
import { isSampleOwed, ORDER_STATUSES, SAMPLE_STATES } from '~/domain/orders/states'
import { tick } from '../generators'

const DAY = 24 * 60
const price = { originClass: 'alliance_member' as const, perHourFen: 12_000, validFrom: tick(0), validTo: null, mode: null }

describe('the quote of an order', () => {
  const order = { originClass: 'alliance_member' as const, prices: [price] }
  it('is machine time at the list price, in whole fen', () => {
    fc.assert(fc.property(fc.integer({ min: 1, max: 100_000 }), fc.integer({ min: 0, max: 10_000_000 }), (minutes, perHourFen) => {
      const quoted = quoteOrder({ ...order, prices: [{ ...price, perHourFen }] }, { minutes }, tick(1))
      expect(quoted).toMatchObject({ ok: true, quote: { totalFen: Math.floor((2 * perHourFen * minutes + 60) / 120), minutes } })
    }))
  })
  it('is what the lab names, with a word why where there is a list price', () => {
    expect(quoteOrder(order, { minutes: 60, totalFen: 1 }, tick(1))).toMatchObject({ ok: false, problems: [{ params: { field: 'note' } }] })
    expect(quoteOrder(order, { minutes: 60, totalFen: 12_000 }, tick(1))).toMatchObject({ ok: true, quote: { lines: [{ amountFen: 12_000 }] } })
    expect(quoteOrder(order, { minutes: 60, totalFen: 1, note: 'a favour' }, tick(1))).toMatchObject({ ok: true, quote: { totalFen: 1, lines: [], note: 'a favour' } })
    expect(quoteOrder({ ...order, prices: [] }, { minutes: 60 }, tick(1))).toMatchObject({ ok: false, problems: [{ params: { field: 'total' } }] })
    expect(quoteOrder({ ...order, prices: [] }, { minutes: 60, totalFen: 0 }, tick(1))).toMatchObject({ ok: true, quote: { totalFen: 0 } })
  })
})

describe('what is overdue', () => {
  const at = (rest: Partial<Dated>): Dated => ({ status: 'asked', askedAt: tick(0), sinceAt: tick(0), receivedAt: tick(0), measuredAt: tick(0), runEndsAt: null, owed: 0, ...rest })
  it('is told after as long as each step usually takes', () => {
    for (const [status, days, what] of [['asked', 7, 'decision'], ['accepted', 30, 'samples'], ['received', 30, 'measuring'], ['measured', 7, 'result']] as const) {
      expect([overdueOf(at({ status }), null, tick(days * DAY)), overdueOf(at({ status }), null, tick(days * DAY + 1))]).toEqual([null, what])
    }
    expect(overdueOf(at({ status: 'received' }), 86_400, tick(2 * DAY + 1))).toBe('measuring')
    expect(overdueOf(at({ status: 'queued', runEndsAt: tick(DAY) }), 90 * 86_400, tick(2 * DAY + 1))).toBe('measuring')
    expect(overdueOf(at({ status: 'withdrawn', owed: 1 }), null, tick(14 * DAY + 1))).toBe('return')
    for (const status of ['ready', 'returned', 'declined', 'withdrawn'] as const) expect(overdueOf(at({ status }), null, tick(365 * DAY))).toBeNull()
  })
})

describe('a sample', () => {
  it('is marked only while the lab has the order, and never as what a step makes of it', () => {
    for (const status of ORDER_STATUSES) {
      for (const state of SAMPLE_STATES) {
        expect(mayMark(status, state, state)).toBe(true)
        for (const to of SAMPLE_STATES) if (to !== state) expect(mayMark(status, state, to)).toBe(marksOf(status, state).includes(to))
        expect(marksOf(status, state).filter((to) => ['measured', 'returned', 'disposed'].includes(to))).toEqual([])
      }
      for (const over of ['asked', 'accepted', 'returned', 'declined', 'withdrawn'] as const) expect(marksOf(over, 'announced')).toEqual([])
    }
  })
  it('that is lost or never came stays so through every step; none is owed after they went', () => {
    for (const step of ['receive', 'measure', 'return', 'dispose'] as const) expect(afterStep(step, 'lost')).toBe('lost')
    for (const state of SAMPLE_STATES) for (const how of ['return', 'dispose'] as const) expect(isSampleOwed(afterStep(how, state))).toBe(false)
    expect([afterStep('measure', 'announced'), afterStep('return', 'announced')]).toEqual(['announced', 'announced'])
  })
})
