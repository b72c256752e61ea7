import { asksForIdentity, holdsIdentityNumber } from '~/domain/intake/identity-number'
import type { Vocabulary } from '~/domain/spreadsheet/headings'
import { safeCell } from '~/domain/spreadsheet/csv'
import { type Inspected, inspectTable } from '~/platform/spreadsheet/inspect.server'
import { openTable } from '~/platform/spreadsheet/table.server'

export type CleanTable = {
  bytes: Buffer
  found: Inspected
  /** Columns that hold identity-card numbers, or say so. */
  closed: number[]
}

/**
 * A file without the identity-card numbers in it. Where there are any, what is kept is a table of our
 * own with the same rows and empty cells in their place: the numbers themselves are stored nowhere.
 * @throws TableProblem
 */
export async function withoutIdentityNumbers<F extends string>(bytes: Buffer, vocabulary: Vocabulary<F>): Promise<CleanTable> {
  const found = await inspectTable(bytes, vocabulary)
  const closed = new Set(found.headings.flatMap((heading, at) => (asksForIdentity(heading) ? [at] : [])))
  let holds = false
  const table = await openTable(bytes, vocabulary, found.sheet)
  for await (const { cells } of table.rows()) {
    cells.forEach((cell, at) => {
      if (!holdsIdentityNumber(cell)) return
      holds = true
      closed.add(at)
    })
  }
  const columns = [...closed].toSorted((a, b) => a - b)
  if (!holds && columns.length === 0) return { bytes, found, closed: [] }
  const clean = await withoutColumns(bytes, vocabulary, found, closed)
  return { bytes: clean, found: { ...(await inspectTable(clean, vocabulary, { headingRow: found.headingRow })), headingRow: found.headingRow }, closed: columns }
}

/** The table as CSV, its rows on the lines of their numbers, the cells of some columns empty but for the heading. */
async function withoutColumns<F extends string>(bytes: Buffer, vocabulary: Vocabulary<F>, found: Inspected, closed: ReadonlySet<number>): Promise<Buffer> {
  const lines: string[] = []
  const table = await openTable(bytes, vocabulary, found.sheet)
  for await (const { row, cells } of table.rows()) {
    while (lines.length < row - 1) lines.push('')
    const kept = cells.map((cell, at) => {
      const isGone = holdsIdentityNumber(cell) || (closed.has(at) && row > found.headingRow)
      // One line a row, so that rows keep their numbers.
      return isGone ? '' : cell.replace(/\s+/gu, ' ')
    })
    lines.push(kept.map(safeCell).join(','))
  }
  return Buffer.from(`\uFEFF${lines.join('\r\n')}\r\n`)
}
