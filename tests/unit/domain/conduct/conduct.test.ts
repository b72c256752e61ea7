import * as fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { BOOKING_STATUSES, statusOfItems } from '~/domain/booking/states'
import { type Consequence, effectAt, proposals } from '~/domain/conduct/consequences'
import { findConduct } from '~/domain/conduct/findings'
import { CONDUCT_KINDS } from '~/domain/conduct/kinds'
import { judgePlea, mayDecidePlea } from '~/domain/conduct/pleas'
import { conductRuleFaults, type ConductRules, DEFAULT_CONDUCT_RULES, effectiveConductRules } from '~/domain/conduct/rules'
import { creditScore, type StandingFinding } from '~/domain/conduct/score'
import type { UseFact, UseSource } from '~/domain/usage/facts'
import { reduceUse } from '~/domain/usage/record'
import { span, tick } from '../generators'

const RULES = DEFAULT_CONDUCT_RULES
const REQUIRED: ConductRules = { ...RULES, checkIn: 'required' }
const PLAN = span(60, 180)
const DAY = 1440

const use = (start: number | null, end: number | null, source: UseSource = 'phone', rules = REQUIRED) => {
  const facts: UseFact[] = [
    ...(start === null ? [] : [{ id: 's', kind: 'start' as const, source, at: tick(start) }]),
    ...(end === null ? [] : [{ id: 'e', kind: 'end' as const, source, at: tick(end) }]),
  ]
  return reduceUse(facts, { plan: PLAN, rules, now: tick(5000) })
}
const found = (record: ReturnType<typeof use>, rest: Partial<Parameters<typeof findConduct>[0]> = {}) =>
  findConduct({ plan: PLAN, bookingStatus: 'completed', record, rules: REQUIRED, outages: [], ...rest })
const kinds = (...args: Parameters<typeof found>) => found(...args).map(({ kind }) => kind)

describe('what a use shows', () => {
  it('is found with its evidence from what was measured', () => {
    expect(kinds(use(60, 180))).toEqual([])
    expect(kinds(use(null, null))).toEqual(['no_show'])
    expect(kinds(use(75, 180))).toEqual([])
    expect(found(use(76, 180))).toMatchObject([{ kind: 'late', at: tick(76), evidence: { lateSeconds: 960 } }])
    expect(kinds(use(60, 110))).toEqual(['early_leave'])
    expect(kinds(use(60, 120))).toEqual([])
    expect(found(use(60, 196))).toMatchObject([{ kind: 'overrun', evidence: { overrunSeconds: 960 } }])
    expect(kinds(use(100, 110))).toEqual(['late', 'early_leave'])
  })

  it('is nothing where nothing was measured', () => {
    expect(kinds(use(null, null, 'phone', RULES))).toEqual([])
    expect(kinds(use(60, null))).toEqual([])
  })

  it('never counts where the lab cancelled, or a fault was near', () => {
    for (const bookingStatus of BOOKING_STATUSES.filter((each) => !['approved', 'in_use', 'completed', 'no_show'].includes(each))) {
      expect(kinds(use(null, null), { bookingStatus })).toEqual([])
    }
    fc.assert(fc.property(fc.integer({ min: 0, max: 179 }), fc.integer({ min: 62, max: 300 }), (from, to) => {
      if (from >= to) return
      expect(kinds(use(null, null), { outages: [span(from, to)] })).toEqual([])
      expect(kinds(use(90, 100), { outages: [span(from, to)] })).toEqual([])
    }))
    expect(kinds(use(60, 260), { outages: [span(200, 210)] })).toEqual([])
    expect(kinds(use(null, null), { outages: [span(0, 60), span(180, 200)] })).toEqual(['no_show'])
  })
})

let next = 0
const finding = (rest: Partial<StandingFinding> = {}): StandingFinding => ({
  id: `f${(next += 1)}`, kind: 'no_show', at: tick(0), points: 20, resourceId: 'r', labId: 'l', universityId: 'u', isWithdrawn: false, plea: 'none', ...rest,
})
const findings = fc.array(
  fc.record({
    kind: fc.constantFrom(...CONDUCT_KINDS), at: fc.integer({ min: 0, max: 300 * DAY }).map(tick), points: fc.integer({ min: 0, max: 100 }), labId: fc.constantFrom('l', 'm'),
    isWithdrawn: fc.boolean(), plea: fc.constantFrom('none' as const, 'open' as const, 'accepted' as const, 'refused' as const),
  }).map((each) => finding(each)),
  { maxLength: 8 },
)

describe('the score', () => {
  it('starts at a hundred, falls by the points and comes back evenly', () => {
    expect(creditScore([], RULES, tick(0))).toBe(100)
    expect(creditScore([finding()], RULES, tick(0))).toBe(80)
    expect(creditScore([finding()], RULES, tick(90 * DAY))).toBe(90)
    expect(creditScore([finding()], RULES, tick(180 * DAY))).toBe(100)
  })

  it('stays within its bounds, never falls by time alone, and knows neither what is excused nor its order', () => {
    fc.assert(fc.property(findings, fc.integer({ min: 300 * DAY, max: 600 * DAY }), fc.integer({ min: 0, max: 100 * DAY }), (list, at, more) => {
      const score = creditScore(list, RULES, tick(at))
      expect(score).toBeGreaterThanOrEqual(0)
      expect(score).toBeLessThanOrEqual(100)
      expect(creditScore(list, RULES, tick(at + more))).toBeGreaterThanOrEqual(score)
      expect(creditScore(list.toReversed(), RULES, tick(at))).toBe(score)
      expect(creditScore([...list, finding({ at: tick(at), plea: 'accepted' }), finding({ at: tick(at), isWithdrawn: true })], RULES, tick(at))).toBe(score)
    }))
  })
})

