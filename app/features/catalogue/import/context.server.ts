import type { CurrentParts } from '~/domain/inventory/changes'
import { type CheckedRow, checkRow, type RowContext } from '~/domain/inventory/row'
import type { ImportPlan } from '~/features/catalogue/import/plan'
import { db, type Tx } from '~/platform/db.server'

type Client = Tx | typeof db

/** Everything that the rows of an import are judged against, as the catalogue stands now. */
export async function rowContext(client: Client, universityId: string, plan: ImportPlan): Promise<RowContext> {
  const [labs, campuses, kinds] = await Promise.all([
    client.lab.findMany({
      where: { retiredAt: null, OR: [{ hostUniversityId: universityId }, { owners: { some: { universityId } } }] },
      select: { id: true, nameZh: true, nameEn: true, formerNames: true, campusId: true },
      orderBy: { id: 'asc' },
    }),
    client.campus.findMany({ where: { universityId }, select: { id: true, nameZh: true, nameEn: true }, orderBy: { id: 'asc' } }),
    client.resourceKind.findMany({ select: { id: true, zh: true, en: true, synonyms: true }, orderBy: { id: 'asc' } }),
  ])
  const isOwn = (id: string) => plan.labIds === null || plan.labIds.includes(id)
  const { labId, campusId, kindId } = plan.defaults
  const ofUs = new Set(campuses.map((each) => each.id))
  return {
    // A joint lab may stand on another member's campus; what this university lists does not.
    labs: labs.filter((lab) => isOwn(lab.id)).map((lab) => ({ ...lab, campusId: lab.campusId && ofUs.has(lab.campusId) ? lab.campusId : null })),
    otherLabs: labs.filter((lab) => !isOwn(lab.id)),
    labChoices: plan.labChoices,
    campuses,
    kinds,
    defaults: {
      labId: labId !== null && isOwn(labId) && labs.some((lab) => lab.id === labId) ? labId : null,
      // With a single campus there is nothing to choose.
      campusId: campusId !== null && ofUs.has(campusId) ? campusId : campuses.length === 1 ? (campuses[0]?.id ?? null) : null,
      kindId: kindId !== null && kinds.some((kind) => kind.id === kindId) ? kindId : null,
    },
    unitFen: plan.valueUnit === 'yuan' ? 100 : 1_000_000,
  }
}

export type Current = CurrentParts & {
  id: string
  assetNumber: string
  version: number
  /** The values of the last import that wrote this resource. */
  lastValues: Record<string, string> | null
}

/** The university's resources of these asset numbers, and what the last applied import said of them. */
export async function currentResources(client: Client, universityId: string, assetNumbers: readonly string[]): Promise<Map<string, Current>> {
  const rows = await client.$queryRaw<Current[]>`
    SELECT r.id, r.asset_number AS "assetNumber", r.version, r.name_zh AS "nameZh", r.name_en AS "nameEn", r.maker, r.model,
           r.value_fen::text AS "valueFen", r.acquired_on::text AS "acquiredOn", r.nrii_class AS "nriiClass",
           r.building_zh AS "buildingZh", r.room_number AS "roomNumber", r.contact_name_zh AS "contactNameZh",
           r.contact_phone AS "contactPhone", r.contact_email AS "contactEmail", r.summary_zh AS "summaryZh",
           r.lab_id AS "labId", r.campus_id AS "campusId", r.kind_id AS "kindId",
           (SELECT x.values FROM inventory_import_row x
             WHERE x.resource_id = r.id AND x.applied_at IS NOT NULL ORDER BY x.applied_at DESC LIMIT 1) AS "lastValues"
      FROM resource r
     WHERE r.university_id = ${universityId} AND r.asset_number = ANY (${assetNumbers}::text[])`
  return new Map(rows.map((row) => [row.assetNumber, row]))
}

/** The row that the last applied import made of a resource, read by today's rules. */
export function rowBefore(current: Current, context: RowContext): CheckedRow | null {
  return current.lastValues === null ? null : checkRow(current.lastValues, context).row
}
