import { visibleFields } from '~/domain/access/border'
import { type Actor, type AffiliationKind, can } from '~/domain/access/permission'
import { type AffiliationBasis, stayState, type StayState } from '~/domain/affiliation/stay'
import { noteReads } from '~/features/audit/note-reads.server'
import { STATE_FILTERS, type StateFilter } from '~/features/people/affiliations/schema'
import { db } from '~/platform/db.server'
import type { Prisma } from '~/platform/generated/prisma/client'

type Named = { id: string; nameZh: string; nameEn: string | null }
type Someone = { id: string; email: string; nameZh: string | null; nameEn: string | null }

export type StayView = {
  id: string
  version: number
  basis: AffiliationBasis
  kind: AffiliationKind
  isHome: boolean
  department: string | null
  startsAt: Date
  endsAt: Date | null
  endReason: string | null
  state: StayState
  university: Named
  person: Someone
  sponsor: Someone | null
  partner: Named | null
}

const someone = { id: true, email: true, nameZh: true, nameEn: true } as const
const names = { id: true, nameZh: true, nameEn: true } as const
const fields = {
  id: true, version: true, basis: true, kind: true, isHome: true, department: true, startsAt: true, endsAt: true, endReason: true, confirmedAt: true,
  university: { select: names }, person: { select: someone }, sponsor: { select: someone }, partner: { select: names },
} as const satisfies Prisma.AffiliationSelect

const viewOf = ({ confirmedAt, ...stay }: Prisma.AffiliationGetPayload<{ select: typeof fields }>, now: Date): StayView => ({
  ...stay,
  state: stayState({ ...stay, confirmedAt }, now),
})

/** A home that was only claimed at sign-up is a request for admission and no affiliation. */
const REAL: Prisma.AffiliationWhereInput = { NOT: { basis: 'home', isHome: false } }

/** Everywhere the actor belongs, belonged or has asked to; what runs first. */
export async function ownAffiliations(actor: Actor, now: Date): Promise<StayView[]> {
  const rows = await db.affiliation.findMany({
    where: { personId: actor.personId, ...REAL },
    orderBy: [{ isHome: 'desc' }, { startsAt: 'desc' }, { id: 'asc' }],
    select: fields,
  })
  return rows.map((row) => viewOf(row, now))
}

export type PeopleFilters = { q: string; kind: AffiliationKind | null; state: StateFilter; partner: string | null; page: number }

export const PEOPLE_PAGE = 30
const SOON_MS = 30 * 86_400_000

/** Who belongs to a university, one row for each affiliation, by address; for its coordinators. */
export async function listPeople(
  actor: Actor, universityId: string, filters: PeopleFilters, now: Date,
): Promise<{ items: StayView[]; total: number; counts: Record<StateFilter, number> }> {
  const counts = { running: 0, waiting: 0, ending: 0, ended: 0 }
  if (!can(actor, 'manage:affiliation', { universityId })) return { items: [], total: 0, counts }
  const like = { contains: filters.q, mode: 'insensitive' as const }
  const base: Prisma.AffiliationWhereInput = {
    universityId,
    person: { status: { notIn: ['merged', 'erased'] }, ...(filters.q ? { OR: [{ email: like }, { nameZh: like }, { nameEn: like }] } : {}) },
    ...(filters.kind ? { kind: filters.kind } : {}),
    ...(filters.partner ? { partnerId: filters.partner } : {}),
  }
  const where = (state: StateFilter): Prisma.AffiliationWhereInput => ({ AND: [base, REAL, inState(state, now)] })
  const [rows, ...found] = await Promise.all([
    db.affiliation.findMany({
      where: where(filters.state),
      orderBy: [...(filters.state === 'ending' ? [{ endsAt: 'asc' as const }] : []), { person: { email: 'asc' } }, { id: 'asc' }],
      skip: (filters.page - 1) * PEOPLE_PAGE,
      take: PEOPLE_PAGE,
      select: fields,
    }),
    ...STATE_FILTERS.map((state) => db.affiliation.count({ where: where(state) })),
  ])
  STATE_FILTERS.forEach((state, index) => { counts[state] = found[index] ?? 0 })
  await noteReads(actor, rows.map(({ person }) => person.id), 'people', now)
  return { items: rows.map((row) => withinBorder(actor, viewOf(row, now))), total: counts[filters.state], counts }
}

