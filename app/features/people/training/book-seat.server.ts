import type { Actor } from '~/domain/access/permission'
import { done, type Outcome, problem, refused } from '~/domain/problem'
import { record } from '~/features/audit/record.server'
import { lockPersons } from '~/features/people/qualifications/subject.server'
import { transaction, type Tx } from '~/platform/db.server'

/**
 * Books a seat in a session that has one free. The person is locked first, then the session: two who
 * want the last seat wait for each other, and nobody is in two places. A repeat is the seat there is.
 */
export async function bookSeat(actor: Actor, sessionId: string, now: Date): Promise<Outcome<{ sessionId: string }>> {
  return transaction(async (tx): Promise<Outcome<{ sessionId: string }>> => {
    await lockPersons(tx, [actor.personId])
    const [session] = await tx.$queryRaw<Locked[]>`
      SELECT s.id::text, s.status::text, s.starts_at AS "startsAt", s.ends_at AS "endsAt", s.seats, s.resource_id AS "resourceId",
             s.trainer_id::text AS "trainerId", l.host_university_id AS "universityId"
        FROM training_session s JOIN lab l ON l.id = s.lab_id WHERE s.id = ${sessionId}::uuid FOR NO KEY UPDATE OF s`
    if (session === undefined) return refused(problem('not_allowed', {}))
    const person = await tx.person.findUniqueOrThrow({ where: { id: actor.personId }, select: { status: true } })
    if (person.status !== 'active') return refused(problem('account_not_confirmed', {}))
    const seats = await tx.trainingSeat.findMany({ where: { sessionId, status: { not: 'cancelled' } }, select: { personId: true } })
    if (seats.some((each) => each.personId === actor.personId)) return done({ sessionId })
    if (session.status !== 'offered') return refused(problem('status_forbids', { status: session.status }))
    if (session.startsAt <= now) return refused(problem('period_in_past', {}))
    if (session.trainerId === actor.personId) return refused(problem('own_request', {}))
    if (seats.length >= session.seats) return refused(problem('seat_taken', {}))
    const busy = await busyPeriod(tx, actor.personId, session)
    if (busy !== null) return refused(problem('person_busy', busy))
    await tx.trainingSeat.upsert({
      where: { sessionId_personId: { sessionId, personId: actor.personId } },
      create: { sessionId, personId: actor.personId, bookedAt: now },
      update: { status: 'booked', bookedAt: now, settledAt: null },
      select: { sessionId: true },
    })
    if (session.resourceId !== null) {
      await tx.trainingWish.updateMany({
        where: { personId: actor.personId, resourceId: session.resourceId, status: 'waiting' },
        data: { status: 'served', settledAt: now },
      })
    }
    await record(tx, {
      actorId: actor.personId, action: 'training.seat_booked', subjectKind: 'training_session', subjectId: sessionId,
      universityId: session.universityId,
    })
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
  trainerId: string
  universityId: string | null
}

/** Where the person has to be already, by a booking or another training. */
async function busyPeriod(tx: Tx, personId: string, { startsAt, endsAt }: Locked): Promise<{ start: string; end: string } | null> {
  const [row] = await tx.$queryRaw<{ start: Date; end: Date }[]>`
    SELECT p.starts_at AS start, p.ends_at AS end FROM presence p
     WHERE p.person_id = ${personId}::uuid AND p.attended AND tstzrange(p.starts_at, p.ends_at) && tstzrange(${startsAt}, ${endsAt})
    UNION ALL
    SELECT s.starts_at, s.ends_at FROM training_seat t JOIN training_session s ON s.id = t.session_id
     WHERE t.person_id = ${personId}::uuid AND t.status = 'booked' AND s.status = 'offered'
       AND tstzrange(s.starts_at, s.ends_at) && tstzrange(${startsAt}, ${endsAt})
    LIMIT 1`
  return row ? { start: row.start.toISOString(), end: row.end.toISOString() } : null
}
