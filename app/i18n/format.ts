import type { Locale } from '~/i18n/locale'

/*
 * Dates are put together from numbers instead of Intl's patterns: the patterns differ between the
 * releases of ICU in Node and in browsers, and a page must read the same on both sides.
 */

const WEEKDAYS: Record<Locale, readonly string[]> = {
  'zh-CN': ['周日', '周一', '周二', '周三', '周四', '周五', '周六'],
  en: ['Sun', 'Mon', 'Tue', 'Wed', 'Thu', 'Fri', 'Sat'],
}
const MONTHS = 'Jan Feb Mar Apr May Jun Jul Aug Sep Oct Nov Dec'.split(' ')
const MINUTE = 60_000

export type Zoned = { locale: Locale; timeZone: string }
/** With `now`, a date of another year names its year. */
export type ZonedDate = Zoned & { now?: Date }
/** `timeZone` is the campus's; the zone is named where the reader's clock shows another time. */
export type ZonedPeriod = ZonedDate & { viewerTimeZone?: string }
export type PeriodLike = { start: Date; end: Date }

/** `11月24日 周二` / `Tue 24 Nov`. */
export function formatDate(instant: Date, { locale, timeZone, now }: ZonedDate): string {
  const wall = wallClock(instant, timeZone)
  const year = now !== undefined && wallClock(now, timeZone).year !== wall.year
  return dateText(wall, locale, year)
}

/** A date without a zone, such as a holiday: `YYYY-MM-DD` in, `11月24日 周二` out. */
export function formatPlainDate(plainDate: string, locale: Locale, now?: Date): string {
  return formatDate(new Date(`${plainDate}T00:00:00Z`), { locale, timeZone: 'UTC', now })
}

/** `2026年11月` / `November 2026`. */
export function formatMonth(instant: Date, { locale, timeZone }: Zoned): string {
  const { year, month } = wallClock(instant, timeZone)
  if (locale === 'zh-CN') return `${year}年${month}月`
  const name = new Intl.DateTimeFormat('en', { month: 'long', timeZone: 'UTC' })
  return `${name.format(Date.UTC(year, month - 1, 1))} ${year}`
}

export function formatWeekday(instant: Date, { locale, timeZone }: Zoned): string {
  return WEEKDAYS[locale][wallClock(instant, timeZone).weekday] ?? ''
}

/** `14:00`, on the 24-hour clock in both languages. */
export function formatTime(instant: Date, { timeZone }: Zoned): string {
  return timeText(wallClock(instant, timeZone))
}

/** `11月24日 周二 14:00` / `Tue 24 Nov, 14:00`, with the zone when the reader's differs. */
export function formatDateTime(instant: Date, options: ZonedPeriod): string {
  const time = formatTime(instant, options)
  const text = `${formatDate(instant, options)}${gap(options.locale)}${time}`
  return text + zoneSuffix([instant], options)
}

/**
 * `11月24日 周二 14:00–17:00` / `Tue 24 Nov, 14:00–17:00`. An end at midnight reads 24:00; whole
 * days say so; a period over midnight names both days. The zone follows when the reader's differs.
 */
export function formatPeriod({ start, end }: PeriodLike, options: ZonedPeriod): string {
  const { locale, timeZone } = options
  const from = wallClock(start, timeZone)
  // The last moment inside the half-open period decides on which day it ends.
  const last = wallClock(new Date(Math.max(end.getTime() - 1, start.getTime())), timeZone)
  const to = wallClock(end, timeZone)
  const endsAtMidnight = to.hour === 0 && to.minute === 0 && end > start
  const isWholeDays = from.hour === 0 && from.minute === 0 && endsAtMidnight
  const day = formatDate(start, options)
  const lastDay = formatDate(new Date(Math.max(end.getTime() - 1, start.getTime())), options)
  const isOneDay = dayKey(from) === dayKey(last)
  const endText = endsAtMidnight ? '24:00' : timeText(to)
  const suffix = zoneSuffix([start, end], options)
  if (isWholeDays) {
    const days = isOneDay ? day : `${day} – ${lastDay}`
    return `${days}${gap(locale)}${locale === 'zh-CN' ? '全天' : 'all day'}${suffix}`
  }
  if (isOneDay) return `${day}${gap(locale)}${timeText(from)}–${endText}${suffix}`
  return `${day}${gap(locale)}${timeText(from)} – ${lastDay}${gap(locale)}${endText}${suffix}`
}

