import { openingPeriods } from '~/domain/scheduling/opening'
import { seconds } from '~/domain/time/interval'
import type { CalendarDay } from '~/domain/time/working-calendar'
import type { Weekday } from '~/domain/time/zone'

/** What an office answers in: Monday to Friday, 9 to 18, with the holidays and make-up workdays of the calendar. */
const OFFICE = [{
  validFrom: '1970-01-01',
  validTo: null,
  observesHolidays: true,
  weekly: ([1, 2, 3, 4, 5] as Weekday[]).map((weekday) => ({ weekday, from: 540, to: 1080 })),
}]
export const OFFICE_DAY_SECONDS = 9 * 3600
/** Holidays together are never so long that a deadline of a few days lies further away. */
const DEADLINE_WINDOW_DAYS = 60

type Calendar = { calendarDays: readonly CalendarDay[]; timeZone: string; universityId?: string | null }

/** Office seconds between two instants: what somebody who waits for an answer has waited. */
export function officeSeconds(start: Date, end: Date, calendar: Calendar): number {
  const open = openingPeriods({ ...calendar, schedules: OFFICE, exceptions: [], window: { start, end } })
  return open.reduce((sum, each) => sum + seconds(each), 0)
}

/** The instant at which so many whole office days have passed since `from`. */
export function officeDeadline(from: Date, days: number, calendar: Calendar): Date {
  const window = { start: from, end: new Date(from.getTime() + DEADLINE_WINDOW_DAYS * 86_400_000) }
  let left = days * OFFICE_DAY_SECONDS
  for (const open of openingPeriods({ ...calendar, schedules: OFFICE, exceptions: [], window })) {
    const length = seconds(open)
    if (length >= left) return new Date(open.start.getTime() + left * 1000)
    left -= length
  }
  return window.end
}

/** The middle of the values, the mean of the middle two; null of none. */
export function median(values: readonly number[]): number | null {
  const sorted = values.toSorted((a, b) => a - b)
  const middle = Math.floor(sorted.length / 2)
  const [low, high] = [sorted[middle - (1 - (sorted.length % 2))], sorted[middle]]
  return low === undefined || high === undefined ? null : (low + high) / 2
}
