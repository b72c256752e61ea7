import { Temporal } from 'temporal-polyfill'
import type { Period } from '~/domain/time/interval'

/** More changes of clocks than this are not written, whatever the period: two a year for 25 years. */
const MAX_TRANSITIONS = 50

/** An instant on the zone's wall clock as an RFC 5545 local time, 20261122T090000. */
export function localStamp(instant: Date, timeZone: string): string {
  return stampOf(zoned(instant.getTime(), timeZone).toPlainDateTime())
}

/**
 * The VTIMEZONE of a zone for a period (RFC 5545 3.6.5), as unfolded lines: the offset in force
 * when the period begins and every change up to its end, each as an observance of its own, so that
 * no yearly rule has to be guessed.
 */
export function timeZoneLines(timeZone: string, period: Period): string[] {
  const lines = ['BEGIN:VTIMEZONE', `TZID:${timeZone}`]
  let at = zoned(period.start.getTime(), timeZone)
  const before = at.getTimeZoneTransition('previous')
  lines.push(...observance(before ?? zoned(0, timeZone)))
  for (let count = 0; count < MAX_TRANSITIONS; count += 1) {
    const next = at.getTimeZoneTransition('next')
    if (!next || next.epochMilliseconds >= period.end.getTime()) break
    lines.push(...observance(next))
    at = next
  }
  lines.push('END:VTIMEZONE')
  return lines
}

function observance(from: Temporal.ZonedDateTime): string[] {
  const offsetBefore = zoned(from.epochMilliseconds - 1, from.timeZoneId).offset
  // The onset is written on the clock as it stood before the change.
  const onset = from.toInstant().toZonedDateTimeISO(offsetBefore).toPlainDateTime()
  const kind = isDaylight(from) ? 'DAYLIGHT' : 'STANDARD'
  return [
    `BEGIN:${kind}`,
    `DTSTART:${stampOf(onset)}`,
    `TZOFFSETFROM:${offsetBefore.replaceAll(':', '')}`,
    `TZOFFSETTO:${from.offset.replaceAll(':', '')}`,
    `END:${kind}`,
  ]
}

/** Summer time is the larger of the offsets of a year. */
function isDaylight(at: Temporal.ZonedDateTime): boolean {
  const offsets = [1, 4, 7, 10].map(
    (month) => at.with({ month, day: 1 }).offsetNanoseconds,
  )
  return at.offsetNanoseconds > Math.min(...offsets)
}

function zoned(ms: number, timeZone: string): Temporal.ZonedDateTime {
  return Temporal.Instant.fromEpochMilliseconds(ms).toZonedDateTimeISO(timeZone)
}

function stampOf(wall: Temporal.PlainDateTime): string {
  return wall.toString({ smallestUnit: 'second' }).replaceAll(/[-:]/g, '')
}
