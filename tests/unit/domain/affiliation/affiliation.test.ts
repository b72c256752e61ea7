import * as fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { isOwnUniversity, standsFor } from '~/domain/affiliation/belonging'
import {
  closesCircle, isRunning, isWarningDue, judgeSponsor, judgeStay, type Sponsorship, type Stay, stayState, type Term, termsOverlap,
} from '~/domain/affiliation/stay'
import { isSharedWith } from '~/domain/booking/person'
import { originClass } from '~/domain/pricing/quote'
import { tick } from '../generators'

const DAY = 86_400_000
const NOW = new Date('2026-11-23T01:00:00Z')
const inDays = (days: number) => new Date(NOW.getTime() + days * DAY)
const term = (from: number, to: number | null): Term => ({ startsAt: inDays(from), endsAt: to === null ? null : inDays(to) })
const stay = (universityId: string, from: number, to: number | null, rest: Partial<Stay> = {}): Stay =>
  ({ universityId, isHome: false, confirmedAt: NOW, ...term(from, to), ...rest })
const rulesOf = (problems: ReturnType<typeof judgeStay>) =>
  problems.map((each) => (each.code === 'field_invalid' ? each.params.rule.replace('affiliations.rules.', '') : each.code))

const terms: fc.Arbitrary<Term> = fc
  .tuple(fc.integer({ min: 0, max: 30 }), fc.option(fc.integer({ min: 0, max: 12 })))
  .map(([start, length]) => ({ startsAt: tick(start), endsAt: length === null ? null : tick(start + length) }))

describe('terms', () => {
  it('overlap exactly when some instant runs in both', () => {
    fc.assert(fc.property(terms, terms, (a, b) => {
      const shared = Array.from({ length: 60 }, (_, at) => tick(at)).some((at) => isRunning(a, at) && isRunning(b, at))
      expect(termsOverlap(a, b)).toBe(shared)
      expect(termsOverlap(b, a)).toBe(shared)
    }))
  })

  it('end at the instant', () => {
    const one = { isHome: true, confirmedAt: null, ...term(-10, 0) }
    expect(stayState(one, new Date(NOW.getTime() - 1))).toBe('ending')
    expect(stayState(one, NOW)).toBe('ended')
    expect(isRunning(one, new Date(NOW.getTime() - 1))).toBe(true)
    expect(isRunning(one, NOW)).toBe(false)
  })

  it('have the states a list shows', () => {
    expect(stayState(stay('a', -1, 300), NOW)).toBe('running')
    expect(stayState(stay('a', -1, 30), NOW)).toBe('ending')
    expect(stayState(stay('a', 1, 300), NOW)).toBe('coming')
    expect(stayState(stay('a', -1, 300, { confirmedAt: null }), NOW)).toBe('waiting')
    expect(stayState(stay('a', -1, -1, { confirmedAt: null }), NOW)).toBe('refused')
  })
})

describe('warning', () => {
  it('comes once with 30 days left and once with 7, whenever one looks', () => {
    const looks = fc.uniqueArray(fc.integer({ min: 0, max: 60 * 24 - 1 }), { minLength: 1, maxLength: 200 })
    fc.assert(fc.property(looks, (hours) => {
      const endsAt = inDays(60)
      let warnedAt: Date | null = null
      let count = 0
      for (const hour of hours.toSorted((a, b) => a - b)) {
        const at = new Date(NOW.getTime() + hour * 3_600_000)
        if (isWarningDue({ endsAt, warnedAt }, at)) {
          count += 1
          warnedAt = at
        }
      }
      const left = hours.map((hour) => 60 - hour / 24)
      const late = left.some((days) => days <= 7)
      const early = left.some((days) => days > 7 && days <= 30)
      expect(count).toBe(Number(late) + Number(early))
    }))
  })
})

