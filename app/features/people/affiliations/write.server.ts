import { type AffiliationBasis, judgeSponsor, judgeStay, type Sponsorship, type Term } from '~/domain/affiliation/stay'
import { type Outcome, problem, type Problem, refused } from '~/domain/problem'
import { addDays, startOfDay } from '~/domain/time/zone'
import { recordAll } from '~/features/audit/record.server'
import { orderMail } from '~/features/jobs/order-mail.server'
import type { NoticeMailOrder } from '~/features/jobs/schema'
import { isOverlap, type Tx } from '~/platform/db.server'
import { addJob } from '~/platform/jobs.server'

/** Terms are counted in days of the alliance's own calendar. */
export const ALLIANCE_ZONE = 'Asia/Shanghai'

export const invalid = (field: string, rule: string): Problem =>
  problem('field_invalid', { field, rule: rule.includes('.') || rule === 'choice' ? rule : `affiliations.rules.${rule}` })

/** The last day belongs to the term: it ends with the midnight after. */
export const endOfDay = (lastDay: string): Date => startOfDay(addDays(lastDay, 1), ALLIANCE_ZONE)

/** Persons by id, then what has no row of its own: the order in which every command locks. */
export async function lockPeople(tx: Tx, personIds: readonly (string | null)[]): Promise<void> {
  const ids = [...new Set(personIds.filter((each) => each !== null))]
  await tx.$queryRaw`SELECT id FROM person WHERE id = ANY (${ids}::uuid[]) ORDER BY id FOR NO KEY UPDATE`
}

export type WishedStay = Term & {
  personId: string
  universityId: string
  basis: AffiliationBasis
  sponsorId: string | null
  /** The affiliation itself, when it is changed. */
  ownId?: string
}

/**
 * Judges a wished affiliation under the locks of the person and the sponsor. Two sponsorships that
 * close a circle together need not share a person, so all of them wait for each other.
 */
export async function judgeWish(tx: Tx, wish: WishedStay, now: Date): Promise<Problem[]> {
  const { personId, sponsorId } = wish
  await lockPeople(tx, [personId, sponsorId])
  if (sponsorId !== null) await tx.$queryRaw`SELECT pg_advisory_xact_lock(hashtext('affiliation.sponsor'))::text`
  const fields = { universityId: true, isHome: true, kind: true, startsAt: true, endsAt: true, confirmedAt: true } as const
  const others = await tx.affiliation.findMany({
    // A home that was only claimed at sign-up is none.
    where: { personId, NOT: { basis: 'home', isHome: false }, ...(wish.ownId ? { id: { not: wish.ownId } } : {}) },
    select: fields,
  })
  const problems = judgeStay(wish, others, now)
  if (sponsorId === null) return problems
  const stays = await tx.affiliation.findMany({ where: { personId: sponsorId }, select: fields })
  const sponsorships = await tx.$queryRaw<Sponsorship[]>`
    WITH RECURSIVE up AS (
      SELECT person_id, sponsor_id, starts_at, ends_at FROM affiliation
       WHERE person_id = ${sponsorId}::uuid AND sponsor_id IS NOT NULL
      UNION
      SELECT a.person_id, a.sponsor_id, a.starts_at, a.ends_at
        FROM affiliation a JOIN up ON a.person_id = up.sponsor_id WHERE a.sponsor_id IS NOT NULL)
    SELECT person_id::text AS "personId", sponsor_id::text AS "sponsorId", starts_at AS "startsAt", ends_at AS "endsAt" FROM up`
  return [...problems, ...judgeSponsor(wish, { personId: sponsorId, stays }, sponsorships, now)]
}

/** The person whom an address names as sponsor; null where there is no such account. */
export async function findSponsor(tx: Tx, email: string): Promise<string | null> {
  const found = await tx.person.findUnique({ where: { email }, select: { id: true, status: true } })
  return found?.status === 'active' ? found.id : null
}

/**
 * What ends with an affiliation: the roles held over that university and the labs it hosts, unless the
 * person belongs there again without a gap. Groups, projects and qualifications stay: they are looked
 * at by those who lead and grant them.
 */
export async function endRolesWith(
  tx: Tx,
  stay: { id: string; personId: string; universityId: string; endsAt: Date },
  actorId: string | null,
): Promise<void> {
  const { id, personId, universityId, endsAt } = stay
  const ended = await tx.$queryRaw<{ id: string; role: string }[]>`
    UPDATE role_grant g SET ends_at = greatest(g.starts_at, ${endsAt})
     WHERE g.person_id = ${personId}::uuid AND g.scope_kind <> 'alliance' AND (g.ends_at IS NULL OR g.ends_at > ${endsAt})
       AND (g.university_id = ${universityId}
         OR EXISTS (SELECT 1 FROM lab l WHERE l.id = g.lab_id AND l.host_university_id = ${universityId}))
       AND NOT EXISTS (SELECT 1 FROM affiliation a
                        WHERE a.person_id = g.person_id AND a.university_id = ${universityId} AND a.id <> ${id}::uuid
                          AND (a.is_home OR a.confirmed_at IS NOT NULL)
                          AND a.starts_at <= ${endsAt} AND (a.ends_at IS NULL OR a.ends_at > ${endsAt}))
    RETURNING g.id::text, g.role::text`
  await recordAll(tx, ended.map((grant) => ({
    actorId, action: 'role.ended', subjectKind: 'person', subjectId: personId, universityId,
    data: { grantId: grant.id, role: grant.role, affiliationId: id, endsAt },
  })))
}

/** A home that ends leaves bookings behind; see features/bookings/handovers. */
export async function tellOfLeaver(tx: Tx, personId: string): Promise<void> {
  await addJob(tx, 'leaver-bookings', { personId }, { key: `leaver-bookings:${personId}`, maxAttempts: 10 })
}

/** Tells the person of what has become of an affiliation. The version makes a later change a mail of its own. */
export async function tellOfStay(
  tx: Tx, kind: NoticeMailOrder['kind'], stay: { id: string; personId: string; version: number },
): Promise<void> {
  await orderMail(tx, { key: `${kind}:${stay.id}:${stay.version}`, kind, personId: stay.personId, subjectId: stay.id })
}

/** Tells the coordinators of a university that somebody waits. */
export async function tellCoordinators(
  tx: Tx, kind: NoticeMailOrder['kind'], about: { universityId: string; subjectId: string }, now: Date,
): Promise<void> {
  const people = await tx.roleGrant.findMany({
    where: {
      role: 'coordinator', universityId: about.universityId, startsAt: { lte: now }, person: { status: 'active' },
      OR: [{ endsAt: null }, { endsAt: { gt: now } }],
    },
    select: { personId: true },
    distinct: ['personId'],
    take: 20,
  })
  for (const { personId } of people) {
    await orderMail(tx, { key: `${kind}:${about.subjectId}:${personId}`, kind, personId, subjectId: about.subjectId })
  }
}

/** Two who write at the same time: the database lets one through, and the other hears why. */
export async function overlapRefused<T>(work: Promise<Outcome<T>>): Promise<Outcome<T>> {
  try {
    return await work
  } catch (error) {
    if (isOverlap(error)) return refused(invalid('universityId', 'overlap'))
    throw error
  }
}
