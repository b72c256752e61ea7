import { record } from '~/features/audit/record.server'
import { lockOrders, tellOfOrder } from '~/features/usage/orders/write.server'
import { db, transaction } from '~/platform/db.server'

/** So long before its last day the applicant is told. */
export const WARNED_DAYS = 7
const AT_ONCE = 100

type Kept = { id: string; version: number; universityId: string; fileId: string | null; isOver: boolean }

/**
 * Deletes results after their last day on the campus's calendar, with a word before; gives how many of either it did.
 * Found late rather than never: one that nobody was told of in time is told first and kept until the word has had
 * its days.
 */
export async function retireResults(now: Date): Promise<number> {
  const due = await db.$queryRaw<Kept[]>`
    SELECT id::text, version, "universityId", "fileId", warned_at IS NOT NULL AS "isOver" FROM (
      SELECT o.id, o.version, r.university_id AS "universityId", o.result_file_id::text AS "fileId", o.result_warned_at AS warned_at, o.result_until AS until,
             (${now}::timestamptz AT TIME ZONE c.time_zone)::date AS today,
             -- What is kept for less is announced for all the time that it is kept.
             ${now}::timestamptz - least(make_interval(days => ${WARNED_DAYS - 1}::int), make_interval(days => o.result_until - o.ready_at::date)) AS told_by
        FROM test_order o JOIN resource r ON r.id = o.resource_id JOIN campus c ON c.id = r.campus_id
       WHERE o.result_until IS NOT NULL AND o.result_gone_at IS NULL AND o.status IN ('ready', 'returned')) x
     WHERE CASE WHEN warned_at IS NULL THEN until <= today + ${WARNED_DAYS}::int ELSE until < today AND warned_at <= told_by END
     ORDER BY until LIMIT ${AT_ONCE}`
  for (const each of due) await (each.isOver ? remove(each, now) : warn(each, now))
  return due.length
}

async function warn({ id, version }: Kept, now: Date): Promise<void> {
  await transaction(async (tx) => {
    const { count } = await tx.testOrder.updateMany({ where: { id, version, resultWarnedAt: null }, data: { resultWarnedAt: now } })
    if (count > 0) await tellOfOrder(tx, { orderId: id, event: 'result_ending', version, actorId: null })
  })
}

async function remove({ id, version, universityId, fileId }: Kept, now: Date): Promise<void> {
  await transaction(async (tx) => {
    await lockOrders(tx, [id])
    const { count } = await tx.testOrder.updateMany({
      where: { id, version, resultGoneAt: null },
      data: { resultLink: null, resultFileId: null, resultGoneAt: now, updatedAt: now, version: { increment: 1 } },
    })
    if (count === 0) return
    if (fileId !== null) await tx.storedFile.deleteMany({ where: { id: fileId } })
    await record(tx, { actorId: null, action: 'order.result_deleted', subjectKind: 'test_order', subjectId: id, universityId })
  })
}
