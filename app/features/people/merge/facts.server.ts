import { type Actor, can, type GrantRole, rivalDuties, type ScopeKind } from '~/domain/access/permission'
import { mergeClosesCircle, mergeStays, type MergingStay } from '~/domain/affiliation/merge'
import type { Sponsorship } from '~/domain/affiliation/stay'
import type { Hold } from '~/domain/problem'
import { scopeOfGrant } from '~/features/auth/end-role.server'
import { mayGrant } from '~/features/auth/grant-role.server'
import type { Tx } from '~/platform/db.server'
import type { PersonStatus } from '~/platform/generated/prisma/client'

/** What a merge needs to know; a preview asks without locks, the command asks again under them. */
export type MergeFacts = {
  kept: Account
  gone: Account
  stays: { moves: MergingStay[]; ends: MergingStay[] }
  roles: { moves: HeldRole[]; ends: HeldRole[] }
  /** Past presences that cannot both have been: the account's that goes is no longer counted as attended. */
  pastPresences: { id: string; code: string }[]
  blocks: MergeBlock[]
}

export type Account = {
  id: string
  email: string
  nameZh: string | null
  nameEn: string | null
  status: PersonStatus
  version: number
  createdAt: Date
  phone: string | null
  mergedIntoId: string | null
  requestedUniversityId: string | null
  homeUniversityId: string | null
  universityIds: string[]
}

export type HeldRole = {
  id: string
  role: GrantRole
  scopeKind: ScopeKind
  universityId: string | null
  labId: string | null
  startsAt: Date
  endsAt: Date | null
  grantedById: string | null
  reason: string | null
}

/** What stands in the way, in words of the page. */
export type MergeBlock =
  | { kind: 'own' | 'not_active' | 'gone_already' | 'suspended' | 'circle' }
  | { kind: 'presences'; holds: Hold[] }
  | { kind: 'role' | 'duties'; role: GrantRole }
  | { kind: 'withdrawn'; resources: { zh: string; en: string | null }[] }

export type Client = Pick<Tx, 'person' | 'affiliation' | 'roleGrant' | '$queryRaw'>

/** Whether the actor looks after the person: their home's coordinator, or whoever does so for the whole alliance. */
export function mayMerge(actor: Actor, { homeUniversityId, universityIds }: Account): boolean {
  const ids = homeUniversityId === null ? universityIds : [homeUniversityId]
  return can(actor, 'merge:person', ids.length === 1 ? { universityId: ids[0] } : {}) || (ids.length > 1 && ids.every((universityId) => can(actor, 'merge:person', { universityId })))
}

export async function mergeFacts(client: Client, actor: Actor, { keptId, goneId }: { keptId: string; goneId: string }, now: Date): Promise<MergeFacts | null> {
  const [kept, gone] = [await accountOf(client, keptId, now), await accountOf(client, goneId, now)]
  if (kept === null || gone === null) return null
  const stays = mergeStays(await staysOf(client, keptId, goneId))
  const roles = await rolesOf(client, actor, { keptId, goneId }, now)
  const presences = await clashes(client, keptId, goneId, now)
  const withdrawn = await withdrawnQualifications(client, keptId, goneId, now)
  const blocks: MergeBlock[] = []
  if (actor.personId === keptId || actor.personId === goneId) blocks.push({ kind: 'own' })
  if (gone.status === 'merged' || gone.status === 'erased') blocks.push({ kind: 'gone_already' })
  else if (gone.status === 'suspended' || kept.status === 'suspended') blocks.push({ kind: 'suspended' })
  else if (kept.status !== 'active') blocks.push({ kind: 'not_active' })
  const ahead = presences.filter(({ isAhead }) => isAhead)
  if (ahead.length > 0) blocks.push({ kind: 'presences', holds: ahead.flatMap(({ holds }) => holds) })
  blocks.push(...roles.blocks)
  if (mergeClosesCircle(goneId, keptId, await sponsorshipsOf(client, [keptId, goneId], now))) blocks.push({ kind: 'circle' })
  if (withdrawn.length > 0) blocks.push({ kind: 'withdrawn', resources: withdrawn })
  return { kept, gone, stays, roles, pastPresences: presences.flatMap(({ id, isAhead, holds }) => (isAhead ? [] : [{ id, code: holds[0]?.code ?? '' }])), blocks }
}

