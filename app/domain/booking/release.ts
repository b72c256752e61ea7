import type { BookingStatus } from '~/domain/booking/states'
import { problem, type Problem } from '~/domain/problem'
import type { Policy } from '~/domain/scheduling/policy'
import { addMinutes, contains, minutes, type Period, subtract } from '~/domain/time/interval'

/** A booking as far as giving back a part of it, or making it longer, asks. */
export type HeldTime = {
  status: BookingStatus
  startsAt: Date | null
  endsAt: Date | null
  items: readonly unknown[]
  change: object | null
}

/** What stays of a period when a part is given back: none, one or two pieces, in order. */
export function piecesLeft(held: Period, given: Period): Period[] {
  return subtract([held], [given])
}

/**
 * Why a part of a booking cannot be given back. Only time to come can; what stays, and has not begun, is no
 * shorter than the shortest booking by the rules kept with it. There is no notice: a part that comes late is
 * welcome, see `isGivenInTime`.
 */
export function judgeRelease(
  booking: HeldTime,
  given: Period,
  kept: Pick<Policy, 'minMinutes'>,
  now: Date,
): Problem[] {
  if (booking.status !== 'approved' && booking.status !== 'in_use') return [problem('state_forbids', { status: booking.status })]
  if (booking.change !== null) return [problem('change_pending', {})]
  if (booking.items.length !== 1 || !booking.startsAt || !booking.endsAt) return [problem('several_resources', {})]
  if (!(given.start < given.end)) return [problem('period_reversed', {})]
  const held = { start: booking.startsAt, end: booking.endsAt }
  if (!contains(held, given)) return [problem('part_outside', { start: held.start.toISOString(), end: held.end.toISOString() })]
  if (given.start < now) return [problem('period_in_past', {})]
  const pieces = piecesLeft(held, given)
  if (pieces.length === 0) return [problem('nothing_left', {})]
  const isTooShort = pieces.some((piece) => piece.start > now && minutes(piece) < kept.minMinutes)
  return isTooShort ? [problem('duration_too_short', { minMinutes: kept.minMinutes })] : []
}

/** Whether what is given back is no longer paid for: as with a whole booking, within the notice kept with it. */
export function isGivenInTime(given: Period, kept: Pick<Policy, 'cancelNoticeMinutes'>, now: Date): boolean {
  return now < given.start && now <= addMinutes(given.start, -kept.cancelNoticeMinutes)
}
