import { can, explain, type Actor, type Grant, type Permission, type Reason, rolesWith, type GrantRole } from '~/domain/access/permission'
import { PERMISSIONS } from '~/domain/access/grammar'
import { noteReads } from '~/features/audit/note-reads.server'
import type { Question } from '~/features/people/rights/things'
import { targetOf, type FoundThing } from '~/features/people/rights/thing.server'
import { db } from '~/platform/db.server'
import type { AffiliationBasis, AffiliationKind, PersonStatus } from '~/platform/generated/prisma/client'

const UUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i

type Name = { zh: string; en: string }
type PersonName = { nameZh: string | null; nameEn: string | null; email: string }

/** A grant in force with all that explains it. */
export type ExplainedGrant = Grant & {
  id: string
  scope: Name | null
  startsAt: Date
  endsAt: Date | null
  reason: string | null
  /** Null: the command line, the first start, or an import gave it. */
  givenBy: PersonName | null
}

export type RightsRow = { permission: Permission; reasons: Reason<ExplainedGrant>[] }

export type Rights = {
  person: PersonName & { id: string; status: PersonStatus; suspendedAt: Date | null; suspendedReason: string | null }
  grants: ExplainedGrant[]
  affiliations: { university: Name; kind: AffiliationKind; basis: AffiliationBasis; startsAt: Date; endsAt: Date | null }[]
  groups: { name: Name; isLeader: boolean; role: 'member' | 'supervisor' }[]
  rows: RightsRow[]
  answer: Answer | null
  /** Only for those who see sign-ins. */
  signIns: { at: Date; isOpen: boolean; userAgent: string | null }[] | null
}

export type Answer = {
  question: Question
  /** Null where there is no such thing. */
  thing: FoundThing | null
  reasons: Reason<ExplainedGrant>[]
  /** The roles that would give it, where nothing does. */
  wouldNeed: GrantRole[]
}

/**
 * What a person may do, and why: one's own, or another's for those who read rights over a university
 * the person belongs to or holds a role at. Null: no such person for this reader.
 */
export async function rightsOf(actor: Actor, personId: string, question: Question | null, now: Date): Promise<Rights | null> {
  if (!UUID.test(personId)) return null
  const [person, grants] = await Promise.all([readPerson(personId, now), readGrants(personId, now)])
  if (person === null) return null
  const { affiliations, groups, ...who } = person
  if (personId !== actor.personId) {
    const universityIds = [...affiliations.map((each) => each.universityId), ...grants.flatMap((each) => each.universityIds)]
    if (!can(actor, 'read:rights', { universityIds })) return null
    await noteReads(actor, [personId], 'rights', now)
  }
  // Whoever may not sign in is nobody to every rule.
  const holder = who.status === 'active' || who.status === 'awaiting_admission' ? { personId, grants: grants.map(({ universityIds: _, ...each }) => each) } : null
  const mayManage = can(actor, 'suspend:person', {})
  return {
    person: { ...who, suspendedReason: mayManage ? who.suspendedReason : null },
    grants: holder?.grants ? [...holder.grants] : [],
    affiliations: affiliations.map(({ universityId: _, ...each }) => each),
    groups,
    rows: PERMISSIONS.map((permission) => {
      const reasons = explain(holder, permission)
      const leads = holder !== null && groups.some(({ isLeader }) => isLeader)
      const asLeader = leads ? explain({ personId, grants: [] }, permission, { leaderIds: [personId] }).filter(({ by }) => by === 'leader') : []
      return { permission, reasons: [...reasons, ...asLeader] as Reason<ExplainedGrant>[] }
    }),
    answer: question && (await answerTo(holder, question)),
    signIns: can(actor, 'read:sign_in', {}) ? await readSignIns(personId, now) : null,
  }
}

async function answerTo(holder: { personId: string; grants: ExplainedGrant[] } | null, question: Question): Promise<Answer> {
  const { permission } = question
  if (question.thing === 'anywhere') {
    const reasons = explain(holder, permission)
    return { question, thing: { name: null, target: undefined }, reasons, wouldNeed: reasons.length > 0 ? [] : rolesWith(permission) }
  }
  const thing = await targetOf(question.thing, question.id)
  const reasons = thing === null ? [] : explain(holder, permission, thing.target)
  return { question, thing, reasons, wouldNeed: reasons.length > 0 ? [] : rolesWith(permission) }
}

