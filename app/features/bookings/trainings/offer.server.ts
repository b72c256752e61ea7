import { type Actor, can } from '~/domain/access/permission'
import { done, type Outcome, problem, refused } from '~/domain/problem'
import { wallToInstant } from '~/domain/time/zone'
import { record } from '~/features/audit/record.server'
import { createBooking } from '~/features/bookings/create.server'
import { holdPerson, personClash } from '~/features/bookings/trainings/presences.server'
import { orderMail } from '~/features/jobs/order-mail.server'
import { lockPersons, wrong } from '~/features/people/qualifications/subject.server'
import { minutesOf, type SessionInput } from '~/features/people/training/schema'
import { db, isOverlap, transaction, type Tx } from '~/platform/db.server'

/**
 * Offers a training. Where it takes the machine, the trainer books it like anybody else, by the same
 * command under the same rules; what refuses the booking refuses the session. Where it does not, the
 * trainer is held for it all the same. Those who wait for the resource are told. The form's key makes a
 * repeat the same session.
 */
export async function offerSession(actor: Actor, input: SessionInput, now: Date): Promise<Outcome<{ id: string }>> {
  if (await db.trainingSession.findFirst({ where: { id: input.key, trainerId: actor.personId }, select: { id: true } })) return done({ id: input.key })
  const about = await subjectOf(input.subject)
  if (about === null || !can(actor, 'train:person', about)) return refused(problem('not_allowed', {}))
  const { timeZone } = about
  const startsAt = wallToInstant(input.day, minutesOf(input.from), timeZone)
  const endsAt = wallToInstant(input.day, minutesOf(input.to), timeZone)
  if (startsAt >= endsAt) return refused(wrong('to', 'problems.period_reversed'))
  if (startsAt <= now) return refused(wrong('day', 'problems.period_in_past'))
  if (about.resourceId === null && input.kind !== 'introduction') return refused(wrong('kind', 'training.rules.lab_introduces'))
  if (about.resourceId !== null && input.kind === 'introduction') return refused(wrong('kind', 'training.rules.resource_trains'))

  let bookingId: string | null = null
  if (input.holds && about.resourceId !== null) {
    const held = await createBooking(
      actor,
      { items: [{ resourceId: about.resourceId, startsAt, endsAt, quantity: 1, mode: undefined }], purpose: 'teaching', activity: 'training', title: input.titleZh },
      now,
      `training:${input.key}`,
    )
    if (!held.ok) return held
    bookingId = held.value.id
  }
  const session = { id: input.key, campusId: about.campusId, startsAt, endsAt }
  try {
    return await transaction(async (tx): Promise<Outcome<{ id: string }>> => {
      await lockPersons(tx, [actor.personId])
      const clash = bookingId === null ? await personClash(tx, actor.personId, session, now) : null
      if (clash !== null) return refused(clash)
      await tx.trainingSession.create({
        data: {
          ...session, labId: about.labId, resourceId: about.resourceId, kind: input.kind,
          titleZh: input.titleZh, titleEn: input.titleEn, placeZh: input.placeZh, placeEn: input.placeEn,
          seats: input.seats, trainerId: actor.personId, bookingId, createdAt: now,
        },
        select: { id: true },
      })
      if (bookingId === null) await holdPerson(tx, actor.personId, session)
      await record(tx, {
        actorId: actor.personId, action: 'training.offered', subjectKind: 'training_session', subjectId: input.key,
        universityId: about.universityId, data: { resourceId: about.resourceId, labId: about.labId, kind: input.kind, startsAt: startsAt.toISOString() },
      })
      if (about.resourceId !== null) await tellWaiting(tx, about.resourceId, input.key)
      return done({ id: input.key })
    })
  } catch (error) {
    if (!isOverlap(error)) throw error
    // A hold of the trainer on another campus that has lapsed and is not released yet.
    return refused(problem('person_busy', { start: startsAt.toISOString(), end: endsAt.toISOString() }))
  }
}

/** Everybody in the queue of the resource hears of the seats; who is first to book has one. */
async function tellWaiting(tx: Tx, resourceId: string, sessionId: string): Promise<void> {
  const waiting = await tx.trainingWish.findMany({ where: { resourceId, status: 'waiting' }, select: { personId: true }, orderBy: { createdAt: 'asc' } })
  for (const { personId } of waiting) {
    await orderMail(tx, { key: `training-offered:${sessionId}:${personId}`, kind: 'training-offered', personId, recordId: sessionId })
  }
}

type Subject = { resourceId: string | null; labId: string; universityId: string | null; campusId: string; timeZone: string }

async function subjectOf(subject: string): Promise<Subject | null> {
  const id = subject.slice(subject.indexOf(':') + 1)
  if (subject.startsWith('resource:')) {
    const row = await db.resource.findUnique({ where: { id }, select: { id: true, labId: true, universityId: true, campusId: true, campus: { select: { timeZone: true } } } })
    return row && { resourceId: row.id, labId: row.labId, universityId: row.universityId, campusId: row.campusId, timeZone: row.campus.timeZone }
  }
  const lab = await db.lab.findUnique({
    where: { id },
    select: { id: true, hostUniversityId: true, campus: { select: { id: true, timeZone: true } }, resources: { take: 1, select: { campus: { select: { id: true, timeZone: true } } } } },
  })
  const campus = lab?.campus ?? lab?.resources[0]?.campus
  return lab && campus ? { resourceId: null, labId: lab.id, universityId: lab.hostUniversityId, campusId: campus.id, timeZone: campus.timeZone } : null
}
