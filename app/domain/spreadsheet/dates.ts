import { isPlainDate, localDateTimeToInstant } from '~/domain/time/zone'

/** Excel counts days from here (its 1900 was a leap year by mistake, which later days absorb). */
const SERIAL_EPOCH_MS = Date.UTC(1899, 11, 30)
const DAY_MS = 86_400_000

/**
 * A date as people write it, as 'YYYY-MM-DD': with -, /, . or 年月日, as 20190305, as a bare month
 * (its first day, as SJ3 writes 201903) or year and month, with a time after it, or as the serial
 * number of a spreadsheet. Null where it is no date between 1900 and 2100.
 */
export function parseWrittenDate(text: string): string | null {
  const folded = text.normalize('NFKC').trim().replace(/[T\s]+\d{1,2}:\d{2}.*$/, '')
  const parts =
    /^(\d{4})\s*[-/.年]\s*(\d{1,2})(?:\s*[-/.月]\s*(\d{1,2})\s*日?|\s*月)?$/.exec(folded) ??
    /^(\d{4})(\d{2})(\d{2})?$/.exec(folded)
  if (parts) {
    const [, year = '', month = '', day = '1'] = parts
    return within(`${year}-${month.padStart(2, '0')}-${(day || '1').padStart(2, '0')}`)
  }
  if (!/^\d{5}(\.\d+)?$/.test(folded)) return null
  return within(new Date(SERIAL_EPOCH_MS + Math.floor(Number(folded)) * DAY_MS).toISOString().slice(0, 10))
}

/**
 * A date with its time as people write it, on the zone's wall clock: a date of the forms above, then hours and
 * minutes, perhaps seconds; or the serial number of a spreadsheet; or an instant with its offset. Null where it is none.
 */
export function parseWrittenTime(text: string, timeZone: string): Date | null {
  const folded = text.normalize('NFKC').trim()
  if (/^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}(:\d{2}(\.\d+)?)?(Z|[+-]\d{2}:\d{2})$/.test(folded)) {
    const instant = new Date(folded)
    return Number.isNaN(instant.getTime()) || within(folded.slice(0, 10)) === null ? null : instant
  }
  if (/^\d{5}\.\d+$/.test(folded)) {
    const seconds = Math.round((Number(folded) % 1) * 86_400)
    const wall = new Date(SERIAL_EPOCH_MS + Math.floor(Number(folded)) * DAY_MS + seconds * 1_000).toISOString().slice(0, 19)
    return within(wall.slice(0, 10)) === null ? null : localDateTimeToInstant(wall, timeZone)
  }
  const match = /^(.+?)(?:T|\s)+(\d{1,2}):(\d{2})(?::(\d{2})(?:\.\d+)?)?$/.exec(folded)
  const date = match === null ? null : parseWrittenDate(match[1] ?? '')
  if (match === null || date === null) return null
  const [, , hour = '', minute = '', second = '00'] = match
  return localDateTimeToInstant(`${date}T${hour.padStart(2, '0')}:${minute}:${second}`, timeZone)
}

function within(date: string): string | null {
  return isPlainDate(date) && date >= '1900-01-01' && date < '2100-01-01' ? date : null
}
