import type { Actor } from '~/domain/access/permission'
import { done, type Outcome, problem, refused } from '~/domain/problem'
import { record } from '~/features/audit/record.server'
import { holdPerson, personClash } from '~/features/bookings/trainings/presences.server'
import { orderMail } from '~/features/jobs/order-mail.server'
import { lockPersons } from '~/features/people/qualifications/subject.server'
import { db, isOverlap, transaction } from '~/platform/db.server'

/**
 * Books a seat in a session that has one free, and holds the person for it. The person is locked first,
 * then the session: two who want the last seat wait for each other, and a booking of the same person
 * waits for the seat. A repeat is the seat there is.
 */
export async function bookSeat(actor: Actor, sessionId: string, now: Date): Promise<Outcome<{ sessionId: string }>> {
  try {
    return await takeSeat(actor, sessionId, now)
  } catch (error) {
    if (!isOverlap(error)) throw error
    // A hold on another campus that has lapsed and is not released yet.
    const { startsAt, endsAt } = await db.trainingSession.findUniqueOrThrow({ where: { id: sessionId }, select: { startsAt: true, endsAt: true } })
    return refused(problem('person_busy', { start: startsAt.toISOString(), end: endsAt.toISOString() }))
  }
}

async function takeSeat(actor: Actor, sessionId: string, now: Date): Promise<Outcome<{ sessionId: string }>> {
  const { personId } = actor
  return transaction(async (tx): Promise<Outcome<{ sessionId: string }>> => {
    await lockPersons(tx, [personId])
    const [session] = await tx.$queryRaw<Locked[]>`
      SELECT s.id::text, s.status::text, s.starts_at AS "startsAt", s.ends_at AS "endsAt", s.seats, s.resource_id AS "resourceId",
             s.campus_id AS "campusId", s.trainer_id::text AS "trainerId", l.host_university_id AS "universityId"
        FROM training_session s JOIN lab l ON l.id = s.lab_id WHERE s.id = ${sessionId}::uuid FOR NO KEY UPDATE OF s`
    if (session === undefined) return refused(problem('not_allowed', {}))
    const person = await tx.person.findUniqueOrThrow({ where: { id: personId }, select: { status: true } })
    if (person.status !== 'active') return refused(problem('account_not_confirmed', {}))
    const seats = await tx.trainingSeat.findMany({ where: { sessionId, status: { not: 'cancelled' } }, select: { personId: true } })
    if (seats.some((each) => each.personId === personId)) return done({ sessionId })
    if (session.status !== 'offered') return refused(problem('status_forbids', { status: session.status }))
    if (session.startsAt <= now) return refused(problem('period_in_past', {}))
    if (session.trainerId === personId) return refused(problem('own_request', {}))
    if (seats.length >= session.seats) return refused(problem('seat_taken', {}))
    const clash = await personClash(tx, personId, session, now)
    if (clash !== null) return refused(clash)
    await tx.trainingSeat.upsert({
      where: { sessionId_personId: { sessionId, personId } },
      create: { sessionId, personId, bookedAt: now },
      update: { status: 'booked', bookedAt: now, settledAt: null },
      select: { sessionId: true },
    })
    await holdPerson(tx, personId, session)
    if (session.resourceId !== null) {
      await tx.trainingWish.updateMany({
        where: { personId, resourceId: session.resourceId, status: 'waiting' },
        data: { status: 'served', settledAt: now },
      })
    }
    await record(tx, {
      actorId: personId, action: 'training.seat_booked', subjectKind: 'training_session', subjectId: sessionId,
      universityId: session.universityId,
    })
    await orderMail(tx, { key: `training-seat:${sessionId}:${personId}:${now.toISOString()}`, kind: 'training-seat', personId, recordId: sessionId })
    return done({ sessionId })
  })
}

type Locked = {
  id: string
  status: string
  startsAt: Date
  endsAt: Date
  seats: number
  resourceId: string | null
  campusId: string
  trainerId: string
  universityId: string | null
}
