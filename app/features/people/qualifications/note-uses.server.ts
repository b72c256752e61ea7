import { db } from '~/platform/db.server'

/**
 * Writes down when qualifications were used last, from bookings of their holders that were used or
 * assumed to be, begun after `since`. What had lapsed for want of use by the beginning stays lapsed. Run
 * again, it changes nothing. Gives how many.
 */
export async function noteUses(now: Date, since: Date): Promise<number> {
  return db.$executeRaw`
    UPDATE qualification q SET last_used_at = used.at
      FROM (
        SELECT h.id, max(CASE WHEN i.status = 'completed' THEN i.ends_at ELSE i.starts_at END) AS at
          FROM booking_item i
          JOIN booking b ON b.id = i.booking_id
          JOIN resource r ON r.id = i.resource_id
          JOIN qualification h ON h.person_id = b.attendee_id AND h.revoked_at IS NULL
           AND coalesce(h.mode, 'self_operation') = i.mode
           AND (h.resource_id = i.resource_id OR (h.resource_id IS NULL AND h.kind_id = r.kind_id))
         WHERE i.status IN ('completed', 'in_use') AND i.starts_at > ${since} AND i.starts_at <= ${now}
           AND i.starts_at >= h.valid_from
           AND (h.idle_days IS NULL OR i.starts_at < coalesce(h.last_used_at, h.valid_from) + h.idle_days * interval '24 hours')
         GROUP BY h.id) used
     WHERE used.id = q.id AND used.at <= ${now} AND used.at > coalesce(q.last_used_at, q.valid_from)`
}
