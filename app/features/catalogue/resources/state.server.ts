import { RESOURCE_MODES } from '~/domain/booking/facts'
import { HAZARDS, type ResourceStatus } from '~/domain/catalogue/classes'
import type { ResourceInput } from '~/features/catalogue/resources/schema'
import { db, type Tx } from '~/platform/db.server'
import type { Prisma } from '~/platform/generated/prisma/client'

/** What of a resource is written by people, as its form posts it. */
export type ResourceState = {
  id: string
  version: number
  status: ResourceStatus
  isIllustrative: boolean
  timeZone: string
  values: ResourceInput & { universityId: string }
}

const fields = {
  id: true, version: true, status: true, isIllustrative: true, nameZh: true, nameEn: true, formerNames: true, kindId: true, maker: true,
  model: true, assetNumber: true, valueFen: true, nriiClass: true, summaryZh: true, summaryEn: true, labId: true, universityId: true,
  campusId: true, roomId: true, buildingZh: true, buildingEn: true, roomNumber: true, parentId: true, modes: true, capacity: true,
  needsQualification: true, hazards: true, ratedClass: true, ratedHours: true, shareScope: true, notOpenReason: true, reviewOn: true,
  externalUrl: true, gateZh: true, gateEn: true, accessZh: true, accessEn: true, contactNameZh: true, contactNameEn: true,
  contactEmail: true, contactPhone: true, emergencyPhone: true,
  campus: { select: { timeZone: true } },
  tags: { select: { tagId: true }, orderBy: { tagId: 'asc' } },
  listedBy: { select: { labId: true }, orderBy: { labId: 'asc' } },
} as const satisfies Prisma.ResourceSelect

type Row = Prisma.ResourceGetPayload<{ select: typeof fields }>

function stateOf(row: Row): ResourceState {
  const { id, version, status, isIllustrative, campus, tags, listedBy, ...rest } = row
  return {
    id,
    version,
    status,
    isIllustrative,
    timeZone: campus.timeZone,
    values: {
      ...rest,
      valueFen: rest.valueFen === null ? null : Number(rest.valueFen),
      reviewOn: rest.reviewOn === null ? null : rest.reviewOn.toISOString().slice(0, 10),
      modes: RESOURCE_MODES.filter((mode) => rest.modes.includes(mode)),
      hazards: HAZARDS.filter((hazard) => rest.hazards.includes(hazard)),
      tags: tags.map((each) => each.tagId),
      listedBy: listedBy.map((each) => each.labId),
    },
  }
}

export async function resourceStates(ids: readonly string[], client: Tx | typeof db = db): Promise<ResourceState[]> {
  const rows = await client.resource.findMany({ where: { id: { in: [...ids] } }, select: fields, orderBy: { id: 'asc' } })
  return rows.map(stateOf)
}

export async function resourceState(id: string, client: Tx | typeof db = db): Promise<ResourceState | null> {
  return (await resourceStates([id], client))[0] ?? null
}

/** The columns of a row; tags and further labs stand in tables of their own. */
export function resourceColumns(input: ResourceInput & { universityId: string }) {
  const { tags: _tags, listedBy: _listedBy, reviewOn, valueFen, ...columns } = input
  return {
    ...columns,
    valueFen: valueFen === null ? null : BigInt(valueFen),
    reviewOn: reviewOn === null ? null : new Date(`${reviewOn}T00:00:00Z`),
  } satisfies Prisma.ResourceUncheckedUpdateInput
}

/**
 * Locks the resources with all that is inside them and all they are inside of, in order of id, as
 * every path does that writes allocations. Read after it, in another statement.
 */
export async function lockResources(tx: Tx, ids: readonly string[]): Promise<void> {
  await tx.$executeRaw`
    WITH RECURSIVE above AS (
      SELECT id, parent_id FROM resource WHERE id = ANY (${[...ids]}::text[])
      UNION SELECT p.id, p.parent_id FROM resource p JOIN above a ON p.id = a.parent_id
    ), below AS (SELECT id FROM resource_tree(${[...ids]}::text[]) AS id)
    SELECT 1 FROM resource WHERE id IN (SELECT id FROM above UNION SELECT id FROM below) ORDER BY id FOR NO KEY UPDATE`
}
