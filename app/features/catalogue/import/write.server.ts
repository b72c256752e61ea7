import { randomBytes } from 'node:crypto'
import { type Changes, changesOf, type CurrentParts, IMPORTED_PARTS } from '~/domain/inventory/changes'
import type { InventoryValues, RowProblem } from '~/domain/inventory/fields'
import { type CheckedRow, checkRow, type RowContext } from '~/domain/inventory/row'
import { type Current, currentResources, rowBefore } from '~/features/catalogue/import/context.server'
import type { HeldImport } from '~/features/catalogue/import/held.server'
import { type Indexed, searchColumns } from '~/features/catalogue/import/search-columns.server'
import type { Tx } from '~/platform/db.server'

/** The one place of an import that writes resources. */

const BATCH = 200

type Stored = { row: number; values: InventoryValues; assetNumber: string | null }
type Added = { row: number; id: string; checked: CheckedRow & { labId: string } }
type Changed = { row: number; id: string; assetNumber: string; parts: CurrentParts; changes: Changes }
type Settled = { row: number; resourceId: string | null; outcome: string; changes: Changes; problems: RowProblem[]; applied: boolean }

/** The next rows that wait: judged once more under the lock, then written with their audit rows. */
export async function writeBatch(tx: Tx, held: HeldImport, context: RowContext, now: Date): Promise<{ rows: number }> {
  const rows = await tx.$queryRaw<Stored[]>`
    SELECT "row", "values", asset_number AS "assetNumber" FROM inventory_import_row
     WHERE import_id = ${held.id}::uuid AND outcome IN ('added', 'changed') AND applied_at IS NULL AND "row" > 0
     ORDER BY "row" LIMIT ${BATCH}`
  if (rows.length === 0) return { rows: 0 }
  const numbers = rows.flatMap(({ assetNumber }) => assetNumber ?? [])
  await tx.$queryRaw`
    SELECT 1 FROM resource WHERE university_id = ${held.universityId} AND asset_number = ANY (${numbers}::text[]) ORDER BY id FOR NO KEY UPDATE`
  const current = await currentResources(tx, held.universityId, numbers)

  const added: Added[] = []
  const changed: Changed[] = []
  const settled: Settled[] = []
  for (const { row, values, assetNumber } of rows) {
    const { row: checked, problems } = checkRow(values, context)
    const known = current.get(assetNumber ?? '')
    if (known && context.otherLabs.some((lab) => lab.id === known.labId)) problems.push({ field: 'lab', rule: 'belongs_elsewhere' })
    if (checked === null || checked.labId === null || problems.length > 0) {
      settled.push({ row, resourceId: known?.id ?? null, outcome: 'refused', changes: {}, problems, applied: false })
    } else if (!known) {
      added.push({ row, id: `${held.universityId}-${randomBytes(5).toString('hex')}`, checked: { ...checked, labId: checked.labId } })
    } else {
      const change = changeOf(row, checked, known, context)
      if (Object.keys(change.changes).length > 0) changed.push(change)
      settled.push({ row, resourceId: known.id, outcome: Object.keys(change.changes).length > 0 ? 'changed' : 'same', changes: change.changes, problems: [], applied: true })
    }
  }
  settled.push(...(await insertAdded(tx, held, added, now)))
  await updateChanged(tx, held, changed)
  await settleRows(tx, held.id, settled, now)
  await auditRows(tx, held, settled, now)
  return { rows: rows.length }
}

function changeOf(row: number, checked: CheckedRow, known: Current, context: RowContext): Changed {
  const changes = changesOf(checked, known, rowBefore(known, context))
  const parts = Object.fromEntries(IMPORTED_PARTS.map((part) => [part, changes[part]?.to ?? known[part]])) as CurrentParts
  return { row, id: known.id, assetNumber: known.assetNumber, parts, changes }
}

