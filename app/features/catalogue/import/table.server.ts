import { csvRows, guessDelimiter } from '~/domain/inventory/csv'
import { findHeadingRow, HEADING_SEARCH_ROWS } from '~/domain/inventory/headings'
import { MOST_COLUMNS, MOST_ROWS, TableProblem } from '~/features/catalogue/import/table-problem'
import { openBook } from '~/features/catalogue/import/xlsx-book.server'
import { xlsxRows } from '~/features/catalogue/import/xlsx-rows.server'

export type CellRule = 'formula_without_value' | 'error_value' | 'broken_quotes'
export type TableRow = {
  /** 1-based, as the file's own program counts. */
  row: number
  cells: string[]
  problems: { column: number | null; rule: CellRule }[]
}

export type OpenTable = {
  format: 'csv' | 'xlsx'
  /** Null for CSV. */
  sheet: string | null
  /** Null for XLSX. */
  encoding: string | null
  rows: () => AsyncGenerator<TableRow>
}

const MOST_SHEETS_TRIED = 10
const PIECE_BYTES = 65_536
/** The signature of the older office formats, which also hold encrypted new ones. */
const COMPOUND_FILE = 0xd0cf11e0
/** What some systems hand out under the name of a workbook. */
const MARKUP = /^\s*<(!doctype\b|\?xml\b|!--|(html|head|meta|table|style|div)\b)/i

/**
 * A table by what is in the file, whatever it is called. Of several sheets it is the named one, else
 * the first that has headings.
 * @throws TableProblem
 */
export async function openTable(bytes: Buffer, wanted: string | null = null): Promise<OpenTable> {
  if (bytes.length === 0) throw new TableProblem('empty')
  if (bytes.length >= 4 && bytes.readUInt32BE(0) === COMPOUND_FILE) throw new TableProblem('old_excel')
  if (bytes.length < 4 || bytes.readUInt32BE(0) !== 0x504b0304) return openText(bytes)
  const book = await openBook(bytes)
  const table = (sheet: { name: string; part: string }): OpenTable => ({
    format: 'xlsx', sheet: sheet.name, encoding: null, rows: () => bounded(xlsxRows(book, sheet.part)),
  })
  const named = book.sheets.find(({ name }) => name === wanted)
  if (named) return table(named)
  let filled: OpenTable | null = null
  for (const sheet of book.sheets.slice(0, MOST_SHEETS_TRIED)) {
    const candidate = table(sheet)
    const rows = await firstRows(candidate, HEADING_SEARCH_ROWS)
    if (findHeadingRow(rows) !== null) return candidate
    if (rows.length > 0) filled ??= candidate
  }
  if (filled === null) throw new TableProblem('empty')
  return filled
}

/** The first rows of a table. */
export async function firstRows(table: OpenTable, count: number): Promise<TableRow[]> {
  const rows: TableRow[] = []
  for await (const row of table.rows()) {
    rows.push(row)
    if (rows.length >= count) break
  }
  return rows
}

async function* bounded(rows: AsyncGenerator<TableRow>): AsyncGenerator<TableRow> {
  let count = 0
  for await (const row of rows) {
    count += 1
    if (count > MOST_ROWS) throw new TableProblem('too_many_rows')
    if (row.cells.length > MOST_COLUMNS) throw new TableProblem('too_many_columns')
    yield row
  }
}

function openText(bytes: Buffer): OpenTable {
  const encoding = encodingOf(bytes)
  const [start = ''] = pieces(bytes, encoding)
  if (start.trim() === '') throw new TableProblem('empty')
  if (MARKUP.test(start)) throw new TableProblem('web_page')
  const delimiter = guessDelimiter(start)
  return { format: 'csv', sheet: null, encoding, rows: () => bounded(textRows(bytes, encoding, delimiter)) }
}

async function* textRows(bytes: Buffer, encoding: string, delimiter: string): AsyncGenerator<TableRow> {
  for (const { row, cells, isBroken } of csvRows(pieces(bytes, encoding), delimiter)) {
    // Lines of nothing but marks are as empty as an empty line.
    if (cells.every((each) => each.trim() === '')) continue
    while (cells.length > 0 && cells.at(-1)?.trim() === '') cells.pop()
    yield { row, cells, problems: isBroken ? [{ column: null, rule: 'broken_quotes' }] : [] }
  }
}

function* pieces(bytes: Buffer, encoding: string): Generator<string> {
  const decoder = new TextDecoder(encoding)
  for (let at = 0; at < bytes.length; at += PIECE_BYTES) {
    yield decoder.decode(bytes.subarray(at, at + PIECE_BYTES), { stream: true })
  }
  yield decoder.decode()
}

/** UTF-8 with or without its mark, UTF-16, else GB18030, in which most older Chinese files are. */
function encodingOf(bytes: Buffer): string {
  if (bytes.length >= 2 && bytes[0] === 0xff && bytes[1] === 0xfe) return 'utf-16le'
  if (bytes.length >= 2 && bytes[0] === 0xfe && bytes[1] === 0xff) return 'utf-16be'
  if (bytes.includes(0)) {
    const guess = wideOf(bytes.subarray(0, 4_000))
    if (guess === null || !isDecodable(bytes, guess)) throw new TableProblem('not_a_table')
    return guess
  }
  const encoding = ['utf-8', 'gb18030'].find((each) => isDecodable(bytes, each))
  if (encoding === undefined) throw new TableProblem('encoding_unknown')
  return encoding
}

/** UTF-16 without its mark: marks and digits leave a NUL in every second byte, on one side only. */
function wideOf(bytes: Buffer): string | null {
  let even = 0
  let odd = 0
  for (const [at, byte] of bytes.entries()) {
    if (byte !== 0) continue
    if (at % 2 === 0) even += 1
    else odd += 1
  }
  if (odd > 8 * even) return 'utf-16le'
  return even > 8 * odd ? 'utf-16be' : null
}

function isDecodable(bytes: Buffer, encoding: string): boolean {
  try {
    const decoder = new TextDecoder(encoding, { fatal: true })
    for (let at = 0; at < bytes.length; at += PIECE_BYTES) decoder.decode(bytes.subarray(at, at + PIECE_BYTES), { stream: true })
    decoder.decode()
    return true
  } catch {
    return false
  }
}
