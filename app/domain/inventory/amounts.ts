/** Fen of ten billion yuan: more is a slip of the pen, and all sums stay exact. */
const MOST_FEN = 1_000_000_000_000n

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
