import { HEADING_SEARCH_ROWS, headingRowOf, type Vocabulary } from '~/domain/spreadsheet/headings'
import { firstRows, openTable } from '~/platform/spreadsheet/table.server'
import { TableProblem } from '~/platform/spreadsheet/table-problem'

const SAMPLES = 4
const LONGEST_SAMPLE = 60
const LONGEST_HEADING = 200

export type Inspected = {
  sheet: string | null
  encoding: string | null
  /** 1-based, as the file's own program counts. */
  headingRow: number
  headings: string[]
  /** The first values of each column. */
  samples: string[][]
}

/**
 * What the top of a table says: where its headings are, and what stands below them. `headingRow`
 * overrules the guess.
 * @throws TableProblem
 */
export async function inspectTable<F extends string>(
  bytes: Buffer,
  vocabulary: Vocabulary<F>,
  wish: { sheet?: string | null; headingRow?: number } = {},
): Promise<Inspected> {
  const table = await openTable(bytes, vocabulary, wish.sheet ?? null)
  const rows = await firstRows(table, Math.max(HEADING_SEARCH_ROWS, wish.headingRow ?? 0) + SAMPLES * 3)
  const first = rows[0]
  if (first === undefined) throw new TableProblem('empty')
  const headingRow = rows.find(({ row }) => row === wish.headingRow)?.row ?? headingRowOf(vocabulary, rows) ?? first.row
  const headings = (rows.find(({ row }) => row === headingRow)?.cells ?? []).map((each) => storable(each).slice(0, LONGEST_HEADING))
  const below = rows.filter(({ row }) => row > headingRow)
  const samples = headings.map((_, at) =>
    below.flatMap(({ cells }) => storable(cells[at] ?? '').slice(0, LONGEST_SAMPLE) || []).slice(0, SAMPLES),
  )
  return { sheet: table.sheet, encoding: table.encoding, headingRow, headings, samples }
}

/** PostgreSQL text holds neither NUL nor half a surrogate pair. */
export const storable = (text: string) => text.toWellFormed().replace(/\p{Cc}+/gu, ' ').trim()
