import { orderMail } from '~/features/jobs/order-mail.server'
import type { Tx } from '~/platform/db.server'

/** Tells whoever assists with a booking, and has an account, that their plan has changed; `also` names those who did until now. */
export async function tellOperators(tx: Tx, { bookingId, version, also = [] }: { bookingId: string; version: number; also?: readonly string[] }): Promise<void> {
  const rows = await tx.$queryRaw<{ personId: string; isPromised: boolean }[]>`
    SELECT DISTINCT o.person_id::text AS "personId", b.status <> 'pending' AS "isPromised"
      FROM booking_item i JOIN booking b ON b.id = i.booking_id
      JOIN operator o ON o.resource_id = i.operator_id OR o.resource_id = ANY (${[...also]}::text[])
     WHERE i.booking_id = ${bookingId}::uuid AND o.person_id IS NOT NULL`
  for (const { personId, isPromised } of rows) {
    if (!isPromised) continue
    await orderMail(tx, { key: `assist-changed:${bookingId}:${version}:${personId}`, kind: 'assist-changed', personId, subjectId: bookingId })
  }
}
