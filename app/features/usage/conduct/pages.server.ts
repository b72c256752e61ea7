import { type Actor, can } from '~/domain/access/permission'
import type { ConductKind, ConductScope, ConsequenceStatus, Effect, Excuse } from '~/domain/conduct/kinds'
import { judgePlea, pleaUntil } from '~/domain/conduct/pleas'
import type { ConductRules } from '~/domain/conduct/rules'
import { counts, creditScore } from '~/domain/conduct/score'
import { noteReads } from '~/features/audit/note-reads.server'
import { allianceConductRules, findingsOf, groupCredit, type ReadFinding } from '~/features/usage/conduct/queries.server'
import { rulesOfPlaces } from '~/features/usage/conduct/place-rules.server'
import { db } from '~/platform/db.server'

export type Names = { zh: string | null; en: string | null }
export type FindingRow = {
  id: string; kind: ConductKind; at: Date; points: number
  /** What it still weighs in the score, in whole points. */
  left: number
  isWithdrawn: boolean
  plea: ReadFinding['plea']
  resource: Names & { id: string; timeZone: string }
}
export type ConsequenceRow = {
  id: string; scope: ConductScope; scopeId: string; effect: Effect; days: number; place: Names | null; because: string[]
  state: ConsequenceStatus | 'over' | 'frozen'
  proposedAt: Date; startsAt: Date | null; endsAt: Date | null; reason: string | null
}

const UUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i

async function namesOf(findings: readonly ReadFinding[]): Promise<Map<string, FindingRow['resource']>> {
  const rows = await db.resource.findMany({
    where: { id: { in: [...new Set(findings.map(({ resourceId }) => resourceId))] } }, select: { id: true, nameZh: true, nameEn: true, campus: { select: { timeZone: true } } },
  })
  return new Map(rows.map(({ id, nameZh, nameEn, campus }) => [id, { id, zh: nameZh, en: nameEn, timeZone: campus.timeZone }]))
}

function rowOf(finding: ReadFinding, resource: FindingRow['resource'] | undefined, rules: ConductRules, now: Date): FindingRow {
  const { id, kind, at, points, isWithdrawn, plea } = finding
  const left = counts(finding) ? 100 - creditScore([{ ...finding, points: Math.min(points, 100) }], rules, now) : 0
  return { id, kind, at, points, left, isWithdrawn, plea, resource: resource ?? { id: finding.resourceId, zh: finding.resourceId, en: null, timeZone: 'Asia/Shanghai' } }
}

/** Somebody's own conduct: the score, every finding with what it still weighs, and what follows. */
export async function conductPage(actor: Actor, now: Date) {
  const [findings, rules, consequences] = await Promise.all([findingsOf([actor.personId]), allianceConductRules(now), consequencesOf(actor.personId, now)])
  const names = await namesOf(findings)
  return {
    score: creditScore(findings, rules, now), decayDays: rules.decayDays,
    findings: findings.map((each) => rowOf(each, names.get(each.resourceId), rules, now)),
    consequences: consequences.filter(({ state }) => state !== 'withdrawn'),
  }
}

/** What followed for a person, the newest first, with names of where. */
export async function consequencesOf(personId: string, now: Date): Promise<ConsequenceRow[]> {
  const rows = await db.$queryRaw<(Omit<ConsequenceRow, 'place' | 'state'> & Names & { status: ConsequenceStatus; frozenAt: Date | null })[]>`
    SELECT c.id::text, c.scope::text, c.scope_id AS "scopeId", c.effect::text, c.days, c.because::text[], c.status::text, c.frozen_at AS "frozenAt",
           c.proposed_at AS "proposedAt", c.starts_at AS "startsAt", c.ends_at AS "endsAt", coalesce(c.lift_reason, c.reason) AS reason,
           coalesce(r.name_zh, l.name_zh, u.name_zh) AS zh, coalesce(r.name_en, l.name_en, u.name_en) AS en
      FROM conduct_consequence c
      LEFT JOIN resource r ON c.scope = 'resource' AND r.id = c.scope_id
      LEFT JOIN lab l ON c.scope = 'lab' AND l.id = c.scope_id
      LEFT JOIN university u ON c.scope = 'university' AND u.id = c.scope_id
     WHERE c.person_id = ${personId}::uuid ORDER BY c.proposed_at DESC, c.id`
  return rows.map(({ zh, en, status, frozenAt, ...row }) => ({
    ...row, place: row.scope === 'alliance' ? null : { zh, en },
    state: status !== 'in_force' ? status : frozenAt !== null ? 'frozen' : row.endsAt !== null && row.endsAt <= now ? 'over' : status,
  }))
}

