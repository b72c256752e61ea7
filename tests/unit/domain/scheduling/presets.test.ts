import { describe, expect, it } from 'vitest'
import { judgePolicy } from '~/domain/scheduling/judge-policy'
import { effectivePolicy } from '~/domain/scheduling/policy'
import { policyProblems } from '~/domain/scheduling/policy-problems'
import { PRESET_NAMES, PRESETS, type PresetName } from '~/domain/scheduling/presets'
import { addMinutes } from '~/domain/time/interval'
import { wallToInstant } from '~/domain/time/zone'

const ZONE = 'Asia/Shanghai'
const NOW = wallToInstant('2026-11-23', 540, ZONE)

/** What each preset's words promise: begin so many hours after a midnight, for so many, in so many days. */
const PROMISES: Record<PresetName, { allowed: [day: number, hour: number, hours: number][]; refused: [day: number, hour: number, hours: number, code: string][]; asks: boolean }> = {
  hourly: { allowed: [[0, 10, 1], [1, 9, 8]], refused: [[1, 9, 9, 'duration_too_long'], [1, 9.5, 1, 'off_grid']], asks: false },
  approval: { allowed: [[0, 10, 1], [1, 9, 24]], refused: [[1, 9, 25, 'duration_too_long']], asks: true },
  days: { allowed: [[1, 0, 24], [1, 0, 14 * 24]], refused: [[1, 9, 24, 'off_grid'], [1, 0, 15 * 24, 'duration_too_long']], asks: true },
  training: { allowed: [[1, 9, 2]], refused: [[0, 12, 2, 'notice_too_short']], asks: true },
  contact: { allowed: [[3, 9, 2]], refused: [[2, 9, 2, 'notice_too_short']], asks: true },
}

describe.each(PRESET_NAMES)('the preset %s', (name) => {
  const { policy } = effectivePolicy([PRESETS[name]])
  const ask = (day: number, hour: number, hours: number) => {
    const start = wallToInstant('2026-11-23', day * 1440 + hour * 60, ZONE)
    return judgePolicy({ policy, period: { start, end: addMinutes(start, hours * 60) }, now: NOW, timeZone: ZONE, futureBookings: 0 }).map(({ code }) => code)
  }

  it('contradicts nothing and does what its words say', () => {
    expect(policyProblems(policy)).toEqual([])
    const { allowed, refused, asks } = PROMISES[name]
    for (const wish of allowed) expect(ask(...wish), String(wish)).toEqual([])
    for (const [day, hour, hours, code] of refused) expect(ask(day, hour, hours), code).toContain(code)
    expect(policy.approval === 'lab_manager').toBe(asks)
  })
})
