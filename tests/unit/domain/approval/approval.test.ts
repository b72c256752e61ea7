import * as fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { Actor, Grant } from '~/domain/access/permission'
import { advance, type Decision } from '~/domain/approval/advance'
import { type Approver, fallbackStep, mayDecide, resolveApprovers, type RouteStep } from '~/domain/approval/route'

const step = (id: string, need: RouteStep['need'] = 'any', approver: Approver = { role: 'lab_manager', scopeKind: 'lab', scopeId: 'lab' }): RouteStep => ({
  id,
  approver,
  need,
  dueHours: 72,
})
const says = (deciderId: string, stepId: string, decision: Decision['decision'] = 'approve', at = 0, onBehalfOfId?: string): Decision => ({
  stepId,
  deciderId,
  decision,
  at: new Date(at),
  ...(onBehalfOfId ? { onBehalfOfId } : {}),
})
const asked = { requesterIds: ['asker'] }
const open = (steps: RouteStep[]) => steps.map((each) => each.id)

describe('advancing', () => {
  const route = { steps: [[step('money'), step('safety')], [step('lab')]] }

  it('approves a route that asks nobody', () => {
    expect(advance({ steps: [] }, [], asked)).toEqual({ state: 'approved', openSteps: [] })
    expect(advance({ steps: [[], []] }, [], asked).state).toBe('approved')
  })

  it('opens the steps of one stage together and the next stage after all of them', () => {
    expect(open(advance(route, [], asked).openSteps)).toEqual(['money', 'safety'])
    expect(open(advance(route, [says('a', 'money')], asked).openSteps)).toEqual(['safety'])
    const both = [says('a', 'money'), says('b', 'safety')]
    expect(open(advance(route, both, asked).openSteps)).toEqual(['lab'])
    expect(advance(route, [...both, says('c', 'lab')], asked)).toEqual({ state: 'approved', openSteps: [] })
  })

  it('is declined by one refusal on an open stage; a word on a later stage waits', () => {
    expect(advance(route, [says('a', 'money', 'decline')], asked)).toEqual({ state: 'declined', openSteps: [] })
    expect(advance(route, [says('c', 'lab', 'decline')], asked).state).toBe('pending')
  })

  it('does not hear those who ask, the excluded, or anybody in their place', () => {
    const one = { steps: [[step('lab')]] }
    const context = { requesterIds: ['asker', 'attendee'], excluded: ['rival'] }
    for (const who of ['asker', 'attendee', 'rival']) {
      expect(advance(one, [says(who, 'lab')], context).state).toBe('pending')
      expect(advance(one, [says(who, 'lab', 'decline')], context).state).toBe('pending')
      expect(advance(one, [says('delegate', 'lab', 'approve', 0, who)], context).state).toBe('pending')
      expect(advance(one, [says(who, 'lab', 'approve', 0, 'manager')], context).state).toBe('pending')
    }
    expect(advance(one, [says('manager', 'lab')], context).state).toBe('approved')
  })

  it('counts a person once, and a delegate together with whom they stand for', () => {
    const two = { steps: [[step('lab', 2)]] }
    expect(advance(two, [says('a', 'lab', 'approve', 1), says('a', 'lab', 'approve', 2)], asked).state).toBe('pending')
    expect(advance(two, [says('a', 'lab'), says('d', 'lab', 'approve', 0, 'a')], asked).state).toBe('pending')
    const oneForTwo = [says('d', 'lab', 'approve', 1, 'a'), says('d', 'lab', 'approve', 2, 'b')]
    expect(advance(two, oneForTwo, asked).state).toBe('pending')
    expect(advance(two, [says('a', 'lab'), says('b', 'lab')], asked).state).toBe('approved')
  })

  it('holds the latest word of a person', () => {
    const one = { steps: [[step('lab')]] }
    expect(advance(one, [says('a', 'lab', 'decline', 1), says('a', 'lab', 'approve', 2)], asked).state).toBe('approved')
    expect(advance(one, [says('a', 'lab', 'decline', 2), says('a', 'lab', 'approve', 1)], asked).state).toBe('declined')
    expect(advance(one, [says('a', 'lab', 'approve', 1), says('a', 'lab', 'decline', 1)], asked).state).toBe('declined')
  })

  it('does not depend on the order of two words of one person at the same instant', () => {
    const two = { steps: [[step('lab', 2)]] }
    const words = [says('a', 'lab'), says('d', 'lab', 'approve', 1, 'a'), says('d', 'lab', 'approve', 1, 'b')]
    expect(advance(two, words.toReversed(), asked)).toEqual(advance(two, words, asked))
  })

  it('waits for all who may decide, and knows when it does not know them', () => {
    const all = { steps: [[step('lab', 'all')]] }
    const approverIds = new Map([['lab', ['a', 'b', 'asker']]])
    expect(advance(all, [says('a', 'lab')], { ...asked, approverIds }).state).toBe('pending')
    expect(advance(all, [says('a', 'lab'), says('b', 'lab')], { ...asked, approverIds }).state).toBe('approved')
    expect(advance(all, [says('a', 'lab'), says('b', 'lab')], asked).state).toBe('pending')
    expect(advance(all, [], { ...asked, approverIds: new Map([['lab', ['asker']]]) }).state).toBe('pending')
  })

  it('does not wait for more people than there are', () => {
    const three = { steps: [[step('lab', 3)]] }
    const approverIds = new Map([['lab', ['a', 'b', 'asker']]])
    expect(advance(three, [says('a', 'lab')], { ...asked, approverIds }).state).toBe('pending')
    expect(advance(three, [says('a', 'lab'), says('b', 'lab')], { ...asked, approverIds }).state).toBe('approved')
  })
})

