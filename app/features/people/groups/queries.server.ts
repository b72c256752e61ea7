import { visibleFields } from '~/domain/access/border'
import { type Actor, can } from '~/domain/access/permission'
import { GROUP_ACTS, type GroupAct, type GroupPart, type GroupStanding, mayInGroup, standingOf } from '~/domain/people/group'
import { noteReads } from '~/features/audit/note-reads.server'
import { heldGroup, running } from '~/features/people/groups/state.server'
import type { GroupRole } from '~/features/people/groups/schema'
import { db } from '~/platform/db.server'

export type PersonName = { id: string; nameZh: string | null; nameEn: string | null; email: string }
export type Named = { zh: string; en: string }
/** What anybody signed in may know of a group: its name, its university, who leads it. */
export type PublicGroup = { id: string; nameZh: string; nameEn: string; standing: GroupStanding; university: Named; leader: { nameZh: string | null; nameEn: string | null } }

const publicColumns = {
  id: true, nameZh: true, nameEn: true, confirmedAt: true, closedAt: true,
  university: { select: { nameZh: true, nameEn: true } },
  leader: { select: { nameZh: true, nameEn: true } },
} as const

type PublicRow = { id: string; nameZh: string; nameEn: string; confirmedAt: Date | null; closedAt: Date | null; university: { nameZh: string; nameEn: string }; leader: PublicGroup['leader'] }
const publicGroup = ({ id, nameZh, nameEn, university, leader, ...dates }: PublicRow): PublicGroup => ({
  id, nameZh, nameEn, standing: standingOf(dates), leader, university: { zh: university.nameZh, en: university.nameEn },
})

export type OwnGroup = PublicGroup & { part: NonNullable<GroupPart>; members: number; requests: number }

/** The groups the actor is of, those led first; requests that wait are counted for whoever decides them. */
export async function ownGroups(actor: Actor, now: Date): Promise<OwnGroup[]> {
  const open = { status: 'open' as const, kind: 'request' as const, expiresAt: { gt: now } }
  const rows = await db.researchGroup.findMany({
    where: { closedAt: null, OR: [{ leaderId: actor.personId }, { members: { some: { personId: actor.personId, ...running(now) } } }] },
    select: {
      ...publicColumns, universityId: true, leaderId: true,
      members: { where: { personId: actor.personId, ...running(now) }, select: { role: true } },
      _count: { select: { members: { where: running(now) }, letters: { where: open } } },
    },
    orderBy: [{ nameZh: 'asc' }, { id: 'asc' }],
  })
  const groups = rows.map(({ members, _count, ...row }): OwnGroup => {
    const part = row.leaderId === actor.personId ? 'leader' : (members[0]?.role ?? 'member')
    const decides = mayInGroup(actor, row, part, 'decide_request')
    return { ...publicGroup(row), part, members: _count.members, requests: decides ? _count.letters : 0 }
  })
  const rank: GroupPart[] = ['leader', 'supervisor', 'member']
  return groups.toSorted((a, b) => rank.indexOf(a.part) - rank.indexOf(b.part))
}

export type OwnLetter = { id: string; kind: 'invitation' | 'request'; role: GroupRole; message: string | null; createdAt: Date; expiresAt: Date; group: PublicGroup }

/** Invitations to the actor's address and the actor's own requests that wait for an answer. */
export async function ownLetters(actor: Actor, now: Date): Promise<OwnLetter[]> {
  return db.groupLetter
    .findMany({
      where: { email: actor.email.toLowerCase(), status: 'open', expiresAt: { gt: now }, group: { closedAt: null } },
      orderBy: { createdAt: 'asc' },
      take: 50,
      select: { id: true, kind: true, role: true, message: true, createdAt: true, expiresAt: true, group: { select: publicColumns } },
    })
    .then((rows) => rows.map(({ group, ...row }) => ({ ...row, group: publicGroup(group) })))
}

/** Open groups by their name or their leader's, for whoever wants to join one. */
export async function searchGroups(search: string): Promise<PublicGroup[]> {
  if (search === '') return []
  const like = { contains: search, mode: 'insensitive' as const }
  const rows = await db.researchGroup.findMany({
    where: { closedAt: null, OR: [{ nameZh: like }, { nameEn: like }, { leader: { OR: [{ nameZh: like }, { nameEn: like }] } }] },
    orderBy: [{ nameZh: 'asc' }, { id: 'asc' }],
    take: 30,
    select: publicColumns,
  })
  return rows.map(publicGroup)
}

export type GroupMemberRow = PersonName & { part: NonNullable<GroupPart>; since: Date }
export type GroupLetterRow = { id: string; kind: 'invitation' | 'request'; role: GroupRole; email: string; message: string | null; createdAt: Date; expiresAt: Date; person: PersonName | null }
export type GroupProjectRow = { id: string; nameZh: string; nameEn: string; number: string | null; kind: string; endsOn: Date | null; isClosed: boolean }

