import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { blockStarts } from '~/domain/booking/chain-slots'
import { judgeHeadCount } from '~/domain/booking/head-count'
import { mayBookFor } from '~/domain/booking/on-behalf'

describe('a block', () => {
  /** Free at each instant that is named, for any length. */
  const free = (instants: readonly number[]) => ({ minutes: 1, next: (from: number) => {
    const start = instants.find((each) => each >= from)
    return start === undefined ? null : { start, end: start + 60_000 }
  } })
  const instants = fc.uniqueArray(fc.integer({ min: 0, max: 60 }), { maxLength: 30 }).map((list) => list.toSorted((a, b) => a - b))

  it('begins exactly where each of its parts is free at its distance', () => {
    fc.assert(fc.property(fc.array(fc.record({ instants, offset: fc.integer({ min: 0, max: 10 }) }), { minLength: 1, maxLength: 4 }), fc.integer({ min: 0, max: 20 }), fc.integer({ min: 1, max: 5 }), (parts, from, count) => {
      const fits = Array.from({ length: 61 }, (_, at) => at).filter((at) => at >= from && parts.every((each) => each.instants.includes(at + each.offset)))
      const found = blockStarts(parts.map((each) => ({ search: free(each.instants), offset: each.offset })), { from, apart: 1, count })
      expect(found).toEqual(fits.slice(0, count))
    }))
  })

  it('is proposed at beginnings that lie apart', () => {
    const all = Array.from({ length: 50 }, (_, at) => at)
    expect(blockStarts([{ search: free(all), offset: 0 }], { from: 3, apart: 10, count: 3 })).toEqual([3, 13, 23])
    expect(blockStarts([], { from: 0, apart: 1, count: 3 })).toEqual([])
  })
})

describe('a visit', () => {
  it('is as large as the narrowest place lets in', () => {
    expect(judgeHeadCount([{ maxPeople: null }, { maxPeople: 12 }, { maxPeople: 20 }], 12)).toEqual([])
    expect(judgeHeadCount([{ maxPeople: null }, { maxPeople: 12 }, { maxPeople: 20 }], 13)).toMatchObject([{ code: 'too_many_people', params: { limit: 12, asks: 13 }, severity: 'refuse' }])
    expect(judgeHeadCount([{ maxPeople: null }], 10_000)).toEqual([])
    expect(judgeHeadCount([{ maxPeople: 1 }], null)).toEqual([])
  })
})

describe('booking for another', () => {
  const none = { managesAll: false, isDelegate: false, sharedGroupIds: [] }
  it('is for who manages, who was named, and who is of the same group, for that group', () => {
    expect(mayBookFor(none, null)).toBeNull()
    expect(mayBookFor({ ...none, managesAll: true }, 'g')).toEqual({ isVouched: true })
    expect(mayBookFor({ ...none, isDelegate: true }, 'g')).toEqual({ isVouched: false })
    expect(mayBookFor({ ...none, sharedGroupIds: ['g', 'h'] }, null)).toEqual({ isVouched: false, groupId: 'g' })
    expect(mayBookFor({ ...none, sharedGroupIds: ['g', 'h'] }, 'h')).toEqual({ isVouched: false, groupId: 'h' })
    expect(mayBookFor({ ...none, sharedGroupIds: ['g'] }, 'other')).toBeNull()
  })
})
