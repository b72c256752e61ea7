import { type Actor, can } from '~/domain/access/permission'
import { done, type Outcome, problem, refused } from '~/domain/problem'
import { recordAll } from '~/features/audit/record.server'
import { grantLocal } from '~/features/people/admission/grant.server'
import { grantIfComplete } from '~/features/people/qualifications/complete.server'
import { lockPersons, wrong } from '~/features/people/qualifications/subject.server'
import { transaction, type Tx } from '~/platform/db.server'

/**
 * Says who came. An introduction admits to the lab or room; any other training is a step, and the last
 * step that a rule asks grants the qualification. Said once; what came of it is changed where it stands.
 */
export async function markAttendance(
  actor: Actor,
  sessionId: string,
  input: { version: number; present: readonly string[] },
  now: Date,
): Promise<Outcome<{ granted: number }>> {
  return transaction(async (tx): Promise<Outcome<{ granted: number }>> => {
    const seen = await tx.trainingSeat.findMany({ where: { sessionId, status: { not: 'cancelled' } }, select: { personId: true } })
    await lockPersons(tx, seen.map((each) => each.personId))
    await tx.$executeRaw`SELECT 1 FROM training_session WHERE id = ${sessionId}::uuid FOR NO KEY UPDATE`
    const session = await tx.trainingSession.findUnique({ where: { id: sessionId }, select: fields })
    if (session === null || !can(actor, 'train:person', targetOf(session))) return refused(problem('not_allowed', {}))
    if (session.status === 'held') return done({ granted: 0 })
    if (session.status !== 'offered') return refused(problem('status_forbids', { status: session.status }))
    if (session.version !== input.version) return refused(problem('version_conflict', { current: session.version }))
    if (session.startsAt > now) return refused(wrong('present', 'training.rules.not_yet'))
    const seats = session.taken.filter((each) => each.status === 'booked')
    // A seat taken between the two readings was not locked for: look again.
    if (seats.some((each) => !seen.some(({ personId }) => personId === each.personId))) return refused(problem('version_conflict', { current: session.version }))
    let granted = 0
    for (const { personId } of seats) {
      const isPresent = input.present.includes(personId)
      await tx.trainingSeat.update({
        where: { sessionId_personId: { sessionId, personId } },
        data: { status: isPresent ? 'attended' : 'absent', settledAt: now },
        select: { sessionId: true },
      })
      if (isPresent && (await creditSession(tx, actor, session, personId, now))) granted += 1
    }
    await tx.trainingSession.update({ where: { id: sessionId, version: session.version }, data: { status: 'held', version: { increment: 1 } }, select: { id: true } })
    await recordAll(tx, [
      {
        actorId: actor.personId, action: 'training.held', subjectKind: 'training_session', subjectId: sessionId,
        universityId: session.lab.hostUniversityId, data: { present: input.present.length, seats: seats.length, granted },
      },
    ])
    return done({ granted })
  })
}

const fields = {
  id: true, kind: true, status: true, version: true, startsAt: true, endsAt: true, labId: true, roomId: true, resourceId: true, kindId: true,
  lab: { select: { hostUniversityId: true } },
  resource: { select: { universityId: true } },
  taken: { select: { personId: true, status: true } },
} as const

type Session = NonNullable<Awaited<ReturnType<typeof sessionOf>>>
const sessionOf = (tx: Tx, id: string) => tx.trainingSession.findUnique({ where: { id }, select: fields })

const targetOf = (session: Session) => ({ labId: session.labId, universityId: session.resource?.universityId ?? session.lab.hostUniversityId })

/** What having been there brings; true when a right came of it. */
async function creditSession(tx: Tx, actor: Actor, session: Session, personId: string, now: Date): Promise<boolean> {
  if (session.kind === 'introduction') {
    const place = session.roomId === null ? { labId: session.labId, roomId: null } : { labId: null, roomId: session.roomId }
    return grantLocal(tx, { personId, ...place, universityId: targetOf(session).universityId, grantedById: actor.personId, source: 'training', validUntil: null }, now)
  }
  const { resourceId, kindId } = session
  await tx.trainingStep.create({
    data: { personId, resourceId, kindId: resourceId === null ? kindId : null, kind: session.kind, at: session.startsAt, recordedById: actor.personId, sessionId: session.id },
    select: { id: true },
  })
  if (resourceId === null) return false
  return grantIfComplete(tx, { personId, resourceId, grantedById: actor.personId, sessionId: session.id }, now)
}
