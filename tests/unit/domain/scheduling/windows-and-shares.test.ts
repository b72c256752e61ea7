import * as fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { ORIGIN_CLASSES, type OriginClass } from '~/domain/pricing/quote'
import { areSeparate, countsTowardsQuotas, fixedSlotAt, slotCutInto, withoutFixedSlots } from '~/domain/scheduling/fixed-slots'
import { judgeShares, type ShareFacts, type ShareUse } from '~/domain/scheduling/hour-shares'
import { judgePolicy } from '~/domain/scheduling/judge-policy'
import { judgeOwnerWindows, type OwnerWindow, reservedParts } from '~/domain/scheduling/owner-windows'
import { DEFAULT_POLICY, type Policy, policyFor } from '~/domain/scheduling/policy'
import { policyProblems } from '~/domain/scheduling/policy-problems'
import { type Asker, judgeAsker, judgePurpose, mayBook, REACHES } from '~/domain/scheduling/who-may-book'
import { addMinutes, minutes, overlaps, type Period } from '~/domain/time/interval'
import { addDays, startOfDay, wallToInstant, weekdayOf } from '~/domain/time/zone'

const ZONES = ['Asia/Shanghai', 'Asia/Kathmandu', 'Europe/Berlin', 'America/New_York']
const zone = fc.constantFrom(...ZONES)
/** Days around both changes of clocks, and others. */
const date = fc.integer({ min: 0, max: 400 }).map((days) => addDays('2026-01-01', days))
const periodIn = (timeZone: string) =>
  fc.tuple(date, fc.integer({ min: 0, max: 1439 }), fc.integer({ min: 1, max: 4 * 1440 })).map(([day, minute, length]): Period => {
    const start = wallToInstant(day, minute, timeZone)
    return { start, end: addMinutes(start, length) }
  })
const policy = (rules: Partial<Policy>): Policy => ({ ...DEFAULT_POLICY, ...rules })
const asker = (rest: Partial<Asker> = {}): Asker => ({ origin: 'alliance_member', kind: 'student', groupIds: [], ...rest })
const codes = (problems: { code: string }[]) => problems.map(({ code }) => code)

const window: fc.Arbitrary<OwnerWindow> = fc.record({
  weekdays: fc.subarray([1, 2, 3, 4, 5, 6, 7] as const, { minLength: 1 }),
  from: fc.integer({ min: 0, max: 1439 }),
  to: fc.integer({ min: 1, max: 1440 }),
  for: fc.constantFrom('groups' as const, 'own_university' as const),
  opens: fc.oneof(
    fc.record({ by: fc.constant('clock' as const), daysBefore: fc.integer({ min: 0, max: 7 }), minute: fc.integer({ min: 0, max: 1439 }) }),
    fc.record({ by: fc.constant('hours' as const), hours: fc.integer({ min: 0, max: 100 }) }),
  ),
}).map((each) => ({ ...each, to: each.from + each.to }))

describe('times kept for the owners', () => {
  it('refuse others until the moment they name, and nobody from then on', () => {
    fc.assert(
      fc.property(zone.chain((z) => fc.tuple(fc.constant(z), periodIn(z), fc.array(window, { minLength: 1, maxLength: 3 }))), ([timeZone, period, ownerWindows]) => {
        const rules = policy({ ownerWindows, ownerGroups: ['g'] })
        const ask = (now: Date, who: Asker) => judgeOwnerWindows({ policy: rules, period, now, timeZone, asker: who })
        const early = addMinutes(period.start, -30 * 1440)
        const [refusal] = ask(early, asker())
        const parts = reservedParts(ownerWindows, period, timeZone)
        expect(refusal === undefined).toBe(parts.length === 0)
        if (refusal?.code !== 'reserved_for_owners') return
        const opensAt = new Date(refusal.params.opensAt)
        expect(ask(opensAt, asker())).toEqual([])
        expect(ask(new Date(opensAt.getTime() - 1), asker())).toHaveLength(1)
        expect(ask(early, asker({ groupIds: ['g'] }))).toEqual([])
        const forGroups = ownerWindows.every((each) => each.for === 'own_university')
        if (forGroups) expect(ask(early, asker({ origin: 'own_university' }))).toEqual([])
        // Each part lies in the period and begins on one of the window's days, or runs over from one.
        expect(parts.every((part) => part.start >= period.start && part.end <= period.end && part.start < part.end)).toBe(true)
      }),
      { numRuns: 300 },
    )
  })

  it('mean the days and hours of the campus', () => {
    const morning: OwnerWindow = { weekdays: [1, 2, 3, 4, 5], from: 480, to: 1260, for: 'groups', opens: { by: 'clock', daysBefore: 0, minute: 540 } }
    const at = (day: string, minute: number) => wallToInstant(day, minute, 'Asia/Shanghai')
    const ask = (day: string, now: Date) =>
      judgeOwnerWindows({ policy: policy({ ownerWindows: [morning], ownerGroups: ['g'] }), period: { start: at(day, 840), end: at(day, 960) }, now, timeZone: 'Asia/Shanghai', asker: asker() })
    expect(weekdayOf('2026-11-24')).toBe(2)
    expect(ask('2026-11-24', at('2026-11-23', 600))).toMatchObject([{ code: 'reserved_for_owners', params: { opensAt: at('2026-11-24', 540).toISOString() } }])
    expect(ask('2026-11-24', at('2026-11-24', 540))).toEqual([])
    expect(ask('2026-11-28', at('2026-11-23', 600))).toEqual([])
  })
})

