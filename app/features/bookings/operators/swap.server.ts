import { type Actor, can } from '~/domain/access/permission'
import { assistedParts, isFree, isOnDuty } from '~/domain/booking/operator'
import { isOpen } from '~/domain/booking/states'
import { done, type Outcome, problem, refused } from '~/domain/problem'
import { readOperators } from '~/features/bookings/facts.server'
import { openHeld } from '~/features/bookings/open-held.server'
import type { SwapInput } from '~/features/bookings/operators/schema'
import { reassign } from '~/features/bookings/operators/write.server'
import { isOverlap } from '~/platform/db.server'

/** Gives a booking to another operator who can run the resource, is on duty and free. */
export async function swapOperator(actor: Actor, bookingId: string, input: SwapInput, now: Date): Promise<Outcome<{ id: string }>> {
  const { itemId, operatorId } = input
  try {
    return await openHeld(
      bookingId, now,
      (seen) => seen.items.some((each) => each.id === itemId && can(actor, 'manage:resource', each)),
      async (tx, booking): Promise<Outcome<{ id: string }>> => {
        const item = booking.items.find(({ id }) => id === itemId)
        const promised = await tx.bookingItem.findUnique({ where: { id: itemId, bookingId }, select: { operatorId: true } })
        if (!item?.startsAt || !item.endsAt || !promised?.operatorId) return refused(problem('not_assisted', {}))
        if (promised.operatorId === operatorId) return done({ id: bookingId })
        if (booking.version !== input.version) return refused(problem('version_conflict', { current: booking.version }))
        if (!isOpen(booking.status) || item.endsAt <= now) return refused(problem('state_forbids', { status: booking.status }))
        if (booking.change) return refused(problem('change_pending', {}))
        const period = { start: item.startsAt, end: item.endsAt }
        const { all } = await readOperators(tx, { resourceIds: [item.resourceId], window: period, now, ownBookingId: bookingId })
        const next = all.find(({ id, runs }) => id === operatorId && runs.includes(item.resourceId))
        const parts = assistedParts(period, item.attendance)
        if (!next) return refused(problem('operator_unfit', { why: 'cannot_run' }))
        if (!isOnDuty(next, parts, period)) return refused(problem('operator_unfit', { why: 'off_duty' }))
        if (!isFree(next, parts, [])) return refused(problem('operator_unfit', { why: 'taken' }))
        await reassign(tx, [{ booking, itemId, from: promised.operatorId, to: operatorId }], { actorId: actor.personId, reason: null, now })
        return done({ id: bookingId })
      },
    )
  } catch (error) {
    if (isOverlap(error)) return refused(problem('operator_unfit', { why: 'taken' }))
    throw error
  }
}
