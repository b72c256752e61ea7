import { Temporal } from 'temporal-polyfill'
import type { Period } from './interval'

/**
 * The one place where a wall clock becomes an instant and back. A wall clock is always that of a
 * named IANA zone (the campus's), never of the server or the viewer.
 *
 * A wall-clock time that a change of clocks skips (a gap) becomes the first instant after the gap;
 * one that occurs twice (a fold) becomes the earlier instant. So the mapping never runs backwards:
 * a later wall-clock time is never an earlier instant, and opening hours cannot turn round.
 */
export type Weekday = 1 | 2 | 3 | 4 | 5 | 6 | 7

/** No list of dates grows longer than this, whatever period is asked for. */
export const MAX_DAYS = 400

const MINUTES_PER_DAY = 1440
const MS_PER_MINUTE = 60_000
const MS_PER_DAY = MINUTES_PER_DAY * MS_PER_MINUTE

/** `even` means: the clock runs without a jump from this midnight to the next. */
type DayShape = { startMs: number; even: boolean }

// Zone arithmetic is the costly part of every calendar page, and its answers never change.
const shapes = new Map<string, DayShape>()
const MAX_SHAPES = 20_000

/** True for a name that this machine knows as an IANA zone; a bare offset (+08:00) is none. */
export function isTimeZone(name: string): boolean {
  if (!/^[A-Za-z][\w+/-]*$/.test(name)) return false
  try {
    Temporal.PlainDate.from('2000-01-01').toZonedDateTime(name)
    return true
  } catch {
    return false
  }
}

/** True for a date that exists, written 'YYYY-MM-DD'. */
export function isPlainDate(text: string): boolean {
  if (!/^\d{4}-\d{2}-\d{2}$/.test(text)) return false
  const ms = Date.parse(`${text}T00:00:00Z`)
  return !Number.isNaN(ms) && toDate(ms) === text
}

/**
 * The instant of a wall-clock time given as minutes from midnight of a date; 1440 and more fall on
 * the days after, negative ones on the days before. Throws RangeError for a bad date or zone.
 */
export function wallToInstant(
  plainDate: string,
  minutesFromMidnight: number,
  timeZone: string,
): Date {
  const days = Math.floor(minutesFromMidnight / MINUTES_PER_DAY)
  const date = days === 0 ? plainDate : addDays(plainDate, days)
  const minute = minutesFromMidnight - days * MINUTES_PER_DAY
  const shape = shapeOf(date, timeZone)
  if (shape.even || minute === 0) return new Date(shape.startMs + minute * MS_PER_MINUTE)
  const wall = Temporal.PlainDate.from(date)
    .toPlainDateTime()
    .add({ milliseconds: minute * MS_PER_MINUTE })
  return new Date(resolve(wall, timeZone))
}

/** The first instant of the date in the zone. */
export function startOfDay(plainDate: string, timeZone: string): Date {
  return new Date(shapeOf(plainDate, timeZone).startMs)
}

/** The date, 'YYYY-MM-DD', that the zone's calendar shows at the instant. */
export function plainDateOf(instant: Date, timeZone: string): string {
  const ms = instant.getTime()
  let date = toDate(ms)
  while (shapeOf(date, timeZone).startMs > ms) date = addDays(date, -1)
  for (
    let next = addDays(date, 1);
    shapeOf(next, timeZone).startMs <= ms;
    next = addDays(date, 1)
  ) {
    date = next
  }
  return date
}

/** The whole minutes from midnight that the zone's wall clock shows at the instant, 0 to 1439. */
export function minutesOfDay(instant: Date, timeZone: string): number {
  const shape = shapeOf(plainDateOf(instant, timeZone), timeZone)
  if (shape.even) return Math.floor((instant.getTime() - shape.startMs) / MS_PER_MINUTE)
  const wall = Temporal.Instant.fromEpochMilliseconds(instant.getTime()).toZonedDateTimeISO(
    timeZone,
  )
  return wall.hour * 60 + wall.minute
}

