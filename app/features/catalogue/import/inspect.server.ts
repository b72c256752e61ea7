import { findHeadingRow, HEADING_SEARCH_ROWS, isInTenThousands, proposeMapping } from '~/domain/inventory/headings'
import { INVENTORY_FIELDS, type InventoryField } from '~/domain/inventory/fields'
import type { ImportPlan } from '~/features/catalogue/import/plan'
import { firstRows, openTable } from '~/features/catalogue/import/table.server'
import { TableProblem } from '~/features/catalogue/import/table-problem'
import { db } from '~/platform/db.server'

const SAMPLES = 4
const LONGEST_SAMPLE = 60
const LONGEST_HEADING = 200

export type Inspected = {
  sheet: string | null
  encoding: string | null
  headingRow: number
  headings: string[]
  samples: string[][]
  columns: ImportPlan['columns']
  valueUnit: ImportPlan['valueUnit']
}

/**
 * What the top of a file says: where its headings are, what they seem to mean, what stands below.
 * `headingRow` overrules the guess.
 * @throws TableProblem
 */
export async function inspectFile(bytes: Buffer, universityId: string, wish: { sheet?: string | null; headingRow?: number } = {}): Promise<Inspected> {
  const table = await openTable(bytes, wish.sheet ?? null)
  const rows = await firstRows(table, Math.max(HEADING_SEARCH_ROWS, wish.headingRow ?? 0) + SAMPLES * 3)
  const first = rows[0]
  if (first === undefined) throw new TableProblem('empty')
  const headingRow = rows.find(({ row }) => row === wish.headingRow)?.row ?? findHeadingRow(rows) ?? first.row
  const headings = (rows.find(({ row }) => row === headingRow)?.cells ?? []).map((each) => storable(each).slice(0, LONGEST_HEADING))
  const below = rows.filter(({ row }) => row > headingRow)
  const samples = headings.map((_, at) =>
    below.flatMap(({ cells }) => storable(cells[at] ?? '').slice(0, LONGEST_SAMPLE) || []).slice(0, SAMPLES),
  )
  const columns = proposeMapping(headings, await rememberedMapping(universityId))
  const value = headings[columns.indexOf('value')] ?? ''
  return { sheet: table.sheet, encoding: table.encoding, headingRow, headings, samples, columns, valueUnit: isInTenThousands(value) ? 'ten_thousand' : 'yuan' }
}

/** PostgreSQL text holds neither NUL nor half a surrogate pair. */
export const storable = (text: string) => text.toWellFormed().replace(/\p{Cc}+/gu, ' ').trim()

async function rememberedMapping(universityId: string): Promise<Map<string, InventoryField | null>> {
  const rows = await db.inventoryMapping.findMany({ where: { universityId }, select: { heading: true, field: true } })
  return new Map(rows.map(({ heading, field }) => [heading, INVENTORY_FIELDS.find((each) => each === field) ?? null]))
}

