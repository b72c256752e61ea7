import * as fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { horizonEnd, judgePolicy } from '~/domain/scheduling/judge-policy'
import { DEFAULT_POLICY, effectivePolicy, type Policy, POLICY_KEYS } from '~/domain/scheduling/policy'
import { policyProblems } from '~/domain/scheduling/policy-problems'
import { wallToInstant } from '~/domain/time/zone'

const ZONE = 'Asia/Shanghai'
const NOW = wallToInstant('2026-11-23', 600, ZONE)

function judged(
  from: [string, number],
  to: [string, number],
  rules: Partial<Policy> = {},
  more: { zone?: string; futureBookings?: number; now?: Date } = {},
) {
  const zone = more.zone ?? ZONE
  return judgePolicy({
    policy: { ...DEFAULT_POLICY, ...rules },
    period: { start: wallToInstant(...from, zone), end: wallToInstant(...to, zone) },
    now: more.now ?? NOW,
    timeZone: zone,
    futureBookings: more.futureBookings ?? 0,
  })
}
const codes = (problems: { code: string }[]) => problems.map((each) => each.code)

describe('judging a period', () => {
  it('finds nothing wrong with a plain one', () => {
    expect(judged(['2026-11-24', 540], ['2026-11-24', 660])).toEqual([])
  })

  it('reports every broken rule at once', () => {
    const found = judged(['2027-11-24', 547], ['2027-11-24', 557], { maxFutureBookings: 2 }, { futureBookings: 2 })
    expect(codes(found)).toEqual(['off_grid', 'duration_too_short', 'beyond_horizon', 'too_many_future'])
    expect(found.every((each) => each.severity === 'refuse')).toBe(true)
  })

  it('judges the grid on the wall clock of the campus', () => {
    const kathmandu = { zone: 'Asia/Kathmandu' }
    expect(judged(['2026-11-24', 540], ['2026-11-24', 600], { gridMinutes: 60 }, kathmandu)).toEqual([])
    expect(codes(judged(['2026-11-24', 555], ['2026-11-24', 615], { gridMinutes: 60 }, kathmandu))).toEqual(['off_grid'])
    const seconds = judgePolicy({
      policy: DEFAULT_POLICY,
      period: { start: new Date(wallToInstant('2026-11-24', 540, ZONE).getTime() + 1000), end: wallToInstant('2026-11-24', 600, ZONE) },
      now: NOW,
      timeZone: ZONE,
      futureBookings: 0,
    })
    expect(codes(seconds)).toContain('off_grid')
  })

  it('allows the shortest and the longest length themselves', () => {
    const rules = { minMinutes: 60, maxMinutes: 120 }
    expect(judged(['2026-11-24', 540], ['2026-11-24', 600], rules)).toEqual([])
    expect(judged(['2026-11-24', 540], ['2026-11-24', 660], rules)).toEqual([])
    expect(judged(['2026-11-24', 540], ['2026-11-24', 570], rules)).toEqual([
      { code: 'duration_too_short', params: { minMinutes: 60 }, severity: 'refuse' },
    ])
    expect(judged(['2026-11-24', 540], ['2026-11-24', 690], rules)).toEqual([
      { code: 'duration_too_long', params: { maxMinutes: 120 }, severity: 'refuse' },
    ])
  })

  it('allows exactly the notice asked for', () => {
    const rules = { minNoticeMinutes: 120 }
    expect(judged(['2026-11-23', 720], ['2026-11-23', 780], rules)).toEqual([])
    expect(judged(['2026-11-23', 690], ['2026-11-23', 750], rules)).toEqual([
      { code: 'notice_too_short', params: { minutes: 120 }, severity: 'refuse' },
    ])
  })

  it('opens the last day of the horizon whole, by the calendar of the campus', () => {
    const rules = { horizonDays: 7 }
    expect(judged(['2026-11-30', 1410], ['2026-12-01', 60], rules)).toEqual([])
    expect(judged(['2026-12-01', 0], ['2026-12-01', 60], rules)).toEqual([
      { code: 'beyond_horizon', params: { days: 7, latest: '2026-11-30T16:00:00.000Z' }, severity: 'refuse' },
    ])
    const lateEvening = wallToInstant('2026-11-23', 1439, ZONE)
    expect(horizonEnd({ ...DEFAULT_POLICY, ...rules }, lateEvening, ZONE)).toEqual(horizonEnd({ ...DEFAULT_POLICY, ...rules }, NOW, ZONE))
  })

  it('counts the bookings to come against the limit', () => {
    const period: [[string, number], [string, number]] = [['2026-11-24', 540], ['2026-11-24', 600]]
    expect(judged(...period, { maxFutureBookings: 2 }, { futureBookings: 1 })).toEqual([])
    expect(codes(judged(...period, { maxFutureBookings: 2 }, { futureBookings: 2 }))).toEqual(['too_many_future'])
  })

  it('counts whole days as days, also when one has 23 hours', () => {
    const rules = { wholeDays: true, minMinutes: 1440, maxMinutes: 2880 }
    const berlin = { zone: 'Europe/Berlin', now: new Date('2026-03-20T00:00:00Z') }
    expect(judged(['2026-03-29', 0], ['2026-03-30', 0], rules, berlin)).toEqual([])
    expect(codes(judged(['2026-03-29', 0], ['2026-04-01', 0], rules, berlin))).toEqual(['duration_too_long'])
    expect(codes(judged(['2026-03-28', 60], ['2026-03-29', 60], rules, berlin))).toEqual(['off_grid'])
  })
})

