import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { blockStarts } from '~/domain/booking/chain-slots'
import { judgeHeadCount } from '~/domain/booking/head-count'
import { judgeRooms } from '~/domain/booking/room-limit'
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

describe('a room', () => {
  const at = (hour: number) => new Date(Date.UTC(2026, 10, 24, hour))
  const span = fc.tuple(fc.integer({ min: 0, max: 11 }), fc.integer({ min: 1, max: 6 })).map(([from, hours]) => ({ start: at(from), end: at(from + hours) }))
  const there = fc.tuple(span, fc.constantFrom('ann', 'bob', 'cat'), fc.integer({ min: 1, max: 4 })).map(([period, personId, people]) => ({ ...period, personId, people }))

  it('holds all who are there at each moment that has to be attended, each person once', () => {
    fc.assert(fc.property(fc.array(there, { maxLength: 6 }), fc.array(span, { maxLength: 3 }), fc.integer({ min: 1, max: 4 }), fc.integer({ min: 1, max: 9 }), (present, attended, headCount, limit) => {
      const [found] = judgeRooms({ rooms: { r: { id: 'room', limit, present } } }, [{ resourceId: 'r', attended }], { attendeeId: 'ann', headCount })
      // Hour by hour, by itself: nothing begins or ends between them.
      const fullest = Math.max(0, ...Array.from({ length: 24 }, (_, hour) => {
        const isThere = ({ start, end }: { start: Date; end: Date }) => start <= at(hour) && at(hour) < end
        if (!attended.some(isThere)) return 0
        const most = (who: string) => Math.max(0, ...present.filter((each) => each.personId === who && isThere(each)).map(({ people }) => people))
        return Math.max(headCount, most('ann')) + most('bob') + most('cat')
      }))
      const { present: others, asks } = found?.code === 'room_full' ? found.params : { present: 0, asks: 0 }
      expect(others + asks).toBe(fullest > limit ? fullest : 0)
    }))
  })
})
