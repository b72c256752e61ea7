import { MOST_COLUMNS, TableProblem } from '~/platform/spreadsheet/table-problem'
import type { TableRow } from '~/platform/spreadsheet/table.server'
import type { Book } from '~/platform/spreadsheet/xlsx-book.server'
import { attribute, XmlScanner } from '~/platform/spreadsheet/xml-scanner.server'
import { readPart } from '~/platform/spreadsheet/zip.server'

/** A sheet's XML, unpacked; 50,000 rows of 60 cells are about a third of it. */
const MOST_SHEET_BYTES = 250_000_000
const MOST_MERGES = 100_000
const DAY_MS = 86_400_000
/** A merge mark may be cut by the edge of a piece. */
const OVERLAP = 300

type Merge = { first: number; last: number; column: number }
type Cell = { column: number; type: string | null; style: number; value: string; hasFormula: boolean }

/**
 * The rows of a sheet that hold something, in order, without ever having the sheet in memory. A
 * formula is never computed: what was stored with it counts, and where nothing was, that is told.
 * Cells merged downwards repeat the text of the first.
 * @throws TableProblem
 */
export async function* xlsxRows(book: Book, part: string): AsyncGenerator<TableRow> {
  const merges = await mergesOf(book, part)
  const masters = new Map<Merge, string>()
  const found: TableRow[] = []
  let number = 0
  let cells: string[] = []
  let problems: TableRow['problems'] = []
  let cell: Cell | null = null
  let isValue = false
  let isPhonetic = false

  const scanner = new XmlScanner({
    open: (name, attributes) => {
      if (name === 'row') {
        // Rows that say no number, or go back, follow the last one.
        number = Math.max(number + 1, Number(attribute(attributes, 'r') ?? 0) || 0)
        cells = []
        problems = []
      } else if (name === 'c') {
        const column = columnOf(attribute(attributes, 'r')) ?? (cell?.column ?? -1) + 1
        cell = { column, type: attribute(attributes, 't'), style: Number(attribute(attributes, 's') ?? -1), value: '', hasFormula: false }
      } else if (name === 'f' && cell) cell.hasFormula = true
      else if (name === 'rPh') isPhonetic = true
      else if ((name === 'v' || name === 't') && cell) isValue = !isPhonetic
    },
    text: (text) => {
      if (isValue && cell) cell.value += text
    },
    close: (name) => {
      if (name === 'v' || name === 't') isValue = false
      else if (name === 'rPh') isPhonetic = false
      else if (name === 'c' && cell) {
        const text = textOf(book, cell)
        const rule = cell.type === 'e' ? 'error_value' : cell.hasFormula && cell.value === '' ? 'formula_without_value' : null
        if (text !== '' || rule) {
          if (cell.column >= MOST_COLUMNS) throw new TableProblem('too_many_columns')
          while (cells.length < cell.column) cells.push('')
          cells[cell.column] = rule ? '' : text
          if (rule) problems.push({ column: cell.column, rule })
        }
      } else if (name === 'row') {
        cell = null
        if (cells.some((each) => each.trim() !== '') || problems.length > 0) {
          fillMerged(merges, masters, number, cells)
          found.push({ row: number, cells, problems })
        }
      }
    },
  })
  for await (const piece of partOf(book, part)) {
    scanner.push(piece)
    yield* found.splice(0)
  }
}

function partOf(book: Book, part: string): AsyncGenerator<string> {
  const pieces = readPart(book.zip, part, MOST_SHEET_BYTES)
  if (pieces === null) throw new TableProblem('damaged')
  return pieces
}

/** Merges stand behind the rows that they merge, so the sheet is looked through once before. */
async function mergesOf(book: Book, part: string): Promise<Merge[]> {
  const merges: Merge[] = []
  let text = ''
  for await (const piece of partOf(book, part)) {
    text = text.slice(-OVERLAP) + piece
    let end = 0
    for (const match of text.matchAll(/mergeCell\s[^>]*ref="([A-Z]{1,3})(\d{1,7}):([A-Z]{1,3})(\d{1,7})"[^>]*>/g)) {
      const [whole, from = '', first, , last] = match
      end = match.index + whole.length
      const column = columnOf(from)
      if (column !== null && column < MOST_COLUMNS && Number(last) > Number(first)) merges.push({ first: Number(first), last: Number(last), column })
    }
    // What was read is not read again from the overlap.
    text = text.slice(end)
    if (merges.length > MOST_MERGES) throw new TableProblem('unpacks_too_large')
  }
  return merges.toSorted((a, b) => a.first - b.first)
}

function fillMerged(merges: Merge[], masters: Map<Merge, string>, row: number, cells: string[]): void {
  for (const merge of merges) {
    if (merge.first > row) break
    if (merge.last < row) continue
    if (!masters.has(merge)) masters.set(merge, merge.first === row ? (cells[merge.column] ?? '') : '')
    else if ((cells[merge.column] ?? '') === '') {
      while (cells.length < merge.column) cells.push('')
      cells[merge.column] = masters.get(merge) ?? ''
    }
  }
  // Merges that are over are not looked at again.
  while (merges[0] && merges[0].last < row) masters.delete(merges.shift() as Merge)
}

function textOf(book: Book, { type, style, value }: Cell): string {
  if (type === 's') return book.strings[Number(value)] ?? ''
  if (type === 'e') return ''
  if (type === 'b') return value === '1' ? 'TRUE' : 'FALSE'
  if (type === 'd') return value.slice(0, 10)
  if (type === 'str' || type === 'inlineStr' || value === '') return value
  const number = Number(value)
  if (!Number.isFinite(number)) return value
  const format = book.formats[style] ?? null
  if (format === 'date') return dateText(number, book.is1904) ?? value
  const text = plainNumber(number)
  return format === null ? text : text.padStart(format.digits, '0')
}

/** Spreadsheets keep 15 digits; what lies beyond is noise of binary fractions. */
function plainNumber(number: number): string {
  const rounded = Number(number.toPrecision(15))
  return Number.isInteger(rounded) && Math.abs(rounded) < 1e21 ? BigInt(rounded).toString() : String(rounded)
}

function dateText(serial: number, is1904: boolean): string | null {
  const epoch = is1904 ? Date.UTC(1904, 0, 1) : Date.UTC(1899, 11, 30)
  const date = new Date(epoch + Math.floor(serial) * DAY_MS)
  if (serial < 1 || serial >= 2_958_466) return null
  const seconds = Math.round((serial % 1) * 86_400)
  // A date at midnight is a date; the rest of a day is its time.
  return seconds === 0 ? date.toISOString().slice(0, 10) : new Date(date.getTime() + seconds * 1_000).toISOString().slice(0, 19).replace('T', ' ')
}

/** `AB12` → 27; null where there is no reference. */
function columnOf(reference: string | null): number | null {
  const letters = /^[A-Z]{1,3}/.exec(reference ?? '')?.[0]
  if (letters === undefined) return null
  return [...letters].reduce((sum, letter) => sum * 26 + letter.charCodeAt(0) - 64, 0) - 1
}
