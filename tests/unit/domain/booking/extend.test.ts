import * as fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { extensionEnds, judgeExtendable, judgeExtension } from '~/domain/booking/extend'
import type { BookingFacts, ResourceFacts, TakenFact, Wish } from '~/domain/booking/facts'
import type { HeldTime } from '~/domain/booking/release'
import { addMinutes, contains, overlaps } from '~/domain/time/interval'
import { periods, span, tick } from '../generators'

const RESOURCE = 'r'
const NOW = tick(5)
const held = (start: number, end: number, rest: Partial<HeldTime> = {}): HeldTime => ({
  status: 'approved', startsAt: tick(start), endsAt: tick(end), items: [{}], change: null, ...rest,
})

it('only a booking that runs goes on, and only for longer', () => {
  const codes = (booking: HeldTime, to: number) => judgeExtendable(booking, tick(to), NOW).map(({ code }) => code)
  expect(codes(held(5, 10), 12)).toEqual([])
  expect(codes(held(0, 6, { status: 'in_use' }), 7)).toEqual([])
  expect(codes(held(6, 10), 12)).toEqual(['not_running'])
  expect(codes(held(0, 5), 12)).toEqual(['not_running'])
  expect(codes(held(0, 10), 10)).toEqual(['period_reversed'])
  expect(codes(held(0, 10, { status: 'pending' }), 12)).toEqual(['state_forbids'])
  expect(codes(held(0, 10, { change: {} }), 12)).toEqual(['change_pending'])
  expect(codes(held(0, 10, { items: [{}, {}] }), 12)).toEqual(['several_resources'])
})

it('the ends to choose from rise, lie on the grid, and reach two weeks', () => {
  fc.assert(
    fc.property(fc.constantFrom(1, 5, 10, 15, 20, 30, 60, 120, 1440), fc.integer({ min: 0, max: 100 }), (grid, at) => {
      const ends = extensionEnds(tick(at), grid)
      expect(ends.length).toBeLessThanOrEqual(110)
      expect(ends.at(-1)).toEqual(addMinutes(tick(at), 14 * 1440))
      ends.forEach((each, index) => {
        expect(+each).toBeGreaterThan(+(ends[index - 1] ?? tick(at)))
        expect(((+each - +tick(at)) / 60_000) % grid).toBe(0)
      })
    }),
  )
})

/** Those that fit beside the running one, each on the first unit free to it. */
function placed(capacity: number, running: { start: Date; end: Date }, others: readonly { start: Date; end: Date }[]): TakenFact[] {
  const taken: TakenFact[] = []
  for (const each of others) {
    const unit = Array.from({ length: capacity }, (_, at) => at + 1).find(
      (candidate) => !(candidate === 1 && overlaps(running, each)) && !taken.some((other) => other.unit === candidate && overlaps(other, each)),
    )
    if (unit) taken.push({ ...each, unit, allocationId: String(taken.length), resourceId: RESOURCE, cause: 'booking' })
  }
  return taken
}

describe('the units of what goes on', () => {
  const judged = (capacity: number, taken: TakenFact[], end: number, to: number) => {
    const resource = { id: RESOURCE, capacity, inside: [], taken } as Partial<ResourceFacts> as ResourceFacts
    // A wish without length is refused before the rules of the resource are asked: this is about units alone.
    const facts: BookingFacts = { attendee: null, resources: { [RESOURCE]: resource }, campuses: {}, rail: [], rules: {} as BookingFacts['rules'] }
    const wish: Wish = {
      items: [{ resourceId: RESOURCE, period: span(to, to), mode: null, quantity: 1 }],
      bookerId: 'p', attendeeId: 'p', isVouched: false, groupId: null, projectId: null,
    }
    return judgeExtension(facts, wish, { held: [{ resourceId: RESOURCE, unit: 1, ...span(0, end) }], startsAt: tick(0), newEnd: tick(to) }, NOW)
  }

  it('stay its own; others to come make room; nothing overlaps, what has begun stays', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 3 }), fc.array(periods(), { maxLength: 8 }), fc.integer({ min: 6, max: 20 }), fc.integer({ min: 1, max: 25 }), (capacity, others, end, by) => {
        const running = span(0, end)
        const taken = placed(capacity, running, others)
        const { problems, renumbered, longer } = judged(capacity, taken, end, end + by)
        const isTaken = problems.some(({ code }) => code === 'slot_taken')
        const added = span(end, end + by)
        if (capacity === 1) expect(isTaken).toBe(taken.some((each) => overlaps(each, added)))
        if (isTaken) {
          expect(renumbered).toEqual([])
          return
        }
        expect(longer).toEqual([{ resourceId: RESOURCE, unit: 1, ...span(0, end + by) }])
        const units = new Map(renumbered.map(({ allocationId, unit }) => [allocationId, unit]))
        for (const id of units.keys()) expect(taken.find(({ allocationId }) => allocationId === id)!.start > NOW).toBe(true)
        const after = [...taken.map((each) => ({ ...each, unit: units.get(each.allocationId) ?? each.unit })), ...longer]
        after.forEach((one, at) => {
          expect(one.unit >= 1 && one.unit <= capacity).toBe(true)
          expect(after.slice(at + 1).some((other) => other.unit === one.unit && overlaps(one, other))).toBe(false)
        })
      }),
    )
  })

  it('maintenance and offers make no room', () => {
    for (const cause of ['maintenance', 'offer', 'closure'] as const) {
      const beside: TakenFact = { ...span(10, 20), unit: 1, allocationId: 'x', resourceId: RESOURCE, cause }
      expect(judged(2, [beside], 10, 12).problems.map(({ code }) => code)).toContain('slot_taken')
      expect(judged(2, [{ ...beside, cause: 'booking' }], 10, 12).renumbered).toEqual([{ allocationId: 'x', unit: 2 }])
    }
  })

  it('the longer span holds the one before', () => {
    expect(contains(judged(1, [], 10, 15).longer[0]!, span(0, 10))).toBe(true)
  })
})
