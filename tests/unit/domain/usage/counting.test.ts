import * as fc from 'fast-check'
import { expect, it } from 'vitest'
import { countingFacts } from '~/domain/usage/counting'
import { USE_SOURCES, type UseFact } from '~/domain/usage/facts'
import { reduceUse } from '~/domain/usage/record'
import { DEFAULT_USE_RULES } from '~/domain/usage/rules'
import { span, tick } from '../generators'

const facts = fc.uniqueArray(
  fc.record({
    id: fc.integer({ min: 0, max: 40 }).map(String),
    kind: fc.constantFrom('start' as const, 'end' as const, 'correction' as const),
    source: fc.constantFrom(...USE_SOURCES.filter((each) => each !== 'correction')),
    at: fc.integer({ min: 0, max: 300 }).map(tick),
    minute: fc.integer({ min: 0, max: 300 }),
    outcome: fc.constantFrom(undefined, undefined, undefined, 'void' as const, 'absent' as const, 'happened' as const),
  }),
  { maxLength: 10, selector: ({ id }) => id },
).map((list): UseFact[] => list.map(({ id, kind, source, at, minute, outcome }) => {
  if (kind !== 'correction') return { id, kind, source, at }
  return { id, kind, source: 'correction', at, correction: outcome ? { outcome } : minute % 2 === 0 ? { startsAt: tick(minute) } : { endsAt: tick(minute) } }
}))

it('exactly one fact tells a beginning that somebody told, and one an end, in any order of arrival', () => {
  fc.assert(fc.property(facts, (list) => {
    const record = reduceUse(list, { plan: span(60, 180), rules: DEFAULT_USE_RULES, now: tick(1_000) })
    const found = countingFacts(list, record)
    expect(countingFacts(list.toReversed(), record)).toEqual(found)
    const telling = (what: 'start' | 'end') => list.filter(({ id }) => found.get(id)?.includes(what))
    for (const [what, source] of [['start', record.startSource], ['end', record.endSource]] as const) {
      expect(telling(what).map((each) => each.source)).toEqual(source === null || source === 'assumed' ? [] : [source])
    }
  }), { numRuns: 500 })
})

it('names the correction rather than what it corrects', () => {
  const list: UseFact[] = [
    { id: 'in', kind: 'start', source: 'phone', at: tick(70) },
    { id: 'out', kind: 'end', source: 'phone', at: tick(150) },
    { id: 'fix', kind: 'correction', source: 'correction', at: tick(300), correction: { startsAt: tick(60) } },
  ]
  const record = reduceUse(list, { plan: span(60, 180), rules: DEFAULT_USE_RULES, now: tick(1_000) })
  expect(Object.fromEntries(countingFacts(list, record))).toEqual({ fix: ['start'], out: ['end'] })
})
