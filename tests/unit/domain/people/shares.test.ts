import * as fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { freezePayers, isWholeSplit, percentOfShare, shareOfPercent, splitFen, WHOLE } from '~/domain/people/shares'

/** Between one and eight positive shares that make a whole. */
const splits = fc
  .uniqueArray(fc.integer({ min: 1, max: WHOLE - 1 }), { maxLength: 7 })
  .map((cuts) => [0, ...cuts.toSorted((a, b) => a - b), WHOLE])
  .map((edges) => edges.slice(1).map((edge, at) => edge - edges[at]!))

describe('splitting an amount', () => {
  it('loses no fen and makes none, and is never a fen away from the exact part', () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: Number.MAX_SAFE_INTEGER }), splits, (fen, shares) => {
        const parts = splitFen(fen, shares)
        expect(parts.map(BigInt).reduce((sum, each) => sum + each, 0n)).toBe(BigInt(fen))
        for (const [at, part] of parts.entries()) {
          const off = BigInt(part) * BigInt(WHOLE) - BigInt(fen) * BigInt(shares[at]!)
          expect(off > -BigInt(WHOLE) && off < BigInt(WHOLE)).toBe(true)
        }
      }),
    )
  })

  it('gives the fen left over to the largest remainders, the earlier first', () => {
    expect(splitFen(100, [6000, 4000])).toEqual([60, 40])
    expect(splitFen(1, [5000, 5000])).toEqual([1, 0])
    expect(splitFen(10, [3334, 3333, 3333])).toEqual([4, 3, 3])
    expect(splitFen(10, [3333, 3333, 3334])).toEqual([3, 3, 4])
  })

  it('refuses shares that make no whole and amounts that are none', () => {
    for (const shares of [[], [5000], [6000, 5000], [10_001, -1], [0, WHOLE], [3333.5, 6666.5]]) expect(() => splitFen(100, shares)).toThrow(RangeError)
    expect(() => splitFen(1.5, [WHOLE])).toThrow(RangeError)
    expect(isWholeSplit([])).toBe(true)
  })

  it('keeps payers with their parts; none where the group pays alone', () => {
    const payers = [{ groupId: 'g', label: null, share: 6000 }, { groupId: null, label: 'x', share: 4000 }]
    expect(freezePayers(payers, 101)).toEqual([{ ...payers[0], fen: 61 }, { ...payers[1], fen: 40 }])
    expect(freezePayers(payers, null)?.map(({ fen }) => fen)).toEqual([null, null])
    expect(freezePayers([], 100)).toBeNull()
  })
})

describe('a percentage', () => {
  it('is read as people write it', () => {
    expect(['60', '33.33', '６０％', ' 40 % ', '0.5', '100'].map(shareOfPercent)).toEqual([6000, 3333, 6000, 4000, 50, 10_000])
    expect(['0', '100.01', '-5', '33.333', 'sixty', '', '1e2'].map(shareOfPercent)).toEqual([null, null, null, null, null, null, null])
  })

  it('comes back as it was written', () => {
    fc.assert(fc.property(fc.integer({ min: 1, max: WHOLE }), (share) => {
      expect(shareOfPercent(percentOfShare(share))).toBe(share)
    }))
  })
})
