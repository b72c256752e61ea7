import * as fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { DEFAULT_POLICY } from '~/domain/scheduling/policy'
import { policyProblems } from '~/domain/scheduling/policy-problems'
import { countIn, judgeQuotas, type Quota, type QuotaUse, windowsOf } from '~/domain/scheduling/quota'
import { addMinutes, minutes } from '~/domain/time/interval'
import { addDays, plainDateOf, startOfDay, startOfWeek, wallToInstant } from '~/domain/time/zone'
import { HOUR, instants, zones } from '../generators'

const ZONE = 'Asia/Shanghai'
const quota = (rest: Partial<Quota> = {}): Quota => ({ measure: 'hours', window: 'day', days: null, per: 'person', limit: 4, over: 'resource', ...rest })
const use = (date: string, from: number, to: number, rest: Partial<QuotaUse> = {}): QuotaUse => ({
  start: wallToInstant(date, from * 60, ZONE), end: wallToInstant(date, to * 60, ZONE),
  resourceId: 'sem', kindId: 'microscope', labId: 'lab', personId: 'me', groupId: 'group', universityId: 'cqu', ...rest,
})
const judged = (one: Quota, asked: QuotaUse, uses: QuotaUse[]): number[][] =>
  judgeQuotas({ quotas: [one], asked, uses, timeZone: ZONE }).map((each) => (each.code === 'quota_exceeded' ? [each.params.used, each.params.asks, each.params.limit] : []))

describe('a quota', () => {
  it('names what is used and what is asked for', () => {
    const day = '2026-11-24'
    expect(judged(quota(), use(day, 14, 17), [use(day, 8, 9)])).toEqual([])
    expect(judged(quota(), use(day, 14, 17), [use(day, 8, 10)])).toEqual([[120, 180, 240]])
    expect(judged(quota({ measure: 'count', limit: 1 }), use(day, 14, 17), [use(day, 8, 10)])).toEqual([[1, 1, 1]])
  })

  it('of hours cuts a night at midnight on the campus, of bookings counts it where it begins', () => {
    const night = use('2026-11-24', 21, 31)
    expect(judged(quota({ limit: 7 }), night, [])).toEqual([])
    expect(judged(quota({ limit: 6 }), night, [])).toEqual([[0, 420, 360]])
    expect(judged(quota({ limit: 7 }), use('2026-11-25', 20, 21), [night])).toEqual([[420, 60, 420]])
    expect(judged(quota({ measure: 'count', limit: 1 }), use('2026-11-25', 20, 21), [night])).toEqual([])
    expect(judged(quota({ measure: 'count', limit: 1 }), use('2026-11-24', 8, 9), [night])).toEqual([[1, 1, 1]])
  })

  it('of a week begins on Monday, of a month on its first', () => {
    const sunday = use('2026-11-29', 8, 12)
    expect(judged(quota({ window: 'week' }), use('2026-11-30', 8, 12), [sunday])).toEqual([])
    expect(judged(quota({ window: 'week' }), use('2026-11-23', 8, 12), [sunday])).toEqual([[240, 240, 240]])
    expect(judged(quota({ window: 'month' }), use('2026-11-30', 8, 12), [sunday])).toEqual([[240, 240, 240]])
    expect(judged(quota({ window: 'month' }), use('2026-12-01', 8, 12), [sunday])).toEqual([])
  })

  it('of days in a row looks both ways', () => {
    const rolling = quota({ window: 'rolling', days: 3 })
    expect(judged(rolling, use('2026-11-24', 8, 12), [use('2026-11-26', 8, 9)])).toEqual([[60, 240, 240]])
    expect(judged(rolling, use('2026-11-24', 8, 12), [use('2026-11-27', 8, 9)])).toEqual([])
    expect(judged(rolling, use('2026-11-24', 8, 12), [use('2026-11-22', 8, 9)])).toEqual([[60, 240, 240]])
  })

  it('counts for its bearer and on its resources alone', () => {
    const day = '2026-11-24'
    const asked = use(day, 14, 17)
    expect(judged(quota(), asked, [use(day, 8, 12, { personId: 'you' })])).toEqual([])
    expect(judged(quota({ per: 'group' }), asked, [use(day, 8, 12, { personId: 'you' })])).toEqual([[240, 180, 240]])
    expect(judged(quota({ per: 'university' }), asked, [use(day, 8, 12, { personId: 'you', groupId: null })])).toEqual([[240, 180, 240]])
    // Two people without a group are no group.
    expect(judged(quota({ per: 'group' }), { ...asked, groupId: null }, [use(day, 8, 12, { personId: 'you', groupId: null })])).toEqual([])
    expect(judged(quota(), asked, [use(day, 8, 12, { resourceId: 'tem' })])).toEqual([])
    expect(judged(quota({ over: 'kind_at_lab' }), asked, [use(day, 8, 12, { resourceId: 'tem' })])).toEqual([[240, 180, 240]])
    expect(judged(quota({ over: 'kind_at_lab' }), asked, [use(day, 8, 12, { resourceId: 'x', labId: 'other' })])).toEqual([])
  })

  it('that cannot be met is no quota and a problem of the policy', () => {
    expect(policyProblems({ ...DEFAULT_POLICY, quotas: [quota({ limit: 0 })] })).toEqual([{ rule: 'quota_impossible', fields: ['quotas'] }])
    expect(policyProblems({ ...DEFAULT_POLICY, quotas: [quota({ window: 'rolling', days: 1 })] })).toEqual([{ rule: 'quota_impossible', fields: ['quotas'] }])
    expect(policyProblems({ ...DEFAULT_POLICY, minMinutes: 300, maxMinutes: 600, quotas: [quota({ window: 'rolling', days: 7 })] })).toEqual([{ rule: 'quota_below_shortest', fields: ['quotas', 'minMinutes'] }])
    expect(judged(quota({ limit: 0 }), use('2026-11-24', 8, 9), [])).toEqual([])
  })
})