describe('any route and any decisions', () => {
  const people = ['asker', 'a', 'b', 'c', 'd']
  const ids = ['s1', 's2', 's3', 's4']
  const needs = fc.constantFrom<RouteStep['need']>('any', 'all', 1, 2, 3)
  const routes = fc
    .tuple(fc.shuffledSubarray(ids), fc.array(needs, { minLength: 4, maxLength: 4 }), fc.array(fc.boolean(), { minLength: 4, maxLength: 4 }))
    .map(([chosen, need, breaks]) => {
      const steps: RouteStep[][] = []
      chosen.forEach((id, at) => {
        if (at === 0 || breaks[at]) steps.push([])
        steps.at(-1)?.push(step(id, need[at]))
      })
      return { steps }
    })
  const decisions = fc.array(
    fc.record({ who: fc.constantFrom(...people), on: fc.constantFrom(...ids), says: fc.constantFrom<Decision['decision']>('approve', 'approve', 'approve', 'decline'), at: fc.integer({ min: 0, max: 3 }), inPlaceOf: fc.option(fc.constantFrom(...people), { nil: undefined }) })
      .map((each) => says(each.who, each.on, each.says, each.at, each.inPlaceOf)),
    { maxLength: 14 },
  )
  const context = { requesterIds: ['asker'], approverIds: new Map(ids.map((id) => [id, people])) }

  it('give the same answer in whatever order the decisions come, and come twice', () => {
    fc.assert(
      fc.property(routes, decisions, fc.infiniteStream(fc.integer()), (route, list, keys) => {
        const shuffled = list
          .map((each) => ({ each, key: keys.next().value ?? 0 }))
          .toSorted((a, b) => a.key - b.key)
          .map(({ each }) => each)
        const answer = advance(route, list, context)
        expect(advance(route, shuffled, context)).toEqual(answer)
        expect(advance(route, [...list, ...list], context)).toEqual(answer)
      }),
    )
  })

  it('keep open steps exactly while pending, all of one stage', () => {
    fc.assert(
      fc.property(routes, decisions, (route, list) => {
        const { state, openSteps } = advance(route, list, context)
        expect(openSteps.length > 0).toBe(state === 'pending')
        const stages = route.steps.filter((stage) => openSteps.some((each) => stage.includes(each)))
        expect(stages.length).toBe(state === 'pending' ? 1 : 0)
      }),
    )
  })

  it('end when everybody who may decide approves what is open', () => {
    fc.assert(
      fc.property(routes, (route) => {
        const list: Decision[] = []
        for (let rounds = 0; rounds <= ids.length; rounds += 1) {
          const { state, openSteps } = advance(route, list, context)
          if (state === 'approved') return
          for (const each of openSteps) list.push(...people.map((who) => says(who, each.id)))
        }
        expect.unreachable('the route never ends')
      }),
    )
  })

  it('never turn a refusal into an approval by one more approval of somebody else', () => {
    fc.assert(
      fc.property(routes, decisions, fc.constantFrom(...ids), (route, list, on) => {
        fc.pre(advance(route, list, context).state === 'declined')
        expect(advance(route, [...list, says('newcomer', on, 'approve', 9)], context).state).toBe('declined')
      }),
    )
  })
})

