import { canAssist, nextOnDuty, type OperatorTime } from '~/domain/booking/assisted-slots'
import { attendedParts } from '~/domain/booking/attendance'
import type { Attendance } from '~/domain/booking/facts'
import type { GridClock } from '~/domain/scheduling/grid-clock'
import { slotCutInto } from '~/domain/scheduling/fixed-slots'
import { assignUnits, periodsAbove, turnaroundMargins } from '~/domain/scheduling/occupancy'
import type { Policy } from '~/domain/scheduling/policy'

/*
 * Which periods can be booked, found by search. It answers for opening hours, occupancy with
 * capacity and set-up, grid, length, notice and horizon exactly as the verdict does (a test holds one
 * against the other); what depends on the person (quotas, presence elsewhere, rights) is not in it.
 * Instants are epoch milliseconds here, since thousands of resources are searched at once.
 */

export type Span = { start: number; end: number }
export type HeldUnit = Span & { unit: number; isBooking: boolean }

export type SlotFacts = {
  policy: Policy
  timeZone: string
  /** Of the mode that would be used. */
  attendance: Attendance
  clock: GridClock
  /** Sorted and disjoint, over the window and a day around it. */
  opening: readonly Span[]
  /** The first instant at which a booking may no longer begin. */
  horizonEnd: number
  /** The resource itself and what is inside it: all of them have to have room. */
  targets: readonly { capacity: number; quantity: number; /** In order of start. */ held: readonly HeldUnit[] }[]
  /** Of assisted use, the time of those who can run it; none: nobody is named, or the use is not assisted. */
  operators?: readonly OperatorTime[]
}

export type SlotWish = {
  /** Made longer where the grid or the shortest booking asks for it. */
  minutes: number
  /** The slot lies within. */
  window: Span
  now: number
}

export type SlotSearch = {
  /** The first slot that begins at `from` or later; null: none. Questions may come in any order. */
  next: (from: number) => Span | null
  minutes: number
}

const MINUTE_MS = 60_000
const NEVER: SlotSearch = { next: () => null, minutes: 0 }

/** Prepares the search of one resource. */
export function slotSearch(facts: SlotFacts, { minutes, window, now }: SlotWish): SlotSearch {
  const { policy, clock, targets, operators } = facts
  const grid = policy.wholeDays ? 1440 : policy.gridMinutes
  const length = Math.ceil(Math.max(minutes, policy.minMinutes) / grid) * grid
  const { longSession } = policy
  const isLong = length > policy.maxMinutes
  if (length > Math.max(policy.maxMinutes, longSession?.maxMinutes ?? 0) || targets.some((each) => each.quantity > each.capacity)) return NEVER
  const notice = Math.max(0, policy.minNoticeMinutes, isLong && longSession ? longSession.noticeMinutes : 0)
  const earliest = Math.max(window.start, now + notice * MINUTE_MS)
  const isBound = !policy.allowUnattendedOutsideHours || facts.attendance === 'whole'
  const bases = isBound ? facts.opening : [window]
  const blocked = blockedSpans(facts)
  const pressed = targets.filter((each) => each.capacity > 1 && each.held.some((held) => !held.isBooking && held.start > now))

  const endOf = (start: number) => (policy.wholeDays ? clock.daysAfter(start, length / 1440) : start + length * MINUTE_MS)
  const isAttendable = ({ start, end }: Span) => {
    if (isBound || facts.attendance === 'none') return true
    const parts = attendedParts({ start: new Date(start), end: new Date(end) }, facts.attendance)
    return parts.every((part) => facts.opening.some((open) => open.start <= part.start.getTime() && part.end.getTime() <= open.end))
  }
  const isUncut = ({ start, end }: Span) =>
    policy.fixedSlots.length === 0 || slotCutInto(policy.fixedSlots, { start: new Date(start), end: new Date(end) }, facts.timeZone) === null
  const isPlaceable = (slot: Span) => pressed.every((target) => hasUnits(target, slot, policy, now))

  const next = (from: number): Span | null => {
    const since = Math.max(from, earliest)
    let at = firstEndingAfter(blocked, since)
    for (const base of bases) {
      const last = Math.min(base.end, window.end)
      if (last <= since) continue
      let start = clock.next(Math.max(base.start, since), grid)
      for (;;) {
        if (start >= facts.horizonEnd) return null
        const end = endOf(start)
        if (end > last) break
        while (at < blocked.length && blocked[at]!.end <= start) at += 1
        const obstacle = blocked[at]
        if (obstacle && obstacle.start < end) {
          start = clock.next(obstacle.end, grid)
          continue
        }
        const slot = { start, end }
        if (operators !== undefined && !canAssist(operators, slot, facts.attendance)) {
          const duty = nextOnDuty(operators, start + 1)
          if (duty === null) return null
          start = clock.next(duty, grid)
          continue
        }
        if (clock.isOn(end, grid) && isUncut(slot) && isAttendable(slot) && isPlaceable(slot)) return slot
        start = clock.next(start + 1, grid)
      }
    }
    return null
  }
  return { next, minutes: length }
}

/** The first `count` slots, one after another without overlap. */
export function firstSlots(search: SlotSearch, from: number, count: number): Span[] {
  const slots: Span[] = []
  for (let slot = search.next(from); slot !== null && slots.length < count; slot = search.next(slot.end)) slots.push(slot)
  return slots
}

/** Where a bare period may not lie, its set-up and clean-up counted: sorted and disjoint. */
function blockedSpans({ policy, targets }: SlotFacts): Span[] {
  const { before, after } = turnaroundMargins(policy)
  const full = targets.flatMap(({ capacity, quantity, held }): readonly Span[] =>
    capacity === quantity
      ? held
      : periodsAbove(held.map(({ start, end }) => ({ start: new Date(start), end: new Date(end) })), capacity - quantity)
          .map(({ start, end }) => ({ start: start.getTime(), end: end.getTime() })),
  )
  if (targets.length > 1) full.sort((a, b) => a.start - b.start)
  const blocked: Span[] = []
  for (const each of full) {
    const start = each.start - after * MINUTE_MS
    const end = each.end + before * MINUTE_MS
    const last = blocked.at(-1)
    if (last && start <= last.end) last.end = Math.max(last.end, end)
    else blocked.push({ start, end })
  }
  return blocked
}

/** Load alone decides unless something fixed lies ahead: then the units have to be found. */
function hasUnits(target: SlotFacts['targets'][number], slot: Span, policy: Policy, now: number): boolean {
  const { before, after } = turnaroundMargins(policy)
  const dated = target.held.map((each, at) => ({ unit: each.unit, start: new Date(each.start), end: new Date(each.end), id: String(at), isMovable: each.isBooking && each.start > now }))
  return assignUnits({
    capacity: target.capacity,
    fixed: dated.filter((each) => !each.isMovable).map((each) => ({ ...each, kind: 'fixed' })),
    movable: dated.filter((each) => each.isMovable),
    request: {
      start: new Date(slot.start - before * MINUTE_MS),
      end: new Date(slot.end + after * MINUTE_MS),
      quantity: target.quantity,
    },
  }) !== null
}

function firstEndingAfter(list: readonly Span[], ms: number): number {
  let low = 0
  let high = list.length
  while (low < high) {
    const middle = (low + high) >> 1
    if (list[middle]!.end <= ms) low = middle + 1
    else high = middle
  }
  return low
}