/** An asset number that somebody has taken in the meantime is told, and stops nobody else. */
async function insertAdded(tx: Tx, held: HeldImport, added: readonly Added[], now: Date): Promise<Settled[]> {
  if (added.length === 0) return []
  const { shareScope, modes } = held.plan.defaults
  const columns = await searchColumns(tx, added.map(({ id, checked }): Indexed => ({ id, ...checked })))
  const records = added.map(({ id, checked }) => ({ ...checked, id, ...columns.get(id) }))
  const written = await tx.$queryRaw<{ id: string }[]>`
    INSERT INTO resource (id, lab_id, university_id, campus_id, kind_id, status, name_zh, name_en, maker, model, asset_number, value_fen,
      acquired_on, nrii_class, building_zh, room_number, contact_name_zh, contact_phone, contact_email, summary_zh,
      modes, share_scope, import_id, search_text, sort_key, created_at)
    SELECT x.id, x."labId", ${held.universityId}, x."campusId", x."kindId", 'draft', x."nameZh", x."nameEn", x.maker, x.model, x."assetNumber",
           x."valueFen"::bigint, x."acquiredOn"::date, x."nriiClass", x."buildingZh", x."roomNumber", x."contactNameZh", x."contactPhone",
           x."contactEmail", x."summaryZh", ${modes}::text[]::"ResourceMode"[], ${shareScope}::"ShareScope", ${held.id}::uuid,
           x."searchText", x."sortKey", ${now}::timestamptz
      FROM jsonb_to_recordset(${JSON.stringify(records)}::jsonb) AS x(
        id text, "labId" text, "campusId" text, "kindId" text, "nameZh" text, "nameEn" text, maker text, model text, "assetNumber" text,
        "valueFen" text, "acquiredOn" text, "nriiClass" text, "buildingZh" text, "roomNumber" text, "contactNameZh" text, "contactPhone" text,
        "contactEmail" text, "summaryZh" text, "searchText" text, "sortKey" text)
    ON CONFLICT DO NOTHING RETURNING id`
  const ids = new Set(written.map((each) => each.id))
  return added.map(({ row, id }) =>
    ids.has(id)
      ? { row, resourceId: id, outcome: 'added', changes: {}, problems: [], applied: true }
      : { row, resourceId: null, outcome: 'refused', changes: {}, problems: [{ field: 'assetNumber', rule: 'number_taken' }], applied: false },
  )
}

async function updateChanged(tx: Tx, held: HeldImport, changed: readonly Changed[]): Promise<void> {
  if (changed.length === 0) return
  const columns = await searchColumns(tx, changed.map(({ id, parts }): Indexed => ({
    id, nameZh: parts.nameZh ?? '', nameEn: parts.nameEn, maker: parts.maker, model: parts.model,
    labId: parts.labId ?? '', campusId: parts.campusId ?? '', kindId: parts.kindId ?? '',
  })))
  const records = changed.map(({ id, parts }) => ({ id, ...parts, ...columns.get(id) }))
  await tx.$executeRaw`
    UPDATE resource r SET
      lab_id = x."labId", campus_id = x."campusId", kind_id = x."kindId", name_zh = x."nameZh", name_en = x."nameEn", maker = x.maker,
      model = x.model, value_fen = x."valueFen"::bigint, acquired_on = x."acquiredOn"::date, nrii_class = x."nriiClass",
      building_zh = x."buildingZh", room_number = x."roomNumber", contact_name_zh = x."contactNameZh", contact_phone = x."contactPhone",
      contact_email = x."contactEmail", summary_zh = x."summaryZh", search_text = x."searchText", sort_key = x."sortKey",
      import_id = ${held.id}::uuid, version = r.version + 1
      FROM jsonb_to_recordset(${JSON.stringify(records)}::jsonb) AS x(
        id text, "labId" text, "campusId" text, "kindId" text, "nameZh" text, "nameEn" text, maker text, model text,
        "valueFen" text, "acquiredOn" text, "nriiClass" text, "buildingZh" text, "roomNumber" text, "contactNameZh" text, "contactPhone" text,
        "contactEmail" text, "summaryZh" text, "searchText" text, "sortKey" text)
     WHERE r.id = x.id`
}

async function settleRows(tx: Tx, importId: string, settled: readonly Settled[], now: Date): Promise<void> {
  await tx.$executeRaw`
    UPDATE inventory_import_row r SET resource_id = x."resourceId", outcome = x.outcome, changes = x.changes, problems = x.problems,
           applied_at = CASE WHEN x.applied THEN ${now}::timestamptz END
      FROM jsonb_to_recordset(${JSON.stringify(settled)}::jsonb) AS x(
        "row" int, "resourceId" text, outcome "ImportOutcome", changes jsonb, problems jsonb, applied boolean)
     WHERE r.import_id = ${importId}::uuid AND r."row" = x."row"`
}

/** One row in the history of each resource: that it came, or what changed. */
async function auditRows(tx: Tx, held: HeldImport, settled: readonly Settled[], now: Date): Promise<void> {
  const events = settled
    .filter((each) => each.applied && each.outcome !== 'same')
    .map(({ resourceId, outcome, changes, row }) => ({ id: resourceId, action: outcome === 'added' ? 'resource.created' : 'resource.changed', data: { importId: held.id, row, changes } }))
  if (events.length === 0) return
  await tx.$executeRaw`
    INSERT INTO audit_event (at, actor_id, action, subject_kind, subject_id, university_id, data)
    SELECT ${now}::timestamptz, ${held.appliedById}::uuid, x.action, 'resource', x.id, ${held.universityId}, x.data
      FROM jsonb_to_recordset(${JSON.stringify(events)}::jsonb) AS x(id text, action text, data jsonb)`
}