/** `14:00–17:00`, for a list under a heading that names the day. */
export function formatTimeRange({ start, end }: PeriodLike, { timeZone }: Zoned): string {
  const to = wallClock(end, timeZone)
  const endsAtMidnight = to.hour === 0 && to.minute === 0 && end > start
  return `${timeText(wallClock(start, timeZone))}–${endsAtMidnight ? '24:00' : timeText(to)}`
}

/** `北京时间` / `Beijing time`, else the offset from UTC at that moment. */
export function formatZone(timeZone: string, locale: Locale, at: Date): string {
  if (timeZone === 'Asia/Shanghai') return locale === 'zh-CN' ? '北京时间' : 'Beijing time'
  const offset = offsetMinutes(at, timeZone)
  const size = Math.abs(offset)
  const minutes = size % 60 === 0 ? '' : `:${twoDigits(size % 60)}`
  return offset === 0 ? 'UTC' : `UTC${offset < 0 ? '−' : '+'}${Math.floor(size / 60)}${minutes}`
}

/** Whole minutes as days, hours and minutes: `1天2小时30分钟` / `1 day 2 h 30 min`. */
export function formatDuration(minutes: number, locale: Locale): string {
  const whole = Math.max(0, Math.round(minutes))
  const days = Math.floor(whole / 1440)
  const hours = Math.floor((whole % 1440) / 60)
  const rest = whole % 60
  const zh = locale === 'zh-CN'
  const parts = [
    days > 0 ? (zh ? `${days}天` : `${days} ${days === 1 ? 'day' : 'days'}`) : '',
    hours > 0 ? (zh ? `${hours}小时` : `${hours} h`) : '',
    rest > 0 || whole === 0 ? (zh ? `${rest}分钟` : `${rest} min`) : '',
  ].filter((part) => part !== '')
  return parts.join(zh ? '' : ' ')
}

/** Seconds as hours with one decimal at most: `12.5小时` / `12.5 h`. */
export function formatHours(seconds: number, locale: Locale): string {
  const hours = formatNumber(seconds / 3600, locale, { maximumFractionDigits: 1 })
  return locale === 'zh-CN' ? `${hours}小时` : `${hours} h`
}

/** Fen as yuan: `¥1,200`, `¥0.50`. Fen are the unit of storage; nothing is rounded here. */
export function formatMoney(fen: number | bigint, locale: Locale): string {
  const negative = fen < 0
  const size = BigInt(fen) < 0n ? -BigInt(fen) : BigInt(fen)
  const yuan = numberFormat(locale).format(size / 100n)
  const cents = size % 100n === 0n ? '' : `.${twoDigits(Number(size % 100n))}`
  return `${negative ? '−' : ''}¥${yuan}${cents}`
}

/** `3天后`, `昨天` / `in 3 days`, `yesterday`, in the largest unit that fits. */
export function formatRelative(instant: Date, now: Date, locale: Locale): string {
  const minutes = Math.round((instant.getTime() - now.getTime()) / MINUTE)
  const words = new Intl.RelativeTimeFormat(locale, { numeric: 'auto' })
  const size = Math.abs(minutes)
  if (size < 60) return words.format(minutes, 'minute')
  if (size < 48 * 60) return words.format(Math.trunc(minutes / 60), 'hour')
  if (size < 60 * 1440) return words.format(Math.trunc(minutes / 1440), 'day')
  return words.format(Math.trunc(minutes / (30 * 1440)), 'month')
}

export function formatNumber(
  value: number,
  locale: Locale,
  options?: Intl.NumberFormatOptions,
): string {
  return numberFormat(locale, options).format(value)
}

// Making one costs fifty times what using it does.
const numberFormats = new Map<string, Intl.NumberFormat>()

function numberFormat(locale: Locale, options?: Intl.NumberFormatOptions): Intl.NumberFormat {
  const key = options === undefined ? locale : `${locale} ${JSON.stringify(options)}`
  const known = numberFormats.get(key)
  if (known !== undefined) return known
  const made = new Intl.NumberFormat(locale, options)
  numberFormats.set(key, made)
  return made
}

