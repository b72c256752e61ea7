const AMOUNT = /^(\d{1,12})(?:\.(\d{1,2}))?$/

/** An amount in yuan as people write it ("1,200", "¥35.5", full-width digits) in fen; null when it is none. */
export function fenOfYuan(text: string): number | null {
  const plain = text.normalize('NFKC').replace(/[\s,¥]/g, '')
  const found = AMOUNT.exec(plain)
  if (!found) return null
  return Number(found[1]) * 100 + Number((found[2] ?? '').padEnd(2, '0'))
}

/** Fen as an amount in yuan for a form: no separators, cents only where there are any. */
export function yuanOfFen(fen: number | bigint): string {
  const size = BigInt(fen)
  const cents = size % 100n
  return cents === 0n ? String(size / 100n) : `${size / 100n}.${String(cents).padStart(2, '0')}`
}
