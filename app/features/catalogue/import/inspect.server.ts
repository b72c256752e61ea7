import { INVENTORY_FIELDS, type InventoryField } from '~/domain/inventory/fields'
import { INVENTORY_HEADINGS, isInTenThousands, proposeMapping } from '~/domain/inventory/headings'
import type { ImportPlan } from '~/features/catalogue/import/plan'
import { db } from '~/platform/db.server'
import { type Inspected, inspectTable } from '~/platform/spreadsheet/inspect.server'

export type InspectedInventory = Inspected & Pick<ImportPlan, 'columns' | 'valueUnit'>

/**
 * What the top of an inventory says, and what its headings seem to mean. `headingRow` overrules the guess.
 * @throws TableProblem
 */
export async function inspectFile(
  bytes: Buffer, universityId: string, wish: { sheet?: string | null; headingRow?: number } = {},
): Promise<InspectedInventory> {
  const found = await inspectTable(bytes, INVENTORY_HEADINGS, wish)
  const columns = proposeMapping(found.headings, await rememberedMapping(universityId))
  const value = found.headings[columns.indexOf('value')] ?? ''
  return { ...found, columns, valueUnit: isInTenThousands(value) ? 'ten_thousand' : 'yuan' }
}

async function rememberedMapping(universityId: string): Promise<Map<string, InventoryField | null>> {
  const rows = await db.inventoryMapping.findMany({ where: { universityId }, select: { heading: true, field: true } })
  return new Map(rows.map(({ heading, field }) => [heading, INVENTORY_FIELDS.find((each) => each === field) ?? null]))
}
