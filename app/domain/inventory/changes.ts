import type { CheckedRow } from '~/domain/inventory/row'

/** The parts of a resource that an import may change, named as the catalogue names them. */
export const IMPORTED_PARTS = [
  'nameZh', 'nameEn', 'maker', 'model', 'valueFen', 'acquiredOn', 'nriiClass', 'buildingZh', 'roomNumber',
  'contactNameZh', 'contactPhone', 'contactEmail', 'summaryZh', 'labId', 'campusId', 'kindId',
] as const
export type ImportedPart = (typeof IMPORTED_PARTS)[number]

/** How a resource stands in the catalogue, in the same terms as a checked row. */
export type CurrentParts = Record<ImportedPart, string | null>
export type Changes = Partial<Record<ImportedPart, { from: string | null; to: string }>>

/**
 * What a row would change of the resource it names. What the file leaves empty stays; so does what
 * was only filled in by the import's defaults. Where the file says what it said the last time it
 * was applied (`before`), a later change by hand stands: people correct the catalogue, not last
 * year's file.
 */
export function changesOf(row: CheckedRow, current: CurrentParts, before: CheckedRow | null): Changes {
  const changes: Changes = {}
  for (const part of IMPORTED_PARTS) {
    const to = row[part]
    if (to === null || to === current[part] || !isSaid(part, row)) continue
    if (before !== null && before[part] === to) continue
    changes[part] = { from: current[part], to }
  }
  return changes
}

function isSaid(part: ImportedPart, { said }: CheckedRow): boolean {
  if (part === 'kindId') return said.kind
  if (part === 'campusId') return said.campus
  if (part === 'labId') return said.lab
  return true
}