describe('who may book', () => {
  it('grows with the reach, and owner groups are always near enough', () => {
    fc.assert(
      fc.property(fc.constantFrom(...ORIGIN_CLASSES), fc.boolean(), (origin, isOwner) => {
        const who = asker({ origin, groupIds: isOwner ? ['g'] : [] })
        const may = REACHES.map((reach) => mayBook(policy({ reach, ownerGroups: ['g'] }), who))
        expect(may).toEqual(may.toSorted((a, b) => Number(a) - Number(b)))
        if (isOwner) expect(may).not.toContain(false)
        expect(may.at(-1)).toBe(true)
      }),
    )
  })

  it('may name kinds of people and purposes; what is not known is not judged', () => {
    const rules = policy({ kinds: ['teacher'], purposes: ['teaching'] })
    expect(codes(judgeAsker(rules, asker()))).toEqual(['kind_not_admitted'])
    expect(judgeAsker(rules, asker({ kind: 'teacher' }))).toEqual([])
    expect(judgeAsker(rules, asker({ kind: null }))).toEqual([])
    expect(codes(judgePurpose(rules, 'research'))).toEqual(['purpose_not_allowed'])
    expect(judgePurpose(rules, 'teaching')).toEqual([])
    expect(judgePurpose(rules, undefined)).toEqual([])
  })
})

describe('modes', () => {
  it('have their own limits over those of the resource', () => {
    const rules = policy({ maxMinutes: 240, modeRules: [{ mode: 'assisted_booking', maxMinutes: 120, minNoticeMinutes: 1440, reach: 'own_university' }] })
    expect(policyFor(rules, 'self_operation')).toEqual(rules)
    expect(policyFor(rules, 'assisted_booking')).toMatchObject({ maxMinutes: 120, minNoticeMinutes: 1440, reach: 'own_university', minMinutes: rules.minMinutes })
    expect(policyProblems(policy({ modeRules: [{ mode: 'remote', minMinutes: 600, maxMinutes: 60 }] })).map(({ rule }) => rule)).toEqual(['mode_impossible'])
  })
})

describe('times booked in one piece', () => {
  const night = { from: 1260, to: 1860, isCounted: false }
  const rules = policy({ gridMinutes: 60, minMinutes: 60, maxMinutes: 240, fixedSlots: [night], longSession: { maxMinutes: 480, noticeMinutes: 4 * 1440, isCounted: false }, horizonDays: 7 })
  const at = (hours: number) => wallToInstant('2026-11-24', hours * 60, 'Asia/Shanghai')
  const now = wallToInstant('2026-11-23', 600, 'Asia/Shanghai')
  const ask = (from: number, to: number, when = now) => codes(judgePolicy({ policy: rules, period: { start: at(from), end: at(to) }, now: when, timeZone: 'Asia/Shanghai', futureBookings: 0 }))

  it('are taken whole or not at all, whatever the lengths', () => {
    expect(ask(21, 31)).toEqual([])
    expect(ask(21, 23)).toEqual(['slot_booked_whole'])
    expect(ask(19, 22)).toEqual(['slot_booked_whole'])
    expect(ask(30, 32)).toEqual(['slot_booked_whole'])
    expect(ask(17, 21)).toEqual([])
  })

  it('stand beside longer sessions that ask for more notice', () => {
    expect(ask(9, 14)).toEqual(['long_needs_notice'])
    expect(ask(9 + 96, 14 + 96)).toEqual([])
    expect(ask(9 + 96, 18 + 96)).toEqual(['duration_too_long'])
    const long = { start: at(9), end: at(14) }
    expect(countsTowardsQuotas(rules, long, 'Asia/Shanghai')).toBe(false)
    expect(countsTowardsQuotas(rules, { start: at(21), end: at(31) }, 'Asia/Shanghai')).toBe(false)
    expect(countsTowardsQuotas(rules, { start: at(9), end: at(13) }, 'Asia/Shanghai')).toBe(true)
  })

  it('that overlap are no rule', () => {
    expect(areSeparate([night])).toBe(true)
    expect(areSeparate([night, { ...night, from: 400, to: 500 }])).toBe(false)
    expect(areSeparate([{ ...night, to: 1260 + 1440 }])).toBe(false)
  })

  it('leave of free time just what touches none of them', () => {
    fc.assert(
      fc.property(zone.chain((z) => fc.tuple(fc.constant(z), periodIn(z))), ([timeZone, period]) => {
        const left = withoutFixedSlots([period], [night], timeZone)
        expect(left.every((each) => slotCutInto([night], each, timeZone) === null && fixedSlotAt([night], each, timeZone) === null)).toBe(true)
        const cut = slotCutInto([night], period, timeZone)
        if (cut) expect(overlaps(cut, period)).toBe(true)
        else if (!fixedSlotAt([night], period, timeZone)) expect(left).toEqual([period])
      }),
      { numRuns: 200 },
    )
  })
})

