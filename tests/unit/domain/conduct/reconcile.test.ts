import * as fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { proposals, proposalsByPlace, type Proposal } from '~/domain/conduct/consequences'
import { asksApproval, type InForce, judgeConduct } from '~/domain/conduct/in-force'
import { CONDUCT_KINDS, type ConsequenceStatus } from '~/domain/conduct/kinds'
import { endAfterFreeze, type Kept, reconcile, stillStands } from '~/domain/conduct/reconcile'
import { DEFAULT_CONDUCT_RULES } from '~/domain/conduct/rules'
import { bears, type StandingFinding } from '~/domain/conduct/score'
import { tick } from '../generators'

const RULES = DEFAULT_CONDUCT_RULES
const DAY = 1440
const NOW = tick(120 * DAY)
const rulesOf = () => RULES

const list = fc.array(
  fc.record({
    kind: fc.constantFrom(...CONDUCT_KINDS), at: fc.integer({ min: 0, max: 119 * DAY }).map(tick), points: fc.integer({ min: 1, max: 60 }), labId: fc.constantFrom('l', 'm'),
    isWithdrawn: fc.boolean(), plea: fc.constantFrom('none' as const, 'open' as const, 'accepted' as const, 'refused' as const),
  }),
  { maxLength: 9 },
).map((rows) => rows.map((each, at): StandingFinding => ({ id: `f${at}`, resourceId: `${each.labId}-r`, universityId: 'u', ...each })))

let next = 0
const kept = (proposal: Proposal, status: ConsequenceStatus): Kept & { proposedAt: Date } => ({
  ...proposal, id: `c${(next += 1)}`, status, isFrozen: false, startsAt: status === 'in_force' ? NOW : null, endsAt: null, proposedAt: NOW,
})
const asSet = (found: readonly Proposal[]) => found.map((each) => JSON.stringify(each)).toSorted()

describe('what follows', () => {
  it('does not depend on the order in which findings are known', () => {
    fc.assert(fc.property(list.chain((rows) => fc.tuple(fc.constant(rows), fc.shuffledSubarray(rows, { minLength: rows.length }))), ([rows, shuffled]) => {
      expect(asSet(proposalsByPlace(shuffled, rulesOf, NOW))).toEqual(asSet(proposalsByPlace(rows, rulesOf, NOW)))
    }))
  })

  it('with the same rules everywhere is what they say at once', () => {
    fc.assert(fc.property(list, (rows) => {
      expect(asSet(proposalsByPlace(rows, rulesOf, NOW))).toEqual(asSet(proposals(rows, RULES, NOW)))
    }))
  })

  it('never rests on what is stopped by a plea', () => {
    fc.assert(fc.property(list, (rows) => {
      const stopped = new Set(rows.filter((each) => !bears(each)).map(({ id }) => id))
      for (const { because } of proposalsByPlace(rows, rulesOf, NOW)) expect(because.some((id) => stopped.has(id))).toBe(false)
    }))
  })

  it('of a lab is said by the lab’s own rules', () => {
    const rows = [1, 2].map((day): StandingFinding => ({ id: `x${day}`, kind: 'no_show', at: tick(day * DAY), points: 1, resourceId: 'r', labId: day === 1 ? 'strict' : 'l', universityId: 'u', isWithdrawn: false, plea: 'none' }))
    const strict = { ...RULES, strikes: [{ ...RULES.strikes[0]!, count: 1 }] }
    expect(proposalsByPlace(rows, (scope, id) => (scope === 'lab' && id === 'strict' ? strict : RULES), NOW)).toMatchObject([{ scope: 'lab', scopeId: 'strict', effect: 'suspended', because: ['x1'] }])
  })
})