const person = (personId: string, ...grants: Grant[]): Actor => ({ personId, email: '', homeUniversityId: 'cqu', homeKind: 'staff', grants })
const manager: Grant = { role: 'lab_manager', scopeKind: 'lab', scopeId: 'lab' }

const at = (role: Approver['role'], scopeKind: Approver['scopeKind'], scopeId: string) => step('s', 'any', { role, scopeKind, scopeId })

describe('who may decide', () => {
  it('holds the role at the place, and did not ask', () => {
    expect(mayDecide(step('lab'), person('m', manager), ['asker'])).toBe(true)
    expect(mayDecide(step('lab'), person('m', manager), ['asker', 'm'])).toBe(false)
    expect(mayDecide(step('lab'), person('m', { ...manager, scopeId: 'other' }), ['asker'])).toBe(false)
    expect(mayDecide(step('lab'), person('m', { ...manager, role: 'operator' }), ['asker'])).toBe(false)
    expect(mayDecide(step('lab'), person('m'), ['asker'])).toBe(false)
  })

  it('is also the manager of all labs of a university that owns the lab', () => {
    const all = person('m', { role: 'lab_manager', scopeKind: 'university', scopeId: 'cqu' })
    expect(mayDecide(step('lab'), all, [], { universityIds: ['scu', 'cqu'] })).toBe(true)
    expect(mayDecide(step('lab'), all, [], { universityIds: ['scu'] })).toBe(false)
    expect(mayDecide(step('lab'), all, [])).toBe(false)
  })

  it('is the coordinator of the university, the office, a chair of its own university, the head of the group', () => {
    const coordinator = person('c', { role: 'coordinator', scopeKind: 'university', scopeId: 'cqu' })
    expect(mayDecide(at('coordinator', 'university', 'cqu'), coordinator, [])).toBe(true)
    expect(mayDecide(at('coordinator', 'university', 'scu'), coordinator, [])).toBe(false)
    const office = person('o', { role: 'office', scopeKind: 'alliance', scopeId: null })
    expect(mayDecide(at('office', 'alliance', 'alliance'), office, [])).toBe(true)
    expect(mayDecide(at('office', 'alliance', 'alliance'), coordinator, [])).toBe(false)
    const chair = person('x', { role: 'chair', scopeKind: 'alliance', scopeId: 'cqu' })
    expect(mayDecide(at('chair', 'university', 'cqu'), chair, [])).toBe(true)
    expect(mayDecide(at('chair', 'university', 'scu'), chair, [])).toBe(false)
    expect(mayDecide(at('chair', 'alliance', 'alliance'), chair, [])).toBe(true)
    expect(mayDecide(at('pi', 'group', 'g'), person('h'), [], { groupHeadIds: ['h'] })).toBe(true)
    expect(mayDecide(at('pi', 'group', 'g'), person('h'), ['h'], { groupHeadIds: ['h'] })).toBe(false)
    expect(mayDecide(at('pi', 'group', 'g'), person('h'), [])).toBe(false)
  })
})

const resolve = (of: Partial<Record<Approver['role'], string[]>>, requesterIds: string[]) =>
  resolveApprovers({ step: step('lab', 2), universityId: 'cqu', requesterIds, holders: (approver) => of[approver.role] ?? [] })

describe('when nobody else can decide', () => {
  it('the step stays with another manager', () => {
    expect(resolve({ lab_manager: ['m', 'n'] }, ['m'])).toEqual(step('lab', 2))
  })

  it('the coordinator of the university gets it, then the office, the id kept', () => {
    const up = resolve({ lab_manager: ['m'], coordinator: ['c'] }, ['m'])
    expect(up).toEqual({ ...step('lab'), approver: { role: 'coordinator', scopeKind: 'university', scopeId: 'cqu' } })
    expect(resolve({ lab_manager: ['m'], coordinator: ['m'], office: ['o'] }, ['m']).approver.role).toBe('office')
    expect(resolve({}, ['m']).approver.role).toBe('office')
    expect(fallbackStep(resolve({}, []), 'cqu')).toBeNull()
  })
})