const named = (row: { nameZh: string; nameEn: string }): Name => ({ zh: row.nameZh, en: row.nameEn })
const running = (now: Date) => ({ startsAt: { lte: now }, OR: [{ endsAt: null }, { endsAt: { gt: now } }] })

async function readPerson(id: string, now: Date) {
  const person = await db.person.findUnique({
    where: { id },
    select: {
      id: true, email: true, nameZh: true, nameEn: true, status: true, suspendedAt: true, suspendedReason: true,
      affiliations: {
        where: running(now),
        orderBy: [{ isHome: 'desc' }, { startsAt: 'asc' }],
        select: { universityId: true, kind: true, basis: true, startsAt: true, endsAt: true, university: { select: { nameZh: true, nameEn: true } } },
      },
      ledGroups: { where: { closedAt: null }, select: { id: true, nameZh: true, nameEn: true } },
      memberships: { where: running(now), select: { role: true, group: { select: { id: true, nameZh: true, nameEn: true } } } },
    },
  })
  if (person === null) return null
  const { affiliations, ledGroups, memberships, ...who } = person
  const led = new Set(ledGroups.map((group) => group.id))
  return {
    ...who,
    affiliations: affiliations.map(({ university, ...each }) => ({ ...each, university: named(university) })),
    groups: [
      ...ledGroups.map((group) => ({ name: named(group), isLeader: true, role: 'supervisor' as const })),
      ...memberships.filter(({ group }) => !led.has(group.id)).map(({ role, group }) => ({ name: named(group), isLeader: false, role })),
    ],
  }
}

async function readGrants(personId: string, now: Date): Promise<(ExplainedGrant & { universityIds: string[] })[]> {
  const rows = await db.roleGrant.findMany({
    where: { personId, ...running(now) },
    orderBy: [{ startsAt: 'asc' }, { id: 'asc' }],
    select: {
      id: true, role: true, scopeKind: true, universityId: true, labId: true, startsAt: true, endsAt: true, reason: true, grantedById: true,
      university: { select: { nameZh: true, nameEn: true } },
      lab: { select: { nameZh: true, nameEn: true, hostUniversityId: true, owners: { select: { universityId: true } } } },
    },
  })
  const giverIds = [...new Set(rows.flatMap(({ grantedById }) => (grantedById === null ? [] : [grantedById])))]
  const givers = await db.person.findMany({ where: { id: { in: giverIds } }, select: { id: true, nameZh: true, nameEn: true, email: true } })
  return rows.map(({ university, lab, universityId, labId, grantedById, ...row }) => {
    const scope = lab ?? university
    const giver = givers.find(({ id }) => id === grantedById)
    const ofLab = lab === null ? [] : [lab.hostUniversityId, ...lab.owners.map((owner) => owner.universityId)]
    return {
      ...row,
      scopeId: labId ?? universityId,
      scope: scope && named(scope),
      givenBy: giver ? { nameZh: giver.nameZh, nameEn: giver.nameEn, email: giver.email } : null,
      universityIds: [universityId, ...ofLab].filter((each): each is string => each !== null),
    }
  })
}

const SHOWN_SIGN_INS = 20

async function readSignIns(personId: string, now: Date): Promise<NonNullable<Rights['signIns']>> {
  const [sessions, begun] = await Promise.all([
    db.session.findMany({ where: { personId, expiresAt: { gt: now } }, orderBy: { createdAt: 'desc' }, take: SHOWN_SIGN_INS, select: { createdAt: true, userAgent: true } }),
    db.auditEvent.findMany({ where: { subjectKind: 'person', subjectId: personId, action: 'session.started' }, orderBy: { id: 'desc' }, take: SHOWN_SIGN_INS, select: { at: true } }),
  ])
  const open = sessions.map(({ createdAt, userAgent }) => ({ at: createdAt, isOpen: true, userAgent }))
  return [...open, ...begun.map(({ at }) => ({ at, isOpen: false, userAgent: null }))]
}
