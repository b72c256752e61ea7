import { type Actor, can } from '~/domain/access/permission'
import { db } from '~/platform/db.server'
import type { PartnerKind } from '~/platform/generated/prisma/enums'

export type PartnerView = {
  id: string
  version: number
  kind: PartnerKind
  nameZh: string
  nameEn: string | null
  creditCode: string | null
  createdAt: Date
  endedAt: Date | null
  people: number
}

/** The partners that a university answers for, those that run first. */
export async function listPartners(actor: Actor, universityId: string, now: Date): Promise<PartnerView[]> {
  if (!can(actor, 'manage:partner', { universityId })) return []
  const rows = await db.partner.findMany({
    where: { sponsorId: universityId },
    orderBy: [{ endedAt: { sort: 'asc', nulls: 'first' } }, { nameZh: 'asc' }],
    take: 500,
    select: {
      id: true, version: true, kind: true, nameZh: true, nameEn: true, creditCode: true, createdAt: true, endedAt: true,
      _count: { select: { affiliations: { where: { OR: [{ endsAt: null }, { endsAt: { gt: now } }] } } } },
    },
  })
  return rows.map(({ _count, ...row }) => ({ ...row, people: _count.affiliations }))
}

/** Through whom somebody may come, for a form. */
export async function partnerChoices(actor: Actor, universityId: string): Promise<{ id: string; zh: string; en: string | null }[]> {
  if (!can(actor, 'manage:affiliation', { universityId })) return []
  const rows = await db.partner.findMany({
    where: { sponsorId: universityId, endedAt: null },
    orderBy: { nameZh: 'asc' },
    select: { id: true, nameZh: true, nameEn: true },
  })
  return rows.map(({ id, nameZh, nameEn }) => ({ id, zh: nameZh, en: nameEn }))
}
