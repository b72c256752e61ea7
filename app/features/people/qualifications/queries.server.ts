import type { Actor } from '~/domain/access/permission'
import { isInForce, lapsesAt } from '~/domain/eligibility/qualification'
import { noteReads } from '~/features/audit/note-reads.server'
import { managedScope } from '~/features/catalogue/managed.server'
import { UUID } from '~/features/people/training/queries.server'
import { db } from '~/platform/db.server'
import type { Prisma } from '~/platform/generated/prisma/client'

const fields = {
  id: true, personId: true, resourceId: true, kindId: true, mode: true, band: true, validFrom: true, validUntil: true, revokedAt: true, suspendedAt: true,
  idleDays: true, lastUsedAt: true, reason: true, version: true, grantedById: true, universityId: true,
  resource: { select: { id: true, nameZh: true, nameEn: true, labId: true, universityId: true, campus: { select: { timeZone: true } } } },
  person: { select: { nameZh: true, nameEn: true, email: true } },
} as const satisfies Prisma.QualificationSelect
type Row = Prisma.QualificationGetPayload<{ select: typeof fields }>

export type QualificationState = 'running' | 'suspended' | 'revoked' | 'lapsed'
export type QualificationLine = Row & { state: QualificationState; endsAt: Date | null; kind: { zh: string; en: string } | null }

function stateOf(row: Row, now: Date): QualificationState {
  if (row.revokedAt !== null) return 'revoked'
  if (row.suspendedAt !== null) return 'suspended'
  return isInForce(row, now) ? 'running' : 'lapsed'
}

async function linesOf(rows: Row[], now: Date): Promise<QualificationLine[]> {
  const kindIds = rows.flatMap((each) => each.kindId ?? [])
  const kinds = kindIds.length === 0 ? [] : await db.resourceKind.findMany({ where: { id: { in: kindIds } }, select: { id: true, zh: true, en: true } })
  const byId = new Map(kinds.map(({ id, zh, en }) => [id, { zh, en }]))
  return rows.map((row) => ({ ...row, state: stateOf(row, now), endsAt: lapsesAt(row), kind: row.kindId === null ? null : (byId.get(row.kindId) ?? null) }))
}

/** What one person holds or has held, newest first. */
export async function qualificationsOf(personId: string, now: Date): Promise<QualificationLine[]> {
  const rows = await db.qualification.findMany({ where: { personId }, select: fields, orderBy: [{ validFrom: 'desc' }, { id: 'asc' }], take: 100 })
  return linesOf(rows, now)
}

function scopeOf(actor: Actor): Prisma.QualificationWhereInput {
  const { all, labIds, universityIds } = managedScope(actor, 'read:qualification')
  return all ? {} : { OR: [{ resource: { OR: [{ labId: { in: labIds } }, { universityId: { in: universityIds } }] } }, { resourceId: null, universityId: { in: universityIds } }] }
}

/** What was granted for the resources of the actor's labs. */
export async function managedQualifications(actor: Actor, now: Date, page: { take: number; skip: number }) {
  const where = scopeOf(actor)
  const [rows, total] = await Promise.all([
    db.qualification.findMany({ where, select: fields, orderBy: [{ validFrom: 'desc' }, { id: 'asc' }], ...page }),
    db.qualification.count({ where }),
  ])
  await noteReads(actor, rows.map(({ personId }) => personId), 'people', now)
  return { items: await linesOf(rows, now), total }
}

export async function managedQualification(actor: Actor, id: string, now: Date) {
  if (!UUID.test(id)) return null
  const row = await db.qualification.findFirst({ where: { AND: [{ id }, scopeOf(actor)] }, select: fields })
  if (row) await noteReads(actor, [row.personId], 'people', now)
  return row && (await linesOf([row], now))[0]!
}

/** Resources and labs that the actor trains on, for a form's choice. */
export async function trainingSubjects(actor: Actor) {
  const { all, labIds, universityIds } = managedScope(actor, 'train:person')
  const [resources, labs, kinds] = await Promise.all([
    db.resource.findMany({
      where: { status: 'active', ...(all ? {} : { OR: [{ labId: { in: labIds } }, { universityId: { in: universityIds } }] }) },
      select: { id: true, nameZh: true, nameEn: true, kindId: true },
      orderBy: [{ sortKey: 'asc' }, { id: 'asc' }],
      take: 1000,
    }),
    db.lab.findMany({
      where: { retiredAt: null, ...(all ? {} : { OR: [{ id: { in: labIds } }, { hostUniversityId: { in: universityIds } }] }) },
      select: { id: true, nameZh: true, nameEn: true },
      orderBy: { id: 'asc' },
      take: 500,
    }),
    db.resourceKind.findMany({ select: { id: true, zh: true, en: true }, orderBy: { id: 'asc' } }),
  ])
  const used = new Set(resources.map((each) => each.kindId))
  return { resources, labs, kinds: kinds.filter((each) => used.has(each.id)) }
}
export type TrainingSubjects = Awaited<ReturnType<typeof trainingSubjects>>
