import * as fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { chainPeriods, judgeItemCount, MOST_ITEMS } from '~/domain/booking/chain'
import type { BookingFacts, ResourceFacts, TakenFact } from '~/domain/booking/facts'
import type { ItemVerdict } from '~/domain/booking/item'
import { placeTogether } from '~/domain/booking/place-together'
import { problem } from '~/domain/problem'
import { DEFAULT_POLICY } from '~/domain/scheduling/policy'
import { periodsAbove } from '~/domain/scheduling/occupancy'
import { addMinutes, overlaps } from '~/domain/time/interval'
import { periods, span, tick } from '../generators'

const step = fc.record({
  minutes: fc.integer({ min: 1, max: 600 }),
  begins: fc.constantFrom('after' as const, 'with' as const),
  gapMinutes: fc.integer({ min: 0, max: 120 }),
})

describe('the periods of a chain', () => {
  it('follow one another, or stand beside the one before', () => {
    const start = tick(0)
    expect(chainPeriods(start, [
      { minutes: 120, begins: 'after', gapMinutes: 99 },
      { minutes: 360, begins: 'after', gapMinutes: 30 },
      { minutes: 60, begins: 'with', gapMinutes: 10 },
      { minutes: 60, begins: 'after', gapMinutes: 0 },
    ]).map((each) => [each.start, each.end].map((at) => (at.getTime() - start.getTime()) / 60_000))).toEqual([[0, 120], [150, 510], [160, 220], [510, 570]])
  })

  it('keep their lengths, order and gaps wherever the chain begins', () => {
    fc.assert(
      fc.property(fc.array(step, { minLength: 1, maxLength: MOST_ITEMS }), fc.integer({ min: -500, max: 500 }), (steps, by) => {
        const here = chainPeriods(tick(0), steps)
        const there = chainPeriods(addMinutes(tick(0), by), steps)
        expect(there).toEqual(here.map(({ start, end }) => ({ start: addMinutes(start, by), end: addMinutes(end, by) })))
        here.forEach((each, at) => {
          expect((each.end.getTime() - each.start.getTime()) / 60_000).toBe(steps[at]!.minutes)
          if (at > 0 && steps[at]!.begins === 'after') {
            const last = Math.max(...here.slice(0, at).map(({ end }) => end.getTime()))
            expect(each.start.getTime()).toBe(last + steps[at]!.gapMinutes * 60_000)
          }
        })
      }),
    )
  })

  it('are bounded in number', () => {
    expect(judgeItemCount(MOST_ITEMS)).toEqual([])
    expect(judgeItemCount(100)).toEqual([problem('too_many_items', { limit: MOST_ITEMS, asks: 100 })])
  })
})

const RESOURCE = 'r'

function factsOf(capacity: number, taken: TakenFact[]): BookingFacts {
  const resource = { id: RESOURCE, capacity, inside: [], taken } as Partial<ResourceFacts> as ResourceFacts
  return { attendee: null, resources: { [RESOURCE]: resource }, campuses: {}, rail: [], rules: {} as BookingFacts['rules'] }
}

const itemOf = (period: { start: Date; end: Date }, quantity: number): ItemVerdict => ({
  resourceId: RESOURCE, campusId: 'c', period, mode: 'self_operation', quantity, attendance: 'whole', judgedAt: tick(0), attended: [period], operatorId: null,
  policy: { ...DEFAULT_POLICY, setUpMinutes: 0, cleanUpMinutes: 0 }, occupations: [], renumbered: [], problems: [problem('slot_taken', { nextFree: [] })],
})

describe('several items of one booking on one resource', () => {
  it('fit exactly when the load stays within the capacity, whatever units the others have now', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 1, max: 4 }),
        fc.array(periods(), { maxLength: 6 }),
        fc.array(fc.tuple(periods(), fc.integer({ min: 1, max: 2 })), { minLength: 2, maxLength: 4 }),
        (capacity, others, wished) => {
          // Others are kept only where they themselves fit; each on the first unit free to it.
          const taken: TakenFact[] = []
          for (const each of others) {
            const unit = [...Array(capacity).keys()].map((n) => n + 1).find((n) => !taken.some((other) => other.unit === n && overlaps(other, each)))
            if (unit !== undefined) taken.push({ ...each, resourceId: RESOURCE, unit, cause: 'booking', allocationId: String(taken.length) })
          }
          fc.pre(wished.every(([, quantity]) => quantity <= capacity))
          const load = [...taken, ...wished.flatMap(([period, quantity]) => Array.from({ length: quantity }, () => period))]
          const placed = placeTogether(factsOf(capacity, taken), wished.map(([period, quantity]) => itemOf(period, quantity)), tick(-1000))
          const fits = periodsAbove(load, capacity).length === 0
          expect(placed.every((each) => each.problems.length === 0)).toBe(fits)
          if (!fits) return
          const moved = new Map(placed.flatMap((each) => each.renumbered).map((each) => [each.allocationId, each.unit]))
          const after = [...taken.map((each) => ({ ...each, unit: moved.get(each.allocationId) ?? each.unit })), ...placed.flatMap((each) => each.occupations)]
          expect(placed.map((each) => each.occupations.length)).toEqual(wished.map(([, quantity]) => quantity))
          expect(after.every(({ unit }) => unit >= 1 && unit <= capacity)).toBe(true)
          after.forEach((each, at) => expect(after.slice(at + 1).some((other) => other.unit === each.unit && overlaps(each, other))).toBe(false))
        },
      ),
    )
  })

  it('leaves alone what shares nothing', () => {
    const items = [itemOf(span(0, 10), 1)]
    expect(placeTogether(factsOf(1, []), items, tick(-1))).toEqual(items)
  })
})
