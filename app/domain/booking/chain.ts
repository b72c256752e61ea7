import type { ResourceMode, WantedItem } from '~/domain/booking/facts'
import { problem, type Problem } from '~/domain/problem'
import { addMinutes, type Period } from '~/domain/time/interval'

/** So many resources stand in one booking at most. */
export const MOST_ITEMS = 8

/** One resource of a chain, placed by what stands before it. */
export type ChainStep = {
  resourceId: string
  /** Null: the first mode that fits. */
  mode: ResourceMode | null
  quantity: number
  minutes: number
  /** `after`: when all before it has ended; `with`: beside the step before it. The first begins the chain. */
  begins: 'after' | 'with'
  /** Waited after that end, or after the beginning of the step beside it. */
  gapMinutes: number
}

/**
 * The periods of a chain that begins at `start`, one for each step, in order. A step that stands beside
 * another begins `gapMinutes` after that one begins; any other begins `gapMinutes` after the last end so far.
 */
export function chainPeriods(start: Date, steps: readonly Pick<ChainStep, 'minutes' | 'begins' | 'gapMinutes'>[]): Period[] {
  const periods: Period[] = []
  let lastEnd = start
  for (const step of steps) {
    const before = periods.at(-1)
    const from = before === undefined ? start : step.begins === 'with' ? before.start : lastEnd
    const begin = before === undefined ? from : addMinutes(from, step.gapMinutes)
    const period = { start: begin, end: addMinutes(begin, step.minutes) }
    if (period.end > lastEnd) lastEnd = period.end
    periods.push(period)
  }
  return periods
}

/** The steps as a booking wants them. */
export function chainItems(start: Date, steps: readonly ChainStep[]): WantedItem[] {
  return chainPeriods(start, steps).map((period, at) => {
    const { resourceId, mode, quantity } = steps[at]!
    return { resourceId, period, mode, quantity }
  })
}

/** What is wrong with the number of items, before anything is read for them. */
export function judgeItemCount(count: number): Problem[] {
  return count > MOST_ITEMS ? [problem('too_many_items', { limit: MOST_ITEMS, asks: count })] : []
}