/** One finding with its evidence, for its person, for who leads a group of theirs, and for who decides there. */
export async function findingPage(actor: Actor, id: string, now: Date) {
  if (!UUID.test(id)) return null
  const found = await db.conductFinding.findUnique({
    where: { id },
    select: {
      personId: true, labId: true, universityId: true, reportedById: true,
      plea: { select: { id: true, excuse: true, text: true, status: true, askedAt: true, decidedAt: true, decision: true } },
    },
  })
  if (found === null) return null
  const isOwn = found.personId === actor.personId
  const mayDecide = can(actor, 'decide:conduct', found)
  if (!isOwn && !mayDecide && !(await leads(actor, found.personId, now))) return null
  const [findings, person] = await Promise.all([findingsOf([found.personId]), db.person.findUnique({ where: { id: found.personId }, select: { nameZh: true, nameEn: true } })])
  const finding = findings.find((each) => each.id === id)
  if (!finding) return null
  if (!isOwn) await noteReads(actor, [found.personId], 'people', now)
  const [names, rules, rulesOf] = await Promise.all([namesOf([finding]), allianceConductRules(now), rulesOfPlaces([{ scope: 'resource', scopeId: finding.resourceId }], now)])
  const own = rulesOf('resource', finding.resourceId)
  return {
    ...rowOf(finding, names.get(finding.resourceId), rules, now),
    foundAt: finding.foundAt,
    evidence: finding.evidence as Record<string, string | number>,
    person: isOwn ? null : { zh: person?.nameZh ?? null, en: person?.nameEn ?? null },
    said: found.plea && { ...found.plea, excuse: found.plea.excuse as Excuse },
    until: pleaUntil(finding.foundAt, own),
    mayPlead: isOwn && judgePlea(finding, actor, own, now).length === 0,
    isOwn,
  }
}
export type FindingPage = NonNullable<Awaited<ReturnType<typeof findingPage>>>

async function leads(actor: Actor, personId: string, now: Date): Promise<boolean> {
  const running = { startsAt: { lte: now }, OR: [{ endsAt: null }, { endsAt: { gt: now } }] }
  return (await db.researchGroup.count({ where: { leaderId: actor.personId, members: { some: { personId, ...running } } } })) > 0
}

/** The members of a group with their credit and what was found of them, for whoever leads it; null for anybody else. */
export async function groupConduct(actor: Actor, groupId: string, now: Date) {
  const [credit, rules] = await Promise.all([groupCredit(actor, groupId, now), allianceConductRules(now)])
  if (credit === null) return null
  const findings = credit.flatMap((each) => each.findings)
  const [names, people] = await Promise.all([
    namesOf(findings),
    db.person.findMany({ where: { id: { in: credit.map(({ personId }) => personId) } }, select: { id: true, nameZh: true, nameEn: true, email: true } }),
  ])
  await noteReads(actor, people.map(({ id }) => id), 'people', now)
  return people
    .map((person) => {
      const own = credit.find(({ personId }) => personId === person.id)
      return { person, score: own?.score ?? 100, findings: (own?.findings ?? []).map((each) => rowOf(each, names.get(each.resourceId), rules, now)) }
    })
    .toSorted((a, b) => a.score - b.score || (a.person.id < b.person.id ? -1 : 1))
}
