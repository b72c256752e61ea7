import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { isLapseWarningDue } from '~/domain/eligibility/lapse-warning'
import { lapsesAt } from '~/domain/eligibility/qualification'

const DAY_MS = 86_400_000
const day = (count: number) => new Date(Date.parse('2026-11-23T01:00:00Z') + count * DAY_MS)

const held = fc.record({
  validFrom: fc.constant(day(0)),
  validUntil: fc.option(fc.integer({ min: 1, max: 400 }).map(day), { nil: null }),
  idleDays: fc.option(fc.integer({ min: 1, max: 200 }), { nil: null }),
  lastUsedAt: fc.option(fc.integer({ min: 0, max: 100 }).map(day), { nil: null }),
})

describe('the warning of a lapse', () => {
  it('comes exactly once for an end, however often one looks', () => {
    fc.assert(
      fc.property(held, fc.integer({ min: 1, max: 90 }), (one, warnDays) => {
        const end = lapsesAt(one)
        let warnedAt: Date | null = null
        let count = 0
        for (let now = 0; now <= 500; now += 0.25) {
          if (!isLapseWarningDue({ ...one, warnedAt }, warnDays, day(now))) continue
          expect(end! > day(now)).toBe(true)
          expect(end!.getTime() - day(now).getTime()).toBeLessThanOrEqual(warnDays * DAY_MS)
          warnedAt = day(now)
          count += 1
        }
        // An end before the day's look leaves nothing to announce.
        expect(count).toBeLessThanOrEqual(1)
        if (end !== null && end >= day(2)) expect(count).toBe(1)
        if (end === null) expect(count).toBe(0)
      }),
      { numRuns: 60 },
    )
  })

  it('comes again when the end has moved, and not after each use', () => {
    const byDate = { validFrom: day(0), validUntil: day(60), idleDays: null, lastUsedAt: null, warnedAt: day(31) }
    expect(isLapseWarningDue(byDate, 30, day(40))).toBe(false)
    expect(isLapseWarningDue({ ...byDate, validUntil: day(200) }, 30, day(169))).toBe(false)
    expect(isLapseWarningDue({ ...byDate, validUntil: day(200) }, 30, day(170))).toBe(true)
    const byUse = { validFrom: day(0), validUntil: null, idleDays: 30, lastUsedAt: day(10), warnedAt: null }
    expect(isLapseWarningDue(byUse, 30, day(11))).toBe(false)
    expect(isLapseWarningDue(byUse, 30, day(30))).toBe(true)
  })
})
