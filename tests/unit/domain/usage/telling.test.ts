import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { mendTime } from '~/domain/usage/clock'
import { told } from '~/domain/usage/telling'

const TRUE_NOW = Date.parse('2026-11-23T08:00:00Z')
const HOUR = 3_600_000

/** A device whose wall clock is off by `off`, hears the server, notes something, and sends it later. */
function tell({ off, ago, sleeps = 0, set = 0, restarts = false, heard = true }: { off: number; ago: number; sleeps?: number; set?: number; restarts?: boolean; heard?: boolean }): number {
  const happened = TRUE_NOW - ago
  const noted = { wall: happened + off, steady: 1000, run: 'a', offset: heard ? -off : null }
  const sentAt = new Date(TRUE_NOW + off + set)
  const now = restarts ? { wall: sentAt.getTime(), steady: 10, run: 'b' } : { wall: sentAt.getTime(), steady: 1000 + ago - sleeps, run: 'a' }
  const mended = mendTime(told(noted, now), { sentAt, receivedAt: new Date(TRUE_NOW) })
  if (!mended.ok) throw new Error(mended.why)
  return mended.at.getTime() - happened
}

describe('what a device tells of its clocks', () => {
  it('is the true time, however wrong its clock is', () => {
    fc.assert(fc.property(fc.integer({ min: -20 * 8766, max: 20 * 8766 }), fc.integer({ min: 0, max: 24 * HOUR }), (years, ago) => {
      expect(tell({ off: years * HOUR, ago })).toBe(0)
    }))
  })

  it('outlives sleep, a clock that is set, and a restart without the server, each alone', () => {
    const off = -3 * 8766 * HOUR
    expect(tell({ off, ago: 5 * HOUR, sleeps: 4 * HOUR })).toBe(0)
    expect(tell({ off, ago: 5 * HOUR, set: 3 * 8766 * HOUR })).toBe(0)
    expect(tell({ off, ago: 5 * HOUR, set: -HOUR })).toBe(0)
    expect(tell({ off, ago: 5 * HOUR, restarts: true })).toBe(0)
    expect(tell({ off, ago: 5 * HOUR, restarts: true, heard: false })).toBe(0)
    expect(tell({ off, ago: 5 * HOUR, set: 3 * 8766 * HOUR, heard: false })).toBe(0)
  })
})
