import type { Actor } from '~/domain/access/permission'
import type { BookingFacts, Wish } from '~/domain/booking/facts'
import { judge, type Verdict } from '~/domain/booking/verdict'
import { done, type Outcome, problem, type ProblemCode, refused } from '~/domain/problem'
import { resolveRequest, withdrawRequest } from '~/features/approvals/resolve.server'
import { record } from '~/features/audit/record.server'
import { applyMove } from '~/features/bookings/apply-move.server'
import { closeChange } from '~/features/bookings/close-change.server'
import { questionOf } from '~/features/bookings/create.server'
import { withQuotaLocks } from '~/features/bookings/quota-facts.server'
import { type HeldBooking, heldBooking } from '~/features/bookings/held.server'
import { lockCarriedFacts } from '~/features/bookings/project-facts.server'
import { declineRivals } from '~/features/bookings/rivals.server'
import type { DecisionInput } from '~/features/bookings/schema'
import { addOccupancy, occupancyOf, promiseOperators } from '~/features/bookings/write.server'
import { tellOfBooking } from '~/features/jobs/tell-of-booking.server'
import { isOverlap, transaction, type Tx } from '~/platform/db.server'

export type Decided = { id: string; status: 'pending' | 'approved' | 'declined' }

/** What still forbids an approval; rules of notice and horizon were judged when it was asked. */
const STILL_FORBIDS: ReadonlySet<ProblemCode> = new Set([
  'slot_taken', 'person_elsewhere', 'person_busy', 'resource_not_in_service', 'period_in_past', 'quantity_exceeds_capacity',
])

/** Hours and times that others may have used since it was asked. */
const SPENT: ReadonlySet<ProblemCode> = new Set(['quota_exceeded', 'protected_share_reached', 'outside_ceiling_reached', 'no_operator_on_duty', 'operators_taken'])

/**
 * Approves or declines what waits on a booking: a change if one is proposed, else the booking itself.
 * The request is resolved and the booking moved in one transaction.
 */
export async function decideBooking(
  actor: Actor,
  bookingId: string,
  input: DecisionInput,
  context: { version?: number | null; now: Date },
): Promise<Outcome<Decided>> {
  const { now } = context
  const { decision } = input
  if (decision !== 'approve' && decision !== 'decline') {
    return refused(problem('decision_not_offered', { decision }))
  }
  const seen = await heldBooking(bookingId, now)
  if (!seen) return refused(problem('not_allowed', {}))
  const wish = requestedWish(seen)

  try {
    return await withQuotaLocks((quotaKeys) => transaction(async (tx): Promise<Outcome<Decided>> => {
      const facts = await lockCarriedFacts(tx, {
        ...questionOf(wish, now, bookingId),
        projectId: seen.projectId,
        personIds: [seen.attendeeId],
        bookingIds: [seen.id],
        quotaKeys,
      })
      const booking = await heldBooking(bookingId, now, tx)
      if (!booking) return refused(problem('not_allowed', {}))
      // What waits has changed since it was read: judge what is there now.
      if (booking.version !== (context.version ?? seen.version)) {
        return refused(
          booking.status === 'pending' || booking.change || context.version != null
            ? problem('version_conflict', { current: booking.version })
            : problem('already_decided', { status: booking.status }),
        )
      }
      return decideHeld(tx, { actor, booking, facts, wish, said: { decision, comment: input.comment || null }, now })
    }))
  } catch (error) {
    if (!isOverlap(error)) throw error
    return refused(problem('slot_taken', { nextFree: [] }))
  }
}

