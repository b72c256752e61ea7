import type { Actor, Duty, GrantRole, ScopeKind } from '~/domain/access/permission'
import { can } from '~/domain/access/permission'
import { DUTIES } from '~/domain/access/role-rules'
import { record } from '~/features/audit/record.server'
import { vacantDuties } from '~/features/auth/grant-role.server'
import { db, transaction } from '~/platform/db.server'
import { env } from '~/platform/env.server'
import type { PersonStatus } from '~/platform/generated/prisma/client'

export type BilingualName = { zh: string; en: string }

export type DemoAccount = {
  email: string
  nameZh: string | null
  nameEn: string | null
  roles: GrantRole[]
  kind: string | null
  university: BilingualName | null
}

/** The accounts to try the demo with, and their password; null outside demo mode. */
export async function demoAccounts(): Promise<{ accounts: DemoAccount[]; password: string } | null> {
  if (!env.DEMO) return null
  const people = await db.person.findMany({
    where: { isDemo: true, status: 'active' },
    orderBy: [{ createdAt: 'asc' }, { email: 'asc' }],
    take: 40,
    select: {
      email: true,
      nameZh: true,
      nameEn: true,
      roleGrants: { where: running(new Date()), select: { role: true, university: universityName } },
      affiliations: { where: { isHome: true }, select: { kind: true, university: universityName }, take: 1 },
    },
  })
  const accounts = people.map(({ email, nameZh, nameEn, roleGrants, affiliations }) => {
    const home = affiliations[0]
    const university = home?.university ?? roleGrants[0]?.university ?? null
    const name = university === null ? null : { zh: university.nameZh, en: university.nameEn }
    const roles = [...new Set(roleGrants.map(({ role }) => role))]
    return { email, nameZh, nameEn, roles, kind: home?.kind ?? null, university: name }
  })
  return { accounts, password: env.DEMO_PASSWORD }
}

export type SessionRow = {
  idHash: string
  userAgent: string | null
  createdAt: Date
  expiresAt: Date
  isCurrent: boolean
}

/** The actor's own sessions, newest first. */
export async function listSessions(actor: Actor, currentHash: string | null, now: Date): Promise<SessionRow[]> {
  const rows = await db.session.findMany({
    where: { personId: actor.personId, expiresAt: { gt: now } },
    orderBy: { createdAt: 'desc' },
    take: 100,
    select: { idHash: true, userAgent: true, createdAt: true, expiresAt: true },
  })
  return rows.map((row) => ({ ...row, isCurrent: row.idHash === currentHash }))
}

export type ApiTokenRow = {
  id: string
  name: string
  scopes: string[]
  createdAt: Date
  expiresAt: Date
  lastUsedAt: Date | null
}

/** The actor's own tokens that still open something. */
export function listApiTokens(actor: Actor, now: Date): Promise<ApiTokenRow[]> {
  return db.apiToken.findMany({
    where: { personId: actor.personId, revokedAt: null, expiresAt: { gt: now } },
    orderBy: { createdAt: 'desc' },
    select: { id: true, name: true, scopes: true, createdAt: true, expiresAt: true, lastUsedAt: true },
  })
}

/** The telephone number the actor has given, if any. */
export async function ownPhone(actor: Actor): Promise<string | null> {
  const person = await db.person.findUnique({ where: { id: actor.personId }, select: { phone: true } })
  return person?.phone ?? null
}

export type AcceptedDocument = { documentId: string; version: string; acceptedAt: Date }

/** Which versions of the privacy notice the actor has accepted, newest first. */
export async function acceptedPrivacy(actor: Actor): Promise<AcceptedDocument[]> {
  const rows = await db.documentAcceptance.findMany({
    where: { personId: actor.personId, document: { kind: 'privacy' } },
    orderBy: { acceptedAt: 'desc' },
    select: { documentId: true, acceptedAt: true, document: { select: { version: true } } },
  })
  return rows.map(({ documentId, acceptedAt, document }) => ({ documentId, acceptedAt, version: document.version }))
}

export type GrantRow = {
  id: string
  role: GrantRole
  scopeKind: ScopeKind
  university: BilingualName | null
  lab: BilingualName | null
  startsAt: Date
  endsAt: Date | null
  reason: string | null
  person: { id: string; email: string; nameZh: string | null; nameEn: string | null }
}

