import { isFootOfTable, isHeadingAgain, normaliseHeading, type Vocabulary } from '~/domain/spreadsheet/headings'
import { storable } from '~/platform/spreadsheet/inspect.server'
import { type CellRule, openTable } from '~/platform/spreadsheet/table.server'

/** How the columns of a file were understood. */
export type Mapped<F extends string> = {
  sheet: string | null
  headingRow: number
  headings: readonly string[]
  /** The field of each column; null: left out. */
  columns: readonly (F | null)[]
}

/** A row by our fields, with what its cells got wrong; `field` is null where the whole row is meant. */
export type TableRecord<F extends string> = {
  row: number
  values: Partial<Record<F, string>>
  problems: { field: F | null; rule: CellRule }[]
}

const LONGEST_VALUE = 8_000

/**
 * The records of a file below its headings, one at a time; headings that are repeated and what
 * stands under the table are left out.
 * @throws TableProblem
 */
export async function* tableRecords<F extends string>(bytes: Buffer, vocabulary: Vocabulary<F>, mapped: Mapped<F>): AsyncGenerator<TableRecord<F>> {
  const table = await openTable(bytes, vocabulary, mapped.sheet)
  const columns = mapped.columns.flatMap((field, at) => (field === null ? [] : [{ field, at }]))
  const names = mapped.headings.map(normaliseHeading)
  for await (const { row, cells, problems } of table.rows()) {
    if (row <= mapped.headingRow || isHeadingAgain(cells, names, vocabulary.enough)) continue
    const values: Partial<Record<F, string>> = {}
    for (const { field, at } of columns) {
      const text = tidy(cells[at] ?? '')
      if (text !== '') values[field] = text
    }
    const found = problems.flatMap(({ column, rule }): { field: F | null; rule: CellRule }[] => {
      if (column === null) return [{ field: null, rule }]
      const field = columns.find(({ at }) => at === column)?.field
      return field === undefined ? [] : [{ field, rule }]
    })
    const filled = vocabulary.fields.flatMap((field) => values[field] ?? [])
    if ((filled.length === 0 && found.length === 0) || isFootOfTable(filled[0] ?? '', filled.length)) continue
    yield { row, values, problems: found }
  }
}

/** What cannot be stored is taken out here, so that it never reaches a row; lines stay lines. */
function tidy(text: string): string {
  return text.split('\n').map(storable).filter((line) => line !== '').join('\n').slice(0, LONGEST_VALUE)
}