describe('layers', () => {
  it('leave the default where nobody says anything', () => {
    const { policy, source } = effectivePolicy([])
    expect(policy).toEqual(DEFAULT_POLICY)
    expect(new Set(Object.values(source))).toEqual(new Set([-1]))
  })

  it('take each rule from the narrowest layer that states it; null is a statement', () => {
    const { policy, source } = effectivePolicy([
      { maxMinutes: 240, maxFutureBookings: 3 },
      { maxMinutes: undefined, minMinutes: 60 },
      { maxFutureBookings: null },
    ])
    expect(policy).toMatchObject({ maxMinutes: 240, minMinutes: 60, maxFutureBookings: null })
    expect(source).toMatchObject({ maxMinutes: 0, minMinutes: 1, maxFutureBookings: 2, gridMinutes: -1 })
  })

  it('name for every rule a layer that states just this value', () => {
    const layer = fc.record(
      {
        gridMinutes: fc.constantFrom(5, 15, 60),
        maxMinutes: fc.constantFrom(60, 600),
        approval: fc.constantFrom('none' as const, 'lab_manager' as const),
        maxFutureBookings: fc.constantFrom(null, 1, 5),
      },
      { requiredKeys: [] },
    )
    fc.assert(
      fc.property(fc.array(layer, { maxLength: 5 }), (layers) => {
        const { policy, source } = effectivePolicy(layers)
        for (const key of POLICY_KEYS) {
          const from: Partial<Policy> = source[key] === -1 ? DEFAULT_POLICY : (layers[source[key]] ?? {})
          expect(from[key]).toBe(policy[key])
          const narrower: Partial<Policy>[] = layers.slice(source[key] + 1)
          expect(narrower.every((each) => each[key] === undefined)).toBe(true)
        }
      }),
    )
  })

  it('ignore what is no rule', () => {
    const stray: Partial<Policy> = JSON.parse('{"gridMinutes":15,"colour":"green"}') as Partial<Policy>
    expect(Object.keys(effectivePolicy([stray]).policy).toSorted()).toEqual([...POLICY_KEYS].toSorted())
  })
})

const rulesOf = (rules: Partial<Policy>) => policyProblems({ ...DEFAULT_POLICY, ...rules }).map((each) => each.rule)

describe('contradictory rules', () => {
  it('are none in the default', () => {
    expect(policyProblems(DEFAULT_POLICY)).toEqual([])
  })

  it('are found', () => {
    expect(rulesOf({ minMinutes: 600, maxMinutes: 60 })).toEqual(['min_above_max'])
    expect(rulesOf({ gridMinutes: 50 })).toEqual(['grid_leaves_remainder'])
    expect(rulesOf({ gridMinutes: 60, minMinutes: 70, maxMinutes: 110 })).toEqual(['no_length_on_grid'])
    expect(rulesOf({ minNoticeMinutes: 2 * 1440, horizonDays: 1 })).toEqual(['notice_beyond_horizon'])
    expect(rulesOf({ minNoticeMinutes: 2 * 1440 - 1, horizonDays: 1 })).toEqual([])
    expect(rulesOf({ wholeDays: true, maxMinutes: 480 })).toEqual(['no_length_on_grid'])
    expect(policyProblems({ ...DEFAULT_POLICY, gridMinutes: 0, minMinutes: 1.5 })).toEqual([
      { rule: 'out_of_range', fields: ['gridMinutes'] },
      { rule: 'out_of_range', fields: ['minMinutes'] },
    ])
  })
})
