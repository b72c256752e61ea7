import type { Actor } from '~/domain/access/permission'
import { done, type Outcome, problem, refused } from '~/domain/problem'
import { record } from '~/features/audit/record.server'
import { releasePersons } from '~/features/bookings/trainings/presences.server'
import { lockPersons } from '~/features/people/qualifications/subject.server'
import { transaction } from '~/platform/db.server'

/** Gives a seat back before the session begins; its holder may be elsewhere again. */
export async function cancelSeat(actor: Actor, sessionId: string, now: Date): Promise<Outcome<{ sessionId: string }>> {
  return transaction(async (tx): Promise<Outcome<{ sessionId: string }>> => {
    await lockPersons(tx, [actor.personId])
    await tx.$executeRaw`SELECT 1 FROM training_session WHERE id = ${sessionId}::uuid FOR NO KEY UPDATE`
    const seat = await tx.trainingSeat.findUnique({
      where: { sessionId_personId: { sessionId, personId: actor.personId } },
      select: { status: true, session: { select: { startsAt: true, lab: { select: { hostUniversityId: true } } } } },
    })
    if (seat === null) return refused(problem('not_allowed', {}))
    if (seat.status === 'cancelled') return done({ sessionId })
    if (seat.status !== 'booked' || seat.session.startsAt <= now) return refused(problem('period_in_past', {}))
    await tx.trainingSeat.update({
      where: { sessionId_personId: { sessionId, personId: actor.personId } },
      data: { status: 'cancelled', settledAt: now },
      select: { sessionId: true },
    })
    await releasePersons(tx, sessionId, actor.personId)
    await record(tx, {
      actorId: actor.personId, action: 'training.seat_cancelled', subjectKind: 'training_session', subjectId: sessionId,
      universityId: seat.session.lab.hostUniversityId,
    })
    return done({ sessionId })
  })
}
