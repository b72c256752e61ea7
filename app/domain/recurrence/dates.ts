import { dashed, type RecurrenceRule } from '~/domain/recurrence/rule'
import { addDays, plainDateOf, type Weekday, weekdayOf, wallToInstant } from '~/domain/time/zone'

/**
 * Whether the rule that begins at `first` names the date. A rule without days repeats the weekday, or the
 * day of the month, that it begins on.
 */
export function isNamedBy(rule: RecurrenceRule, first: string, date: string): boolean {
  const isOneOf = (weekday: Weekday) => rule.days.some((each) => each.weekday === weekday)
  const weekday = weekdayOf(date)
  switch (rule.freq) {
    case 'DAILY':
      return daysFrom(first, date) % rule.interval === 0 && (rule.days.length === 0 || isOneOf(weekday))
    case 'WEEKLY': {
      const weeks = daysFrom(weekBegin(first, rule.weekStart), weekBegin(date, rule.weekStart)) / 7
      return weeks % rule.interval === 0 && (rule.days.length === 0 ? weekday === weekdayOf(first) : isOneOf(weekday))
    }
    case 'MONTHLY': {
      if (monthsFrom(first, date) % rule.interval !== 0) return false
      const day = dayOf(date)
      const length = daysInMonth(date)
      if (rule.monthDays.length > 0) return rule.monthDays.some((each) => each === day || each === day - length - 1)
      if (rule.days.length === 0) return day === dayOf(first)
      const fromStart = Math.ceil(day / 7)
      const fromEnd = -Math.ceil((length - day + 1) / 7)
      return rule.days.some((each) => each.weekday === weekday && (each.nth === null || each.nth === fromStart || each.nth === fromEnd))
    }
  }
}

/**
 * The dates of the rule from `first` to `last`, in order, at most `limit`. The series begins on the first
 * date that the rule names, which may be later than `first`; COUNT counts from there.
 */
export function ruleDates(rule: RecurrenceRule, first: string, last: string, limit: number): string[] {
  const dates: string[] = []
  const most = Math.min(limit, rule.count ?? limit)
  for (let date = first; date <= last && dates.length < most; date = addDays(date, 1)) {
    if (isNamedBy(rule, first, date)) dates.push(date)
  }
  return dates
}

/** The last date on which an occurrence at this minute of the day is not after UNTIL; null without UNTIL. */
export function lastDate(rule: RecurrenceRule, startMinute: number, timeZone: string): string | null {
  const { until } = rule
  if (until === null) return null
  const date = dashed(until)
  if (until.length === 8) return date
  const [hour, minute, second] = [until.slice(9, 11), until.slice(11, 13), until.slice(13, 15)]
  if (!until.endsWith('Z')) {
    const end = Number(hour) * 60 + Number(minute) + Number(second) / 60
    return startMinute <= end ? date : addDays(date, -1)
  }
  const instant = new Date(`${date}T${hour}:${minute}:${second}Z`)
  const local = plainDateOf(instant, timeZone)
  return wallToInstant(local, startMinute, timeZone) <= instant ? local : addDays(local, -1)
}

const dayOf = (date: string) => Number(date.slice(8, 10))

const daysFrom = (from: string, to: string) => (Date.parse(`${to}T00:00:00Z`) - Date.parse(`${from}T00:00:00Z`)) / 86_400_000

const monthsFrom = (from: string, to: string) =>
  (Number(to.slice(0, 4)) - Number(from.slice(0, 4))) * 12 + Number(to.slice(5, 7)) - Number(from.slice(5, 7))

const weekBegin = (date: string, weekStart: Weekday) => addDays(date, -((weekdayOf(date) - weekStart + 7) % 7))

function daysInMonth(date: string): number {
  return new Date(Date.UTC(Number(date.slice(0, 4)), Number(date.slice(5, 7)), 0)).getUTCDate()
}