/** A count that may be large: exact below ten thousand, then `1.2万` / `12K`. */
export function formatCount(value: number, locale: Locale): string {
  if (Math.abs(value) < 10_000) return formatNumber(value, locale)
  return formatNumber(value, locale, { notation: 'compact', maximumFractionDigits: 1 })
}

/** A ratio as a percentage with one decimal at most: 0.125 reads `12.5%`. */
export function formatPercent(ratio: number, locale: Locale): string {
  return formatNumber(ratio, locale, { style: 'percent', maximumFractionDigits: 1 })
}

/** `甲、乙和丙` / `A, B and C`. */
export function formatList(
  items: readonly string[],
  locale: Locale,
  type: 'conjunction' | 'disjunction' = 'conjunction',
): string {
  const tag = locale === 'en' ? 'en-GB' : locale
  return new Intl.ListFormat(tag, { type }).format(items)
}

type Wall = {
  year: number
  month: number
  day: number
  weekday: number
  hour: number
  minute: number
  second: number
}

const clocks = new Map<string, Intl.DateTimeFormat>()
// A page asks for few instants, each many times over: every date is compared with today's year.
const walls = new Map<string, Wall>()
const MOST_WALLS = 5_000

function wallClock(instant: Date, timeZone: string): Wall {
  const key = `${timeZone} ${Math.floor(instant.getTime() / 1000)}`
  const known = walls.get(key)
  if (known !== undefined) return known
  if (walls.size >= MOST_WALLS) walls.clear()
  const wall = readClock(instant, timeZone)
  walls.set(key, wall)
  return wall
}

function readClock(instant: Date, timeZone: string): Wall {
  let clock = clocks.get(timeZone)
  if (clock === undefined) {
    clock = new Intl.DateTimeFormat('en-US', {
      timeZone,
      hourCycle: 'h23',
      year: 'numeric',
      month: 'numeric',
      day: 'numeric',
      hour: 'numeric',
      minute: 'numeric',
      second: 'numeric',
    })
    clocks.set(timeZone, clock)
  }
  const parts = new Map(clock.formatToParts(instant).map(({ type, value }) => [type, value]))
  const part = (type: Intl.DateTimeFormatPartTypes) => Number(parts.get(type))
  const [year, month, day] = [part('year'), part('month'), part('day')]
  return {
    year,
    month,
    day,
    weekday: new Date(Date.UTC(year, month - 1, day)).getUTCDay(),
    hour: part('hour'),
    minute: part('minute'),
    second: part('second'),
  }
}

function offsetMinutes(instant: Date, timeZone: string): number {
  const wall = wallClock(instant, timeZone)
  const asUtc = Date.UTC(wall.year, wall.month - 1, wall.day, wall.hour, wall.minute, wall.second)
  return Math.round((asUtc - Math.floor(instant.getTime() / 1000) * 1000) / MINUTE)
}

function zoneSuffix(instants: Date[], { locale, timeZone, viewerTimeZone }: ZonedPeriod): string {
  if (viewerTimeZone === undefined) return ''
  const differing = instants.find(
    (instant) => offsetMinutes(instant, timeZone) !== offsetMinutes(instant, viewerTimeZone),
  )
  if (differing === undefined) return ''
  const zone = formatZone(timeZone, locale, differing)
  return locale === 'zh-CN' ? `（${zone}）` : ` (${zone})`
}

function dateText({ year, month, day, weekday }: Wall, locale: Locale, withYear: boolean): string {
  const name = WEEKDAYS[locale][weekday] ?? ''
  return locale === 'zh-CN'
    ? `${withYear ? `${year}年` : ''}${month}月${day}日 ${name}`
    : `${name} ${day} ${MONTHS[month - 1] ?? ''}${withYear ? ` ${year}` : ''}`
}

const gap = (locale: Locale) => (locale === 'zh-CN' ? ' ' : ', ')
const twoDigits = (value: number) => String(value).padStart(2, '0')
const timeText = ({ hour, minute }: Wall) => `${twoDigits(hour)}:${twoDigits(minute)}`
const dayKey = ({ year, month, day }: Wall) => `${year}-${month}-${day}`
