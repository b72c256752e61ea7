import type { Actor } from '~/domain/access/permission'
import { done, type Outcome, problem, refused } from '~/domain/problem'
import { lockBooking } from '~/features/bookings/facts.server'
import { heldWait } from '~/features/bookings/waits/facts.server'
import { freeOffer, moveWait } from '~/features/bookings/waits/write.server'
import { transaction } from '~/platform/db.server'

/** Leaves the line, or declines what is offered: it goes to whoever waits next. Left twice, it is left once. */
export async function leaveWait(actor: Actor, waitId: string, now: Date): Promise<Outcome<{ id: string }>> {
  const seen = await heldWait(waitId, now)
  if (seen === null || seen.personId !== actor.personId) return refused(problem('not_allowed', {}))
  return transaction(async (tx): Promise<Outcome<{ id: string }>> => {
    await lockBooking(tx, { personIds: [seen.personId], resourceIds: [seen.resourceId, ...seen.also], bookingIds: [], now })
    const wait = await heldWait(waitId, now, tx)
    if (wait === null) return refused(problem('not_allowed', {}))
    if (wait.status === 'withdrawn' || wait.status === 'declined') return done({ id: wait.id })
    if (wait.status !== 'waiting' && wait.status !== 'offered') return refused(problem('offer_over', {}))
    const status = wait.status === 'offered' ? 'declined' : 'withdrawn'
    await freeOffer(tx, wait.id)
    await moveWait(tx, wait, { status }, { actorId: actor.personId, now })
    return done({ id: wait.id })
  })
}
