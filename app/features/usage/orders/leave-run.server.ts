import type { Actor } from '~/domain/access/permission'
import { applyCancel } from '~/features/bookings/apply-cancel.server'
import { heldBooking } from '~/features/bookings/held.server'
import type { HeldOrder } from '~/features/usage/orders/facts.server'
import type { Tx } from '~/platform/db.server'

/**
 * What becomes of a run that an order has left, with the run's locks held: one that nobody needs any more and that
 * has not begun gives its time back; any other is for those that stay.
 */
export async function afterLeaving(tx: Tx, actor: Actor, { run }: Pick<HeldOrder, 'run'>, reason: string | null, now: Date): Promise<void> {
  if (run === null) return
  const left = await tx.testOrder.count({ where: { runItemId: run.itemId } })
  if (left > 0) return attributeRun(tx, run.itemId)
  const booking = await heldBooking(run.bookingId, now, tx)
  if (booking?.status === 'approved' && booking.startsAt !== null && booking.startsAt > now) {
    await applyCancel(tx, booking, { actorId: actor.personId, by: 'lab', reason }, now)
  }
}

/** For whom a run counts: where all its orders come from, if that is one place; else it is the lab's own. */
export async function attributeRun(tx: Tx, itemId: string): Promise<void> {
  await tx.$executeRaw`
    UPDATE booking b SET origin_class = x.origin, home_university_id = x.home
      FROM (SELECT i.booking_id, CASE WHEN count(DISTINCT o.origin_class) = 1 THEN min(o.origin_class) ELSE 'own_university' END AS origin,
                   CASE WHEN count(DISTINCT o.home_university_id) = 1 AND count(*) = count(o.home_university_id) THEN min(o.home_university_id) ELSE r.university_id END AS home
              FROM booking_item i JOIN resource r ON r.id = i.resource_id JOIN test_order o ON o.run_item_id = i.id
             WHERE i.id = ${itemId}::uuid GROUP BY i.booking_id, r.university_id) x
     WHERE b.id = x.booking_id`
}