describe('shares of the opening hours', () => {
  const MONDAY = '2026-11-23'
  const at = (hours: number) => addMinutes(startOfDay(MONDAY, 'Asia/Shanghai'), hours * 60)
  const facts = (uses: ShareUse[], capacity = 1): ShareFacts => ({
    capacity, universityId: 'a', timeZone: 'Asia/Shanghai', exceptions: [], calendarDays: [], uses,
    // Fifty hours a week.
    schedules: [{ validFrom: '2026-01-01', validTo: null, observesHolidays: false, weekly: [1, 2, 3, 4, 5].map((weekday) => ({ weekday: weekday as 1, from: 480, to: 1080 })) }],
  })
  const use = (from: number, to: number, origin: OriginClass, quantity = 1): ShareUse => ({ start: at(from), end: at(to), origin, quantity })
  const rules = policy({ protectedShare: { percent: 20, window: 'week', releaseHours: 24 }, outsideCeiling: { percent: 10, window: 'week', releaseHours: null } })
  const ask = (asked: ShareUse, uses: ShareUse[], now = at(0), capacity = 1) => judgeShares({ policy: rules, asked, facts: facts(uses, capacity), now })

  it('keep a part for other members, until it is released', () => {
    const uses = [use(8, 18, 'own_university'), use(32, 42, 'own_university'), use(56, 66, 'own_university')]
    expect(ask(use(80, 90, 'own_university'), uses)).toEqual([])
    expect(ask(use(79, 90, 'own_university'), uses)).toMatchObject([{ code: 'protected_share_reached', params: { percent: 20, limit: 2400, used: 1800, asks: 660 } }])
    expect(ask(use(79, 90, 'alliance_member'), uses)).toEqual([])
    expect(ask(use(79, 90, 'own_university'), uses, at(55))).toEqual([])
    expect(ask(use(79, 90, 'own_university'), uses, at(0), 2)).toEqual([])
  })

  it('bound what comes from outside', () => {
    expect(ask(use(8, 13, 'enterprise'), [])).toEqual([])
    expect(codes(ask(use(8, 14, 'enterprise'), []))).toEqual(['outside_ceiling_reached'])
    expect(codes(ask(use(8, 11, 'other_institution', 2), []))).toEqual(['outside_ceiling_reached'])
  })

  it('are kept by whatever is accepted in turn, in every week', () => {
    const wish = fc.record({ from: fc.integer({ min: 0, max: 24 * 14 }), length: fc.integer({ min: 1, max: 60 }), origin: fc.constantFrom(...ORIGIN_CLASSES), quantity: fc.integer({ min: 1, max: 2 }) })
    fc.assert(
      fc.property(fc.array(wish, { minLength: 5, maxLength: 40 }), (wishes) => {
        const held: ShareUse[] = []
        for (const { from, length, origin, quantity } of wishes) {
          const asked = use(from, from + length, origin, quantity)
          if (judgeShares({ policy: policy({ ...rules, protectedShare: { percent: 20, window: 'week', releaseHours: null } }), asked, facts: facts(held), now: at(0) }).length === 0) held.push(asked)
        }
        for (const week of [0, 1, 2, 3]) {
          const inWeek = (isOfSide: (origin: OriginClass) => boolean) =>
            held.filter((each) => isOfSide(each.origin)).reduce((sum, each) => {
              const start = Math.max(each.start.getTime(), at(week * 168).getTime())
              const end = Math.min(each.end.getTime(), at(week * 168 + 168).getTime())
              return start < end ? sum + (minutes({ start: new Date(start), end: new Date(end) }) * each.quantity) : sum
            }, 0)
          expect(inWeek((origin) => origin !== 'alliance_member')).toBeLessThanOrEqual(50 * 60 * 0.8)
          expect(inWeek((origin) => origin === 'enterprise' || origin === 'other_institution')).toBeLessThanOrEqual(50 * 60 * 0.1)
        }
      }),
    )
  })
})
