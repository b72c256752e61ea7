import { done, type Outcome, problem, refused } from '~/domain/problem'
import { isPlainDate, type Weekday } from '~/domain/time/zone'

export const FREQUENCIES = ['DAILY', 'WEEKLY', 'MONTHLY'] as const

/** A weekday; in a monthly rule `nth` may say which of the month, from its end where it is negative. */
export type RuleDay = { weekday: Weekday; nth: number | null }

/** The subset of a recurrence rule (RFC 5545 3.3.10) that bookings repeat by. */
export type RecurrenceRule = {
  freq: (typeof FREQUENCIES)[number]
  interval: number
  days: RuleDay[]
  /** 1 to 31, or -1 (the last day) to -31. A month without the day is passed over. */
  monthDays: number[]
  count: number | null
  /** As written: YYYYMMDD (the whole day), YYYYMMDDTHHMMSS on the zone's clock, or the same with Z in UTC; inclusive. */
  until: string | null
  weekStart: Weekday
}

const DAY_CODES = ['MO', 'TU', 'WE', 'TH', 'FR', 'SA', 'SU'] as const
const PARTS = ['FREQ', 'INTERVAL', 'COUNT', 'UNTIL', 'BYDAY', 'BYMONTHDAY', 'WKST'] as const
type Part = (typeof PARTS)[number]

/** Longer texts are no rule of ours. */
const MAX_TEXT = 300
const MAX_NUMBER = 10_000

/**
 * Reads FREQ=DAILY, WEEKLY or MONTHLY with INTERVAL, BYDAY (in a daily rule as a filter, in a monthly one with
 * or without an ordinal), BYMONTHDAY (monthly alone, not beside BYDAY), COUNT or UNTIL, and WKST. Everything
 * else of the standard is refused by its name, so that no rule means less than it says.
 */
export function parseRule(text: string): Outcome<RecurrenceRule> {
  const bare = text.trim().toUpperCase().replace(/^RRULE:/, '')
  if (bare.length === 0 || bare.length > MAX_TEXT) return bad('FREQ')
  const parts = new Map<Part, string>()
  for (const piece of bare.split(';')) {
    const [name = '', value, ...rest] = piece.split('=')
    const part = PARTS.find((each) => each === name)
    if (!part || value === undefined || value === '' || rest.length > 0 || parts.has(part)) return bad(name.slice(0, 20))
    parts.set(part, value)
  }
  return readParts(parts)
}

const bad = (part: string) => refused(problem('recurrence_invalid', { part }))

function readParts(parts: ReadonlyMap<Part, string>): Outcome<RecurrenceRule> {
  const freq = FREQUENCIES.find((each) => each === parts.get('FREQ'))
  if (!freq) return bad('FREQ')
  const interval = wholeNumber(parts.get('INTERVAL') ?? '1')
  if (interval === null) return bad('INTERVAL')
  const count = parts.has('COUNT') ? wholeNumber(parts.get('COUNT')!) : null
  const until = parts.get('UNTIL') ?? null
  if (parts.has('COUNT') && (count === null || until !== null)) return bad('COUNT')
  if (until !== null && !isUntil(until)) return bad('UNTIL')
  const weekStart = weekdayOfCode(parts.get('WKST') ?? 'MO')
  if (weekStart === null) return bad('WKST')
  const days = (parts.get('BYDAY')?.split(',') ?? []).map(readDay)
  const isDayList = days.every((each): each is RuleDay => each !== null && (freq === 'MONTHLY' || each.nth === null))
  if (!isDayList) return bad('BYDAY')
  const monthDays = (parts.get('BYMONTHDAY')?.split(',') ?? []).map(Number)
  const isMonthList = monthDays.every((each) => Number.isInteger(each) && each !== 0 && Math.abs(each) <= 31)
  if (!isMonthList || (monthDays.length > 0 && (freq !== 'MONTHLY' || days.length > 0))) return bad('BYMONTHDAY')
  return done({ freq, interval, days, monthDays, count, until, weekStart })
}

function wholeNumber(text: string): number | null {
  const number = /^\d{1,5}$/.test(text) ? Number(text) : 0
  return number >= 1 && number <= MAX_NUMBER ? number : null
}

function weekdayOfCode(code: string): Weekday | null {
  const at = DAY_CODES.findIndex((each) => each === code)
  return at < 0 ? null : ((at + 1) as Weekday)
}

function readDay(text: string): RuleDay | null {
  const [, nth = '', code = ''] = /^([+-]?\d{0,2})([A-Z]{2})$/.exec(text) ?? []
  const weekday = weekdayOfCode(code)
  const number = nth === '' ? null : Number(nth)
  if (weekday === null) return null
  if (number === null) return { weekday, nth: null }
  return Number.isInteger(number) && number !== 0 && Math.abs(number) <= 5 ? { weekday, nth: number } : null
}

function isUntil(text: string): boolean {
  const [, date = '', , hour = '0', minute = '0', second = '0'] = /^(\d{8})(T(\d{2})(\d{2})(\d{2})Z?)?$/.exec(text) ?? []
  return isPlainDate(dashed(date)) && Number(hour) < 24 && Number(minute) < 60 && Number(second) < 60
}

/** 20271001 as 2027-10-01. */
export const dashed = (date: string) => `${date.slice(0, 4)}-${date.slice(4, 6)}-${date.slice(6, 8)}`

/** The rule as RFC 5545 text; what `parseRule` reads again as the same rule. */
export function formatRule(rule: RecurrenceRule): string {
  const day = ({ weekday, nth }: RuleDay) => `${nth ?? ''}${DAY_CODES[weekday - 1]}`
  return [
    `FREQ=${rule.freq}`,
    rule.interval === 1 ? null : `INTERVAL=${rule.interval}`,
    rule.days.length > 0 ? `BYDAY=${rule.days.map(day).join(',')}` : null,
    rule.monthDays.length > 0 ? `BYMONTHDAY=${rule.monthDays.join(',')}` : null,
    rule.count === null ? null : `COUNT=${rule.count}`,
    rule.until === null ? null : `UNTIL=${rule.until}`,
    rule.weekStart === 1 ? null : `WKST=${DAY_CODES[rule.weekStart - 1]}`,
  ]
    .filter((each) => each !== null)
    .join(';')
}
