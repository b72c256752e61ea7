import type { Actor } from '~/domain/access/permission'
import { isOpen } from '~/domain/booking/states'
import { BOOKING_STATUSES } from '~/domain/booking/states'
import { db } from '~/platform/db.server'
import type { Tx } from '~/platform/db.server'

/** How many of each kind of thing the system keeps about the actor. */
export type Held = Record<
  | 'affiliations' | 'groups' | 'projects' | 'roles' | 'qualifications' | 'admissions' | 'certificates'
  | 'bookings' | 'sessions' | 'tokens' | 'acceptances' | 'audit',
  number
>

export async function heldAbout(actor: Actor, now: Date): Promise<Held> {
  const id = actor.personId
  const [row] = await db.$queryRaw<Held[]>`
    SELECT (SELECT count(*)::int FROM affiliation WHERE person_id = ${id}::uuid) AS affiliations,
           (SELECT count(*)::int FROM group_member WHERE person_id = ${id}::uuid) AS groups,
           (SELECT count(*)::int FROM project_member WHERE person_id = ${id}::uuid) AS projects,
           (SELECT count(*)::int FROM role_grant WHERE person_id = ${id}::uuid) AS roles,
           (SELECT count(*)::int FROM qualification WHERE person_id = ${id}::uuid)
             + (SELECT count(*)::int FROM training_step WHERE person_id = ${id}::uuid)
             + (SELECT count(*)::int FROM training_seat WHERE person_id = ${id}::uuid) AS qualifications,
           (SELECT count(*)::int FROM safety_admission WHERE person_id = ${id}::uuid) AS admissions,
           (SELECT count(*)::int FROM certificate WHERE person_id = ${id}::uuid) AS certificates,
           (SELECT count(*)::int FROM booking WHERE booker_id = ${id}::uuid OR attendee_id = ${id}::uuid) AS bookings,
           (SELECT count(*)::int FROM session WHERE person_id = ${id}::uuid AND expires_at > ${now}) AS sessions,
           (SELECT count(*)::int FROM api_token WHERE person_id = ${id}::uuid AND revoked_at IS NULL AND expires_at > ${now}) AS tokens,
           (SELECT count(*)::int FROM document_acceptance WHERE person_id = ${id}::uuid) AS acceptances,
           (SELECT count(*)::int FROM audit_event WHERE subject_kind = 'person' AND subject_id = ${id}) AS audit`
  if (row === undefined) throw new Error('a row of counts is always there')
  return row
}

export type Look = {
  id: string
  at: Date
  where: string
  /** Null once the reader's account is erased. */
  reader: { nameZh: string | null; nameEn: string | null; email: string } | null
}

const YEAR_MS = 365 * 86_400_000
const MOST_LOOKS = 200

/** Who was shown the actor's data within a year, newest first, from the audit log. */
export async function whoLooked(actor: Actor, now: Date): Promise<Look[]> {
  const rows = await db.auditEvent.findMany({
    where: {
      subjectKind: 'person', subjectId: actor.personId, action: { in: ['person.read', 'person.looked_up'] },
      actorId: { not: actor.personId }, at: { gt: new Date(now.getTime() - YEAR_MS) },
    },
    orderBy: { id: 'desc' },
    take: MOST_LOOKS,
    select: { id: true, at: true, action: true, actorId: true, data: true },
  })
  const ids = [...new Set(rows.flatMap(({ actorId }) => (actorId === null ? [] : [actorId])))]
  const people = await db.person.findMany({ where: { id: { in: ids }, status: { not: 'erased' } }, select: { id: true, nameZh: true, nameEn: true, email: true } })
  return rows.map(({ id, at, action, actorId, data }) => {
    const reader = people.find((each) => each.id === actorId)
    const where = typeof data === 'object' && data !== null && 'where' in data ? String(data.where) : action.slice('person.'.length)
    return { id: id.toString(), at, where, reader: reader ? { nameZh: reader.nameZh, nameEn: reader.nameEn, email: reader.email } : null }
  })
}

/** What stands in the way of an erasure; all zero and false: nothing. */
export type ErasureBlocks = { bookings: number; leads: number; isLast: boolean }

const OPEN = BOOKING_STATUSES.filter((status) => isOpen(status) || status === 'in_use')

export async function erasureBlocks(personId: string, now: Date, tx: Pick<Tx, 'booking' | 'researchGroup' | 'roleGrant'> = db): Promise<ErasureBlocks> {
  const running = { startsAt: { lte: now }, OR: [{ endsAt: null }, { endsAt: { gt: now } }] }
  const [bookings, leads, duties] = await Promise.all([
    tx.booking.count({
      where: {
        status: { in: OPEN },
        OR: [{ bookerId: personId }, { attendeeId: personId }],
        items: { some: { OR: [{ endsAt: null }, { endsAt: { gt: now } }] } },
      },
    }),
    tx.researchGroup.count({ where: { leaderId: personId, closedAt: null } }),
    tx.roleGrant.findMany({ where: { role: { in: ['admin', 'security_admin'] }, person: { status: 'active' }, ...running }, select: { role: true, personId: true } }),
  ])
  const isLast = duties.some(({ role, personId: holder }) => holder === personId && duties.every((each) => each.role !== role || each.personId === personId))
  return { bookings, leads, isLast }
}

export const isBlocked = ({ bookings, leads, isLast }: ErasureBlocks): boolean => bookings > 0 || leads > 0 || isLast
