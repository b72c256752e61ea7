import type { Target } from '~/domain/access/permission'
import { HAZARD_CLASSES } from '~/domain/catalogue/classes'
import type { LabInput } from '~/features/catalogue/labs/schema'
import { db, type Tx } from '~/platform/db.server'
import type { Prisma } from '~/platform/generated/prisma/client'

export type LabState = { id: string; version: number; isRetired: boolean; isConfirmed: boolean; values: LabInput; target: Target }

const fields = {
  id: true, version: true, retiredAt: true, confirmedAt: true, nameZh: true, nameEn: true, formerNames: true, level: true,
  hostUniversityId: true, campusId: true, access: true, disciplineZh: true, disciplineEn: true, safetyClass: true, externalLeads: true,
  noteZh: true, noteEn: true, contactNameZh: true, contactNameEn: true, contactEmail: true, contactPhone: true, emergencyPhone: true,
  owners: { select: { universityId: true, role: true }, orderBy: [{ role: 'asc' }, { universityId: 'asc' }] },
  tags: { select: { tagId: true }, orderBy: { tagId: 'asc' } },
} as const satisfies Prisma.LabSelect

/**
 * Where a lab belongs, for `can`: with its host, or where nobody hosts alone with those that lead;
 * a lab that is hosted may also name its co-leads, who do not keep its entry.
 */
export function labTarget(labId: string | null, standing: Pick<LabInput, 'hostUniversityId' | 'owners'>): Target {
  const leads = standing.owners.flatMap((each) => (each.startsWith('lead:') ? [each.slice(5)] : []))
  return { labId, universityIds: standing.hostUniversityId === null ? leads : [standing.hostUniversityId] }
}

export async function labState(id: string, client: Tx | typeof db = db): Promise<LabState | null> {
  const row = await client.lab.findUnique({ where: { id: id.replaceAll('\0', '') }, select: fields })
  if (row === null) return null
  const { version, retiredAt, confirmedAt, owners, tags, id: labId, ...rest } = row
  const values: LabInput = {
    ...rest,
    safetyClass: HAZARD_CLASSES.find((each) => each === rest.safetyClass) ?? null,
    owners: owners.map((each) => `${each.role}:${each.universityId}`),
    tags: tags.map((each) => each.tagId),
  }
  return { id: labId, version, isRetired: retiredAt !== null, isConfirmed: confirmedAt !== null, values, target: labTarget(labId, values) }
}

/** Owners and tags stand in tables of their own; a lab of several owners is a joint one. */
export function labColumns(input: LabInput) {
  const { owners, tags: _tags, ...columns } = input
  return { ...columns, isJoint: owners.length > 1 }
}

export const ownerRows = (owners: readonly string[]) =>
  owners.map((each) => ({
    role: each.startsWith('lead:') ? ('lead' as const) : ('member' as const),
    universityId: each.slice(each.indexOf(':') + 1),
  }))