describe('what is kept', () => {
  it('once written agrees: asked again nothing changes, whatever was decided', () => {
    fc.assert(fc.property(list, fc.constantFrom('refused' as const, 'in_force' as const, 'lifted' as const, 'proposed' as const), (rows, decided) => {
      const found = proposalsByPlace(rows, rulesOf, NOW)
      const written = found.map((each) => kept(each, each.needsDecision ? decided : 'in_force'))
      expect(reconcile(written, found)).toEqual({ added: [], renewed: [], withdrawn: [] })
    }))
  })

  it('falls away while it is only proposed and nothing bears it; what is decided stays', () => {
    fc.assert(fc.property(list, (rows) => {
      const found = proposalsByPlace(rows, rulesOf, NOW)
      const written = found.map((each) => kept(each, 'proposed'))
      expect(reconcile(written, []).withdrawn).toEqual(written.map(({ id }) => id))
      expect(reconcile(found.map((each) => kept(each, 'in_force')), []).withdrawn).toEqual([])
    }))
  })

  it('grows with a new finding, and is opened again by it after a refusal', () => {
    const of = (because: string[]): Proposal => ({ scope: 'lab', scopeId: 'l', effect: 'suspended', days: 7, needsDecision: true, because })
    const open = kept(of(['a', 'b', 'c']), 'proposed')
    expect(reconcile([open], [of(['a', 'b', 'c', 'd'])]).renewed).toMatchObject([{ id: open.id, because: ['a', 'b', 'c', 'd'] }])
    expect(reconcile([kept(of(['a', 'b', 'c']), 'refused')], [of(['a', 'b', 'c', 'd'])]).added).toHaveLength(1)
    expect(reconcile([kept(of(['a', 'b', 'c']), 'refused')], [of(['b', 'c'])]).added).toEqual([])
    expect(reconcile([kept({ ...of(['a', 'b', 'c']), effect: 'warning' }, 'in_force')], [of(['a', 'b', 'c'])]).added).toHaveLength(1)
  })

  it('stands while its grounds do, and falls with the one it needs; neither decay nor an open plea ends it', () => {
    const rows = [1, 2, 3].map((day): StandingFinding => ({ id: `n${day}`, kind: 'no_show', at: tick(day * DAY), points: 20, resourceId: 'r', labId: 'l', universityId: 'u', isWithdrawn: false, plea: 'none' }))
    const lab = proposalsByPlace(rows, rulesOf, tick(4 * DAY)).find(({ scope }) => scope === 'lab')!
    const each = { ...kept(lab, 'in_force'), proposedAt: tick(4 * DAY) }
    const but = (change: Partial<StandingFinding>) => rows.map((row, at) => (at === 0 ? { ...row, ...change } : row))
    expect(stillStands(each, rows, rulesOf)).toBe(true)
    expect(stillStands(each, but({ plea: 'open' }), rulesOf)).toBe(true)
    expect(stillStands(each, but({ plea: 'refused' }), rulesOf)).toBe(true)
    expect(stillStands(each, but({ plea: 'accepted' }), rulesOf)).toBe(false)
    expect(stillStands(each, but({ isWithdrawn: true }), rulesOf)).toBe(false)
  })

  it('goes on after a refused plea for as long as it had left', () => {
    fc.assert(fc.property(fc.integer({ min: 0, max: 1000 }), fc.integer({ min: 1, max: 1000 }), fc.integer({ min: 0, max: 1000 }), (before, left, stopped) => {
      const frozenAt = tick(before)
      const end = endAfterFreeze({ startsAt: tick(0), endsAt: tick(before + left), frozenAt }, tick(before + stopped))!
      expect(end.getTime() - tick(before + stopped).getTime()).toBe(tick(left).getTime() - tick(0).getTime())
    }))
    expect(endAfterFreeze({ startsAt: tick(0), endsAt: null, frozenAt: tick(1) }, tick(2))).toBe(null)
  })
})

it('says for each reach until when, and asks for approval only there', () => {
  const place = { resourceId: 'r', labId: 'l', universityId: 'u' }
  const held: InForce = { scope: 'lab', scopeId: 'l', effect: 'suspended', status: 'in_force', startsAt: tick(0), endsAt: tick(100), isFrozen: false, zh: 'L', en: null }
  expect(judgeConduct([held, { ...held, scope: 'alliance', scopeId: '*' }, { ...held, scope: 'university', scopeId: 'u' }], place, tick(1)).map(({ code }) => code).toSorted())
    .toEqual(['suspended_at_university', 'suspended_everywhere', 'suspended_here'])
  expect(judgeConduct([held], place, tick(1))).toMatchObject([{ params: { until: tick(100).toISOString() } }])
  expect(judgeConduct([held], { ...place, labId: 'm' }, tick(1))).toEqual([])
  expect(judgeConduct([held], place, tick(100))).toEqual([])
  expect([asksApproval([held], place, tick(1)), asksApproval([{ ...held, effect: 'approval_only' }], place, tick(1)), asksApproval([{ ...held, effect: 'approval_only' }], { ...place, labId: 'm' }, tick(1))]).toEqual([false, true, false])
})