/** Monday is 1, Sunday is 7. */
export function weekdayOf(plainDate: string): Weekday {
  const day = new Date(utcMidnight(plainDate)).getUTCDay()
  return (day === 0 ? 7 : day) as Weekday
}

/** The date `count` calendar days later. Throws RangeError for a bad date. */
export function addDays(plainDate: string, count: number): string {
  return toDate(utcMidnight(plainDate) + count * MS_PER_DAY)
}

/** The Monday of the date's week. */
export function startOfWeek(plainDate: string): string {
  return addDays(plainDate, 1 - weekdayOf(plainDate))
}

/**
 * Every date that the period touches in the zone, in order: the first MAX_DAYS of them. An end at
 * midnight does not touch the day it begins.
 */
export function datesBetween(period: Period, timeZone: string): string[] {
  const dates: string[] = []
  if (!(period.start < period.end)) return dates
  let date = plainDateOf(period.start, timeZone)
  while (dates.length < MAX_DAYS && startOfDay(date, timeZone) < period.end) {
    dates.push(date)
    date = addDays(date, 1)
  }
  return dates
}

/**
 * The instant of 'YYYY-MM-DDTHH:mm' (what a browser's datetime-local field sends; seconds are
 * accepted) on the zone's wall clock, or null when the text is no such time.
 */
export function localDateTimeToInstant(text: string, timeZone: string): Date | null {
  const match = /^(\d{4}-\d{2}-\d{2})T(\d{2}):(\d{2})(?::(\d{2})(?:\.\d{1,3})?)?$/.exec(text)
  if (!match) return null
  const [, date = '', hour, minute, second = '0'] = match
  if (!isPlainDate(date) || Number(hour) > 23 || Number(minute) > 59 || Number(second) > 59) {
    return null
  }
  return wallToInstant(
    date,
    Number(hour) * 60 + Number(minute) + Number(second) / 60,
    timeZone,
  )
}

/** The wall clock of the zone at the instant as 'YYYY-MM-DDTHH:mm', for a datetime-local field. */
export function instantToLocalDateTime(instant: Date, timeZone: string): string {
  const minute = minutesOfDay(instant, timeZone)
  const hour = twoDigits(Math.floor(minute / 60))
  return `${plainDateOf(instant, timeZone)}T${hour}:${twoDigits(minute % 60)}`
}

function shapeOf(plainDate: string, timeZone: string): DayShape {
  const key = `${timeZone} ${plainDate}`
  const known = shapes.get(key)
  if (known) return known
  const midnight = Temporal.PlainDate.from(plainDate).toPlainDateTime()
  const startMs = resolve(midnight, timeZone)
  const even = resolve(midnight.add({ days: 1 }), timeZone) - startMs === MS_PER_DAY
  if (shapes.size >= MAX_SHAPES) shapes.clear()
  const shape = { startMs, even }
  shapes.set(key, shape)
  return shape
}

function resolve(wall: Temporal.PlainDateTime, timeZone: string): number {
  const earlier = wall.toZonedDateTime(timeZone, { disambiguation: 'earlier' })
  if (earlier.toPlainDateTime().equals(wall)) return earlier.epochMilliseconds
  const afterGap = earlier.getTimeZoneTransition('next')
  return (afterGap ?? wall.toZonedDateTime(timeZone)).epochMilliseconds
}

function utcMidnight(plainDate: string): number {
  const ms = Date.parse(`${plainDate}T00:00:00Z`)
  // A 30 February parses, as a day in March.
  if (new Date(ms).getUTCDate() !== Number(plainDate.slice(-2))) {
    throw new RangeError(`not a date: ${plainDate}`)
  }
  return ms
}

function toDate(utcMs: number): string {
  const text = new Date(utcMs).toISOString()
  return text.slice(0, text.indexOf('T'))
}

function twoDigits(part: number): string {
  return String(part).padStart(2, '0')
}