function inState(state: StateFilter, now: Date): Prisma.AffiliationWhereInput {
  const isReal = { OR: [{ isHome: true }, { confirmedAt: { not: null } }] }
  switch (state) {
    case 'waiting': return { isHome: false, confirmedAt: null, OR: [{ endsAt: null }, { endsAt: { gt: now } }] }
    case 'running': return { AND: [isReal, { OR: [{ endsAt: null }, { endsAt: { gt: now } }] }] }
    case 'ending': return { AND: [isReal, { endsAt: { gt: now, lte: new Date(now.getTime() + SOON_MS) } }] }
    case 'ended': return { endsAt: { lte: now } }
  }
}

export type PersonView = Someone & {
  status: string
  stays: (StayView & { isMine: boolean })[]
  groups: { id: string; nameZh: string; nameEn: string; isLeader: boolean }[]
  roles: { id: string; role: string; endsAt: Date | null; labZh: string | null; labEn: string | null }[]
}

/**
 * A person as the coordinators of a university see them: every affiliation, since overlaps and
 * sponsors concern them all; groups and roles of their own university alone.
 */
export async function personForCoordinator(actor: Actor, personId: string, now: Date): Promise<PersonView | null> {
  const person = await db.person.findUnique({
    where: { id: personId },
    select: {
      ...someone, status: true,
      affiliations: { where: REAL, orderBy: [{ isHome: 'desc' }, { startsAt: 'desc' }], select: fields },
      memberships: {
        where: { OR: [{ endsAt: null }, { endsAt: { gt: now } }] },
        select: { group: { select: { ...names, universityId: true, leaderId: true } } },
      },
      roleGrants: {
        where: { OR: [{ endsAt: null }, { endsAt: { gt: now } }] },
        select: { id: true, role: true, endsAt: true, universityId: true, lab: { select: { nameZh: true, nameEn: true, hostUniversityId: true } } },
      },
    },
  })
  if (person === null) return null
  const isMine = (universityId: string | null | undefined) => universityId != null && can(actor, 'manage:affiliation', { universityId })
  const stays = person.affiliations.map((row) => ({ ...viewOf(row, now), isMine: isMine(row.university.id) }))
  const mine = stays.find((each) => each.isMine)
  if (mine === undefined) return null
  await noteReads(actor, [person.id], 'people', now)
  return {
    id: person.id, email: withinBorder(actor, mine).person.email, nameZh: person.nameZh, nameEn: person.nameEn, status: person.status,
    stays: stays.map((stay) => withinBorder(actor, stay)),
    groups: person.memberships.flatMap(({ group: { universityId, leaderId, ...group } }) =>
      isMine(universityId) ? [{ ...group, isLeader: leaderId === person.id }] : []),
    roles: person.roleGrants.flatMap(({ id, role, endsAt, universityId, lab }) =>
      isMine(universityId ?? lab?.hostUniversityId)
        ? [{ id, role, endsAt, labZh: lab?.nameZh ?? null, labEn: lab?.nameEn ?? null }]
        : []),
  }
}

/** People of a stay cut to what the reader sees of them there: of other universities' sponsors the name. */
function withinBorder<V extends StayView>(actor: Actor, stay: V): V {
  const shown = (person: Someone): Someone => {
    const home = stay.isHome && person.id === stay.person.id ? stay.university.id : null
    return visibleFields(actor, { id: person.id, homeUniversityId: home }, { universityId: stay.university.id }).has('email') ? person : { ...person, email: '' }
  }
  return { ...stay, person: shown(stay.person), sponsor: stay.sponsor && shown(stay.sponsor) }
}