export type GroupPage = PublicGroup & {
  version: number
  discipline: string | null
  part: GroupPart
  may: GroupAct[]
  /** Null for those outside. */
  inside: { members: GroupMemberRow[]; letters: GroupLetterRow[]; projects: GroupProjectRow[] } | null
}

/** More people or projects than this no group has. */
const MOST_SHOWN = 1000
const personColumns = { id: true, nameZh: true, nameEn: true, email: true } as const

/** A group: name, university and leader for everybody, its people and projects for those inside. */
export async function groupPage(actor: Actor, id: string, now: Date): Promise<GroupPage | null> {
  const held = await heldGroup(id, actor.personId, now)
  if (held === null) return null
  const may = GROUP_ACTS.filter((act) => mayInGroup(actor, held, held.part, act))
  const isInside = may.includes('read')
  const row = await db.researchGroup.findUniqueOrThrow({
    where: { id },
    select: {
      ...publicColumns,
      members: { where: running(now), take: isInside ? MOST_SHOWN : 0, orderBy: [{ startsAt: 'asc' }, { personId: 'asc' }], select: { role: true, startsAt: true, person: { select: personColumns } } },
      letters: {
        take: may.includes('invite') ? MOST_SHOWN : 0,
        where: { status: 'open', expiresAt: { gt: now } },
        orderBy: { createdAt: 'asc' },
        select: { id: true, kind: true, role: true, email: true, message: true, createdAt: true, expiresAt: true, person: { select: personColumns } },
      },
      projects: { take: isInside ? MOST_SHOWN : 0, orderBy: [{ closedAt: { sort: 'asc', nulls: 'first' } }, { createdAt: 'asc' }, { id: 'asc' }], select: { id: true, nameZh: true, nameEn: true, number: true, kind: true, endsOn: true, closedAt: true } },
    },
  })
  const met = { leaderIds: [held.leaderId], memberIds: row.members.map(({ person }) => person.id), universityId: held.universityId }
  const shown = (person: PersonName): PersonName =>
    visibleFields(actor, { id: person.id, homeUniversityId: null }, met).has('email') ? person : { ...person, email: '' }
  if (isInside) await noteReads(actor, met.memberIds, 'people', now)
  const members = row.members.map(({ role, startsAt, person }): GroupMemberRow => ({ ...shown(person), since: startsAt, part: person.id === held.leaderId ? 'leader' : role }))
  const projects = row.projects.map(({ closedAt, ...each }): GroupProjectRow => ({ ...each, isClosed: closedAt !== null }))
  return {
    ...publicGroup(row),
    version: held.version,
    discipline: held.discipline,
    part: held.part,
    may,
    inside: isInside ? { members, letters: row.letters, projects } : null,
  }
}

export type KeptGroup = PublicGroup & { version: number; discipline: string | null; createdAt: Date; members: number; leaderEmail: string; mayConfirm: boolean }

/** The groups of the universities whose coordinator the actor is: those that wait for a word first. */
export async function keptGroups(actor: Actor, now: Date): Promise<KeptGroup[]> {
  const universityIds = actor.grants.flatMap(({ scopeKind, scopeId }) => (scopeKind === 'university' && scopeId !== null && can(actor, 'confirm:group', { universityId: scopeId }) ? [scopeId] : []))
  if (universityIds.length === 0) return []
  const rows = await db.researchGroup.findMany({
    where: { universityId: { in: universityIds } },
    orderBy: [{ confirmedAt: { sort: 'desc', nulls: 'first' } }, { createdAt: 'asc' }, { id: 'asc' }],
    take: 300,
    select: {
      ...publicColumns, universityId: true, leaderId: true, version: true, discipline: true, createdAt: true,
      leader: { select: { nameZh: true, nameEn: true, email: true } },
      _count: { select: { members: { where: running(now) } } },
    },
  })
  const rank: GroupStanding[] = ['unconfirmed', 'confirmed', 'closed', 'refused']
  return rows
    .map(({ _count, ...row }) => ({
      ...publicGroup(row), version: row.version, discipline: row.discipline, createdAt: row.createdAt,
      members: _count.members, leaderEmail: row.leader.email,
      mayConfirm: row.confirmedAt === null && mayInGroup(actor, row, row.leaderId === actor.personId ? 'leader' : null, 'confirm'),
    }))
    .toSorted((a, b) => rank.indexOf(a.standing) - rank.indexOf(b.standing))
}

/** How many groups wait for a coordinator's word. */
export async function countUnconfirmedGroups(actor: Actor, universityId: string): Promise<number> {
  if (!can(actor, 'confirm:group', { universityId })) return 0
  return db.researchGroup.count({ where: { universityId, confirmedAt: null, closedAt: null } })
}
