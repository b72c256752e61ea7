import { type Actor, can } from '~/domain/access/permission'
import { done, type Outcome, problem, refused } from '~/domain/problem'
import { record } from '~/features/audit/record.server'
import { cancelBooking } from '~/features/bookings/cancel.server'
import { releasePersons } from '~/features/bookings/trainings/presences.server'
import { orderMail } from '~/features/jobs/order-mail.server'
import { lockPersons } from '~/features/people/qualifications/subject.server'
import { transaction } from '~/platform/db.server'

/**
 * Calls a training off: its seats are given back, their holders told, and the machine it held is free
 * again. Persons are locked before the session; a seat taken meanwhile starts it over for the reader.
 */
export async function cancelSession(actor: Actor, id: string, version: number, reason: string, now: Date): Promise<Outcome<{ id: string }>> {
  const outcome = await transaction(async (tx): Promise<Outcome<{ id: string; bookingId: string | null }>> => {
    const seen = await tx.trainingSession.findUnique({ where: { id }, select: { trainerId: true, taken: { where: { status: 'booked' }, select: { personId: true } } } })
    await lockPersons(tx, seen ? [seen.trainerId, ...seen.taken.map((each) => each.personId)] : [])
    await tx.$executeRaw`SELECT 1 FROM training_session WHERE id = ${id}::uuid FOR NO KEY UPDATE`
    const session = await tx.trainingSession.findUnique({
      where: { id },
      select: {
        status: true, version: true, labId: true, bookingId: true, lab: { select: { hostUniversityId: true } }, resource: { select: { universityId: true } },
        taken: { where: { status: 'booked' }, select: { personId: true } },
      },
    })
    const universityId = session?.resource?.universityId ?? session?.lab.hostUniversityId ?? null
    if (session === null || !can(actor, 'train:person', { labId: session.labId, universityId })) return refused(problem('not_allowed', {}))
    if (session.status === 'cancelled') return done({ id, bookingId: session.bookingId })
    if (session.status !== 'offered') return refused(problem('status_forbids', { status: session.status }))
    if (session.version !== version) return refused(problem('version_conflict', { current: session.version }))
    const isNew = ({ personId }: { personId: string }) => !seen?.taken.some((each) => each.personId === personId)
    if (session.taken.some(isNew)) return refused(problem('version_conflict', { current: session.version }))
    await tx.trainingSession.update({ where: { id, version }, data: { status: 'cancelled', version: { increment: 1 } }, select: { id: true } })
    await tx.trainingSeat.updateMany({ where: { sessionId: id, status: 'booked' }, data: { status: 'cancelled', settledAt: now } })
    await releasePersons(tx, id)
    await record(tx, { actorId: actor.personId, action: 'training.cancelled', subjectKind: 'training_session', subjectId: id, universityId })
    for (const { personId } of session.taken) {
      await orderMail(tx, { key: `training-cancelled:${id}:${personId}`, kind: 'training-cancelled', personId, recordId: id })
    }
    return done({ id, bookingId: session.bookingId })
  })
  if (!outcome.ok) return outcome
  // Over already, or cancelled by hand: then there is nothing to free.
  if (outcome.value.bookingId !== null) await cancelBooking(actor, outcome.value.bookingId, { reason }, now)
  return done({ id })
}
