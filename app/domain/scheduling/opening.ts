import { clip, merge, subtract, type Period } from '~/domain/time/interval'
import { type CalendarDay, dayKind } from '~/domain/time/working-calendar'
import {
  addDays,
  datesBetween,
  MAX_DAYS,
  plainDateOf,
  startOfDay,
  type Weekday,
  wallToInstant,
} from '~/domain/time/zone'

/** Minutes from midnight on the campus's wall clock; `to` above 1440 runs into the following days. */
export type OpeningBlock = { from: number; to: number }

/**
 * Weekly opening hours in force from `validFrom` to `validTo` (exclusive; null: for good). Open day
 * and night is seven blocks 0 to 1440. Without `observesHolidays` every date follows its own
 * weekday: neither holidays nor make-up workdays count.
 */
export type OpeningSchedule = {
  validFrom: string
  validTo: string | null
  observesHolidays: boolean
  weekly: readonly (OpeningBlock & { weekday: Weekday })[]
}

/**
 * One date that differs. With `closed` nothing is open on that calendar day, not even the tail of
 * a night that began the day before; otherwise `blocks` replace those that begin on the date.
 */
export type OpeningException = {
  date: string
  closed: boolean
  blocks: readonly OpeningBlock[]
  reasonZh?: string
  reasonEn?: string
}

/** A window is read up to this many days; what lies beyond counts as closed. */
export const MAX_OPENING_DAYS = MAX_DAYS

/** A block may run on for so many days after the one it begins on. */
const MAX_BLOCK_DAYS = 7

/**
 * When something is open within the window, canonical (sorted, disjoint, joined) and clipped to it.
 *
 * A block belongs to the day it begins on: a night that begins before a holiday runs to its end, and
 * a holiday's own night does not begin. Of several schedules in force on a date the one with the
 * latest `validFrom` rules. Of several exceptions on a date one that closes wins, else their blocks
 * add up; an exception beats the working calendar. Bounded by MAX_OPENING_DAYS.
 */
export function openingPeriods(facts: {
  schedules: readonly OpeningSchedule[]
  exceptions: readonly OpeningException[]
  calendarDays: readonly CalendarDay[]
  timeZone: string
  window: Period
  universityId?: string | null
}): Period[] {
  const { timeZone, window } = facts
  if (!(window.start < window.end)) return []
  const runOver = longestBlockDays(facts)
  const days = datesBetween(window, timeZone)
  const first = plainDateOf(window.start, timeZone)
  const before = Array.from({ length: runOver }, (_, at) => addDays(first, at - runOver))

  const open: Period[] = []
  for (const date of [...before, ...days]) {
    for (const block of blocksOn(date, facts)) {
      const start = wallToInstant(date, block.from, timeZone)
      const end = wallToInstant(date, block.to, timeZone)
      // A block inside the hour that a change of clocks skips has no length.
      if (start < end) open.push({ start, end })
    }
  }
  const closed = facts.exceptions
    .filter((each) => each.closed)
    .map(({ date }) => ({
      start: startOfDay(date, timeZone),
      end: startOfDay(addDays(date, 1), timeZone),
    }))
  const lastDay = days.at(-1) ?? first
  const horizon = startOfDay(addDays(lastDay, 1), timeZone)
  const bounded = { start: window.start, end: window.end < horizon ? window.end : horizon }
  return clip(subtract(merge(open), closed), bounded)
}

function blocksOn(
  date: string,
  facts: {
    schedules: readonly OpeningSchedule[]
    exceptions: readonly OpeningException[]
    calendarDays: readonly CalendarDay[]
    universityId?: string | null
  },
): readonly OpeningBlock[] {
  const exceptions = facts.exceptions.filter((each) => each.date === date)
  if (exceptions.some((each) => each.closed)) return []
  if (exceptions.length > 0) return exceptions.flatMap((each) => each.blocks)
  const schedule = scheduleOn(date, facts.schedules)
  if (!schedule) return []
  const day = dayKind(date, schedule.observesHolidays ? facts.calendarDays : [], facts.universityId)
  if (day.kind === 'holiday') return []
  return schedule.weekly.filter((each) => each.weekday === day.weekdayPattern)
}

function scheduleOn(
  date: string,
  schedules: readonly OpeningSchedule[],
): OpeningSchedule | undefined {
  let ruling: OpeningSchedule | undefined
  for (const each of schedules) {
    const inForce = each.validFrom <= date && (each.validTo === null || date < each.validTo)
    if (inForce && (!ruling || each.validFrom >= ruling.validFrom)) ruling = each
  }
  return ruling
}

function longestBlockDays(facts: {
  schedules: readonly OpeningSchedule[]
  exceptions: readonly OpeningException[]
}): number {
  const ends = [
    ...facts.schedules.flatMap((each) => each.weekly.map((block) => block.to)),
    ...facts.exceptions.flatMap((each) => each.blocks.map((block) => block.to)),
  ]
  const longest = ends.reduce((most, to) => Math.max(most, to), 0)
  return Math.min(MAX_BLOCK_DAYS, Math.max(1, Math.ceil(longest / 1440) - 1))
}
