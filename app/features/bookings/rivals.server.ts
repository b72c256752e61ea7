import type { HeldBooking } from '~/features/bookings/held.server'
import type { Tx } from '~/platform/db.server'

/**
 * Declines the competing requests that no longer fit beside the accepted booking, and gives them as they are then.
 * A request fits while the load of what is taken and its own quantity stays within the capacity.
 * The caller holds the locks of the resources.
 */
export async function declineRivals(tx: Tx, accepted: HeldBooking, now: Date): Promise<{ id: string; version: number }[]> {
  const resourceIds = accepted.items.map((each) => each.resourceId)
  return tx.$queryRaw<{ id: string; version: number }[]>`
    WITH rival AS (
      SELECT b.id, i.resource_id, i.quantity, i.starts_at, i.ends_at, r.capacity
        FROM booking b JOIN booking_item i ON i.booking_id = b.id JOIN resource r ON r.id = i.resource_id
       WHERE i.resource_id = ANY (${resourceIds}::text[])
         AND b.status = 'pending' AND b.hold_mode = 'compete' AND b.id <> ${accepted.id}::uuid
         AND tstzrange(i.starts_at, i.ends_at) && tstzrange(${accepted.startsAt}::timestamptz, ${accepted.endsAt}::timestamptz)
    ), moment AS (
      SELECT rival.*, t.at FROM rival CROSS JOIN LATERAL (
        SELECT rival.starts_at AS at
        UNION SELECT a.starts_at FROM allocation a
         WHERE a.resource_id = rival.resource_id AND a.starts_at >= rival.starts_at AND a.starts_at < rival.ends_at) t
    )
    UPDATE booking SET status = 'declined', ended_reason = 'rival_accepted', hold_expires_at = NULL,
           version = version + 1, updated_at = ${now}::timestamptz
     WHERE id IN (
       SELECT m.id FROM moment m
        WHERE m.quantity + (SELECT count(*) FROM allocation a
                             WHERE a.resource_id = m.resource_id AND a.starts_at <= m.at AND a.ends_at > m.at) > m.capacity)
    RETURNING id::text, version`
}
