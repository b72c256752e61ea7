import {
  addMinutes,
  clip,
  intersectAll,
  merge,
  minutes as minutesOf,
  type Period,
  subtract,
} from '~/domain/time/interval'
import { addDays, minutesOfDay, plainDateOf, startOfDay, wallToInstant } from '~/domain/time/zone'

const MAX_SLOTS = 50

/**
 * The first `count` (at most 50) periods of the wanted length that lie in free time and do not
 * begin before `earliest`, one after another without overlap. They begin on the grid, which is
 * counted on the wall clock from each midnight; the length is rounded up to whole grid steps, so
 * that a proposed slot is one that can be booked.
 */
export function nextFreeSlots(wanted: {
  free: readonly Period[]
  minutes: number
  gridMinutes: number
  timeZone: string
  earliest: Date
  count: number
}): Period[] {
  const { timeZone, gridMinutes } = wanted
  const grid = gridMinutes >= 1 ? gridMinutes : 1
  const length = Math.max(1, Math.ceil(wanted.minutes / grid)) * grid
  const count = Math.min(wanted.count, MAX_SLOTS)
  const slots: Period[] = []
  for (const piece of merge(wanted.free)) {
    let from = piece.start > wanted.earliest ? piece.start : wanted.earliest
    while (slots.length < count) {
      const start = nextOnGrid(from, grid, timeZone)
      const end = addMinutes(start, length)
      if (end > piece.end) break
      slots.push({ start, end })
      from = end
    }
    if (slots.length >= count) break
  }
  return slots
}

/** The first instant, not before `instant`, at which the zone's wall clock stands on the grid. */
export function nextOnGrid(instant: Date, gridMinutes: number, timeZone: string): Date {
  const date = plainDateOf(instant, timeZone)
  let minute = Math.floor(minutesOfDay(instant, timeZone) / gridMinutes) * gridMinutes
  // A fold shows the same minutes twice and a gap none, so the step is checked, not computed.
  for (; minute < 1440; minute += gridMinutes) {
    const candidate = wallToInstant(date, minute, timeZone)
    if (candidate >= instant) return candidate
  }
  return startOfDay(addDays(date, 1), timeZone)
}

export type DaySegment = {
  /** Elapsed minutes from the day's first instant. */
  from: number
  to: number
  state: 'free' | 'taken' | 'past' | 'closed'
}

export type DayOnStrip = {
  date: string
  /** 1440, except on a day of changing clocks. */
  dayMinutes: number
  openMinutes: number
  freeMinutes: number
  /** The whole day from 0 to dayMinutes without a hole, in order. */
  segments: DaySegment[]
}

/**
 * What the strip of days shows: each date of `days` cut into free, taken and closed stretches.
 * With `now`, opening time that is over is `past`; without it, it counts as taken.
 */
export function dayStrip(facts: {
  free: readonly Period[]
  opening: readonly Period[]
  days: readonly string[]
  timeZone: string
  now?: Date
}): DayOnStrip[] {
  const { timeZone, now } = facts
  return facts.days.map((date) => {
    const start = startOfDay(date, timeZone)
    const day = { start, end: startOfDay(addDays(date, 1), timeZone) }
    const open = clip(merge(facts.opening), day)
    const past = now ? intersectAll(open, [{ start, end: now }]) : []
    const free = subtract(intersectAll(facts.free, open), past)
    const taken = subtract(subtract(open, free), past)
    const closed = subtract([day], open)
    const label = (list: Period[], state: DaySegment['state']): DaySegment[] =>
      list.map((each) => ({
        from: minutesOf({ start, end: each.start }),
        to: minutesOf({ start, end: each.end }),
        state,
      }))
    return {
      date,
      dayMinutes: minutesOf(day),
      openMinutes: total(open),
      freeMinutes: total(free),
      segments: [
        ...label(free, 'free'),
        ...label(taken, 'taken'),
        ...label(past, 'past'),
        ...label(closed, 'closed'),
      ].toSorted((a, b) => a.from - b.from),
    }
  })
}

function total(list: readonly Period[]): number {
  return list.reduce((sum, each) => sum + minutesOf(each), 0)
}
