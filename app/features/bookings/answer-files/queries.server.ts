import { type Actor, can } from '~/domain/access/permission'
import type { AnswerFiles, Answers } from '~/domain/booking/questions'
import { getBooking } from '~/features/bookings/queries.server'
import { UUID } from '~/features/bookings/held.server'
import { db } from '~/platform/db.server'
import { readStoredFile, type StoredFile } from '~/platform/files.server'

/** Of the answers those that are files the actor has uploaded and no booking has yet, with their names. */
export async function answerFilesOf(actor: Actor, answers: Answers): Promise<AnswerFiles> {
  const ids = Object.values(answers).filter((each): each is string => each !== undefined && UUID.test(each))
  if (ids.length === 0) return {}
  const files = await db.answerFile.findMany({
    where: { fileId: { in: ids }, uploadedById: actor.personId, bookingId: null, orderId: null },
    select: { fileId: true, file: { select: { fileName: true } } },
  })
  return Object.fromEntries(files.map(({ fileId, file }) => [fileId, file.fileName]))
}

/** A file that answers a question, for who may read its booking, or uploaded it. */
export async function answerFile(actor: Actor, id: string, now: Date): Promise<StoredFile | null> {
  if (!UUID.test(id)) return null
  const row = await db.answerFile.findUnique({ where: { fileId: id }, select: { bookingId: true, orderId: true, uploadedById: true } })
  if (row === null) return null
  const isOwn = row.uploadedById === actor.personId
  const booking = !isOwn && row.bookingId !== null ? await getBooking(actor, row.bookingId, now) : null
  if (!isOwn && row.orderId !== null) return (await mayReadOrder(actor, row.orderId)) ? readStoredFile(id) : null
  return isOwn || (booking !== null && can(actor, 'read:booking', booking.target)) ? readStoredFile(id) : null
}

async function mayReadOrder(actor: Actor, orderId: string): Promise<boolean> {
  const [order] = await db.$queryRaw<{ ownerIds: string[]; leaderIds: string[]; labId: string; universityId: string }[]>`
    SELECT ARRAY[o.applicant_id::text, o.asked_by_id::text] AS "ownerIds", array_remove(ARRAY[g.leader_id::text], NULL) AS "leaderIds",
           r.lab_id AS "labId", r.university_id AS "universityId"
      FROM test_order o JOIN resource r ON r.id = o.resource_id LEFT JOIN research_group g ON g.id = o.group_id WHERE o.id = ${orderId}::uuid`
  return order !== undefined && can(actor, 'read:booking', order)
}
