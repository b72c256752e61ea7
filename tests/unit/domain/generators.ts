import * as fc from 'fast-check'
import type { Period } from '~/domain/time/interval'

export const MINUTE = 60_000
export const HOUR = 60 * MINUTE

/** Small whole numbers as instants, so that touching, nesting and equality all happen often. */
export const tick = (count: number) => new Date(count * MINUTE)

export const span = (start: number, end: number): Period => ({ start: tick(start), end: tick(end) })

export const periods = (max = 40): fc.Arbitrary<Period> =>
  fc
    .tuple(fc.integer({ min: 0, max: max - 1 }), fc.integer({ min: 1, max: 12 }))
    .map(([start, length]) => span(start, Math.min(max, start + length)))

export const periodLists = (max = 40): fc.Arbitrary<Period[]> =>
  fc.array(periods(max), { maxLength: 10 })

/** The ticks that a list covers: the plain model against which the algebra is held. */
export function ticksOf(list: readonly Period[], max = 60): Set<number> {
  const covered = new Set<number>()
  for (let at = -max; at <= max; at += 1) {
    if (list.some((each) => each.start <= tick(at) && tick(at) < each.end)) covered.add(at)
  }
  return covered
}

export const zones = fc.constantFrom(
  'Asia/Shanghai',
  'Europe/Berlin',
  'America/New_York',
  'Australia/Lord_Howe',
  'America/Sao_Paulo',
  'Asia/Kathmandu',
  'UTC',
)

/** From 2015 to 2027, so that zones which have given up changing clocks still change them. */
export const instants = fc
  .integer({ min: Date.UTC(2015, 0, 1) / MINUTE, max: Date.UTC(2027, 11, 31) / MINUTE })
  .map((minute) => new Date(minute * MINUTE))

export const dates = instants.map((at) => at.toISOString().slice(0, 10))
