import * as fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import {
  allocatedPeriod,
  assignUnits,
  freePeriods,
  type Movable,
  periodsAbove,
  type Taken,
} from '~/domain/scheduling/occupancy'
import { contains, overlaps, type Period, subtract } from '~/domain/time/interval'
import { periodLists, periods, span, tick, ticksOf } from '../generators'

const taken = (list: readonly Period[]): Taken[] =>
  list.map((each, at) => ({ ...each, unit: (at % 3) + 1, kind: 'booking' }))
const loadAt = (list: readonly Period[], at: number) =>
  list.filter((each) => each.start <= tick(at) && tick(at) < each.end).length
const ALL = span(-60, 60)

describe('the allocated period', () => {
  it('adds set-up before and clean-up after', () => {
    const rule = { setUpMinutes: 10, cleanUpMinutes: 5, turnaround: 'sum' as const }
    expect(allocatedPeriod(span(30, 60), rule)).toEqual(span(20, 65))
  })

  it('shares one changeover, the longer one, after the booking', () => {
    const rule = { setUpMinutes: 10, cleanUpMinutes: 5, turnaround: 'shared' as const }
    expect(allocatedPeriod(span(30, 60), rule)).toEqual(span(30, 70))
  })
})

describe('free time', () => {
  it('is open, not past, and has room for the quantity at every moment', () => {
    fc.assert(
      fc.property(
        periodLists(),
        periodLists(),
        fc.integer({ min: 1, max: 4 }),
        fc.integer({ min: 1, max: 4 }),
        periods(),
        fc.integer({ min: 0, max: 40 }),
        (opening, busy, capacity, quantity, window, now) => {
          const free = freePeriods({ opening, taken: taken(busy), capacity, quantity, window, now: tick(now) })
          const expected = [...ticksOf(opening)].filter(
            (at) => at >= now && ticksOf([window]).has(at) && loadAt(busy, at) + quantity <= capacity,
          )
          expect(ticksOf(free)).toEqual(new Set(expected))
        },
      ),
    )
  })

  it('with set-up and clean-up fits exactly the periods whose allocation fits', () => {
    fc.assert(
      fc.property(
        periodLists(),
        fc.integer({ min: 1, max: 3 }),
        fc.integer({ min: 0, max: 6 }),
        fc.integer({ min: 0, max: 6 }),
        fc.constantFrom('sum' as const, 'shared' as const),
        periods(),
        (busy, capacity, setUpMinutes, cleanUpMinutes, turnaround, wanted) => {
          const rule = { setUpMinutes, cleanUpMinutes, turnaround }
          const free = freePeriods({
            opening: [ALL],
            taken: taken(busy),
            capacity,
            quantity: 1,
            window: ALL,
            now: tick(-60),
            turnaround: rule,
          })
          const allocation = allocatedPeriod(wanted, rule)
          const fits = !periodsAbove(busy, capacity - 1).some((each) => overlaps(each, allocation))
          expect(free.some((each) => contains(each, wanted))).toBe(fits)
        },
      ),
    )
  })

  it('lets the next booking begin where the last one ends', () => {
    const free = freePeriods({
      opening: [span(0, 30)],
      taken: taken([span(0, 10), span(10, 20)]),
      capacity: 1,
      quantity: 1,
      window: ALL,
      now: tick(0),
    })
    expect(free).toEqual([span(20, 30)])
  })

  it('is none for more units than there are, or when the window is over', () => {
    const facts = { opening: [ALL], taken: [], capacity: 2, quantity: 1, window: span(0, 10), now: tick(0) }
    expect(freePeriods({ ...facts, quantity: 3 })).toEqual([])
    expect(freePeriods({ ...facts, now: tick(10) })).toEqual([])
  })
})

type Placement = NonNullable<ReturnType<typeof assignUnits>>

/** No unit is held twice at a moment, every unit exists, and everybody asked for has one. */
function isSound(
  facts: { capacity: number; fixed: Taken[]; movable: Movable[]; request: Period & { quantity: number } },
  placed: Placement,
): boolean {
  const given = [
    ...facts.movable.map((each) => ({ ...each, unit: placed.assignments.get(each.id) ?? -1 })),
    ...placed.units.map((unit) => ({ ...facts.request, unit })),
  ]
  const all = [...facts.fixed, ...given]
  return (
    placed.units.length === facts.request.quantity &&
    placed.assignments.size === facts.movable.length &&
    given.every((each) => each.unit >= 1 && each.unit <= facts.capacity) &&
    all.every((each, at) => !all.slice(at + 1).some((other) => other.unit === each.unit && overlaps(other, each)))
  )
}

/** Allocations in use: they began before everything else. */
const running = (capacity: number) =>
  fc
    .array(fc.integer({ min: 1, max: 15 }), { maxLength: capacity })
    .map((ends) => ends.map((end, at): Taken => ({ ...span(-5, end), unit: at + 1, kind: 'booking' })))