const lengths = fc.integer({ min: 1, max: 10 * 24 * 12 }).map((count) => count * 5)
const somewhere = fc.record({ zone: zones, start: instants, length: lengths })
const anyQuota = fc.record({
  measure: fc.constantFrom('count' as const, 'hours' as const),
  window: fc.constantFrom('day' as const, 'week' as const, 'month' as const, 'rolling' as const),
  days: fc.integer({ min: 2, max: 12 }), per: fc.constant('person' as const), limit: fc.integer({ min: 1, max: 60 }), over: fc.constant('resource' as const),
})

describe('windows, in every zone', () => {
  it('of a day, a week or a month divide the hours of a use among them', () => {
    fc.assert(
      fc.property(somewhere, fc.constantFrom('day' as const, 'week' as const, 'month' as const), ({ zone, start, length }, window) => {
        const period = { start, end: addMinutes(start, length) }
        const one = quota({ window })
        const windows = windowsOf(one, period, zone)
        expect(windows.reduce((sum, each) => sum + countIn(one, each, [period]), 0)).toBeCloseTo(minutes(period))
        windows.forEach((each, at) => {
          expect(each.start).toEqual(startOfDay(plainDateOf(each.start, zone), zone))
          if (at > 0) expect(each.start).toEqual(windows[at - 1]!.end)
          if (window === 'week') expect(plainDateOf(each.start, zone)).toBe(startOfWeek(plainDateOf(each.start, zone)))
          if (window === 'month') expect(plainDateOf(each.start, zone).slice(8)).toBe('01')
        })
        expect(windows[0]!.start <= period.start && period.end <= windows.at(-1)!.end).toBe(true)
      }),
      { numRuns: 300 },
    )
  })

  it('a booking is counted in exactly one day, week and month, and in as many rolling ones as they have days', () => {
    fc.assert(
      fc.property(somewhere, anyQuota, ({ zone, start, length }, each) => {
        const one = { ...each, measure: 'count' as const }
        const period = { start, end: addMinutes(start, length) }
        const counts = windowsOf(one, period, zone).map((window) => countIn(one, window, [period]))
        expect(counts).toEqual(Array.from({ length: one.window === 'rolling' ? one.days : 1 }, () => 1))
      }),
      { numRuns: 300 },
    )
  })

  it('what is let in one after another never exceeds the limit in any window', () => {
    const wishes = fc.array(fc.tuple(fc.integer({ min: 0, max: 20 * 24 }), fc.integer({ min: 1, max: 30 })), { minLength: 1, maxLength: 25 })
    fc.assert(
      fc.property(zones, anyQuota, wishes, (zone, one, list) => {
        const origin = startOfDay('2026-10-20', zone)
        const held: QuotaUse[] = []
        for (const [from, length] of list) {
          const start = new Date(origin.getTime() + from * HOUR)
          const asked = use('2026-11-24', 8, 9, { start, end: new Date(start.getTime() + length * HOUR) })
          if (judgeQuotas({ quotas: [one], asked, uses: held, timeZone: zone }).length === 0) held.push(asked)
        }
        const limit = one.measure === 'count' ? one.limit : one.limit * 60
        for (let day = -13; day < 40; day += 1) {
          const date = addDays('2026-10-20', day)
          const span = { day: 1, week: 7, month: 0, rolling: one.days }[one.window]
          if (one.window === 'week' && startOfWeek(date) !== date) continue
          if (one.window === 'month' && !date.endsWith('-01')) continue
          const end = one.window === 'month' ? addDays(date, 31).slice(0, 8).concat('01') : addDays(date, span)
          expect(countIn(one, { start: startOfDay(date, zone), end: startOfDay(end, zone) }, held)).toBeLessThanOrEqual(limit + 1e-6)
        }
      }),
      { numRuns: 200 },
    )
  })
})
