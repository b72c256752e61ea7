import { isPlainDate } from '~/domain/time/zone'

/** Fen of ten billion yuan: more is a slip of the pen, and all sums stay exact. */
const MOST_FEN = 1_000_000_000_000n
/** Excel counts days from here (its 1900 was a leap year by mistake, which later days absorb). */
const SERIAL_EPOCH_MS = Date.UTC(1899, 11, 30)
const DAY_MS = 86_400_000

export type Amount = { ok: true; fen: bigint } | { ok: false; rule: 'not_a_number' | 'negative' | 'too_big' }

/**
 * An amount as people write it, in fen (CNY 0.01), rounded half up: thousands separators, a
 * currency sign, full-width digits, `1.2E+6`, and the units 元 and 万元 after the number are
 * understood. `unitFen` is what a bare number counts: 100 for yuan, 1,000,000 for 万元.
 */
export function parseAmount(text: string, unitFen: 100 | 1_000_000): Amount {
  const folded = text.normalize('NFKC').replace(/[\s,'’]|人民币|rmb|cny|[¥￥]/giu, '')
  const match = /^([+-]?)(\d*)(?:\.(\d*))?(?:e([+-]?\d{1,3}))?(万元|万|元整|元|圆)?$/iu.exec(folded)
  const [, sign, whole = '', fraction = '', exponent = '0', unit] = match ?? []
  if (!match || whole + fraction === '' || Math.abs(Number(exponent)) > 20 || whole.length > 20) return { ok: false, rule: 'not_a_number' }
  const perUnit = unit === undefined ? unitFen : unit.startsWith('万') ? 1_000_000 : 100
  const digits = fraction.slice(0, 20)
  const numerator = BigInt(whole + digits) * BigInt(perUnit)
  const fen = scaled(numerator, Number(exponent) - digits.length)
  if (sign === '-' && fen !== 0n) return { ok: false, rule: 'negative' }
  return fen > MOST_FEN ? { ok: false, rule: 'too_big' } : { ok: true, fen }
}

/** value × 10^power, rounded half up. */
function scaled(value: bigint, power: number): bigint {
  if (power >= 0) return value * 10n ** BigInt(power)
  const divisor = 10n ** BigInt(-power)
  return (2n * value + divisor) / (2n * divisor)
}

/**
 * A date as people write it, as 'YYYY-MM-DD': with -, /, . or 年月日, as 20190305, as a bare month
 * (its first day, as SJ3 writes 201903) or year and month, with a time after it, or as the serial
 * number of a spreadsheet. Null where it is no date between 1900 and 2100.
 */
export function parseInventoryDate(text: string): string | null {
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
