import { addMinutes, clip, merge, overlaps, subtract, type Period } from '~/domain/time/interval'

/**
 * How a booking's period grows into the period that it takes. `sum`: set-up before and clean-up
 * after, each for itself. `shared`: one changeover between two bookings serves both, so the longer
 * of the two follows the booking and nothing precedes it.
 */
export type Turnaround = {
  setUpMinutes: number
  cleanUpMinutes: number
  turnaround: 'sum' | 'shared'
}

/** Minutes that are taken before and after the bare period. */
export function turnaroundMargins(rule: Turnaround): { before: number; after: number } {
  return rule.turnaround === 'sum'
    ? { before: rule.setUpMinutes, after: rule.cleanUpMinutes }
    : { before: 0, after: Math.max(rule.setUpMinutes, rule.cleanUpMinutes) }
}

/**
 * The period that an allocation covers: [start − set-up, end + clean-up) with `sum`,
 * [start, end + max(set-up, clean-up)) with `shared`. Only occupancy reads it; opening hours,
 * prices and figures read the bare period.
 */
export function allocatedPeriod(period: Period, rule: Turnaround): Period {
  const { before, after } = turnaroundMargins(rule)
  return { start: addMinutes(period.start, -before), end: addMinutes(period.end, after) }
}

/** One unit of a resource, taken; `kind` says by what (a booking, maintenance …). */
export type Taken = Period & { unit: number; kind: string }

/**
 * The moments at which `quantity` more units fit, canonical and clipped to the window, from `now`
 * on. Units are interchangeable: a moment is free exactly when load + quantity ≤ capacity.
 *
 * With `turnaround` the answer holds for bare periods: a period fits exactly when it lies inside a
 * free one, its set-up and clean-up included. Set-up and clean-up may lie outside opening hours.
 */
export function freePeriods(facts: {
  opening: readonly Period[]
  taken: readonly Taken[]
  capacity: number
  quantity: number
  window: Period
  now: Date
  turnaround?: Turnaround
}): Period[] {
  const { window, now } = facts
  const start = now > window.start ? now : window.start
  if (!(start < window.end) || facts.quantity > facts.capacity) return []
  const full = periodsAbove(facts.taken, facts.capacity - facts.quantity)
  const margins = facts.turnaround ? turnaroundMargins(facts.turnaround) : { before: 0, after: 0 }
  const blocked = full.map((each) => ({
    start: addMinutes(each.start, -margins.after),
    end: addMinutes(each.end, margins.before),
  }))
  return clip(subtract(facts.opening, blocked), { start, end: window.end })
}

/** The moments at which more than `limit` of the list run at once, canonical. */
export function periodsAbove(list: readonly Period[], limit: number): Period[] {
  const steps = list
    .filter((each) => each.start < each.end)
    .flatMap((each) => [
      { at: each.start, change: 1 },
      { at: each.end, change: -1 },
    ])
    .toSorted((a, b) => a.at.getTime() - b.at.getTime())
  const above: Period[] = []
  let load = 0
  let since: Date | null = null
  for (const { at, change } of steps) {
    load += change
    if (load > limit && since === null) since = at
    if (load <= limit && since !== null) {
      above.push({ start: since, end: at })
      since = null
    }
  }
  // Where one ends as another begins the order is chance: pieces without length go, halves are joined.
  return merge(above)
}

/** An allocation that may be given another unit; `unit` is the one it has now. */
export type Movable = Period & { id: string; unit?: number }

/** A search for units gives up after so many placements; see `assignUnits`. */
const MAX_PLACEMENTS = 20_000

/**
 * Units 1..capacity for a request of `quantity` units, and the unit of every movable allocation
 * afterwards; null when they cannot be placed. Movable allocations keep their unit when the request
 * fits beside them as they are; otherwise they are coloured anew in order of start, each keeping
 * its unit if that is free.
 *
 * Null exactly when the load exceeds the capacity at some moment, as long as what is fixed began
 * before everything else (which is what "in use" means). Fixed allocations strewn over the future
 * can make a placement impossible, or too long to search for, although the load allows it.
 */
export function assignUnits(facts: {
  capacity: number
  fixed: readonly Taken[]
  movable: readonly Movable[]
  request: Period & { quantity: number }
}): { assignments: Map<string, number>; units: number[] } | null {
  const { capacity, fixed, movable, request } = facts
  const pieces = Array.from({ length: request.quantity }, () => request)
  if (periodsAbove([...fixed, ...movable, ...pieces], capacity).length > 0) return null
  return keepAll(facts) ?? colour(facts)
}

function keepAll(facts: Parameters<typeof assignUnits>[0]): ReturnType<typeof assignUnits> {
  const { capacity, fixed, movable, request } = facts
  const assignments = new Map<string, number>()
  for (const each of movable) {
    if (each.unit === undefined || each.unit < 1 || each.unit > capacity) return null
    assignments.set(each.id, each.unit)
  }
  const placed = [...fixed, ...movable].toSorted((a, b) => a.start.getTime() - b.start.getTime())
  const takenUntil = new Map<number, Date>()
  const inTheWay = new Set<number>()
  for (const each of placed) {
    const unit = each.unit ?? 0
    const until = takenUntil.get(unit)
    if (until && each.start < until) return null
    takenUntil.set(unit, each.end)
    if (overlaps(each, request)) inTheWay.add(unit)
  }
  const units = unitsUpTo(capacity)
    .filter((unit) => !inTheWay.has(unit))
    .slice(0, request.quantity)
  return units.length < request.quantity ? null : { assignments, units }
}

function colour(facts: Parameters<typeof assignUnits>[0]): ReturnType<typeof assignUnits> {
  const { capacity, fixed, movable, request } = facts
  type Piece = Period & { id: string | null; unit?: number }
  const pieces: Piece[] = [
    ...movable,
    ...Array.from({ length: request.quantity }, () => ({
      start: request.start,
      end: request.end,
      id: null,
    })),
  ].toSorted((a, b) => a.start.getTime() - b.start.getTime())
  const all = unitsUpTo(capacity)
  const chosen: number[] = []
  let left = MAX_PLACEMENTS

  const isFree = (unit: number, piece: Piece, upTo: number) =>
    !fixed.some((each) => each.unit === unit && overlaps(each, piece)) &&
    !pieces.slice(0, upTo).some((each, at) => chosen[at] === unit && overlaps(each, piece))

  const place = (at: number): boolean => {
    const piece = pieces[at]
    if (!piece) return true
    const order = [...all].toSorted((a, b) => Number(b === piece.unit) - Number(a === piece.unit))
    for (const unit of order) {
      if (!isFree(unit, piece, at)) continue
      left -= 1
      if (left < 0) return false
      chosen[at] = unit
      if (place(at + 1)) return true
    }
    return false
  }

  if (!place(0)) return null
  const assignments = new Map<string, number>()
  const units: number[] = []
  pieces.forEach((piece, at) => {
    const unit = chosen[at]!
    if (piece.id === null) units.push(unit)
    else assignments.set(piece.id, unit)
  })
  return { assignments, units: units.toSorted((a, b) => a - b) }
}

function unitsUpTo(capacity: number): number[] {
  return Array.from({ length: Math.max(0, capacity) }, (_, at) => at + 1)
}