export async function accountOf(client: Client, id: string, now: Date): Promise<Account | null> {
  const row = await client.person.findUnique({
    where: { id },
    select: {
      id: true, email: true, nameZh: true, nameEn: true, status: true, version: true, createdAt: true, phone: true, mergedIntoId: true, requestedUniversityId: true,
      affiliations: { where: { OR: [{ endsAt: null }, { endsAt: { gt: now } }] }, select: { universityId: true, isHome: true } },
    },
  })
  if (row === null) return null
  const { affiliations, ...person } = row
  const asked = person.requestedUniversityId === null ? [] : [person.requestedUniversityId]
  return {
    ...person,
    homeUniversityId: affiliations.find(({ isHome }) => isHome)?.universityId ?? null,
    universityIds: [...new Set([...affiliations.map(({ universityId }) => universityId), ...asked])],
  }
}

async function staysOf(client: Client, keptId: string, goneId: string): Promise<MergingStay[]> {
  const rows = await client.affiliation.findMany({
    where: { personId: { in: [keptId, goneId] } },
    select: { id: true, personId: true, universityId: true, isHome: true, startsAt: true, endsAt: true, confirmedAt: true },
  })
  return rows.map(({ personId, ...stay }) => ({ ...stay, isKept: personId === keptId }))
}

/**
 * A role passes over only where whoever merges could give it, so that a merge widens nobody's rights;
 * one that the kept account holds over the same scope ends.
 */
async function rolesOf(client: Client, actor: Actor, { keptId, goneId }: { keptId: string; goneId: string }, now: Date) {
  const held = await client.roleGrant.findMany({
    where: { personId: { in: [keptId, goneId] }, OR: [{ endsAt: null }, { endsAt: { gt: now } }] },
    select: {
      id: true, personId: true, role: true, scopeKind: true, universityId: true, labId: true, startsAt: true, endsAt: true, grantedById: true, reason: true,
    },
    orderBy: { id: 'asc' },
  })
  const found = { moves: [] as HeldRole[], ends: [] as HeldRole[], blocks: [] as MergeBlock[] }
  const kept = held.filter(({ personId }) => personId === keptId)
  for (const { personId, ...grant } of held) {
    if (personId === keptId) continue
    const { role, scopeKind, universityId, labId } = grant
    const scope = await scopeOfGrant(grant)
    if (kept.some((each) => each.role === role && each.scopeKind === scopeKind && each.universityId === universityId && each.labId === labId)) found.ends.push(grant)
    else if (kept.some((each) => rivalDuties(role).some((rival) => rival === each.role))) found.blocks.push({ kind: 'duties', role })
    else if (scope !== null && mayGrant(actor, role, scope)) found.moves.push(grant)
    else found.blocks.push({ kind: 'role', role })
  }
  return found
}

type Clash = { id: string; isAhead: boolean; holds: Hold[] }

/**
 * Times at which both accounts are expected. What lies ahead has to be cleared away by people; what is
 * past and on two campuses cannot be cleared away any more, and the database forbids it.
 */
