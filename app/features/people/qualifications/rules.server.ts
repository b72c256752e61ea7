import { type Actor, can } from '~/domain/access/permission'
import { done, type Outcome, problem, refused } from '~/domain/problem'
import { record } from '~/features/audit/record.server'
import { managedScope } from '~/features/catalogue/managed.server'
import type { RuleInput } from '~/features/people/qualifications/schema'
import { wrong } from '~/features/people/qualifications/subject.server'
import { db, transaction, type Tx } from '~/platform/db.server'

/** Says what it takes to operate a resource or what a lab has; the rule there was for the same ends. */
export async function setQualificationRule(actor: Actor, input: RuleInput, now: Date): Promise<Outcome<{ id: string }>> {
  const [kind, id] = splitAt(input.subject)
  const { subject: _subject, kindId, ...says } = input
  if (!says.needsTheory && !says.needsPractical && !says.needsExam && says.supervisedSessions === 0) {
    return refused(wrong('needsPractical', 'training.rules.nothing_asked'))
  }
  return transaction(async (tx): Promise<Outcome<{ id: string }>> => {
    const target = await targetOf(tx, kind, id)
    if (target === null || !can(actor, 'manage:qualification', target)) return refused(problem('not_allowed', {}))
    await tx.$executeRaw`SELECT 1 FROM lab WHERE id = ${target.labId} FOR NO KEY UPDATE`
    const about = kind === 'resource' ? { resourceId: id, labId: null, kindId: null } : { resourceId: null, labId: id, kindId }
    const mode = says.mode === 'self_operation' ? null : says.mode
    await tx.qualificationRule.updateMany({ where: { ...about, mode, band: says.band, endedAt: null }, data: { endedAt: now, version: { increment: 1 } } })
    const rule = await tx.qualificationRule.create({ data: { ...about, ...says, mode, createdAt: now }, select: { id: true } })
    await record(tx, {
      actorId: actor.personId, action: 'qualification_rule.set', subjectKind: 'qualification_rule', subjectId: rule.id,
      universityId: target.universityId, data: { ...about, ...says },
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

async function targetOf(tx: Tx, kind: 'resource' | 'lab', id: string): Promise<{ labId: string; universityId: string | null } | null> {
  if (kind === 'resource') return tx.resource.findUnique({ where: { id }, select: { labId: true, universityId: true } })
  const lab = await tx.lab.findUnique({ where: { id }, select: { hostUniversityId: true } })
  return lab && { labId: id, universityId: lab.hostUniversityId }
}

function splitAt(subject: string): ['resource' | 'lab', string] {
  const at = subject.indexOf(':')
  return [subject.slice(0, at) === 'resource' ? 'resource' : 'lab', subject.slice(at + 1)]
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
