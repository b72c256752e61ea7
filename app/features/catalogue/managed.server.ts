import { type Actor, can, type Permission } from '~/domain/access/permission'
import type { Prisma } from '~/platform/generated/prisma/client'

/** The labs and universities over which one of the actor's grants has the permission; `all` for the alliance. */
export type ManagedScope = { all: boolean; labIds: string[]; universityIds: string[] }

export function managedScope(actor: Actor, permission: Permission): ManagedScope {
  const scope: ManagedScope = { all: can(actor, permission, {}), labIds: [], universityIds: [] }
  for (const grant of actor.grants) {
    const { scopeKind, scopeId } = grant
    const target = scopeKind === 'lab' ? { labId: scopeId } : { universityId: scopeId }
    if (scopeId === null || !can({ ...actor, grants: [grant] }, permission, target)) continue
    if (scopeKind === 'lab') scope.labIds.push(scopeId)
    if (scopeKind === 'university') scope.universityIds.push(scopeId)
  }
  return scope
}

export const resourcesIn = ({ all, labIds, universityIds }: ManagedScope): Prisma.ResourceWhereInput =>
  all ? {} : { OR: [{ labId: { in: labIds } }, { universityId: { in: universityIds } }] }

/** The labs of a scope; one of several leads without a host belongs to each of them. */
export const labsIn = ({ all, labIds, universityIds }: ManagedScope): Prisma.LabWhereInput =>
  all
    ? {}
    : {
        OR: [
          { id: { in: labIds } },
          { hostUniversityId: { in: universityIds } },
          { hostUniversityId: null, owners: { some: { role: 'lead', universityId: { in: universityIds } } } },
        ],
      }

export const roomsIn = ({ all, labIds, universityIds }: ManagedScope): Prisma.RoomWhereInput =>
  all ? {} : { OR: [{ labId: { in: labIds } }, { campus: { universityId: { in: universityIds } } }] }
