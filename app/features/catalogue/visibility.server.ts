import { isOwnUniversity, ownUniversities } from '~/domain/affiliation/belonging'
import { type Actor, can } from '~/domain/access/permission'
import { Prisma } from '~/platform/generated/prisma/client'

/**
 * What another university may see: every resource in service of a lab that its coordinator has
 * confirmed. One shared inside its university alone is listed for that university, and for roles
 * over the whole alliance. The fragment expects the aliases r (resource) and l (its lab).
 */
export function listedFor(actor: Actor | null): Prisma.Sql {
  const everyone = Prisma.sql`r.status = 'active' AND l.confirmed_at IS NOT NULL`
  if (can(actor, 'read:office')) return everyone
  const scopeIds = (kind: 'university' | 'lab') =>
    (actor?.grants ?? []).flatMap((each) =>
      each.scopeKind === kind && each.scopeId !== null ? [each.scopeId] : [],
    )
  const universities = [...scopeIds('university'), ...(actor ? ownUniversities(actor) : [])]
  return Prisma.sql`${everyone} AND (
    r.share_scope <> 'own_university'
    OR r.university_id = ANY (${universities}::text[])
    OR r.lab_id = ANY (${scopeIds('lab')}::text[]))`
}

/** The same rule for one resource; who manages it also sees it as a draft, retired or unconfirmed. */
export function maySee(
  actor: Actor | null,
  resource: {
    status: string
    shareScope: string
    labId: string
    universityId: string
    labConfirmedAt: Date | null
  },
): boolean {
  const target = { labId: resource.labId, universityId: resource.universityId }
  if (can(actor, 'manage:resource', target)) return true
  if (resource.status !== 'active' || resource.labConfirmedAt === null) return false
  if (resource.shareScope !== 'own_university' || can(actor, 'read:office')) return true
  return (
    (actor !== null && isOwnUniversity(actor, resource.universityId)) ||
    (actor?.grants ?? []).some(
      (each) =>
        (each.scopeKind === 'university' && each.scopeId === resource.universityId) ||
        (each.scopeKind === 'lab' && each.scopeId === resource.labId),
    )
  )
}
