import { type Actor, can } from '~/domain/access/permission'
import { done, type Outcome, problem, refused } from '~/domain/problem'
import { record } from '~/features/audit/record.server'
import type { AcknowledgementInput } from '~/features/usage/after/schema'
import { createTranslator } from '~/i18n/translator'
import { db, transaction, type Tx } from '~/platform/db.server'

export type ThankedKind = 'lab' | 'resource'
export const parseThankedKind = (text: string | undefined): ThankedKind | null => (text === 'lab' || text === 'resource' ? text : null)

const named = { nameZh: true, nameEn: true } as const

/** The lab or resource, for who keeps its entry; null for anybody else. */
export async function thankedFor(actor: Actor, kind: ThankedKind, id: string, client: Tx | typeof db = db) {
  if (kind === 'resource') {
    const resource = await client.resource.findUnique({ where: { id }, select: { ...named, labId: true, universityId: true } })
    return resource && can(actor, 'update:resource', resource) ? { ...resource, kind, id } : null
  }
  const lab = await client.lab.findUnique({ where: { id }, select: { ...named, hostUniversityId: true } })
  if (lab === null || !can(actor, 'update:lab', { labId: id, universityId: lab.hostUniversityId })) return null
  return { nameZh: lab.nameZh, nameEn: lab.nameEn, labId: id, universityId: lab.hostUniversityId, kind, id }
}

/** Keeps the words in which a lab or a resource wishes to be thanked; empty ones come from the lab, or from the names. */
export async function saveAcknowledgement(actor: Actor, kind: ThankedKind, id: string, input: AcknowledgementInput, now: Date): Promise<Outcome<{ id: string }>> {
  return transaction(async (tx): Promise<Outcome<{ id: string }>> => {
    const thanked = await thankedFor(actor, kind, id, tx)
    if (thanked === null) return refused(problem('not_allowed', {}))
    await tx.$executeRaw`SELECT pg_advisory_xact_lock(hashtextextended(${`acknowledgement:${kind}:${id}`}, 0))`
    const key = { ownerKind_ownerId: { ownerKind: kind, ownerId: id } }
    const before = await tx.acknowledgement.findUnique({ where: key, select: { version: true } })
    const current = before?.version ?? 0
    if (current !== input.version) return refused(problem('version_conflict', { current }))
    const data = { textZh: input.textZh, textEn: input.textEn, updatedById: actor.personId, updatedAt: now, version: current + 1 }
    await tx.acknowledgement.upsert({ where: key, create: { ownerKind: kind, ownerId: id, ...data }, update: data, select: { version: true } })
    await record(tx, { actorId: actor.personId, action: 'acknowledgement.saved', subjectKind: kind, subjectId: id, universityId: thanked.universityId, data: { zh: input.textZh, en: input.textEn } })
    return done({ id })
  })
}

/** The words to copy for a resource in both languages: its own, else its lab's, else made of the names and the instrument's code. */
export async function acknowledgementOf(resourceId: string): Promise<{ zh: string; en: string }> {
  const resource = await db.resource.findUniqueOrThrow({
    where: { id: resourceId },
    select: { ...named, id: true, assetNumber: true, labId: true, lab: { select: named }, university: { select: named } },
  })
  const rows = await db.acknowledgement.findMany({
    where: { OR: [{ ownerKind: 'resource', ownerId: resourceId }, { ownerKind: 'lab', ownerId: resource.labId }] }, select: { ownerKind: true, textZh: true, textEn: true },
  })
  const own = rows.find(({ ownerKind }) => ownerKind === 'resource')
  const lab = rows.find(({ ownerKind }) => ownerKind === 'lab')
  const code = resource.assetNumber ?? resource.id
  const fill = (text: string, name: string) => text.replaceAll('[resource]', name).replaceAll('[code]', code)
  const zh = { resource: resource.nameZh, lab: resource.lab.nameZh, university: resource.university.nameZh, code }
  const en = { resource: resource.nameEn ?? resource.nameZh, lab: resource.lab.nameEn ?? resource.lab.nameZh, university: resource.university.nameEn, code }
  const [saidZh, saidEn] = [own?.textZh ?? lab?.textZh, own?.textEn ?? lab?.textEn]
  return {
    zh: saidZh ? fill(saidZh, zh.resource) : createTranslator('zh-CN')('conductAfter.thanks.default', zh),
    en: saidEn ? fill(saidEn, en.resource) : createTranslator('en')('conductAfter.thanks.default', en),
  }
}

export const keptAcknowledgement = (kind: ThankedKind, id: string) =>
  db.acknowledgement.findUnique({ where: { ownerKind_ownerId: { ownerKind: kind, ownerId: id } }, select: { textZh: true, textEn: true, version: true } })
