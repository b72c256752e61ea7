import { type Actor, can } from '~/domain/access/permission'
import { mayBookFor, type Standing } from '~/domain/booking/on-behalf'
import { done, type Outcome, problem, refused } from '~/domain/problem'
import { db } from '~/platform/db.server'

export type OtherPerson = { id: string; zh: string | null; en: string | null; /** The group for which the actor may; null: they have said so themselves. */ groupId: string | null }

/** The most that a form offers. */
const MOST_OFFERED = 200

/** Whom the actor may book for without managing what is booked: who has said so, and the people of their groups. */
export async function peopleToBookFor(actor: Actor, now: Date): Promise<OtherPerson[]> {
  const found = await db.$queryRaw<OtherPerson[]>`
    WITH known AS (
      SELECT d.person_id AS id, NULL AS group_id FROM booking_delegate d WHERE d.delegate_id = ${actor.personId}::uuid
      UNION ALL
      SELECT o.person_id, m.group_id
        FROM group_member m JOIN research_group g ON g.id = m.group_id JOIN group_member o ON o.group_id = m.group_id
       WHERE m.person_id = ${actor.personId}::uuid AND m.starts_at <= ${now} AND (m.ends_at IS NULL OR m.ends_at > ${now})
         AND g.confirmed_at IS NOT NULL AND g.closed_at IS NULL
         AND o.person_id <> m.person_id AND o.starts_at <= ${now} AND (o.ends_at IS NULL OR o.ends_at > ${now})
    )
    SELECT DISTINCT ON (p.id) p.id::text, p.name_zh AS zh, p.name_en AS en, k.group_id AS "groupId"
      FROM known k JOIN person p ON p.id = k.id
     WHERE p.status = 'active' AND (p.name_zh IS NOT NULL OR p.name_en IS NOT NULL)
     ORDER BY p.id, k.group_id NULLS FIRST LIMIT ${MOST_OFFERED}`
  const nameOf = ({ zh, en }: OtherPerson) => zh ?? en ?? ''
  return found.toSorted((a, b) => nameOf(a).localeCompare(nameOf(b), 'zh'))
}

export type Attendee = Standing & { personId: string }

/**
 * Who attends a booking that names somebody, as far as the actor may book for them. Who is not known and who
 * may not be booked for get the same answer, except from those who manage what is asked for.
 */
export async function attendeeOf(
  actor: Actor,
  named: { attendeeId?: string; attendeeEmail?: string; groupId?: string; resourceIds: readonly string[] },
  now: Date,
): Promise<Outcome<Attendee>> {
  const { attendeeId, attendeeEmail } = named
  const own = done({ personId: actor.personId, isVouched: false })
  if (attendeeId ? attendeeId === actor.personId : !attendeeEmail || attendeeEmail === actor.email) return own
  const [attendee, resources] = await Promise.all([
    db.person.findUnique({ where: attendeeId ? { id: attendeeId } : { email: attendeeEmail! }, select: { id: true } }),
    db.resource.findMany({ where: { id: { in: [...named.resourceIds] } }, select: { labId: true, universityId: true } }),
  ])
  const managesAll = resources.length > 0 && resources.every((each) => can(actor, 'book:resource_for_others', each))
  if (!attendee) return refused(managesAll ? problem('attendee_unknown', { email: attendeeEmail ?? attendeeId! }) : problem('not_allowed', {}))
  const standing = mayBookFor({ managesAll, ...(managesAll ? NO_TIE : await tieTo(actor, attendee.id, now)) }, named.groupId ?? null)
  return standing ? done({ personId: attendee.id, ...standing }) : refused(problem('not_allowed', {}))
}

const NO_TIE = { isDelegate: false, sharedGroupIds: [] }

async function tieTo(actor: Actor, personId: string, now: Date) {
  const running = { startsAt: { lte: now }, OR: [{ endsAt: null }, { endsAt: { gt: now } }] }
  const [delegate, groups] = await Promise.all([
    db.bookingDelegate.count({ where: { personId, delegateId: actor.personId } }),
    db.researchGroup.findMany({
      where: {
        closedAt: null, confirmedAt: { not: null },
        AND: [{ members: { some: { personId, ...running } } }, { members: { some: { personId: actor.personId, ...running } } }],
      },
      orderBy: { id: 'asc' },
      select: { id: true },
    }),
  ])
  return { isDelegate: delegate > 0, sharedGroupIds: groups.map(({ id }) => id) }
}
