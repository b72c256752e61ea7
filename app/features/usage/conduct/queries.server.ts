import type { Actor } from '~/domain/access/permission'
import { type ConductRules, effectiveConductRules } from '~/domain/conduct/rules'
import { creditScore, type StandingFinding } from '~/domain/conduct/score'
import { db, type Tx } from '~/platform/db.server'

/** A finding as it stands, with what its person may read of it. */
export type ReadFinding = StandingFinding & { personId: string; foundAt: Date; reportedById: string | null; evidence: unknown; pleaId: string | null }

/** What was found of people's conduct, newest first, with what was said of it since. */
export async function findingsOf(personIds: readonly string[], client: Tx | typeof db = db): Promise<ReadFinding[]> {
  const rows = await client.conductFinding.findMany({
    where: { personId: { in: [...personIds] } },
    orderBy: [{ at: 'desc' }, { id: 'desc' }],
    select: {
      id: true, kind: true, at: true, points: true, resourceId: true, labId: true, universityId: true, withdrawnAt: true, personId: true, foundAt: true,
      reportedById: true, evidence: true, plea: { select: { id: true, status: true } },
    },
  })
  return rows.map(({ withdrawnAt, plea, ...each }) => ({ ...each, isWithdrawn: withdrawnAt !== null, plea: plea?.status ?? 'none', pleaId: plea?.id ?? null }))
}

/** The rules of conduct that hold over the whole alliance at an instant. */
export async function allianceConductRules(now: Date, client: Tx | typeof db = db): Promise<ConductRules> {
  const row = await client.conductRuleVersion.findFirst({
    where: { ownerKind: 'alliance', ownerId: '*', validFrom: { lte: now } }, orderBy: [{ validFrom: 'desc' }, { createdAt: 'desc' }], select: { rules: true },
  })
  return effectiveConductRules(row ? [row.rules as Partial<ConductRules>] : [])
}

/** The actor's own credit: the score and everything it comes from. */
export async function ownCredit(actor: Actor, now: Date): Promise<{ score: number; rules: ConductRules; findings: ReadFinding[] }> {
  const [findings, rules] = await Promise.all([findingsOf([actor.personId]), allianceConductRules(now)])
  return { score: creditScore(findings, rules, now), rules, findings }
}

/** The credit of the members of a group, for whoever leads it; null for anybody else. */
export async function groupCredit(actor: Actor, groupId: string, now: Date): Promise<{ personId: string; score: number; findings: ReadFinding[] }[] | null> {
  const group = await db.researchGroup.findUnique({
    where: { id: groupId },
    select: { leaderId: true, members: { where: { startsAt: { lte: now }, OR: [{ endsAt: null }, { endsAt: { gt: now } }] }, select: { personId: true } } },
  })
  if (group?.leaderId !== actor.personId) return null
  const ids = [...new Set(group.members.map(({ personId }) => personId))]
  const [findings, rules] = await Promise.all([findingsOf(ids), allianceConductRules(now)])
  return ids.map((personId) => {
    const own = findings.filter((each) => each.personId === personId)
    return { personId, score: creditScore(own, rules, now), findings: own }
  })
}
