import { type Actor, can, type Target } from '~/domain/access/permission'
import type { Attendance, ResourceMode, Wish } from '~/domain/booking/facts'
import { type BookingStatus, isOpen } from '~/domain/booking/states'
import { problem, type Problem } from '~/domain/problem'
import type { Policy } from '~/domain/scheduling/policy'
import { addMinutes, minutes, type Period } from '~/domain/time/interval'
import { plainDateOf } from '~/domain/time/zone'

/** What a change needs to know of the booking as it stands. */
export type ChangeableBooking = {
  bookerId: string
  attendeeId: string
  groupId: string | null
  headCount?: number | null
  target: Target & { ownerIds: readonly string[] }
  items: readonly {
    id: string
    resourceId: string
    mode: ResourceMode
    quantity: number
    attendance?: Attendance
    startsAt: Date | null
    endsAt: Date | null
    timeZone: string
  }[]
}

export type Move = { itemId: string; from: Period; to: Period; timeZone: string }

/**
 * The wish that the changed booking would be; null when an item has no period to move. Several items
 * move by the same distance, and only a single one can become longer or shorter.
 */
export function changeWish(booking: ChangeableBooking, asked: { startsAt?: Date; endsAt?: Date }, actor: Actor): Wish | null {
  const first = booking.items[0]
  if (!first?.startsAt || !first.endsAt) return null
  const shift = (asked.startsAt ?? first.startsAt).getTime() - first.startsAt.getTime()
  const isSingle = booking.items.length === 1
  const items = booking.items.flatMap((item) => {
    if (!item.startsAt || !item.endsAt) return []
    const end = isSingle && asked.endsAt ? asked.endsAt : new Date(item.endsAt.getTime() + shift)
    return [{
      resourceId: item.resourceId,
      period: { start: new Date(item.startsAt.getTime() + shift), end },
      mode: item.mode,
      quantity: item.quantity,
      keptAttendance: item.attendance,
    }]
  })
  if (items.length !== booking.items.length) return null
  const byLab = !booking.target.ownerIds.includes(actor.personId) || booking.bookerId !== booking.attendeeId
  return {
    items,
    bookerId: byLab ? actor.personId : booking.bookerId,
    attendeeId: booking.attendeeId,
    isVouched: can(actor, 'book:resource_for_others', { ...booking.target, ownerIds: [] }) && actor.personId !== booking.attendeeId,
    groupId: null,
    projectId: null,
    heldGroupId: booking.groupId,
    headCount: booking.headCount ?? null,
  }
}

/** From where to where each item goes by a wish of `changeWish`. */
export function movesOf(booking: ChangeableBooking, wish: Wish): Move[] {
  return booking.items.map((item, at) => ({
    itemId: item.id,
    from: { start: item.startsAt!, end: item.endsAt! },
    to: wish.items[at]!.period,
    timeZone: item.timeZone,
  }))
}

/**
 * Whether a moved booking has to be approved again. Within its day (in the campus's zone) and not
 * longer it stays approved; anything else is asked anew.
 */
export function staysApproved(
  moves: readonly Pick<Move, 'from' | 'to' | 'timeZone'>[],
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
