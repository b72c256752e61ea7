/** Shares are written in basis points: 6,000 is 60 %. */
export const WHOLE = 10_000
/** A project names at most so many payers. */
export const PAYER_ROWS = [0, 1, 2, 3] as const

/** Who pays: a group here, or somebody who is none, by name. */
export type Payer = { groupId: string | null; label: string | null; share: number }
/** As it is kept with a booking: with the amount in fen, null while there is no price. */
export type FrozenPayer = Payer & { fen: number | null }

/** True when there is nobody to split between, or when the shares are positive and make a whole. */
export function isWholeSplit(shares: readonly number[]): boolean {
  if (shares.length === 0) return true
  return shares.every((each) => Number.isInteger(each) && each > 0) && shares.reduce((sum, each) => sum + each, 0) === WHOLE
}

/**
 * An amount of whole fen in parts as the shares say, none lost and none made: each part is rounded down, and
 * the fen left over go one each to the largest remainders, the earlier first among equals (Hamilton's method).
 * Throws RangeError when the shares make no whole or the amount is no whole number.
 */
export function splitFen(fen: number, shares: readonly number[]): number[] {
  if (!Number.isSafeInteger(fen) || fen < 0) throw new RangeError('an amount is a whole number of fen')
  if (shares.length === 0 || !isWholeSplit(shares)) throw new RangeError('the shares make no whole')
  // In BigInt: an amount times ten thousand may pass the safe integers.
  const exact = shares.map((share) => BigInt(fen) * BigInt(share))
  const parts = exact.map((each) => Number(each / BigInt(WHOLE)))
  const rest = exact.map((each, at) => ({ at, remainder: Number(each % BigInt(WHOLE)) }))
  const left = fen - parts.reduce((sum, each) => sum + each, 0)
  for (const { at } of rest.toSorted((a, b) => b.remainder - a.remainder || a.at - b.at).slice(0, left)) parts[at]! += 1
  return parts
}

/** The payers of a project with what each is quoted; null when the booking's group pays alone. */
export function freezePayers(payers: readonly Payer[], totalFen: number | null): FrozenPayer[] | null {
  if (payers.length === 0) return null
  const parts = totalFen === null ? null : splitFen(totalFen, payers.map(({ share }) => share))
  return payers.map(({ groupId, label, share }, at) => ({ groupId, label, share, fen: parts?.[at] ?? null }))
}

/** A percentage as people write it ("60", "33.33", "60%", full-width digits) in basis points; null when it is none. */
export function shareOfPercent(text: string): number | null {
  const found = /^(\d{1,3})(?:\.(\d{1,2}))?%?$/.exec(text.normalize('NFKC').replace(/\s/g, ''))
  if (!found) return null
  const share = Number(found[1]) * 100 + Number((found[2] ?? '').padEnd(2, '0'))
  return share > 0 && share <= WHOLE ? share : null
}

/** Basis points as a percentage for a form, without a sign. */
export function percentOfShare(share: number): string {
  return String(share / 100)
}