describe('a wished affiliation', () => {
  const wish = { universityId: 'b', basis: 'visiting' as const, ...term(0, 100) }

  it('is refused where one overlaps at the same university, and only there', () => {
    fc.assert(fc.property(terms, terms, fc.boolean(), (a, b, isSame) => {
      const asked = { universityId: 'b', basis: 'visiting' as const, ...a }
      const rules = rulesOf(judgeStay(asked, [{ ...stay(isSame ? 'b' : 'c', 0, 1), ...b }], tick(-1)))
      expect(rules.includes('overlap')).toBe(isSame && termsOverlap(a, b))
    }))
  })

  it('names everything that is wrong with its term', () => {
    expect(rulesOf(judgeStay(wish, [], NOW))).toEqual([])
    expect(rulesOf(judgeStay({ ...wish, endsAt: null }, [], NOW))).toEqual(['needs_end'])
    expect(rulesOf(judgeStay({ ...wish, ...term(0, 366 * 5 + 2) }, [], NOW))).toEqual(['too_long'])
    expect(rulesOf(judgeStay({ ...wish, ...term(10, 10) }, [], NOW))).toEqual(['reversed'])
    expect(rulesOf(judgeStay({ ...wish, ...term(-10, -1) }, [], NOW))).toEqual(['over'])
    expect(rulesOf(judgeStay({ ...wish, endsAt: null }, [stay('b', 0, null)], NOW))).toEqual(['needs_end', 'overlap'])
  })

  it('cannot be a second home, at any overlap', () => {
    const home = stay('a', -100, 50, { isHome: true })
    expect(rulesOf(judgeStay({ universityId: 'b', basis: 'home', ...term(0, null) }, [home], NOW))).toEqual(['second_home'])
    expect(rulesOf(judgeStay({ universityId: 'b', basis: 'home', ...term(50, null) }, [home], NOW))).toEqual([])
  })

  it('needs a sponsor who works at the host then', () => {
    const by = (each: Partial<Stay> & { kind?: string }) =>
      rulesOf(judgeSponsor({ personId: 'me', ...wish }, { personId: 'host', stays: [{ ...stay('b', -10, null, { isHome: true }), kind: 'teacher', ...each }] }, [], NOW))
    expect(by({})).toEqual([])
    expect(by({ kind: 'student' })).toEqual(['sponsor_not_of_host'])
    expect(by({ universityId: 'a' })).toEqual(['sponsor_not_of_host'])
    expect(by({ endsAt: NOW })).toEqual(['sponsor_not_of_host'])
    expect(by({ isHome: false, confirmedAt: null })).toEqual(['sponsor_not_of_host'])
    expect(rulesOf(judgeSponsor({ personId: 'me', ...wish }, { personId: 'me', stays: [] }, [], NOW))).toEqual(['sponsor_self'])
  })
})

describe('sponsorship', () => {
  const people = fc.constantFrom('p0', 'p1', 'p2', 'p3', 'p4', 'p5')
  const edges = fc.array(fc.tuple(people, people), { maxLength: 25 })

  /** Reached by following sponsors, looked for step by step: the plain model. */
  const answersForItself = (list: Sponsorship[]) => list.some(({ personId }) => {
    let reached = new Set([personId])
    for (let step = 0; step < 6; step += 1) {
      reached = new Set(list.filter((each) => reached.has(each.personId)).map((each) => each.sponsorId))
      if (reached.has(personId)) return true
    }
    return false
  })

  it('never closes a circle, of any length, in any order', () => {
    fc.assert(fc.property(edges, (wishes) => {
      const accepted: Sponsorship[] = []
      for (const [personId, sponsorId] of wishes) {
        const added = { personId, sponsorId, ...term(0, 10) }
        const closes = closesCircle(added, accepted)
        expect(closes).toBe(answersForItself([...accepted, added]))
        if (!closes) accepted.push(added)
      }
    }))
  })

  it('of different times makes no circle', () => {
    const earlier = { personId: 'a', sponsorId: 'b', ...term(0, 10) }
    expect(closesCircle({ personId: 'b', sponsorId: 'a', ...term(10, 20) }, [earlier])).toBe(false)
    expect(closesCircle({ personId: 'b', sponsorId: 'a', ...term(9, 20) }, [earlier])).toBe(true)
  })
})

describe('belonging', () => {
  const universities = fc.constantFrom('a', 'b', 'c')
  const kinds = fc.constantFrom('student', 'teacher', 'enterprise')
  const belongings = fc.record({ universityId: universities, kind: kinds, isHome: fc.constant(false), partnerId: fc.constantFrom(null, 'p') })
  const people = fc.record({ homeUniversityId: fc.option(universities), homeKind: kinds, affiliations: fc.array(belongings, { maxLength: 4 }) })

  it('somewhere more never takes away what is shared', () => {
    fc.assert(fc.property(people, belongings, universities, fc.constantFrom('own_university', 'alliance', 'all', 'contact_only'), (person, added, universityId, shareScope) => {
      const richer = { ...person, affiliations: [...person.affiliations, added] }
      if (isSharedWith(person, { shareScope, universityId })) expect(isSharedWith(richer, { shareScope, universityId })).toBe(true)
    }))
  })

  it('through a partner alone makes nobody a member’s own', () => {
    const own = fc.record({ homeUniversityId: fc.constant(null), homeKind: fc.constant(null), affiliations: fc.array(belongings.map((each) => ({ ...each, partnerId: 'p' })), { maxLength: 3 }) })
    fc.assert(fc.property(own, universities, (person, owner) => {
      expect(isOwnUniversity(person, owner)).toBe(false)
      expect(isSharedWith(person, { shareScope: 'alliance', universityId: owner })).toBe(false)
      const { universityId, kind } = standsFor(person, owner)
      expect(['enterprise', 'other_institution']).toContain(originClass({ personUniversityId: universityId, personKind: kind, resourceUniversityId: owner }))
    }))
  })

  it('for a term counts as own at the host and leaves the home as it was', () => {
    const person = { homeUniversityId: 'a', homeKind: 'teacher', affiliations: [{ universityId: 'b', kind: 'visitor', isHome: false, partnerId: null }] }
    const origin = (owner: string) => {
      const { universityId, kind } = standsFor(person, owner)
      return originClass({ personUniversityId: universityId, personKind: kind, resourceUniversityId: owner })
    }
    expect(['a', 'b', 'c'].map(origin)).toEqual(['own_university', 'own_university', 'alliance_member'])
  })
})
