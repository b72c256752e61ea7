import { isOnGrid } from '~/domain/scheduling/judge-policy'
import { nextOnGrid } from '~/domain/scheduling/slots'
import { addDays, plainDateOf, startOfDay } from '~/domain/time/zone'

const DAY_MS = 86_400_000
const MINUTE_MS = 60_000

/**
 * The grid of one zone over a stretch of days, in epoch milliseconds. It answers as `nextOnGrid` and
 * `isOnGrid` do; days on which the clock does not jump, which are nearly all, are counted instead of
 * looked up, so that thousands of resources can be searched at once.
 */
export type GridClock = {
  /** The first instant, not before `ms`, on the grid. */
  next: (ms: number, gridMinutes: number) => number
  isOn: (ms: number, gridMinutes: number) => boolean
  /** The midnight `days` calendar days after the midnight `ms`. */
  daysAfter: (ms: number, days: number) => number
}

/** For instants from a day before `fromMs` to a day after `toMs`; others are answered too, more slowly. */
export function gridClock(timeZone: string, fromMs: number, toMs: number): GridClock {
  const midnights: number[] = []
  let date = addDays(plainDateOf(new Date(fromMs), timeZone), -1)
  for (;;) {
    const ms = startOfDay(date, timeZone).getTime()
    midnights.push(ms)
    if (ms > toMs + DAY_MS) break
    date = addDays(date, 1)
  }
  const first = midnights[0]!
  /** The midnight of the even day that holds the instant; -1 where it has to be looked up. */
  const evenMidnight = (ms: number): number => {
    let at = Math.floor((ms - first) / DAY_MS)
    if (at < 0 || at + 1 >= midnights.length) return -1
    if (ms < midnights[at]!) at -= 1
    else if (at + 1 < midnights.length && ms >= midnights[at + 1]!) at += 1
    const midnight = midnights[at]
    return midnight !== undefined && midnights[at + 1]! - midnight === DAY_MS && ms >= midnight ? midnight : -1
  }
  return {
    next: (ms, gridMinutes) => {
      const midnight = evenMidnight(ms)
      if (midnight === -1) return nextOnGrid(new Date(ms), gridMinutes, timeZone).getTime()
      const grid = gridMinutes * MINUTE_MS
      return Math.min(midnight + Math.ceil((ms - midnight) / grid) * grid, midnight + DAY_MS)
    },
    isOn: (ms, gridMinutes) => {
      const midnight = evenMidnight(ms)
      if (midnight === -1) return isOnGrid(new Date(ms), gridMinutes, timeZone)
      return (ms - midnight) % (gridMinutes * MINUTE_MS) === 0
    },
    daysAfter: (ms, days) => startOfDay(addDays(plainDateOf(new Date(ms), timeZone), days), timeZone).getTime(),
  }
}
