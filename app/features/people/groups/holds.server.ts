import type { Hold } from '~/domain/problem'
import type { Tx } from '~/platform/db.server'

/** Bookings to come that a group carries, of one person or of all, soonest first. */
export async function holdsOfGroup(tx: Pick<Tx, '$queryRaw'>, of: { groupId: string; personId?: string }, now: Date): Promise<Hold[]> {
  const rows = await tx.$queryRaw<{ bookingId: string; code: string; start: Date | null; end: Date | null }[]>`
    SELECT b.id::text AS "bookingId", b.code, t.starts_at AS start, t.ends_at AS end
      FROM booking b
      JOIN LATERAL (SELECT min(i.starts_at) AS starts_at, max(i.ends_at) AS ends_at FROM booking_item i WHERE i.booking_id = b.id) t ON true
     WHERE b.group_id = ${of.groupId} AND (${of.personId ?? null}::uuid IS NULL OR b.attendee_id = ${of.personId ?? null}::uuid)
       AND b.status IN ('pending', 'approved', 'in_use') AND (t.ends_at IS NULL OR t.ends_at > ${now})
       AND NOT (b.status = 'pending' AND b.hold_expires_at <= ${now})
     ORDER BY t.starts_at LIMIT 50`
  return rows.map(({ bookingId, code, start, end }) => ({
    bookingId, code, cause: 'booking', start: start?.toISOString() ?? null, end: end?.toISOString() ?? null,
  }))
}
