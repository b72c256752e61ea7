import { type Actor, can } from '~/domain/access/permission'
import { labState, type LabState } from '~/features/catalogue/labs/state.server'
import { labsIn, managedScope } from '~/features/catalogue/managed.server'
import { db } from '~/platform/db.server'
import type { Prisma } from '~/platform/generated/prisma/client'

export const KEPT_LAB_PAGE = 50

const fields = {
  id: true, nameZh: true, nameEn: true, level: true, confirmedAt: true, retiredAt: true,
  hostUniversity: { select: { nameZh: true, nameEn: true } },
  _count: { select: { resources: { where: { status: 'active' } } } },
} as const satisfies Prisma.LabSelect
export type KeptLab = Omit<Prisma.LabGetPayload<{ select: typeof fields }>, '_count'> & { resources: number }

/** The labs whose entries the actor keeps, those in use first. */
export async function listKeptLabs(actor: Actor, filters: { q: string; page: number }): Promise<{ items: KeptLab[]; total: number }> {
  const words: Prisma.LabWhereInput[] = filters.q
    ? [{ OR: [{ nameZh: { contains: filters.q, mode: 'insensitive' } }, { nameEn: { contains: filters.q, mode: 'insensitive' } }] }]
    : []
  const where: Prisma.LabWhereInput = { AND: [labsIn(managedScope(actor, 'update:lab')), ...words] }
  const [items, total] = await Promise.all([
    db.lab.findMany({
      where,
      select: fields,
      orderBy: [{ retiredAt: { sort: 'asc', nulls: 'first' } }, { hostUniversityId: 'asc' }, { level: 'asc' }, { id: 'asc' }],
      take: KEPT_LAB_PAGE,
      skip: (filters.page - 1) * KEPT_LAB_PAGE,
    }),
    db.lab.count({ where }),
  ])
  return { items: items.map(({ _count, ...row }) => ({ ...row, resources: _count.resources })), total }
}

/** A lab's entry for those who keep it; `mayDecide` for those who say its level, host and owners. */
export async function keptLab(actor: Actor, id: string): Promise<(LabState & { mayDecide: boolean }) | null> {
  const state = await labState(id)
  if (state === null || !can(actor, 'update:lab', state.target)) return null
  return { ...state, mayDecide: can(actor, 'create:lab', state.target) }
}
