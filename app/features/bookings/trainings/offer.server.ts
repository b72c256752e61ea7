import { type Actor, can } from '~/domain/access/permission'
import { done, type Outcome, problem, refused } from '~/domain/problem'
import { wallToInstant } from '~/domain/time/zone'
import { record } from '~/features/audit/record.server'
import { createBooking } from '~/features/bookings/create.server'
import { wrong } from '~/features/people/qualifications/subject.server'
import type { SessionInput } from '~/features/people/training/schema'
import { db, transaction } from '~/platform/db.server'

/**
 * Offers a training. Where it takes the machine, the trainer books it like anybody else, by the same
 * command under the same rules; what refuses the booking refuses the session. The form's key makes a
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
  return transaction(async (tx): Promise<Outcome<{ id: string }>> => {
    await tx.trainingSession.create({
      data: {
        id: input.key, labId: about.labId, resourceId: about.resourceId, campusId: about.campusId, kind: input.kind,
        titleZh: input.titleZh, titleEn: input.titleEn, placeZh: input.placeZh, placeEn: input.placeEn,
        startsAt, endsAt, seats: input.seats, trainerId: actor.personId, bookingId, createdAt: now,
      },
      select: { id: true },
    })
    await record(tx, {
      actorId: actor.personId, action: 'training.offered', subjectKind: 'training_session', subjectId: input.key,
      universityId: about.universityId, data: { resourceId: about.resourceId, labId: about.labId, kind: input.kind, startsAt: startsAt.toISOString() },
    })
    return done({ id: input.key })
  })
}

const minutesOf = (clock: string) => Number(clock.slice(0, 2)) * 60 + Number(clock.slice(3))

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
