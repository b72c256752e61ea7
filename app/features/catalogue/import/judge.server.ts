import { type Changes, changesOf } from '~/domain/inventory/changes'
import type { InventoryValues, RowProblem } from '~/domain/inventory/fields'
import { checkRow, type RowContext } from '~/domain/inventory/row'
import { currentResources, rowBefore } from '~/features/catalogue/import/context.server'
import type { Outcome } from '~/features/catalogue/import/plan'
import type { db, Tx } from '~/platform/db.server'

/** A row of the file with what its cells said before any rule of ours. */
export type RawRow = { row: number; values: InventoryValues; problems: RowProblem[]; duplicateOf: number | null }

export type JudgedRow = {
  row: number
  outcome: Outcome
  assetNumber: string | null
  resourceId: string | null
  values: InventoryValues
  changes: Changes
  problems: RowProblem[]
}

/** Rows against rules and catalogue: what each would do, or everything that is wrong with it. */
export async function judgeRows(
  client: Tx | typeof db,
  universityId: string,
  rows: readonly RawRow[],
  context: RowContext,
): Promise<JudgedRow[]> {
  const numbers = rows.flatMap(({ values }) => assetNumberOf(values) ?? [])
  const current = await currentResources(client, universityId, numbers)
  return rows.map((raw) => {
    const { row: checked, problems: found } = checkRow(raw.values, context)
    const number = assetNumberOf(raw.values)
    const known = number === null ? undefined : current.get(number)
    const problems = [...raw.problems, ...found.filter((each) => !raw.problems.some((earlier) => earlier.field !== null && earlier.field === each.field))]
    if (raw.duplicateOf !== null) problems.push({ field: 'assetNumber', rule: 'duplicate', params: { row: raw.duplicateOf } })
    // A resource of a lab that is somebody else's is not changed from here.
    if (known && context.otherLabs.some((lab) => lab.id === known.labId)) problems.push({ field: 'lab', rule: 'belongs_elsewhere' })
    const base = { row: raw.row, assetNumber: number, resourceId: known?.id ?? null, values: raw.values, problems }
    if (checked === null || problems.length > 0) return { ...base, outcome: 'refused', changes: {} }
    if (!known) return { ...base, outcome: 'added', changes: {} }
    const changes = changesOf(checked, known, rowBefore(known, context))
    // A lab that is yet to be created is a change that has no id so far.
    const isMoving = checked.newLab !== null
    return { ...base, outcome: Object.keys(changes).length > 0 || isMoving ? 'changed' : 'same', changes }
  })
}

/** As the rules would store it. */
export function assetNumberOf(values: InventoryValues): string | null {
  const text = (values.assetNumber ?? '').replace(/\s+/gu, ' ').trim()
  return text === '' || text.length > 64 || text.includes('\0') ? null : text
}