async function clashes(client: Client, keptId: string, goneId: string, now: Date): Promise<Clash[]> {
  return client.$queryRaw<Clash[]>`
    SELECT g.id::text AS id, least(g.ends_at, k.ends_at) > ${now}::timestamptz AS "isAhead",
           json_build_array(
             json_build_object('bookingId', gb.id, 'code', coalesce(gb.code, gs.title_zh), 'cause', CASE WHEN gb.id IS NULL THEN 'training' ELSE 'booking' END,
                               'start', g.starts_at, 'end', g.ends_at),
             json_build_object('bookingId', kb.id, 'code', coalesce(kb.code, ks.title_zh), 'cause', CASE WHEN kb.id IS NULL THEN 'training' ELSE 'booking' END,
                               'start', k.starts_at, 'end', k.ends_at)) AS holds
      FROM presence g
      JOIN presence k ON k.person_id = ${keptId}::uuid AND k.attended AND tstzrange(k.starts_at, k.ends_at) && tstzrange(g.starts_at, g.ends_at)
      LEFT JOIN booking_item gi ON gi.id = g.item_id LEFT JOIN booking gb ON gb.id = gi.booking_id
      LEFT JOIN booking_item ki ON ki.id = k.item_id LEFT JOIN booking kb ON kb.id = ki.booking_id
      LEFT JOIN training_session gs ON gs.id = g.session_id
      LEFT JOIN training_session ks ON ks.id = k.session_id
     WHERE g.person_id = ${goneId}::uuid AND g.attended
       -- Two seats in one training become one.
       AND (g.session_id IS NULL OR g.session_id IS DISTINCT FROM k.session_id)
       AND (g.campus_id <> k.campus_id OR least(g.ends_at, k.ends_at) > ${now}::timestamptz)
       AND NOT coalesce(gb.status = 'pending' AND gb.hold_expires_at <= ${now}::timestamptz, false)
       AND NOT coalesce(kb.status = 'pending' AND kb.hold_expires_at <= ${now}::timestamptz, false)
     ORDER BY g.starts_at, g.id LIMIT 200`
}

async function sponsorshipsOf(client: Client, ids: readonly string[], now: Date): Promise<Sponsorship[]> {
  const rows = await client.$queryRaw<Sponsorship[]>`
    WITH RECURSIVE up AS (
      SELECT id, person_id, sponsor_id, starts_at, ends_at FROM affiliation
       WHERE person_id = ANY (${[...ids]}::uuid[]) AND sponsor_id IS NOT NULL
      UNION
      SELECT a.id, a.person_id, a.sponsor_id, a.starts_at, a.ends_at
        FROM affiliation a JOIN up ON a.person_id = up.sponsor_id WHERE a.sponsor_id IS NOT NULL)
    SELECT person_id::text AS "personId", sponsor_id::text AS "sponsorId", starts_at AS "startsAt", ends_at AS "endsAt"
      FROM up WHERE ends_at IS NULL OR ends_at > ${now}::timestamptz`
  return rows
}

/** Rights that one account has while they were taken from the other: a merge would give them back. */
async function withdrawnQualifications(client: Client, keptId: string, goneId: string, now: Date): Promise<{ zh: string; en: string | null }[]> {
  return client.$queryRaw<{ zh: string; en: string | null }[]>`
    SELECT DISTINCT coalesce(r.name_zh, n.zh) AS zh, coalesce(r.name_en, n.en) AS en
      FROM qualification taken
      JOIN qualification held ON held.resource_id IS NOT DISTINCT FROM taken.resource_id AND held.kind_id IS NOT DISTINCT FROM taken.kind_id
       AND held.mode IS NOT DISTINCT FROM taken.mode AND held.band = taken.band AND held.university_id IS NOT DISTINCT FROM taken.university_id
      LEFT JOIN resource r ON r.id = taken.resource_id
      LEFT JOIN resource_kind n ON n.id = taken.kind_id
     WHERE (taken.person_id, held.person_id) IN ((${keptId}::uuid, ${goneId}::uuid), (${goneId}::uuid, ${keptId}::uuid))
       AND coalesce(taken.revoked_at, taken.suspended_at) > held.valid_from
       AND held.revoked_at IS NULL AND held.suspended_at IS NULL AND (held.valid_until IS NULL OR held.valid_until > ${now}::timestamptz)
     LIMIT 50`
}
