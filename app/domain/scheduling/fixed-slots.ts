import { minutes, overlaps, type Period, subtract } from '~/domain/time/interval'
import { addDays, datesBetween, plainDateOf, wallToInstant } from '~/domain/time/zone'
import type { Policy } from './policy'

/**
 * Hours of the campus's day that are booked in one piece, such as one night. Minutes from midnight;
 * `to` above 1440 lies on the next day. An uncounted slot is no matter of the quotas.
 */
export type FixedSlot = { from: number; to: number; isCounted: boolean }
export const MOST_FIXED_SLOTS = 12

/** Longer than the usual, up to so many minutes, with a notice of its own; uncounted it is no matter of the quotas. */
export type LongSession = { maxMinutes: number; noticeMinutes: number; isCounted: boolean }

/** True when each slot lies within a day's length and none runs into another, nor into itself a day later. */
export function areSeparate(slots: readonly FixedSlot[]): boolean {
  const sorted = slots.toSorted((a, b) => a.from - b.from)
  return sorted.every(({ from, to }, at) => {
    const next = sorted[at + 1]?.from ?? sorted[0]!.from + 1440
    return from >= 0 && from < 1440 && from < to && to - from < 1440 && to <= next
  })
}

type Occurrence = Period & { slot: FixedSlot }

/** The slots of every day that touch the period. */
function occurrences(slots: readonly FixedSlot[], period: Period, timeZone: string): Occurrence[] {
  if (slots.length === 0) return []
  const dates = [addDays(plainDateOf(period.start, timeZone), -1), ...datesBetween(period, timeZone)]
  return dates
    .flatMap((date) => slots.map((slot) => ({ slot, start: wallToInstant(date, slot.from, timeZone), end: wallToInstant(date, slot.to, timeZone) })))
    .filter((each) => each.start < each.end && overlaps(each, period))
}

/** The slot that the period is, exactly. */
export function fixedSlotAt(slots: readonly FixedSlot[], period: Period, timeZone: string): FixedSlot | null {
  const same = occurrences(slots, period, timeZone).find(
    ({ start, end }) => start.getTime() === period.start.getTime() && end.getTime() === period.end.getTime(),
  )
  return same?.slot ?? null
}

/** The first slot that the period takes a piece of, or takes with more around it. */
export function slotCutInto(slots: readonly FixedSlot[], period: Period, timeZone: string): Period | null {
  if (fixedSlotAt(slots, period, timeZone)) return null
  const [first] = occurrences(slots, period, timeZone).toSorted((a, b) => a.start.getTime() - b.start.getTime())
  return first ? { start: first.start, end: first.end } : null
}

/** Free time without the hours that are booked in one piece, for proposing usual slots. */
export function withoutFixedSlots(free: readonly Period[], slots: readonly FixedSlot[], timeZone: string): Period[] {
  if (slots.length === 0) return [...free]
  return free.flatMap((each) => subtract([each], occurrences(slots, each, timeZone)))
}

/** Whether a use of the period counts towards quotas: not where a fixed slot or a long session is said not to. */
export function countsTowardsQuotas(policy: Policy, period: Period, timeZone: string): boolean {
  const slot = fixedSlotAt(policy.fixedSlots, period, timeZone)
  if (slot) return slot.isCounted
  return policy.longSession === null || policy.longSession.isCounted || minutes(period) <= policy.maxMinutes
}
