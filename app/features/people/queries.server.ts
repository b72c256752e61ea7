import { can, type Actor, type AffiliationKind } from '~/domain/access/permission'
import { db } from '~/platform/db.server'

export type WaitingPerson = {
  id: string
  email: string
  nameZh: string | null
  nameEn: string | null
  kind: AffiliationKind | null
  since: Date
}

/** Who waits to be admitted to the university, longest first; for its coordinator. */
export async function waitingForAdmission(actor: Actor, universityId: string): Promise<WaitingPerson[]> {
  if (!can(actor, 'admit:person', { universityId })) return []
  const rows = await db.person.findMany({
    where: { status: 'awaiting_admission', requestedUniversityId: universityId },
    orderBy: { createdAt: 'asc' },
    take: 200,
    select: {
      id: true,
      email: true,
      nameZh: true,
      nameEn: true,
      createdAt: true,
      affiliations: { where: { confirmedAt: null }, select: { kind: true, startsAt: true }, take: 1 },
    },
  })
  return rows.map(({ affiliations, createdAt, ...person }) => ({
    ...person,
    kind: affiliations[0]?.kind ?? null,
    since: affiliations[0]?.startsAt ?? createdAt,
  }))
}

export type Member = {
  id: string
  email: string
  nameZh: string | null
  nameEn: string | null
  kind: AffiliationKind
  since: Date
}

const PAGE = 30

/** People whose home is the university, by address; for its coordinator. */
export async function peopleOfUniversity(
  actor: Actor,
  universityId: string,
  { search, page }: { search: string; page: number },
  now: Date,
): Promise<{ items: Member[]; total: number; pages: number }> {
  if (!can(actor, 'admit:person', { universityId })) return { items: [], total: 0, pages: 0 }
  const contains = { contains: search, mode: 'insensitive' as const }
  const matches = { OR: [{ email: contains }, { nameZh: contains }, { nameEn: contains }] }
  const where = {
    universityId,
    isHome: true,
    startsAt: { lte: now },
    OR: [{ endsAt: null }, { endsAt: { gt: now } }],
    person: { status: 'active' as const, ...(search === '' ? {} : matches) },
  }
  const [rows, total] = await Promise.all([
    db.affiliation.findMany({
      where,
      orderBy: [{ person: { email: 'asc' } }],
      skip: (page - 1) * PAGE,
      take: PAGE,
      select: {
        kind: true,
        startsAt: true,
        person: { select: { id: true, email: true, nameZh: true, nameEn: true } },
      },
    }),
    db.affiliation.count({ where }),
  ])
  const items = rows.map(({ kind, startsAt, person }) => ({ ...person, kind, since: startsAt }))
  return { items, total, pages: Math.max(1, Math.ceil(total / PAGE)) }
}

export type OwnAdmission = {
  /** Null after a coordinator has said no: another university may be asked. */
  university: { id: string; zh: string; en: string } | null
  kind: AffiliationKind | null
}

/** What the actor's own admission waits for; null when there is nothing to wait for. */
export async function ownAdmission(actor: Actor): Promise<OwnAdmission | null> {
  const person = await db.person.findUnique({
    where: { id: actor.personId },
    select: {
      status: true,
      requestedUniversityId: true,
      affiliations: { where: { confirmedAt: null }, select: { kind: true }, take: 1 },
    },
  })
  if (person === null || person.status !== 'awaiting_admission') return null
  const id = person.requestedUniversityId
  const university =
    id === null
      ? null
      : await db.university.findUnique({ where: { id }, select: { nameZh: true, nameEn: true } })
  return {
    university: id === null || university === null ? null : { id, zh: university.nameZh, en: university.nameEn },
    kind: person.affiliations[0]?.kind ?? null,
  }
}

export type UniversityChoice = { id: string; zh: string; en: string }

/** The members, in their own order, for a form's choice. */
export async function universityChoices(): Promise<UniversityChoice[]> {
  const rows = await db.university.findMany({
    orderBy: [{ position: 'asc' }, { id: 'asc' }],
    select: { id: true, nameZh: true, nameEn: true },
  })
  return rows.map(({ id, nameZh, nameEn }) => ({ id, zh: nameZh, en: nameEn }))
}

/** The labs a university hosts, for appointing somebody to one of them. */
export async function labChoices(universityId: string): Promise<UniversityChoice[]> {
  const rows = await db.lab.findMany({
    where: { hostUniversityId: universityId },
    orderBy: [{ nameZh: 'asc' }, { id: 'asc' }],
    select: { id: true, nameZh: true, nameEn: true },
  })
  return rows.map(({ id, nameZh, nameEn }) => ({ id, zh: nameZh, en: nameEn }))
}
