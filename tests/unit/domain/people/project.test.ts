import * as fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { isRunning, judgeProject, type ProjectFacts, secondsByYear, yearIn } from '~/domain/people/project'
import { seconds } from '~/domain/time/interval'
import { instants, zones } from '../generators'

const HOUR = 3_600_000
const ZONE = 'Asia/Shanghai'
const project = (more: Partial<ProjectFacts> = {}): ProjectFacts => ({
  id: 'p', groupId: 'g', isMember: true, isClosed: false, isGroupClosed: false, isGroupConfirmed: true, startsOn: null, endsOn: null,
  budgetSeconds: null, yearlySeconds: null, usedSeconds: 0, usedByYear: {}, payers: [], ...more,
})
const item = (start: string, hours: number, timeZone = ZONE) => {
  const from = new Date(start)
  return { period: { start: from, end: new Date(from.getTime() + hours * HOUR) }, quantity: 1, timeZone }
}
const codes = (facts: ProjectFacts, items: Parameters<typeof judgeProject>[1]) => judgeProject(facts, items).map(({ code, severity }) => `${code}:${severity}`)

describe('hours by year', () => {
  it('add up to the whole, clipped at each year’s edges in the campus’s zone', () => {
    fc.assert(
      fc.property(instants, fc.integer({ min: 1, max: 24 * 900 }), fc.integer({ min: 1, max: 9 }), zones, (start, hours, quantity, timeZone) => {
        const period = { start, end: new Date(start.getTime() + hours * HOUR) }
        const byYear = secondsByYear([{ period, quantity, timeZone }])
        expect(Object.values(byYear).reduce((sum, each) => sum + each, 0)).toBe(seconds(period) * quantity)
        for (const [year, count] of Object.entries(byYear)) {
          const whole = yearIn(Number(year), timeZone)
          expect(count).toBeGreaterThan(0)
          expect(count).toBeLessThanOrEqual(seconds(whole) * quantity)
        }
      }),
    )
  })

  it('a night over New Year counts in both years', () => {
    expect(secondsByYear([item('2026-12-31T14:00:00Z', 6)])).toEqual({ 2026: 2 * 3600, 2027: 4 * 3600 })
    // Midnight in Shanghai ends the year there.
    expect(secondsByYear([item('2026-12-31T14:00:00Z', 2)])).toEqual({ 2026: 2 * 3600 })
  })
})

describe('a project', () => {
  it('runs through its last day and no longer, on the campus’s calendar', () => {
    const facts = project({ startsOn: '2026-11-01', endsOn: '2026-11-30' })
    const of = (start: string, hours: number) => isRunning(facts, item(start, hours).period, ZONE)
    expect(of('2026-10-31T16:00:00Z', 1)).toBe(true)
    expect(of('2026-10-31T15:00:00Z', 2)).toBe(false)
    expect(of('2026-11-30T15:00:00Z', 1)).toBe(true)
    expect(of('2026-11-30T15:00:00Z', 2)).toBe(false)
    expect(isRunning({ ...facts, isClosed: true }, item('2026-11-10T00:00:00Z', 1).period, ZONE)).toBe(false)
  })

  it('that ended carries nothing, whatever its hours', () => {
    expect(codes(project({ endsOn: '2026-11-22', yearlySeconds: 1 }), [item('2026-11-23T01:00:00Z', 2)])).toEqual(['project_not_running:refuse'])
    expect(codes(project({ isGroupClosed: true }), [item('2026-11-23T01:00:00Z', 2)])).toEqual(['project_not_running:refuse'])
  })

  it('refuses beyond the hours of a year, and warns beyond its budget', () => {
    const facts = project({ yearlySeconds: 10 * 3600, usedByYear: { 2026: 9 * 3600 }, budgetSeconds: 20 * 3600, usedSeconds: 19 * 3600 })
    expect(codes(facts, [item('2026-11-23T01:00:00Z', 1)])).toEqual([])
    expect(codes(facts, [item('2026-11-23T01:00:00Z', 2)])).toEqual(['project_quota_spent:refuse', 'project_budget_spent:warn'])
    // The hours of the next year are its own.
    expect(codes(facts, [item('2027-01-04T01:00:00Z', 10)])).toEqual(['project_budget_spent:warn'])
    expect(codes(facts, [{ ...item('2026-11-23T01:00:00Z', 1), quantity: 2 }])).toEqual(['project_quota_spent:refuse', 'project_budget_spent:warn'])
  })

  it('that accepts a booking accepts it with more hours, too', () => {
    fc.assert(
      fc.property(fc.nat(50), fc.nat(50), fc.nat(50), fc.integer({ min: 1, max: 40 }), (limit, used, more, hours) => {
        const facts = project({ yearlySeconds: (limit + 1) * 3600, usedByYear: { 2026: used * 3600 } })
        const wanted = [item('2026-03-02T01:00:00Z', hours)]
        if (judgeProject(facts, wanted).length > 0) return
        expect(judgeProject({ ...facts, yearlySeconds: facts.yearlySeconds! + more * 3600 }, wanted)).toEqual([])
      }),
    )
  })
})
