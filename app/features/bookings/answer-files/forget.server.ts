import { transaction } from '~/platform/db.server'

/** So long a file waits for a booking to answer with it. */
const KEPT_DAYS = 3

/** Removes files that came with forms that were never booked. */
export async function forgetAnswerFiles(now: Date): Promise<number> {
  const before = new Date(now.getTime() - KEPT_DAYS * 86_400_000)
  return transaction(async (tx) => {
    const gone = await tx.$queryRaw<{ id: string }[]>`
      DELETE FROM answer_file WHERE booking_id IS NULL AND order_id IS NULL AND created_at < ${before}::timestamptz RETURNING file_id::text AS id`
    await tx.storedFile.deleteMany({ where: { id: { in: gone.map(({ id }) => id) } } })
    return gone.length
  })
}
