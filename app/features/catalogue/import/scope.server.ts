import { type Actor, can } from '~/domain/access/permission'
import { db } from '~/platform/db.server'

/** The labs of a university that an import may bring rows to; null: all of them. */
export type ImportScope = { universityId: string; nameZh: string; nameEn: string; labIds: string[] | null }

/** Where the actor may import: universities as a whole, or single labs of them. */
export async function importScopes(actor: Actor): Promise<ImportScope[]> {
  const own = ownLabIds(actor)
  const universities = await db.university.findMany({
    select: {
      id: true, nameZh: true, nameEn: true,
      hostedLabs: { where: { id: { in: own } }, select: { id: true } },
      ownedLabs: { where: { labId: { in: own } }, select: { labId: true } },
    },
    orderBy: [{ position: 'asc' }, { id: 'asc' }],
  })
  return universities.flatMap(({ id, nameZh, nameEn, hostedLabs, ownedLabs }): ImportScope[] => {
    if (can(actor, 'manage:resource', { universityId: id })) return [{ universityId: id, nameZh, nameEn, labIds: null }]
    const labIds = [...new Set([...hostedLabs.map((lab) => lab.id), ...ownedLabs.map((lab) => lab.labId)])]
    return labIds.length === 0 ? [] : [{ universityId: id, nameZh, nameEn, labIds }]
  })
}

function ownLabIds(actor: Actor): string[] {
  return actor.grants.flatMap((grant) =>
    grant.scopeKind === 'lab' && grant.scopeId !== null && can({ ...actor, grants: [grant] }, 'manage:resource', { labId: grant.scopeId })
      ? [grant.scopeId]
      : [],
  )
}

/** Whether the actor may see and go on with an import of this reach. */
export function mayUseImport(actor: Actor, reach: { universityId: string; labIds: readonly string[] | null }): boolean {
  if (can(actor, 'manage:resource', { universityId: reach.universityId })) return true
  const own = new Set(ownLabIds(actor))
  return reach.labIds !== null && reach.labIds.length > 0 && reach.labIds.every((id) => own.has(id))
}
