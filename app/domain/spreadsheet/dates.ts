import { isPlainDate } from '~/domain/time/zone'

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

function within(date: string): string | null {
  return isPlainDate(date) && date >= '1900-01-01' && date < '2100-01-01' ? date : null
}
