import { type Actor, can } from '~/domain/access/permission'
import { done, type Outcome, type Problem, problem, refused } from '~/domain/problem'
import { record } from '~/features/audit/record.server'
import type { FormValues } from '~/features/catalogue/form-values'
import { managedScope } from '~/features/catalogue/managed.server'
import type { RuleInput } from '~/features/people/qualifications/schema'
import { wrong } from '~/features/people/qualifications/subject.server'
import { db, transaction, type Tx } from '~/platform/db.server'

/** What the actor may not set as a rule, as it stands; empty: nothing. */
export async function judgeQualificationRule(actor: Actor, input: RuleInput, client: Tx | typeof db = db): Promise<Problem[]> {
  if (!input.needsTheory && !input.needsPractical && !input.needsExam && input.supervisedSessions === 0) {
    return [wrong('needsPractical', 'training.rules.nothing_asked')]
  }
  const { kind, id } = subjectOf(input.subject)
  if (kind === 'resource' && input.kindId !== null) return [wrong('kindId', 'training.rules.kind_of_lab')]
  const target = await targetOf(client, kind, id)
  if (target === null || !can(actor, 'manage:qualification', target)) return [problem('not_allowed', {})]
  if (input.kindId !== null && (await client.resourceKind.count({ where: { id: input.kindId } })) === 0) return [wrong('kindId', 'choice')]
  return []
}

/**
 * Says what it takes to operate a resource or what a lab has. The rule there was for the same ends, and
 * so does the one that is edited; a rule that says the same already stays.
 */
export async function setQualificationRule(actor: Actor, input: RuleInput, now: Date): Promise<Outcome<{ id: string }>> {
  const { subject, kindId, replaces, ...says } = input
  const { kind, id } = subjectOf(subject)
  return transaction(async (tx): Promise<Outcome<{ id: string }>> => {
    const problems = await judgeQualificationRule(actor, input, tx)
    if (problems.length > 0) return refused(...problems)
    const target = (await targetOf(tx, kind, id))!
    await tx.$executeRaw`SELECT 1 FROM lab WHERE id = ${target.labId} FOR NO KEY UPDATE`
    const about = kind === 'resource' ? { resourceId: id, labId: null, kindId: null } : { resourceId: null, labId: id, kindId }
    const mode = says.mode === 'self_operation' ? null : says.mode
    const same = await tx.qualificationRule.findFirst({ where: { ...about, ...says, mode, endedAt: null }, select: { id: true } })
    if (same !== null) return done(same)
    if (replaces !== undefined) {
      const edited = await tx.qualificationRule.findUnique({ where: { id: replaces }, select: { resourceId: true, labId: true, version: true, endedAt: true } })
      const old = edited && (await targetOf(tx, edited.resourceId ? 'resource' : 'lab', edited.resourceId ?? edited.labId ?? ''))
      if (!edited || !old || !can(actor, 'manage:qualification', old)) return refused(problem('not_allowed', {}))
      if (edited.endedAt !== null) return refused(problem('version_conflict', { current: edited.version }))
    }
    await tx.qualificationRule.updateMany({
      where: { endedAt: null, OR: [{ ...about, mode, band: says.band }, ...(replaces === undefined ? [] : [{ id: replaces }])] },
      data: { endedAt: now, version: { increment: 1 } },
    })
    const rule = await tx.qualificationRule.create({ data: { ...about, ...says, mode, createdAt: now }, select: { id: true } })
    await record(tx, {
      actorId: actor.personId, action: 'qualification_rule.set', subjectKind: 'qualification_rule', subjectId: rule.id,
      universityId: target.universityId, data: { ...about, ...says, replaces: replaces ?? null },
    })
    return done(rule)
  })
}

export async function endQualificationRule(actor: Actor, { id, version }: { id: string; version: number }, now: Date): Promise<Outcome<{ id: string }>> {
  return transaction(async (tx): Promise<Outcome<{ id: string }>> => {
    const rule = await tx.qualificationRule.findUnique({ where: { id }, select: { resourceId: true, labId: true, version: true, endedAt: true } })
    const target = rule && (await targetOf(tx, rule.resourceId ? 'resource' : 'lab', rule.resourceId ?? rule.labId ?? ''))
    if (!rule || !target || !can(actor, 'manage:qualification', target)) return refused(problem('not_allowed', {}))
    if (rule.endedAt !== null) return done({ id })
    if (rule.version !== version) return refused(problem('version_conflict', { current: rule.version }))
    await tx.qualificationRule.update({ where: { id, version }, data: { endedAt: now, version: { increment: 1 } }, select: { id: true } })
    await record(tx, { actorId: actor.personId, action: 'qualification_rule.ended', subjectKind: 'qualification_rule', subjectId: id, universityId: target.universityId })
    return done({ id })
  })
}

async function targetOf(client: Tx | typeof db, kind: 'resource' | 'lab', id: string): Promise<{ labId: string; universityId: string | null } | null> {
  if (kind === 'resource') return client.resource.findUnique({ where: { id }, select: { labId: true, universityId: true } })
  const lab = await client.lab.findUnique({ where: { id }, select: { hostUniversityId: true } })
  return lab && { labId: id, universityId: lab.hostUniversityId }
}

/** `resource:…` or `lab:…`, as forms give it. */
export function subjectOf(subject: string): { kind: 'resource' | 'lab'; id: string } {
  const at = subject.indexOf(':')
  return { kind: subject.slice(0, at) === 'resource' ? 'resource' : 'lab', id: subject.slice(at + 1) }
}

/** The rules in force where the actor may say what it takes. */
export async function managedRules(actor: Actor) {
  const { all, labIds, universityIds } = managedScope(actor, 'manage:qualification')
  return db.qualificationRule.findMany({
    where: {
      endedAt: null,
      ...(all ? {} : { OR: [{ labId: { in: labIds } }, { lab: { hostUniversityId: { in: universityIds } } }, { resource: { OR: [{ labId: { in: labIds } }, { universityId: { in: universityIds } }] } }] }),
    },
    include: { resource: { select: { nameZh: true, nameEn: true } }, kind: { select: { zh: true, en: true } }, lab: { select: { nameZh: true, nameEn: true } } },
    orderBy: [{ createdAt: 'desc' }, { id: 'asc' }],
    take: 200,
  })
}
export type RuleRow = Awaited<ReturnType<typeof managedRules>>[number]

/** A rule as its form would post it. */
export function ruleValues(rule: RuleRow): FormValues {
  const { id, resourceId, labId, kindId, mode, band, supervisedSessions, grantedBy, validMonths, idleDays, warnDays } = rule
  const ticks = (['needsTheory', 'needsPractical', 'needsExam'] as const).filter((each) => rule[each])
  return {
    replaces: id, subject: resourceId === null ? `lab:${labId}` : `resource:${resourceId}`, kindId: kindId ?? '', mode: mode ?? 'self_operation', band, grantedBy,
    supervisedSessions: String(supervisedSessions), validMonths: validMonths === null ? '' : String(validMonths), idleDays: idleDays === null ? '' : String(idleDays), warnDays: String(warnDays),
    ...Object.fromEntries(ticks.map((each) => [each, 'on'])),
  }
}
