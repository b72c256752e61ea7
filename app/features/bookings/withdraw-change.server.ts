import type { Actor } from '~/domain/access/permission'
import { done, type Outcome, problem, refused } from '~/domain/problem'
import { withdrawRequest } from '~/features/approvals/resolve.server'
import { record } from '~/features/audit/record.server'
import { closeChange } from '~/features/bookings/close-change.server'
import { openHeld } from '~/features/bookings/open-held.server'
import { tellOfBooking } from '~/features/jobs/tell-of-booking.server'

/** Takes back a change that waits for a decision; the booking stays as it was. */
export async function withdrawChange(actor: Actor, bookingId: string, now: Date): Promise<Outcome<{ id: string }>> {
  return openHeld(actor, 'update:booking', bookingId, now, async (tx, booking) => {
    if (!booking.change) return refused(problem('nothing_changed', {}))
    await withdrawRequest(tx, { kind: 'booking_change', id: booking.change.id }, now)
    await closeChange(tx, booking, booking.change.id, 'withdrawn', now)
    await record(tx, {
      actorId: actor.personId, action: 'booking.change_withdrawn', subjectKind: 'booking', subjectId: booking.id,
      universityId: booking.universityId, data: { changeId: booking.change.id },
    })
    await tellOfBooking(tx, {
      bookingId: booking.id, event: 'change_withdrawn', version: booking.version + 1, actorId: actor.personId, changeId: booking.change.id,
    })
    return done({ id: booking.id })
  })
}
