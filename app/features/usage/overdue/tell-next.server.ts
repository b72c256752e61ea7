import { orderMail } from '~/features/jobs/order-mail.server'
import { db, transaction } from '~/platform/db.server'

/** So long nobody is bothered: people pack up. */
const PATIENCE_MINUTES = 5
/** Whom the next hour concerns. */
const AHEAD_MINUTES = 60

/** Tells whoever comes next to a machine that the one before is still there, once for each pair; gives how many it told. */
export async function tellNextUsers(now: Date): Promise<number> {
  const rows = await db.$queryRaw<{ itemId: string; nextItemId: string; personId: string; bookerId: string }[]>`
    SELECT DISTINCT ON (i.id, n.id) i.id::text AS "itemId", n.id::text AS "nextItemId", b.attendee_id::text AS "personId", b.booker_id::text AS "bookerId"
      FROM usage_record u
      JOIN booking_item i ON i.id = u.item_id
      JOIN allocation a ON a.item_id = i.id
      JOIN allocation an ON an.resource_id = a.resource_id AND an.unit = a.unit AND an.starts_at >= a.ends_at
       AND an.starts_at < ${now}::timestamptz + ${AHEAD_MINUTES} * interval '1 minute' AND an.ends_at > ${now}::timestamptz
      JOIN booking_item n ON n.id = an.item_id AND n.id <> i.id AND n.status = 'not_started'
      JOIN booking b ON b.id = n.booking_id AND b.status IN ('approved', 'in_use')
     WHERE u.status = 'in_use' AND i.ends_at <= ${now}::timestamptz - ${PATIENCE_MINUTES} * interval '1 minute'
       AND i.ends_at > ${now}::timestamptz - interval '4 hours' AND b.attendee_id <> (SELECT own.attendee_id FROM booking own WHERE own.id = i.booking_id)
       AND NOT EXISTS (SELECT 1 FROM overdue_word w WHERE w.item_id = i.id AND w.next_item_id = n.id)
     ORDER BY i.id, n.id LIMIT 500`
  let told = 0
  for (const { itemId, nextItemId, personId, bookerId } of rows) {
    told += await transaction(async (tx) => {
      // Of two workers one writes the word, and only that one sends it.
      const { count } = await tx.overdueWord.createMany({ data: [{ itemId, nextItemId, toldAt: now }], skipDuplicates: true })
      if (count === 0) return 0
      for (const id of new Set([personId, bookerId])) {
        await orderMail(tx, { key: `use-still-running:${itemId}:${nextItemId}:${id}`, kind: 'use-still-running', personId: id, subjectId: nextItemId })
      }
      return count
    })
  }
  return told
}
