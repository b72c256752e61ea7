import * as fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { USE_SOURCES, type UseFact, type UseSource } from '~/domain/usage/facts'
import { reduceUse } from '~/domain/usage/record'
import { DEFAULT_USE_RULES, graceEnd } from '~/domain/usage/rules'
import { effectiveSeconds, splitOf } from '~/domain/usage/split'
import { seconds } from '~/domain/time/interval'
import { span, tick } from '../generators'

const PLAN = span(60, 180)
const OPTIONAL = DEFAULT_USE_RULES
const REQUIRED = { ...DEFAULT_USE_RULES, checkIn: 'required' as const }
const context = (now: number, rules = OPTIONAL) => ({ plan: PLAN, rules, now: tick(now) })

let next = 0
const fact = (kind: UseFact['kind'], source: UseSource, minute: number, rest: Partial<UseFact> = {}): UseFact => ({ id: `f${(next += 1)}`, kind, source, at: tick(minute), ...rest })
const times = (facts: UseFact[], now = 1000, rules = OPTIONAL) => {
  const { status, spells, startSource, endSource } = reduceUse(facts, context(now, rules))
  return [status, spells.map(({ start, end }) => [start.getTime() / 60_000, end.getTime() / 60_000]), startSource, endSource]
}

const facts = fc.array(
  fc.record({
    id: fc.integer({ min: 0, max: 30 }).map(String),
    kind: fc.constantFrom('start' as const, 'end' as const, 'late' as const, 'details' as const, 'correction' as const),
    source: fc.constantFrom(...USE_SOURCES),
    at: fc.integer({ min: 0, max: 300 }).map(tick),
    minute: fc.integer({ min: 0, max: 300 }),
    samples: fc.integer({ min: 0, max: 20 }),
    outcome: fc.constantFrom(undefined, undefined, 'void' as const, 'absent' as const, 'happened' as const),
  }),
  { maxLength: 12 },
).map((list): UseFact[] => {
  const once = [...new Map(list.map((each) => [each.id, each])).values()]
  return once.map(({ id, kind, source, at, minute, samples, outcome }) => {
    if (kind === 'correction') return { id, kind, source: 'correction', at, correction: outcome ? { outcome } : minute % 2 === 0 ? { startsAt: tick(minute) } : { endsAt: tick(minute) } }
    return { id, kind, source: source === 'correction' ? 'phone' : source, at, ...(kind === 'late' && { until: tick(minute) }), ...(kind !== 'late' && { details: { samples } }) }
  })
})

