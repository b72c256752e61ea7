import { type Actor, can } from '~/domain/access/permission'
import { done, type Outcome, problem, refused } from '~/domain/problem'
import { wallToInstant } from '~/domain/time/zone'
import { record } from '~/features/audit/record.server'
import { holdPerson, personClash, releasePersons } from '~/features/bookings/trainings/presences.server'
import { orderMail } from '~/features/jobs/order-mail.server'
import { lockPersons, wrong } from '~/features/people/qualifications/subject.server'
import { minutesOf, type MoveSessionInput } from '~/features/people/training/schema'
import { isOverlap, transaction, type Tx } from '~/platform/db.server'

/**
 * Moves a training that has not begun, with its seats. Who has to be elsewhere at the new time loses the
 * seat; everybody is told. A training that holds the machine is called off and offered anew, because the
 * machine's own rules decide about its time. Gives how many seats were lost.
 */
export async function moveSession(actor: Actor, id: string, input: MoveSessionInput, now: Date): Promise<Outcome<{ lost: number }>> {
  try {
    return await transaction((tx) => move(tx, actor, id, input, now))
  } catch (error) {
    if (!isOverlap(error)) throw error
    return refused(wrong('day', 'training.rules.somebody_elsewhere'))
  }
}

const fields = {
  id: true, status: true, version: true, startsAt: true, endsAt: true, labId: true, bookingId: true, trainerId: true, campusId: true,
  campus: { select: { timeZone: true } }, lab: { select: { hostUniversityId: true } }, resource: { select: { universityId: true } },
  taken: { where: { status: 'booked' }, select: { personId: true }, orderBy: { bookedAt: 'asc' } },
} as const

async function move(tx: Tx, actor: Actor, id: string, input: MoveSessionInput, now: Date): Promise<Outcome<{ lost: number }>> {
  const seen = await tx.trainingSession.findUnique({ where: { id }, select: fields })
  await lockPersons(tx, seen ? [seen.trainerId, ...seen.taken.map((each) => each.personId)] : [])
  await tx.$executeRaw`SELECT 1 FROM training_session WHERE id = ${id}::uuid FOR NO KEY UPDATE`
  const session = await tx.trainingSession.findUnique({ where: { id }, select: fields })
  const universityId = session?.resource?.universityId ?? session?.lab.hostUniversityId ?? null
  if (session === null || !can(actor, 'train:person', { labId: session.labId, universityId })) return refused(problem('not_allowed', {}))
  if (session.status !== 'offered') return refused(problem('status_forbids', { status: session.status }))
  const { timeZone } = session.campus
  const startsAt = wallToInstant(input.day, minutesOf(input.from), timeZone)
  const endsAt = wallToInstant(input.day, minutesOf(input.to), timeZone)
  if (startsAt.getTime() === session.startsAt.getTime() && endsAt.getTime() === session.endsAt.getTime()) return done({ lost: 0 })
  if (session.version !== input.version) return refused(problem('version_conflict', { current: session.version }))
  if (session.taken.some(({ personId }) => !seen?.taken.some((each) => each.personId === personId))) return refused(problem('version_conflict', { current: session.version }))
  if (startsAt >= endsAt) return refused(wrong('to', 'problems.period_reversed'))
  if (startsAt <= now || session.startsAt <= now) return refused(wrong('day', 'problems.period_in_past'))
  if (session.bookingId !== null) return refused(wrong('day', 'training.rules.holds_machine'))
  const wanted = { id, campusId: session.campusId, startsAt, endsAt }
  const clash = await personClash(tx, session.trainerId, wanted, now)
  if (clash !== null) return refused(clash)

  await releasePersons(tx, id)
  await holdPerson(tx, session.trainerId, wanted)
  let lost = 0
  for (const { personId } of session.taken) {
    const isElsewhere = (await personClash(tx, personId, wanted, now)) !== null
    if (isElsewhere) {
      lost += 1
      await tx.trainingSeat.update({ where: { sessionId_personId: { sessionId: id, personId } }, data: { status: 'cancelled', settledAt: now }, select: { sessionId: true } })
    } else await holdPerson(tx, personId, wanted)
    const kind = isElsewhere ? 'training-lost' : 'training-moved'
    await orderMail(tx, { key: `${kind}:${id}:${personId}:${session.version + 1}`, kind, personId, recordId: id })
  }
  await tx.trainingSession.update({ where: { id, version: session.version }, data: { startsAt, endsAt, version: { increment: 1 } }, select: { id: true } })
  await record(tx, {
    actorId: actor.personId, action: 'training.moved', subjectKind: 'training_session', subjectId: id, universityId,
    data: { from: session.startsAt.toISOString(), to: startsAt.toISOString(), lost },
  })
  return done({ lost })
}