describe('what follows', () => {
  const three = [0, 10, 20].map((day) => finding({ at: tick(day * DAY) }))
  it('is proposed for the place where it happened, and the heavy needs a human', () => {
    expect(proposals(three.slice(1), RULES, tick(21 * DAY))).toMatchObject([{ scope: 'lab', effect: 'warning', needsDecision: false }])
    const [lab, ...rest] = proposals(three, RULES, tick(21 * DAY))
    expect(lab).toMatchObject({ scope: 'lab', scopeId: 'l', effect: 'suspended', days: 7, needsDecision: true, because: three.map(({ id }) => id) })
    expect(rest.map(({ scope }) => scope)).toEqual(['university'].filter(() => creditScore(three, RULES, tick(21 * DAY)) < 60))
    expect(proposals(three.map((each, at) => ({ ...each, labId: `l${at}` })), RULES, tick(21 * DAY)).every(({ effect }) => effect !== 'suspended')).toBe(true)
    expect(proposals(three, RULES, tick(400 * DAY))).toEqual([])
  })

  it('rests on nothing that is excused, withdrawn or appealed against', () => {
    fc.assert(fc.property(findings, (list) => {
      const grounds = new Set(proposals(list, RULES, tick(301 * DAY)).flatMap(({ because }) => because))
      for (const each of list) if (each.isWithdrawn || each.plea === 'accepted' || each.plea === 'open') expect(grounds.has(each.id)).toBe(false)
      for (const each of proposals(list, RULES, tick(301 * DAY))) expect(each.needsDecision).toBe(each.effect !== 'warning')
    }))
  })

  it('holds at its place, while it runs, unless it is frozen or only proposed', () => {
    const place = { resourceId: 'r', labId: 'l', universityId: 'u' }
    const suspended: Consequence = { scope: 'lab', scopeId: 'l', effect: 'suspended', status: 'in_force', startsAt: tick(0), endsAt: tick(100), isFrozen: false }
    expect(effectAt([suspended], place, tick(50))).toBe('suspended')
    expect(effectAt([suspended], place, tick(100))).toBe(null)
    expect(effectAt([suspended], { ...place, labId: 'other' }, tick(50))).toBe(null)
    expect(effectAt([{ ...suspended, isFrozen: true }], place, tick(50))).toBe(null)
    expect(effectAt([{ ...suspended, status: 'proposed' }], place, tick(50))).toBe(null)
    expect(effectAt([{ ...suspended, scope: 'alliance', scopeId: '*', effect: 'approval_only' }], place, tick(50))).toBe('approval_only')
  })
})

describe('a plea', () => {
  it('is the person’s own, in time, once', () => {
    const of = { personId: 'p', foundAt: tick(0), plea: 'none' as const, isWithdrawn: false }
    const codes = (over: Partial<typeof of> | { plea: 'open' }, at: number, by = 'p') => judgePlea({ ...of, ...over }, { personId: by }, RULES, tick(at)).map(({ code }) => code)
    expect(codes({}, 14 * DAY - 1)).toEqual([])
    expect(codes({}, 14 * DAY)).toEqual(['plea_too_late'])
    expect(codes({}, 0, 'q')).toEqual(['not_allowed'])
    expect(codes({ plea: 'open' }, 0)).toEqual(['already_decided'])
    expect([mayDecidePlea('p', { personId: 'p', reportedById: null }), mayDecidePlea('m', { personId: 'p', reportedById: 'm' }), mayDecidePlea('m', { personId: 'p', reportedById: null })]).toEqual([false, false, true])
  })
})

it('rules come from the last layer that states them, and impossible ones are named', () => {
  expect(effectiveConductRules([{ lateAfterMinutes: 30 }, { lateAfterMinutes: undefined, decayDays: 365 }])).toEqual({ ...RULES, lateAfterMinutes: 30, decayDays: 365 })
  expect(conductRuleFaults(RULES)).toEqual([])
  expect(conductRuleFaults({ ...RULES, graceMinutes: -1, decayDays: 0, points: { ...RULES.points, late: 101 } })).toEqual(['graceMinutes', 'points', 'decayDays'])
})

it('a booking is in use from its first item to its last, and a no-show when nobody came to any', () => {
  expect(statusOfItems(['not_started', 'no_show'])).toBe('approved')
  expect(statusOfItems(['completed', 'not_started'])).toBe('in_use')
  expect(statusOfItems(['completed', 'no_show'])).toBe('completed')
  expect(statusOfItems(['no_show', 'no_show'])).toBe('no_show')
})
