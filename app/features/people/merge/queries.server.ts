import { type Actor, can } from '~/domain/access/permission'
import { visibleFields } from '~/domain/access/border'
import { noteReads } from '~/features/audit/note-reads.server'
import { type Account, accountOf, type HeldRole, mayMerge, type MergeFacts, mergeFacts } from '~/features/people/merge/facts.server'
import type { PairInput } from '~/features/people/merge/schema'
import { db } from '~/platform/db.server'

export type AccountView = Pick<Account, 'id' | 'email' | 'nameZh' | 'nameEn' | 'status' | 'version' | 'createdAt'> & {
  stays: { id: string; nameZh: string; nameEn: string; kind: string; isHome: boolean; startsAt: Date; endsAt: Date | null; becomes: 'moves' | 'ends' | null }[]
}

export type Counts = Record<'bookings' | 'groups' | 'memberships' | 'projects' | 'qualifications' | 'admissions' | 'certificates' | 'trainings', number>

type Name = { zh: string; en: string }
type ShownRole = Omit<HeldRole, 'universityId' | 'labId'> & { university: Name | null; lab: Name | null }

export type MergePreview = {
  kept: AccountView
  gone: AccountView
  counts: Counts
  roles: { moves: ShownRole[]; ends: ShownRole[] }
  pastPresences: MergeFacts['pastPresences']
  blocks: MergeFacts['blocks']
}

/** What a merge would do and what is in its way; null for those who may not ask. */
export async function mergePreview(actor: Actor, pair: { keptId: string; goneId: string }, now: Date): Promise<MergePreview | null> {
  if (pair.keptId === pair.goneId) return null
  const facts = await mergeFacts(db, actor, pair, now)
  if (facts === null || !mayMerge(actor, facts.kept) || !mayMerge(actor, facts.gone)) return null
  const { kept, gone, stays, roles, pastPresences, blocks } = facts
  const [rows, counts, named] = await Promise.all([
    db.affiliation.findMany({
      where: { personId: { in: [kept.id, gone.id] } },
      orderBy: [{ isHome: 'desc' }, { startsAt: 'desc' }],
      select: { id: true, personId: true, kind: true, isHome: true, startsAt: true, endsAt: true, university: { select: { nameZh: true, nameEn: true } } },
    }),
    countsOf(gone.id),
    namesOfScopes([...roles.moves, ...roles.ends]),
    noteReads(actor, [kept.id, gone.id], 'people', now),
  ])
  const becomes = (id: string) => (stays.moves.some((each) => each.id === id) ? 'moves' : stays.ends.some((each) => each.id === id) ? 'ends' : null)
  const viewOf = (account: Account): AccountView => ({
    id: account.id, email: shownAddress(actor, account), nameZh: account.nameZh, nameEn: account.nameEn,
    status: account.status, version: account.version, createdAt: account.createdAt,
    stays: rows.flatMap(({ personId, university, ...stay }) => (personId === account.id ? [{ ...stay, ...university, becomes: becomes(stay.id) }] : [])),
  })
  return { kept: viewOf(kept), gone: viewOf(gone), counts, roles: { moves: roles.moves.map(named), ends: roles.ends.map(named) }, pastPresences, blocks }
}

async function namesOfScopes(roles: readonly HeldRole[]): Promise<(role: HeldRole) => ShownRole> {
  const idsOf = (key: 'universityId' | 'labId') => roles.flatMap((each) => each[key] ?? [])
  const [universities, labs] = await Promise.all([
    db.university.findMany({ where: { id: { in: idsOf('universityId') } }, select: { id: true, nameZh: true, nameEn: true } }),
    db.lab.findMany({ where: { id: { in: idsOf('labId') } }, select: { id: true, nameZh: true, nameEn: true } }),
  ])
  const nameIn = (rows: readonly { id: string; nameZh: string; nameEn: string }[], id: string | null) => {
    const found = rows.find((each) => each.id === id)
    return found ? { zh: found.nameZh, en: found.nameEn } : null
  }
  return ({ universityId, labId, ...role }) => ({ ...role, university: nameIn(universities, universityId), lab: nameIn(labs, labId) })
}

/** An address that the border keeps from the reader is shown so that only who knows it recognises it. */
function shownAddress(actor: Actor, { id, email, homeUniversityId, universityIds }: Account): string {
  const home = homeUniversityId ?? universityIds[0] ?? null
  return visibleFields(actor, { id, homeUniversityId: home }).has('email') ? email : email.replace(/^(.).*@/, '$1…@')
}

async function countsOf(id: string): Promise<Counts> {
  const [row] = await db.$queryRaw<Counts[]>`
    SELECT (SELECT count(*)::int FROM booking WHERE booker_id = ${id}::uuid OR attendee_id = ${id}::uuid) AS bookings,
           (SELECT count(*)::int FROM research_group WHERE leader_id = ${id}::uuid) AS groups,
           (SELECT count(*)::int FROM group_member WHERE person_id = ${id}::uuid) AS memberships,
           (SELECT count(*)::int FROM project_member WHERE person_id = ${id}::uuid) AS projects,
           (SELECT count(*)::int FROM qualification WHERE person_id = ${id}::uuid) AS qualifications,
           (SELECT count(*)::int FROM safety_admission WHERE person_id = ${id}::uuid) AS admissions,
           (SELECT count(*)::int FROM certificate WHERE person_id = ${id}::uuid) AS certificates,
           (SELECT count(*)::int FROM training_step WHERE person_id = ${id}::uuid)
             + (SELECT count(*)::int FROM training_seat WHERE person_id = ${id}::uuid)
             + (SELECT count(*)::int FROM training_session WHERE trainer_id = ${id}::uuid) AS trainings`
  if (row === undefined) throw new Error('a row of counts is always there')
  return row
}

