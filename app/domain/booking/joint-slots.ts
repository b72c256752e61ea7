import type { SlotSearch, Span } from '~/domain/booking/free-slots'

/** One after another: where to search, and the minutes from the one before to here (0 for the first). */
export type JointStep = { search: SlotSearch; journeyMinutes: number }

export type JointWish = {
  window: Span
  /** How long one may wait between two of them, beyond the journey. */
  maxGapMinutes: number
  count: number
}

/** So many slots are looked at before the search gives up. */
const MOST_LOOKS = 20_000
const MINUTE_MS = 60_000

/**
 * Plans that use several resources in the order given: each slot begins when the one before has ended
 * and the journey is made, and at most `maxGapMinutes` later. Earliest first; the next plan begins
 * when the first slot of the one before has ended.
 */
export function jointSlots(steps: readonly JointStep[], wish: JointWish): Span[][] {
  const plans: Span[][] = []
  let looks = 0
  // By step, the instants from which no plan can be finished.
  const hopeless = steps.map(() => new Set<number>())

  const complete = (at: number, from: number, latest: number): Span[] | null => {
    const step = steps[at]
    if (!step) return []
    let start = from
    while (looks < MOST_LOOKS) {
      looks += 1
      const slot = step.search.next(start)
      if (slot === null || slot.start > latest) return null
      if (!hopeless[at]!.has(slot.start)) {
        const arrival = slot.end + (steps[at + 1]?.journeyMinutes ?? 0) * MINUTE_MS
        const rest = complete(at + 1, arrival, arrival + wish.maxGapMinutes * MINUTE_MS)
        if (rest) return [slot, ...rest]
        hopeless[at]!.add(slot.start)
      }
      start = slot.start + 1
    }
    return null
  }

  let from = wish.window.start
  while (plans.length < wish.count && steps.length > 0) {
    const plan = complete(0, from, wish.window.end)
    if (plan === null) break
    plans.push(plan)
    from = plan[0]!.end
  }
  return plans
}
