import { type Actor, can } from '~/domain/access/permission'
import { endOfDay } from '~/domain/eligibility/validity'
import { done, type Outcome, problem, refused } from '~/domain/problem'
import { record } from '~/features/audit/record.server'
import { labsIn, managedScope } from '~/features/catalogue/managed.server'
import type { RecognitionInput } from '~/features/people/admission/schema'
import { wrong } from '~/features/people/qualifications/subject.server'
import { db, transaction, type Tx } from '~/platform/db.server'

const ALLIANCE_ZONE = 'Asia/Shanghai'

/** Says that what one side gives counts at another; the side at which it shall count decides. */
export async function recognise(actor: Actor, input: RecognitionInput, now: Date): Promise<Outcome<{ id: string }>> {
  const { lastDay, layer, localPartZh, localPartEn, note } = input
  const endsAt = lastDay === undefined ? null : endOfDay(lastDay, ALLIANCE_ZONE)
  if (endsAt !== null && endsAt <= now) return refused(wrong('lastDay', 'too_early'))
  const fields = {
    general: ['fromUniversityId', 'toUniversityId'],
    local: ['fromLabId', 'toLabId'],
    qualification: ['fromResourceId', 'toResourceId'],
  } as const
  const [fromField, toField] = fields[layer]
  const [from, to] = [input[fromField], input[toField]]
  if (from === null) return refused(wrong(fromField, 'training.rules.side_missing'))
  // The general layer alone may count at every member.
  if (to === null && layer !== 'general') return refused(wrong(toField, 'training.rules.side_missing'))
  if (from === to) return refused(wrong(toField, 'training.rules.same_side'))
  return transaction(async (tx): Promise<Outcome<{ id: string }>> => {
    const target = await sideOf(tx, layer, to)
    const origin = await sideOf(tx, layer, from)
    if (origin === null) return refused(wrong(fromField, 'choice'))
    if (target === null) return refused(wrong(toField, 'choice'))
    if (!can(actor, 'manage:recognition', target)) return refused(problem('not_allowed', {}))
    await tx.$executeRaw`SELECT pg_advisory_xact_lock(hashtextextended(${`recognition:${layer}:${from}:${to ?? '*'}`}, 0))`
    const sides = { layer, [fromField]: from, [toField]: to }
    const says = { endsAt, localPartZh, localPartEn, note }
    const same = await tx.recognition.findFirst({ where: { ...sides, ...says, startsAt: { lte: now } }, select: { id: true } })
    // A row without end that was ended has one; a row with one that was ended has another.
    if (same !== null) return done(same)
    await tx.recognition.updateMany({ where: { ...sides, OR: [{ endsAt: null }, { endsAt: { gt: now } }] }, data: { endsAt: now, version: { increment: 1 } } })
    const row = await tx.recognition.create({ data: { ...sides, ...says, startsAt: now, createdById: actor.personId, createdAt: now }, select: { id: true } })
    await record(tx, { actorId: actor.personId, action: 'recognition.entered', subjectKind: 'recognition', subjectId: row.id, universityId: target.universityId, data: { ...sides, lastDay: lastDay ?? null } })
    return done(row)
  })
}

type Side = { universityId: string | null }

/** Whose word it is; every member together is the alliance's. */
async function sideOf(tx: Tx, layer: RecognitionInput['layer'], id: string | null): Promise<Side | null> {
  if (id === null) return { universityId: null }
  if (layer === 'general') return (await tx.university.count({ where: { id } })) > 0 ? { universityId: id } : null
  if (layer === 'local') {
    const lab = await tx.lab.findUnique({ where: { id }, select: { hostUniversityId: true } })
    return lab && { universityId: lab.hostUniversityId }
  }
  return tx.resource.findUnique({ where: { id }, select: { universityId: true } })
}

export async function endRecognition(actor: Actor, { id, version }: { id: string; version: number }, now: Date): Promise<Outcome<{ id: string }>> {
  return transaction(async (tx): Promise<Outcome<{ id: string }>> => {
    const row = await tx.recognition.findUnique({ where: { id } })
    const to = row && (row.layer === 'general' ? row.toUniversityId : row.layer === 'local' ? row.toLabId : row.toResourceId)
    const target = row && (await sideOf(tx, row.layer, to))
    if (!row || !target || !can(actor, 'manage:recognition', target)) return refused(problem('not_allowed', {}))
    if (row.endsAt !== null && row.endsAt <= now) return done({ id })
    if (row.version !== version) return refused(problem('version_conflict', { current: row.version }))
    await tx.recognition.update({ where: { id, version }, data: { endsAt: now, version: { increment: 1 } }, select: { id: true } })
    await record(tx, { actorId: actor.personId, action: 'recognition.ended', subjectKind: 'recognition', subjectId: id, universityId: target.universityId })
    return done({ id })
  })
}

/** The labs whose admission a row can speak of: every one as giving it, the actor's own as taking it. */
export async function recognitionLabs(actor: Actor) {
  const select = { id: true, nameZh: true, nameEn: true } as const
  const [given, taken] = await Promise.all([
    db.lab.findMany({ where: { retiredAt: null, confirmedAt: { not: null } }, select, orderBy: { id: 'asc' }, take: 1000 }),
    db.lab.findMany({ where: { AND: [labsIn(managedScope(actor, 'manage:recognition')), { retiredAt: null }] }, select, orderBy: { id: 'asc' }, take: 1000 }),
  ])
  return { given, taken }
}

/** The table as it stands, with names. */
export async function recognitionTable(now: Date) {
  const rows = await db.recognition.findMany({
    where: { OR: [{ endsAt: null }, { endsAt: { gt: now } }] },
    orderBy: [{ layer: 'asc' }, { createdAt: 'asc' }, { id: 'asc' }],
    take: 1000,
  })
  const labIds = rows.flatMap((each) => [each.fromLabId, each.toLabId]).filter((each) => each !== null)
  const resourceIds = rows.flatMap((each) => [each.fromResourceId, each.toResourceId]).filter((each) => each !== null)
  const [universities, labs, resources] = await Promise.all([
    db.university.findMany({ select: { id: true, nameZh: true, nameEn: true }, orderBy: { position: 'asc' } }),
    db.lab.findMany({ where: { id: { in: labIds } }, select: { id: true, nameZh: true, nameEn: true } }),
    db.resource.findMany({ where: { id: { in: resourceIds } }, select: { id: true, nameZh: true, nameEn: true } }),
  ])
  const name = (list: { id: string; nameZh: string; nameEn: string | null }[], id: string | null) => {
    const found = list.find((each) => each.id === id)
    return found ? { zh: found.nameZh, en: found.nameEn } : null
  }
  return {
    universities,
    rows: rows.map((each) => ({
      id: each.id, layer: each.layer, version: each.version, endsAt: each.endsAt, localPartZh: each.localPartZh, localPartEn: each.localPartEn,
      from: name(universities, each.fromUniversityId) ?? name(labs, each.fromLabId) ?? name(resources, each.fromResourceId),
      /** Null: every member. */
      to: name(universities, each.toUniversityId) ?? name(labs, each.toLabId) ?? name(resources, each.toResourceId),
    })),
  }
}
export type RecognitionRow = Awaited<ReturnType<typeof recognitionTable>>['rows'][number]
