import { orderMails } from '~/features/jobs/order-mail.server'
import type { Tx } from '~/platform/db.server'

/** Tells whoever assists with a booking, and has an account, that their plan has changed; `also` names those who did until now. */
export async function tellOperators(tx: Tx, ...changes: { bookingId: string; version: number; also?: readonly string[] }[]): Promise<void> {
  const rows = await tx.$queryRaw<{ bookingId: string; version: number; personId: string }[]>`
    SELECT DISTINCT c."bookingId"::text, c.version, o.person_id::text AS "personId"
      FROM jsonb_to_recordset(${JSON.stringify(changes)}::jsonb) AS c("bookingId" uuid, version int, also text[])
      JOIN booking b ON b.id = c."bookingId" AND b.status <> 'pending'
      JOIN booking_item i ON i.booking_id = b.id
      JOIN operator o ON o.resource_id = i.operator_id OR o.resource_id = ANY (c.also)
     WHERE o.person_id IS NOT NULL ORDER BY 1, 3`
  await orderMails(tx, rows.map(({ bookingId, version, personId }) => ({
    key: `assist-changed:${bookingId}:${version}:${personId}`, kind: 'assist-changed', personId, subjectId: bookingId,
  })))
}