describe('a use', () => {
  it('is the same whatever the order in which its facts arrive, and however often', () => {
    fc.assert(fc.property(facts, fc.integer(), fc.integer({ min: 0, max: 2000 }), fc.boolean(), (list, seed, now, isRequired) => {
      const shuffled = list.map((each, at) => ({ each, key: Math.imul(seed + at * 7919, 2654435761) })).toSorted((a, b) => a.key - b.key).map(({ each }) => each)
      const at = context(now, isRequired ? REQUIRED : OPTIONAL)
      expect(reduceUse([...shuffled, ...list.slice(0, 3)], at)).toEqual(reduceUse(list, at))
    }))
  })

  it('has stretches in order that never overlap, and parts that add up to them', () => {
    fc.assert(fc.property(facts, fc.integer({ min: 0, max: 2000 }), (list, now) => {
      const { spells, usedSeconds, split, status, startsAt, endsAt } = reduceUse(list, context(now))
      spells.forEach((each, at) => {
        expect(each.start < each.end).toBe(true)
        if (at > 0) expect(spells[at - 1]!.end <= each.start).toBe(true)
      })
      expect(spells.reduce((sum, each) => sum + seconds(each), 0)).toBe(usedSeconds)
      expect(split.warmUp + split.measuring + split.post + split.standby).toBe(usedSeconds)
      if (status === 'in_use') expect([startsAt === null, endsAt]).toEqual([false, null])
    }))
  })

  it('without a check-in is assumed as booked once it is past, or nobody came where checking in is required', () => {
    expect(times([], 100)).toEqual(['not_started', [], null, null])
    expect(times([], 180)).toEqual(['completed', [[60, 180]], 'assumed', 'assumed'])
    expect(times([], 89, REQUIRED)[0]).toBe('not_started')
    expect(times([], 90, REQUIRED)[0]).toBe('no_show')
    expect(times([], 1000, REQUIRED)).toEqual(['no_show', [], null, null])
  })

  it('found to be a no-show turns into what a kiosk tells later', () => {
    expect(times([fact('start', 'kiosk', 70), fact('end', 'kiosk', 150)], 1000, REQUIRED)).toEqual(['completed', [[70, 150]], 'kiosk', 'kiosk'])
  })

  it('takes the first of two check-ins and of two check-outs, and goes on when somebody comes back', () => {
    const [start, again, end, twice] = [fact('start', 'phone', 61), fact('start', 'phone', 65), fact('end', 'phone', 120), fact('end', 'phone', 130)]
    expect(times([twice, start, end, again])).toEqual(['completed', [[61, 120]], 'phone', 'phone'])
    expect(times([start, end, fact('start', 'phone', 140), fact('end', 'phone', 170)])[1]).toEqual([[61, 120], [140, 170]])
  })

  it('takes the strongest source and adds none up', () => {
    const phone = [fact('start', 'phone', 60), fact('end', 'phone', 180)]
    const agent = [fact('start', 'agent', 66), fact('end', 'agent', 170)]
    expect(times([...phone, ...agent])).toEqual(['completed', [[66, 170]], 'agent', 'agent'])
    expect(times([...phone, agent[0]!])).toEqual(['completed', [[66, 180]], 'agent', 'phone'])
    expect(times([...phone, agent[1]!])).toEqual(['completed', [[60, 170]], 'phone', 'agent'])
  })

  it('keeps a check-out before any check-in without believing it', () => {
    expect(times([fact('end', 'phone', 62)], 200)).toEqual(['completed', [[60, 180]], 'assumed', 'assumed'])
    expect(times([fact('end', 'phone', 62), fact('start', 'phone', 70), fact('end', 'phone', 100)])[1]).toEqual([[70, 100]])
  })

  it('that nobody ended runs on until it is forgotten, then is taken to have ended as booked', () => {
    const start = [fact('start', 'phone', 70)]
    expect(times(start, 299)).toEqual(['in_use', [], 'phone', null])
    expect(times(start, 300)).toEqual(['completed', [[70, 180]], 'phone', 'assumed'])
    expect(times([...start, fact('end', 'kiosk', 400)], 500)).toEqual(['completed', [[70, 400]], 'phone', 'kiosk'])
  })

  it('is corrected by the latest word of a manager', () => {
    const told = [fact('start', 'phone', 70), fact('end', 'phone', 100)]
    const first = fact('correction', 'correction', 500, { correction: { endsAt: tick(160) } })
    const second = fact('correction', 'correction', 510, { correction: { endsAt: tick(165), startsAt: tick(62) } })
    expect(times([second, first, ...told])).toEqual(['completed', [[62, 165]], 'correction', 'correction'])
    expect(times([...told, fact('correction', 'correction', 500, { correction: { outcome: 'void' } })])).toEqual(['completed', [], null, null])
    const absent = fact('correction', 'correction', 105, { correction: { outcome: 'absent' } })
    expect(times([...told, absent])[0]).toBe('no_show')
    expect(times([...told, absent, fact('start', 'kiosk', 110), fact('end', 'kiosk', 170)])[1]).toEqual([[110, 170]])
    expect(times([...told, absent, fact('correction', 'correction', 600, { correction: { outcome: 'happened' } })])[1]).toEqual([[70, 100]])
  })

  it('takes each detail from the strongest source that tells it', () => {
    const told = [
      fact('end', 'phone', 120, { details: { samples: 9, remarks: 'fine' } }), fact('details', 'manual', 90, { details: { samples: 8 } }),
      fact('start', 'phone', 60, { details: { samples: 3 } }),
    ]
    expect(reduceUse(told, context(1000)).details).toEqual({ samples: 8, remarks: 'fine' })
  })
})

describe('the hold for who is late', () => {
  it('is longer for who says so in time, and never beyond the longest or the booked end', () => {
    const late = (at: number, until?: number) => fact('late', 'phone', at, until === undefined ? {} : { until: tick(until) })
    expect(graceEnd(PLAN, OPTIONAL, [])).toEqual(tick(90))
    expect(graceEnd(PLAN, OPTIONAL, [late(50, 100)])).toEqual(tick(100))
    expect(graceEnd(PLAN, OPTIONAL, [late(89)])).toEqual(tick(120))
    expect(graceEnd(PLAN, OPTIONAL, [late(90)])).toEqual(tick(90))
    expect(graceEnd(PLAN, OPTIONAL, [late(50, 999)])).toEqual(tick(120))
    expect(graceEnd(span(60, 75), OPTIONAL, [late(50, 999)])).toEqual(tick(75))
  })
})

describe('the parts of the time', () => {
  it('are measuring where nothing is told, and standby does not count', () => {
    expect(splitOf(3600, {})).toEqual({ warmUp: 0, measuring: 3600, post: 0, standby: 0 })
    expect(splitOf(3600, { warmUpSeconds: 600, postSeconds: 300 })).toEqual({ warmUp: 600, measuring: 2700, post: 300, standby: 0 })
    const split = splitOf(3600, { warmUpSeconds: 600, measuringSeconds: 1800 })
    expect([split.standby, effectiveSeconds(split)]).toEqual([1200, 2400])
  })
})
