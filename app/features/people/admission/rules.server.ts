import { type Actor, can } from '~/domain/access/permission'
import { done, type Outcome, problem, refused } from '~/domain/problem'
import { record } from '~/features/audit/record.server'
import type { AdmissionRuleInput } from '~/features/people/admission/schema'
import { wrong } from '~/features/people/qualifications/subject.server'
import { transaction, type Tx } from '~/platform/db.server'

type Place = { universityId: string | null; labId: string | null; roomId: string | null }

/** Adds what a place asks of those who work there, to what it asks already. The same rule again is the one there is. */
export async function addAdmissionRule(actor: Actor, input: AdmissionRuleInput, now: Date): Promise<Outcome<{ id: string }>> {
  const { subject, ...asks } = input
  const isEmpty = !asks.needsGeneral && !asks.needsLocal && asks.commitment === null && asks.certificate === null && !asks.needsDeclaration && !asks.forbidsLoneNight
  if (isEmpty) return refused(wrong('needsGeneral', 'training.rules.nothing_asked'))
  return transaction(async (tx): Promise<Outcome<{ id: string }>> => {
    const place = placeOf(subject)
    const universityId = await speaksFor(tx, place)
    if (universityId === undefined) return refused(wrong('subject', 'choice'))
    if (!can(actor, 'manage:admission', { universityId })) return refused(problem('not_allowed', {}))
    if (asks.commitment !== null && (await tx.document.count({ where: { kind: asks.commitment } })) === 0) return refused(wrong('commitment', 'training.rules.commitment_unknown'))
    await tx.$executeRaw`SELECT pg_advisory_xact_lock(hashtextextended(${`admission_rule:${subject}`}, 0))`
    const same = await tx.admissionRule.findFirst({ where: { ...place, ...asks, endedAt: null }, select: { id: true } })
    if (same !== null) return done(same)
    const rule = await tx.admissionRule.create({ data: { ...place, ...asks, createdAt: now }, select: { id: true } })
    await record(tx, { actorId: actor.personId, action: 'admission_rule.added', subjectKind: 'admission_rule', subjectId: rule.id, universityId, data: { ...place, ...asks } })
    return done(rule)
  })
}

export async function endAdmissionRule(actor: Actor, { id, version }: { id: string; version: number }, now: Date): Promise<Outcome<{ id: string }>> {
  return transaction(async (tx): Promise<Outcome<{ id: string }>> => {
    const rule = await tx.admissionRule.findUnique({ where: { id } })
    const universityId = rule ? await speaksFor(tx, rule) : undefined
    if (!rule || universityId === undefined || !can(actor, 'manage:admission', { universityId })) return refused(problem('not_allowed', {}))
    if (rule.endedAt !== null) return done({ id })
    if (rule.version !== version) return refused(problem('version_conflict', { current: rule.version }))
    await tx.admissionRule.update({ where: { id, version }, data: { endedAt: now, version: { increment: 1 } }, select: { id: true } })
    await record(tx, { actorId: actor.personId, action: 'admission_rule.ended', subjectKind: 'admission_rule', subjectId: id, universityId })
    return done({ id })
  })
}

function placeOf(subject: string): Place {
  const id = subject.slice(subject.indexOf(':') + 1)
  return {
    universityId: subject.startsWith('university:') ? id : null,
    labId: subject.startsWith('lab:') ? id : null,
    roomId: subject.startsWith('room:') ? id : null,
  }
}

/** The university that answers for the place; null: the alliance; undefined: there is no such place. */
async function speaksFor(tx: Tx, { universityId, labId, roomId }: Place): Promise<string | null | undefined> {
  if (roomId !== null) return (await tx.room.findUnique({ where: { id: roomId }, select: { campus: { select: { universityId: true } } } }))?.campus.universityId
  if (labId !== null) return (await tx.lab.findUnique({ where: { id: labId }, select: { hostUniversityId: true } }))?.hostUniversityId
  if (universityId !== null) return (await tx.university.findUnique({ where: { id: universityId }, select: { id: true } }))?.id
  return null
}