describe('units', () => {
  it('are found exactly when the load never exceeds the capacity', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 1, max: 4 }).chain((capacity) =>
          fc.record({
            capacity: fc.constant(capacity),
            fixed: running(capacity),
            movable: fc.array(periods(), { maxLength: 9 }),
            wanted: periods(),
            quantity: fc.integer({ min: 1, max: 3 }),
          }),
        ),
        ({ capacity, fixed, movable, wanted, quantity }) => {
          const facts = {
            capacity,
            fixed,
            movable: movable.map((each, at) => ({ ...each, id: `${at}`, unit: (at % capacity) + 1 })),
            request: { ...wanted, quantity },
          }
          const asked = Array.from({ length: quantity }, () => wanted)
          const overloaded = periodsAbove([...fixed, ...movable, ...asked], capacity).length > 0
          const placed = assignUnits(facts)
          expect(placed === null).toBe(overloaded)
          expect(placed === null || isSound(facts, placed)).toBe(true)
        },
      ),
      { numRuns: 500 },
    )
  })

  it('are never given wrongly, wherever fixed ones lie', () => {
    fc.assert(
      fc.property(periodLists(), fc.array(periods(), { maxLength: 6 }), periods(), (strewn, movable, wanted) => {
        const capacity = 3
        const fixed = taken(strewn).filter(
          (each, at, all) => !all.slice(0, at).some((other) => other.unit === each.unit && overlaps(other, each)),
        )
        const facts = {
          capacity,
          fixed,
          movable: movable.map((each, at) => ({ ...each, id: `${at}` })),
          request: { ...wanted, quantity: 1 },
        }
        const placed = assignUnits(facts)
        expect(placed === null || isSound(facts, placed)).toBe(true)
      }),
    )
  })

  it('stay as they are when the request fits beside them', () => {
    const movable = [
      { ...span(0, 10), id: 'a', unit: 3 },
      { ...span(5, 15), id: 'b', unit: 1 },
    ]
    const placed = assignUnits({ capacity: 3, fixed: [], movable, request: { ...span(8, 12), quantity: 1 } })
    expect(placed).toEqual({ assignments: new Map([['a', 3], ['b', 1]]), units: [2] })
  })

  it('stay as they are even where the request begins first', () => {
    const movable = [{ ...span(5, 15), id: 'a', unit: 1 }]
    const placed = assignUnits({ capacity: 2, fixed: [], movable, request: { ...span(0, 10), quantity: 1 } })
    expect(placed).toEqual({ assignments: new Map([['a', 1]]), units: [2] })
  })

  it('count one in use whose number the capacity no longer reaches', () => {
    const fixed = [{ ...span(-5, 10), unit: 3, kind: 'booking' }]
    const movable = [{ ...span(0, 10), id: 'a', unit: 1 }]
    expect(assignUnits({ capacity: 2, fixed, movable, request: { ...span(5, 8), quantity: 1 } })).toBeNull()
  })

  it('are renumbered when only that makes room', () => {
    // Each unit is free for half of the period asked for, none for all of it.
    const movable = [
      { ...span(0, 10), id: 'a', unit: 1 },
      { ...span(10, 20), id: 'b', unit: 2 },
    ]
    const request = { ...span(0, 20), quantity: 1 }
    const placed = assignUnits({ capacity: 2, fixed: [], movable, request })
    expect(placed?.assignments.get('a')).toBe(placed?.assignments.get('b'))
    expect(assignUnits({ capacity: 2, fixed: taken([span(-5, 12)]), movable, request })).toBeNull()
  })

  it('above a lowered capacity are brought back into it', () => {
    const movable = [{ ...span(0, 10), id: 'a', unit: 5 }]
    const placed = assignUnits({ capacity: 2, fixed: [], movable, request: { ...span(0, 10), quantity: 1 } })
    expect(new Set([placed?.assignments.get('a'), ...(placed?.units ?? [])])).toEqual(new Set([1, 2]))
  })

  it('of a thousand bookings are found without a long search', () => {
    const movable = Array.from({ length: 1000 }, (_, at) => ({ ...span(at, at + 3), id: `${at}`, unit: 1 }))
    const placed = assignUnits({ capacity: 4, fixed: [], movable, request: { ...span(400, 420), quantity: 1 } })
    expect(placed?.assignments.size).toBe(1000)
  })
})

describe('periods above a load', () => {
  it('are what is left when the moments below are taken away', () => {
    fc.assert(
      fc.property(periodLists(), fc.integer({ min: 0, max: 4 }), (list, limit) => {
        const above = periodsAbove(list, limit)
        const expected = [...ticksOf([ALL])].filter((at) => loadAt(list, at) > limit)
        expect(ticksOf(above)).toEqual(new Set(expected))
        expect(subtract(above, [])).toEqual(above)
      }),
    )
  })
})
