import { type BookingStatus, isOpen } from '~/domain/booking/states'
import { problem, type Problem } from '~/domain/problem'
import type { Policy } from '~/domain/scheduling/policy'
import { addMinutes, minutes, type Period } from '~/domain/time/interval'
import { plainDateOf } from '~/domain/time/zone'

/**
 * Whether a moved booking has to be approved again. Within its day (in the campus's zone) and not
 * longer it stays approved; anything else is asked anew.
 */
export function staysApproved(
  moves: readonly { from: Period; to: Period; timeZone: string }[],
): boolean {
  return moves.every(
    ({ from, to, timeZone }) =>
      minutes(to) <= minutes(from) &&
      plainDateOf(from.start, timeZone) === plainDateOf(to.start, timeZone),
  )
}

/** Why a booking cannot be moved or changed now. The notice is the one kept with the booking. */
export function judgeChangeable(
  booking: { status: BookingStatus; startsAt: Date | null },
  kept: Pick<Policy, 'changeNoticeMinutes'>,
  person: { isManager: boolean },
  now: Date,
): Problem[] {
  if (!isOpen(booking.status)) return [problem('state_forbids', { status: booking.status })]
  return judgeNotice(booking.startsAt, kept.changeNoticeMinutes, person, now, 'change_too_late', booking.status)
}

/** Why a booking cannot be cancelled now. A request that waits can be withdrawn until it starts. */
export function judgeCancellable(
  booking: { status: BookingStatus; startsAt: Date | null },
  kept: Pick<Policy, 'cancelNoticeMinutes'>,
  person: { isManager: boolean },
  now: Date,
): Problem[] {
  if (!isOpen(booking.status)) return [problem('state_forbids', { status: booking.status })]
  const notice = booking.status === 'pending' ? 0 : kept.cancelNoticeMinutes
  return judgeNotice(booking.startsAt, notice, person, now, 'cancel_too_late', booking.status)
}

function judgeNotice(
  startsAt: Date | null,
  noticeMinutes: number,
  person: { isManager: boolean },
  now: Date,
  code: 'change_too_late' | 'cancel_too_late',
  status: BookingStatus,
): Problem[] {
  if (startsAt === null) return []
  if (startsAt <= now) return person.isManager ? [] : [problem('state_forbids', { status })]
  if (person.isManager || now <= addMinutes(startsAt, -noticeMinutes)) return []
  return [problem(code, { minutes: noticeMinutes })]
}
