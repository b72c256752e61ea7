import { done, type Outcome, problem, refused } from '~/domain/problem'
import { lastDate, ruleDates } from '~/domain/recurrence/dates'
import type { RecurrenceRule } from '~/domain/recurrence/rule'
import type { Period } from '~/domain/time/interval'
import { type CalendarDay, dayKind } from '~/domain/time/working-calendar'
import { addDays, isPlainDate, wallToInstant } from '~/domain/time/zone'

/** A series has at most so many occurrences, and begins and ends within so many days. */
export const MAX_OCCURRENCES = 100
export const MAX_SERIES_DAYS = 366

/**
 * Which of the rule's dates count: all of them; all but public holidays; or working days alone, which leaves
 * out holidays and weekends and keeps make-up workdays.
 */
export const SERIES_DAYS = ['all', 'no_holidays', 'workdays'] as const
export type SeriesDays = (typeof SERIES_DAYS)[number]

/** What repeats, on the zone's wall clock. */
export type Repetition = {
  rule: RecurrenceRule
  days: SeriesDays
  /** The date it begins on or after. */
  first: string
  /** Minutes from midnight of each date; an end of 1440 and more lies on the days after. */
  startMinute: number
  endMinute: number
  timeZone: string
  /** Dates that are left out (EXDATE). */
  except: readonly string[]
}

/** `key` names the occurrence for good, wherever it is moved: the instant that the rule gives it. */
export type Occurrence = { key: Date; date: string; period: Period }
export type LeftOut = { date: string; why: 'exception' | 'holiday' | 'weekend'; name?: { zh: string; en: string } }
export type Expansion = { occurrences: Occurrence[]; leftOut: LeftOut[] }

/**
 * Every occurrence of a repetition, or why it is none: without an end, never occurring, too many (counted before
 * dates are left out, as COUNT does) or too long. Each begins and ends at the same wall-clock times, however long
 * that is on a day of changing clocks: a start that the clocks skip is the first instant after the gap, one that
 * occurs twice the earlier. An occurrence that lies in the gap as a whole has no length, and is refused when judged.
 */
export function expand(repetition: Repetition, calendarDays: readonly CalendarDay[], universityId?: string): Outcome<Expansion> {
  const { rule, first, startMinute, endMinute, timeZone } = repetition
  if (!isPlainDate(first) || first > LATEST) return refused(problem('recurrence_invalid', { part: 'DTSTART' }))
  if (rule.count === null && rule.until === null) return refused(problem('recurrence_endless', {}))
  const bound = addDays(first, MAX_SERIES_DAYS)
  const until = lastDate(rule, startMinute, timeZone)
  const dates = ruleDates(rule, first, until !== null && until < bound ? until : bound, MAX_OCCURRENCES + 1)
  if (dates.length === 0) return refused(problem('recurrence_empty', {}))
  if (dates.length > MAX_OCCURRENCES) return refused(problem('recurrence_too_many', { limit: MAX_OCCURRENCES }))
  if (rule.count === null ? until! > bound : dates.length < rule.count) {
    return refused(problem('recurrence_too_long', { days: MAX_SERIES_DAYS }))
  }
  const leftOut = dates.flatMap((date) => whyLeftOut(date, repetition, calendarDays, universityId) ?? [])
  const gone = new Set(leftOut.map(({ date }) => date))
  const occurrences = dates.filter((date) => !gone.has(date)).map((date) => {
    const start = wallToInstant(date, startMinute, timeZone)
    return { key: start, date, period: { start, end: wallToInstant(date, endMinute, timeZone) } }
  })
  if (occurrences.length === 0) return refused(problem('recurrence_empty', {}))
  return done({ occurrences, leftOut })
}

/** Beyond this the calendar of four-digit years ends. */
const LATEST = '9990-01-01'

function whyLeftOut(date: string, { days, except }: Repetition, calendarDays: readonly CalendarDay[], universityId?: string): LeftOut | null {
  if (except.includes(date)) return { date, why: 'exception' }
  if (days === 'all') return null
  const { kind, name } = dayKind(date, calendarDays, universityId)
  if (kind === 'holiday') return { date, why: 'holiday', name }
  return days === 'workdays' && kind === 'weekend' ? { date, why: 'weekend' } : null
}