/** The roles the actor holds now, with the names of what they are held over. */
export async function listOwnGrants(actor: Actor, now: Date): Promise<GrantRow[]> {
  const where = { personId: actor.personId, ...running(now) }
  const rows = await db.roleGrant.findMany({ where, orderBy: { startsAt: 'asc' }, select: grantColumns })
  return rows.map(toGrantRow)
}

export type PersonWithGrants = {
  id: string
  email: string
  nameZh: string | null
  nameEn: string | null
  status: PersonStatus
  home: BilingualName | null
  grants: GrantRow[]
}

/**
 * One person by address with the roles in force, for administrators and the office. Looking a
 * person up is personal data read across universities, so it is in the audit log.
 */
export async function lookUpPerson(actor: Actor, email: string, now: Date): Promise<PersonWithGrants | null> {
  if (!can(actor, 'grant:role', {})) return null
  const person = await db.person.findUnique({
    where: { email: email.trim().toLowerCase() },
    select: {
      id: true,
      email: true,
      nameZh: true,
      nameEn: true,
      status: true,
      affiliations: { where: { isHome: true, ...running(now) }, select: { university: universityName }, take: 1 },
      roleGrants: { where: running(now), orderBy: { startsAt: 'asc' }, select: grantColumns },
    },
  })
  if (person === null) return null
  if (person.id !== actor.personId) {
    const subject = { subjectKind: 'person', subjectId: person.id }
    await transaction((tx) => record(tx, { actorId: actor.personId, action: 'person.looked_up', ...subject }))
  }
  const { affiliations, roleGrants, ...rest } = person
  const home = affiliations[0]?.university
  return {
    ...rest,
    home: home === undefined ? null : { zh: home.nameZh, en: home.nameEn },
    grants: roleGrants.map(toGrantRow),
  }
}

/** The duties nobody holds that the actor may fill. */
export const dutiesToFill = (actor: Actor, now: Date): Promise<Duty[]> => vacantDuties(actor, db, now)

/** Roles in force held over the whole alliance, and coordinators; for administrators and the office. */
export async function listAllianceGrants(actor: Actor, now: Date): Promise<GrantRow[]> {
  if (!can(actor, 'grant:role', {})) return []
  const rows = await db.roleGrant.findMany({
    where: { AND: [running(now), { role: { in: [...DUTIES, 'office', 'chair', 'coordinator'] } }] },
    orderBy: [{ role: 'desc' }, { universityId: 'asc' }, { startsAt: 'asc' }],
    take: 200,
    select: grantColumns,
  })
  return rows.map(toGrantRow)
}

/** Managers, operators and safety officers in force at a university or one of its labs. */
export async function listUniversityGrants(actor: Actor, universityId: string, now: Date): Promise<GrantRow[]> {
  if (!can(actor, 'grant:role', { universityId })) return []
  const here = [{ universityId }, { lab: { hostUniversityId: universityId } }]
  const rows = await db.roleGrant.findMany({
    where: {
      AND: [running(now), { OR: here }, { role: { in: ['lab_manager', 'operator', 'safety_officer', 'coordinator'] } }],
    },
    orderBy: [{ role: 'asc' }, { startsAt: 'asc' }],
    take: 300,
    select: grantColumns,
  })
  return rows.map(toGrantRow)
}

const running = (now: Date) => ({ startsAt: { lte: now }, OR: [{ endsAt: null }, { endsAt: { gt: now } }] })
const universityName = { select: { nameZh: true, nameEn: true } } as const
const grantColumns = {
  id: true,
  role: true,
  scopeKind: true,
  startsAt: true,
  endsAt: true,
  reason: true,
  university: universityName,
  lab: universityName,
  person: { select: { id: true, email: true, nameZh: true, nameEn: true } },
} as const

type Named = { nameZh: string; nameEn: string } | null
const toGrantRow = <T extends { university: Named; lab: Named }>({ university, lab, ...rest }: T) => ({
  ...rest,
  university: university === null ? null : { zh: university.nameZh, en: university.nameEn },
  lab: lab === null ? null : { zh: lab.nameZh, en: lab.nameEn },
})
