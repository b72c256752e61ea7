import { db } from '~/platform/db.server'

/** Whether the person may operate the resource alone now: qualified for it, or for its kind. */
export async function isQualifiedFor(
  personId: string,
  resource: { resourceId: string; kindId: string },
  now: Date,
): Promise<boolean> {
  const held = await db.qualification.findFirst({
    where: {
      personId,
      revokedAt: null,
      validFrom: { lte: now },
      AND: [
        { OR: [{ resourceId: resource.resourceId }, { kindId: resource.kindId }] },
        { OR: [{ validUntil: null }, { validUntil: { gt: now } }] },
      ],
    },
    select: { id: true },
  })
  return held !== null
}
