import type { Actor } from '~/domain/access/permission'
import { listedFor } from '~/features/catalogue/visibility.server'
import { MOST_SELECTED, MOST_SELECTIONS } from '~/features/finder/selections/schema'
import { db } from '~/platform/db.server'

export type Selection = { id: string; name: string; resourceIds: string[] }

/** What the person keeps, by name. */
export async function selectionsOf(actor: Actor): Promise<Selection[]> {
  return db.resourceSelection.findMany({
    where: { personId: actor.personId },
    orderBy: [{ name: 'asc' }, { id: 'asc' }],
    take: MOST_SELECTIONS,
    select: { id: true, name: true, resourceIds: true },
  })
}

/** The resources of a lab that the reader may see and that are booked here, by name. */
export async function resourcesOfLab(actor: Actor | null, labId: string): Promise<{ lab: { id: string; nameZh: string; nameEn: string } | null; ids: string[] }> {
  if (labId.includes('\0')) return { lab: null, ids: [] }
  const [lab, rows] = await Promise.all([
    db.lab.findFirst({ where: { id: labId, confirmedAt: { not: null } }, select: { id: true, nameZh: true, nameEn: true } }),
    db.$queryRaw<{ id: string }[]>`
      SELECT r.id FROM resource r JOIN lab l ON l.id = r.lab_id
       WHERE (r.lab_id = ${labId} OR r.id IN (SELECT x.resource_id FROM lab_resource x WHERE x.lab_id = ${labId})) AND ${listedFor(actor)}
       ORDER BY r.sort_key COLLATE "C", r.id COLLATE "C" LIMIT ${MOST_SELECTED}::int`,
  ])
  return { lab, ids: rows.map((row) => row.id) }
}
