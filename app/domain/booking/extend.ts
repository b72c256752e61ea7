import type { BookingFacts, ResourceFacts, Wish } from '~/domain/booking/facts'
import type { Occupation } from '~/domain/booking/item'
import type { HeldTime } from '~/domain/booking/release'
import { judge } from '~/domain/booking/verdict'
import { problem, type Problem, type ProblemCode } from '~/domain/problem'
import { assignUnits } from '~/domain/scheduling/occupancy'
import { addMinutes, overlaps } from '~/domain/time/interval'

/** Why a booking is not one that can be extended at all: it is running, of one resource, and to end later. */
export function judgeExtendable(booking: HeldTime, to: Date, now: Date): Problem[] {
  if (booking.status !== 'approved' && booking.status !== 'in_use') return [problem('state_forbids', { status: booking.status })]
  if (booking.change !== null) return [problem('change_pending', {})]
  if (booking.items.length !== 1 || !booking.startsAt || !booking.endsAt) return [problem('several_resources', {})]
  if (!(booking.startsAt <= now && now < booking.endsAt)) return [problem('not_running', {})]
  if (!(booking.endsAt < to)) return [problem('period_reversed', {})]
  return []
}

/** How many ends are offered to choose from. */
export const MOST_EXTENSION_ENDS = 24
/** Steps of the grid are offered within a day, whole days beyond. */
const NEAR_MINUTES = 1440
const MOST_DAYS = 14

/**
 * The ends to try for a booking that goes on: each step of the grid (minutes) within a day of its end, then every
 * whole day up to two weeks, in order. Steps finer than a quarter of an hour are made coarser, so that a day is not
 * a hundred of them.
 */
export function extensionEnds(endsAt: Date, gridMinutes: number): Date[] {
  const step = gridMinutes >= 15 ? gridMinutes : Math.ceil(15 / gridMinutes) * gridMinutes
  const near = Array.from({ length: Math.floor(NEAR_MINUTES / step) }, (_, index) => (index + 1) * step)
  const far = Array.from({ length: MOST_DAYS }, (_, index) => (index + 1) * 1440)
  return [...new Set([...near, ...far])].toSorted((a, b) => a - b).map((each) => addMinutes(endsAt, each))
}

/** Rules about when one has to ask, which a booking that already runs has met. */
const MET_AT_START: ReadonlySet<ProblemCode> = new Set(['notice_too_short', 'long_needs_notice', 'beyond_horizon', 'too_many_future', 'slot_taken'])

/**
 * What stands in the way of a running booking that goes on until the end of the wish: the rules over its whole
 * length as at its start, then the units that it has, which it keeps. `held` is what it takes now; facts leave it out.
 * Bookings to come may be given other units; `longer` is what it takes afterwards.
 */
export function judgeExtension(
  facts: BookingFacts,
  wish: Wish,
  running: { held: readonly Occupation[]; startsAt: Date; newEnd: Date },
  now: Date,
): { problems: Problem[]; renumbered: { allocationId: string; unit: number }[]; longer: Occupation[] } {
  const { problems } = judge(facts, wish, running.startsAt)
  const found = problems.filter(({ code }) => !MET_AT_START.has(code))
  const longer = running.held.map((each) => ({ ...each, end: running.newEnd }))
  const resource = facts.resources[wish.items[0]?.resourceId ?? '']
  const renumbered = resource ? placeLonger(resource, longer, now) : null
  if (renumbered === null) return { problems: [...found, problem('slot_taken', { nextFree: [] })], renumbered: [], longer }
  return { problems: found, renumbered, longer }
}

function placeLonger(resource: ResourceFacts, longer: readonly Occupation[], now: Date): { allocationId: string; unit: number }[] | null {
  const moved: { allocationId: string; unit: number }[] = []
  for (const target of [{ id: resource.id, capacity: resource.capacity }, ...resource.inside]) {
    const own = longer.filter(({ resourceId }) => resourceId === target.id)
    const first = own[0]
    if (!first) continue
    const here = resource.taken.filter(({ resourceId }) => resourceId === target.id)
    const movable = here.filter((each) => each.cause === 'booking' && each.start > now)
    const fixed = here.filter((each) => !movable.includes(each))
    // Nothing that stays where it is may be in the way on the units that it keeps.
    if (own.some((each) => fixed.some((other) => other.unit === each.unit && overlaps(each, other)))) return null
    const placed = assignUnits({
      capacity: target.capacity,
      fixed: [
        ...own.map((each) => ({ ...each, kind: 'booking' })),
        ...fixed.map((each) => ({ ...each, kind: each.cause })),
      ],
      movable: movable.map((each) => ({ ...each, id: each.allocationId })),
      // Nothing is asked beside what is there already.
      request: { start: first.start, end: first.end, quantity: 0 },
    })
    if (placed === null) return null
    const unitBefore = new Map(movable.map(({ allocationId, unit }) => [allocationId, unit]))
    for (const [allocationId, unit] of placed.assignments) {
      if (unitBefore.get(allocationId) !== unit) moved.push({ allocationId, unit })
    }
  }
  return moved
}