/** The same for a booking that is locked; `wish` is its `requestedWish`, judged by the facts read after the lock. */
export async function decideHeld(
  tx: Tx,
  asked: {
    actor: Actor; booking: HeldBooking; facts: BookingFacts; wish: Wish; now: Date
    said: { decision: 'approve' | 'decline'; comment: string | null }
  },
): Promise<Outcome<Decided>> {
  const { actor, booking, facts, wish, said, now } = asked
  const { decision, comment } = said
  const change = booking.change
  const subject = change ? { kind: 'booking_change' as const, id: change.id } : { kind: 'booking' as const, id: booking.id }
  const verdict = judge(facts, wish, now)
  if (decision === 'approve') {
    // A request that held its slot has counted since it was asked for.
    const isNew = change !== null || booking.holdMode === 'compete'
    const blocking = verdict.problems.filter(
      (each) => each.severity === 'refuse' && (STILL_FORBIDS.has(each.code) || (isNew && SPENT.has(each.code))),
    )
    if (blocking.length > 0 && (change || booking.status === 'pending')) return refused(...blocking)
  }
  const resolved = await resolveRequest(tx, actor, subject, said, now)
  if (!resolved.ok) return resolved
  const { state } = resolved.value
  if (state === 'pending') {
    await tellOfBooking(tx, {
      bookingId: booking.id, event: 'step', version: booking.version, actorId: actor.personId, changeId: change?.id,
    })
    return done({ id: booking.id, status: 'pending' })
  }

  if (change) {
    await concludeChange(tx, actor, booking, verdict, { state, comment }, now)
  } else {
    await concludeBooking(tx, actor, booking, verdict, { state, comment }, now)
  }
  return done({ id: booking.id, status: state })
}

async function concludeChange(
  tx: Tx, actor: Actor, booking: HeldBooking, verdict: Verdict,
  said: { state: 'approved' | 'declined'; comment: string | null }, now: Date,
): Promise<void> {
  const changeId = booking.change!.id
  if (said.state === 'declined') {
    await closeChange(tx, booking, changeId, 'declined', now)
    await tellOfBooking(tx, {
      bookingId: booking.id, event: 'change_declined', version: booking.version + 1,
      actorId: actor.personId, changeId, reason: said.comment,
    })
    return
  }
  await applyMove(tx, { actor, booking, verdict, changeId, now })
  await tx.bookingChange.update({
    where: { id: changeId },
    data: { status: 'approved', closedAt: now },
    select: { id: true },
  })
}

async function concludeBooking(
  tx: Tx, actor: Actor, booking: HeldBooking, verdict: Verdict,
  said: { state: 'approved' | 'declined'; comment: string | null }, now: Date,
): Promise<void> {
  await tx.booking.update({
    where: { id: booking.id, version: booking.version },
    data: {
      status: said.state,
      holdExpiresAt: null,
      ...(said.state === 'declined' ? { endedById: actor.personId, endedReason: said.comment } : {}),
      version: { increment: 1 },
      updatedAt: now,
    },
    select: { id: true },
  })
  await tellOfBooking(tx, {
    bookingId: booking.id, event: said.state, version: booking.version + 1, actorId: actor.personId, reason: said.comment,
  })
  if (said.state === 'declined') {
    await tx.allocation.deleteMany({ where: { item: { bookingId: booking.id } } })
    await tx.presence.deleteMany({ where: { item: { bookingId: booking.id } } })
    return
  }
  if (booking.holdMode === 'hold') {
    await tx.allocation.updateMany({ where: { item: { bookingId: booking.id } }, data: { expiresAt: null } })
    return
  }
  const items = booking.items.map((item, at) => ({ id: item.id, verdict: verdict.items[at]! }))
  await addOccupancy(tx, occupancyOf(items, { attendeeId: booking.attendeeId, expiresAt: null }))
  await promiseOperators(tx, items)
  for (const rival of await declineRivals(tx, booking, now)) {
    await withdrawRequest(tx, { kind: 'booking', id: rival.id }, now)
    await record(tx, {
      actorId: null, action: 'booking.declined', subjectKind: 'booking', subjectId: rival.id,
      universityId: booking.universityId, data: { reason: 'rival_accepted', rival: booking.id },
    })
    await tellOfBooking(tx, { bookingId: rival.id, event: 'declined', version: rival.version, reason: 'rival_accepted' })
  }
}

/** The booking as asked for: at the proposed periods when a change waits. */
export function requestedWish(booking: HeldBooking): Wish {
  const proposed = booking.change?.items ?? []
  return {
    items: booking.items.flatMap((item) => {
      const moved = proposed.find((each) => each.itemId === item.id)
      const start = moved ? new Date(moved.startsAt) : item.startsAt
      const end = moved ? new Date(moved.endsAt) : item.endsAt
      return start && end
        ? [{ resourceId: item.resourceId, period: { start, end }, mode: item.mode, quantity: item.quantity, keptAttendance: item.attendance }]
        : []
    }),
    bookerId: booking.bookerId,
    attendeeId: booking.attendeeId,
    isVouched: true,
    groupId: null,
    projectId: null,
    heldGroupId: booking.groupId,
    headCount: booking.headCount,
  }
}
