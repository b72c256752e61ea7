import type { Actor } from '~/domain/access/permission'
import type { TrainingKind } from '~/domain/eligibility/facts'
import { noteReads } from '~/features/audit/note-reads.server'
import { managedScope } from '~/features/catalogue/managed.server'
import { db } from '~/platform/db.server'
import type { Prisma } from '~/platform/generated/prisma/client'

const MOST_SESSIONS = 100

const fields = {
  id: true, kind: true, status: true, titleZh: true, titleEn: true, placeZh: true, placeEn: true, startsAt: true, endsAt: true, seats: true, version: true,
  labId: true, resourceId: true, kindId: true, bookingId: true,
  campus: { select: { nameZh: true, nameEn: true, timeZone: true, university: { select: { shortZh: true, abbr: true } } } },
  lab: { select: { nameZh: true, nameEn: true } },
  resource: { select: { id: true, nameZh: true, nameEn: true } },
  trainer: { select: { id: true, nameZh: true, nameEn: true } },
  taken: { select: { personId: true, status: true } },
} as const satisfies Prisma.TrainingSessionSelect

type Row = Prisma.TrainingSessionGetPayload<{ select: typeof fields }>
export type SessionLine = Omit<Row, 'taken'> & {
  kind: TrainingKind
  /** Seats that are still free. */
  free: number
  booked: number
  /** How the asking person stands to it. */
  mine: 'booked' | 'attended' | 'absent' | 'cancelled' | null
}

function lineOf({ taken, ...row }: Row, personId: string | null): SessionLine {
  const booked = taken.filter((each) => each.status !== 'cancelled').length
  return { ...row, booked, free: Math.max(0, row.seats - booked), mine: taken.find((each) => each.personId === personId)?.status ?? null }
}

/** What is offered from now on: of a resource with its kind and its lab's introductions, or everywhere. */
export async function offeredSessions(
  about: { resourceId: string; kindId: string; labId: string } | null,
  personId: string | null,
  now: Date,
): Promise<SessionLine[]> {
  const rows = await db.trainingSession.findMany({
    where: {
      status: 'offered',
      startsAt: { gt: now },
      ...(about && { OR: [{ resourceId: about.resourceId }, { kindId: about.kindId, labId: about.labId }, { labId: about.labId, resourceId: null, kindId: null }] }),
    },
    select: fields,
    orderBy: [{ startsAt: 'asc' }, { id: 'asc' }],
    take: about ? 5 : MOST_SESSIONS,
  })
  return rows.map((row) => lineOf(row, personId))
}

/** The sessions of those labs where the actor trains people, newest first. */
export async function managedSessions(actor: Actor): Promise<SessionLine[]> {
  const rows = await db.trainingSession.findMany({
    where: sessionsIn(actor),
    select: fields,
    orderBy: [{ startsAt: 'desc' }, { id: 'asc' }],
    take: MOST_SESSIONS,
  })
  return rows.map((row) => lineOf(row, actor.personId))
}

function sessionsIn(actor: Actor): Prisma.TrainingSessionWhereInput {
  const { all, labIds, universityIds } = managedScope(actor, 'train:person')
  return all ? {} : { OR: [{ labId: { in: labIds } }, { lab: { hostUniversityId: { in: universityIds } } }, { resource: { universityId: { in: universityIds } } }] }
}

export async function managedSession(actor: Actor, id: string, now: Date) {
  if (!UUID.test(id)) return null
  const row = await db.trainingSession.findFirst({
    where: { AND: [{ id }, sessionsIn(actor)] },
    select: {
      ...fields,
      taken: {
        select: { personId: true, status: true, person: { select: { nameZh: true, nameEn: true, email: true } } },
        orderBy: { bookedAt: 'asc' },
      },
    },
  })
  if (row) await noteReads(actor, row.taken.map(({ personId }) => personId), 'people', now)
  return row && { session: lineOf(row, actor.personId), people: row.taken }
}

export const UUID = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/i

/** Who asks to be trained on what the actor's labs have, in the order of asking. */
export async function queueOf(actor: Actor, now: Date) {
  const { all, labIds, universityIds } = managedScope(actor, 'train:person')
  const rows = await db.trainingWish.findMany({
    where: { status: 'waiting', ...(all ? {} : { resource: { OR: [{ labId: { in: labIds } }, { universityId: { in: universityIds } }] } }) },
    select: {
      id: true, note: true, createdAt: true, personId: true,
      resource: { select: { id: true, nameZh: true, nameEn: true } },
      person: { select: { nameZh: true, nameEn: true, email: true } },
    },
    orderBy: [{ createdAt: 'asc' }, { id: 'asc' }],
    take: 200,
  })
  await noteReads(actor, rows.map(({ personId }) => personId), 'people', now)
  return rows
}

export async function myWishes(personId: string) {
  return db.trainingWish.findMany({
    where: { personId, status: 'waiting' },
    select: { id: true, note: true, createdAt: true, resource: { select: { id: true, nameZh: true, nameEn: true } } },
    orderBy: { createdAt: 'asc' },
  })
}
