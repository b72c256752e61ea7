/** Why a file as a whole cannot be read; worded in `inventory.file`. */
export const TABLE_PROBLEMS = [
  'empty', 'too_large', 'old_excel', 'not_a_table', 'web_page', 'encoding_unknown', 'damaged', 'too_many_columns', 'too_many_rows', 'unpacks_too_large', 'defect',
] as const
export type TableProblemCode = (typeof TABLE_PROBLEMS)[number]

export class TableProblem extends Error {
  constructor(readonly code: TableProblemCode) {
    super(`the table cannot be read: ${code}`)
  }
}

export const MOST_COLUMNS = 200
/** Rows with something in them. */
export const MOST_ROWS = 50_000
