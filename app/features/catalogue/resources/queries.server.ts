import { type Actor, can } from '~/domain/access/permission'
import { RESOURCE_STATUSES, type ResourceStatus, SHARE_SCOPES, type ShareScope } from '~/domain/catalogue/classes'
import { yuanOfFen } from '~/domain/pricing/yuan'
import type { Option } from '~/features/catalogue/choices.server'
import type { FormValues } from '~/features/catalogue/form-values'
import { labsIn, managedScope, resourcesIn } from '~/features/catalogue/managed.server'
import { priceInput } from '~/features/catalogue/resources/price-form'
import { RESOURCE_PAGE_SIZE } from '~/features/catalogue/resources/schema'
import { pricesAt } from '~/features/catalogue/resources/set-prices.server'
import { resourceState, type ResourceState, resourceStates } from '~/features/catalogue/resources/state.server'
import { searchTerms } from '~/features/catalogue/search-text'
import { db } from '~/platform/db.server'
import type { Prisma } from '~/platform/generated/prisma/client'

export type KeptFilters = { q: string; lab: string; status: ResourceStatus | ''; scope: ShareScope | ''; page: number }

/** The address of the list of kept resources; what is wrong in it is left out. */
export function parseKeptFilters(params: URLSearchParams): KeptFilters {
  const text = (name: string) => (params.get(name) ?? '').replace(/\p{Cc}|\p{Surrogate}/gu, '').trim().slice(0, 200)
  const page = Number(params.get('page') ?? 1)
  return {
    q: text('q'),
    lab: text('lab'),
    status: RESOURCE_STATUSES.find((each) => each === params.get('status')) ?? '',
    scope: SHARE_SCOPES.find((each) => each === params.get('scope')) ?? '',
    page: Number.isInteger(page) && page >= 1 && page <= 10_000 ? page : 1,
  }
}

const fields = {
  id: true, nameZh: true, nameEn: true, maker: true, model: true, assetNumber: true, status: true, shareScope: true, version: true,
  isIllustrative: true, reviewOn: true,
  kind: { select: { id: true, zh: true, en: true } },
  lab: { select: { id: true, nameZh: true, nameEn: true, confirmedAt: true } },
} as const satisfies Prisma.ResourceSelect
export type KeptResource = Prisma.ResourceGetPayload<{ select: typeof fields }>

/** The resources whose entries the actor keeps, by words, lab, status and scope, a page at a time. */
export async function listKeptResources(actor: Actor, filters: KeptFilters): Promise<{ items: KeptResource[]; total: number; labs: Option[] }> {
  const scope = managedScope(actor, 'update:resource')
  const mine = resourcesIn(scope)
  const words = searchTerms(filters.q).map((term): Prisma.ResourceWhereInput => ({
    OR: [{ searchText: { contains: term } }, { assetNumber: { contains: term, mode: 'insensitive' } }, { id: term }],
  }))
  const where: Prisma.ResourceWhereInput = {
    AND: [mine, ...words],
    ...(filters.lab && { labId: filters.lab }),
    ...(filters.status && { status: filters.status }),
    ...(filters.scope && { shareScope: filters.scope }),
  }
  const [items, total, labs] = await Promise.all([
    db.resource.findMany({
      where,
      select: fields,
      orderBy: [{ sortKey: 'asc' }, { id: 'asc' }],
      take: RESOURCE_PAGE_SIZE,
      skip: (filters.page - 1) * RESOURCE_PAGE_SIZE,
    }),
    db.resource.count({ where }),
    db.lab.findMany({
      where: { OR: [{ resources: { some: mine } }, { AND: [labsIn(scope), { retiredAt: null }] }] },
      select: { id: true, nameZh: true, nameEn: true },
      orderBy: [{ hostUniversityId: 'asc' }, { id: 'asc' }],
    }),
  ])
  return { items, total, labs: labs.map((each) => ({ value: each.id, zh: each.nameZh, en: each.nameEn })) }
}

/** A resource's entry for those who keep it; null for everybody else. */
export async function keptResource(actor: Actor, id: string): Promise<ResourceState | null> {
  const state = await resourceState(id.replaceAll('\0', ''))
  return state !== null && can(actor, 'update:resource', state.values) ? state : null
}

/** Today's prices as the form shows them, and those announced for later. */
export async function priceValues(resourceId: string, now: Date) {
  const [cells, later] = await Promise.all([
    pricesAt(resourceId, now),
    db.listPrice.findMany({
      where: { resourceId, validFrom: { gt: now } },
      select: { originClass: true, mode: true, perHourFen: true, validFrom: true, validTo: true },
      orderBy: [{ validFrom: 'asc' }, { mode: 'asc' }, { originClass: 'asc' }],
    }),
  ])
  const values: FormValues = {}
  for (const { mode, originClass, perHourFen } of cells) {
    if (perHourFen !== null) values[priceInput(mode, originClass)] = yuanOfFen(perHourFen)
  }
  const isInForceOnce = (each: { validFrom: Date; validTo: Date | null }) => each.validTo === null || each.validTo > each.validFrom
  const coming = later.filter(isInForceOnce).map(({ validTo: _validTo, perHourFen, ...each }) => ({ ...each, perHourFen: Number(perHourFen) }))
  return { values, coming }
}

/** Whether the lab still waits for its coordinator, so that nothing of it is listed. */
export async function waitsForLab(labId: string): Promise<boolean> {
  return (await db.lab.count({ where: { id: labId, confirmedAt: null } })) > 0
}

/** Of the identifiers given, those whose entries the actor keeps. */
export async function chosenStates(actor: Actor, ids: readonly string[]): Promise<{ id: string; version: number; zh: string; en: string | null }[]> {
  const states = await resourceStates([...new Set(ids)].slice(0, 500).map((each) => each.replaceAll('\0', '')))
  return states
    .filter((each) => can(actor, 'update:resource', each.values))
    .map(({ id, version, values }) => ({ id, version, zh: values.nameZh, en: values.nameEn }))
}