/** The accounts of two addresses, where the actor looks after both; the field names what is not there. */
export async function findPair(actor: Actor, { keptEmail, goneEmail }: PairInput, now: Date): Promise<{ keptId: string; goneId: string } | { missing: ('keptEmail' | 'goneEmail')[] }> {
  const people = await db.person.findMany({ where: { email: { in: [keptEmail, goneEmail] } }, select: { id: true, email: true } })
  const idOf = (email: string) => people.find((each) => each.email === email)?.id ?? null
  const [keptId, goneId] = [idOf(keptEmail), idOf(goneEmail)]
  const isKnown = async (id: string | null) => {
    const account = id === null ? null : await accountOf(db, id, now)
    return account !== null && mayMerge(actor, account)
  }
  const missing = [...((await isKnown(keptId)) ? [] : ['keptEmail' as const]), ...((await isKnown(goneId)) ? [] : ['goneEmail' as const])]
  return keptId === null || goneId === null || missing.length > 0 ? { missing } : { keptId, goneId }
}

export const LIKENESSES = ['name', 'local_part', 'department'] as const
export type Likeness = (typeof LIKENESSES)[number]
type Side = { id: string; email: string; nameZh: string | null; nameEn: string | null; createdAt: Date }
export type PossibleDuplicate = { kept: Side; gone: Side; likeness: Likeness[] }

const MOST_PAIRS = 50

/**
 * Pairs of accounts at a university that may be one person's: the same name, or the same address before
 * the @; the more they share the earlier they come. The older account is proposed to be kept. Only for
 * those who see addresses there: anybody else has to know them.
 */
export async function possibleDuplicates(actor: Actor, universityId: string, now: Date): Promise<PossibleDuplicate[]> {
  const isSeen = visibleFields(actor, { id: '', homeUniversityId: universityId }).has('email')
  if (!isSeen || !can(actor, 'merge:person', { universityId })) return []
  const rows = await db.$queryRaw<{ kept: Omit<Side, 'createdAt'> & { createdAt: string }; gone: Omit<Side, 'createdAt'> & { createdAt: string }; likeness: Likeness[] }[]>`
    WITH people AS MATERIALIZED (
      SELECT p.id, p.email, p.name_zh, p.name_en, p.created_at, split_part(p.email, '@', 1) AS local_part, max(a.department) AS department
        FROM person p JOIN affiliation a ON a.person_id = p.id
       WHERE a.university_id = ${universityId} AND (a.ends_at IS NULL OR a.ends_at > ${now}::timestamptz)
         AND p.status IN ('active', 'awaiting_admission', 'unconfirmed')
       GROUP BY p.id),
    pairs AS (
      SELECT k.id AS kept, g.id AS gone FROM people k JOIN people g ON g.name_zh = k.name_zh WHERE (k.created_at, k.id) < (g.created_at, g.id)
      UNION
      SELECT k.id, g.id FROM people k JOIN people g ON g.local_part = k.local_part WHERE (k.created_at, k.id) < (g.created_at, g.id) AND length(k.local_part) > 4)
    SELECT json_build_object('id', k.id, 'email', k.email, 'nameZh', k.name_zh, 'nameEn', k.name_en, 'createdAt', k.created_at) AS kept,
           json_build_object('id', g.id, 'email', g.email, 'nameZh', g.name_zh, 'nameEn', g.name_en, 'createdAt', g.created_at) AS gone,
           array_remove(ARRAY[
             CASE WHEN k.name_zh = g.name_zh THEN 'name' END, CASE WHEN k.local_part = g.local_part THEN 'local_part' END,
             CASE WHEN k.department = g.department THEN 'department' END], NULL) AS likeness
      FROM pairs JOIN people k ON k.id = pairs.kept JOIN people g ON g.id = pairs.gone
     ORDER BY cardinality(array_remove(ARRAY[CASE WHEN k.name_zh = g.name_zh THEN 1 END, CASE WHEN k.local_part = g.local_part THEN 1 END, CASE WHEN k.department = g.department THEN 1 END], NULL)) DESC,
              k.name_zh, k.email, g.email
     LIMIT ${MOST_PAIRS}`
  return rows.map(({ kept, gone, likeness }) => ({
    kept: { ...kept, createdAt: new Date(kept.createdAt) }, gone: { ...gone, createdAt: new Date(gone.createdAt) }, likeness,
  }))
}

/** The address of an account that the actor looks after and may see; null else. */
export async function accountAddress(actor: Actor, id: string, now: Date): Promise<string | null> {
  const account = await accountOf(db, id, now)
  return account !== null && mayMerge(actor, account) && shownAddress(actor, account) === account.email ? account.email : null
}
