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
    where: { fileId: { in: ids }, uploadedById: actor.personId, bookingId: null },
    select: { fileId: true, file: { select: { fileName: true } } },
  })
  return Object.fromEntries(files.map(({ fileId, file }) => [fileId, file.fileName]))
}

/** A file that answers a question, for who may read its booking, or uploaded it. */
export async function answerFile(actor: Actor, id: string, now: Date): Promise<StoredFile | null> {
  if (!UUID.test(id)) return null
  const row = await db.answerFile.findUnique({ where: { fileId: id }, select: { bookingId: true, uploadedById: true } })
  if (row === null) return null
  const isOwn = row.uploadedById === actor.personId
  const booking = !isOwn && row.bookingId !== null ? await getBooking(actor, row.bookingId, now) : null
  return isOwn || (booking !== null && can(actor, 'read:booking', booking.target)) ? readStoredFile(id) : null
}
