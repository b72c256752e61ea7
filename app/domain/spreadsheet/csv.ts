/** A longer quoted cell is a quote that was never closed. */
const LONGEST_CELL = 20_000
/** Beyond this many lines a quoted cell is taken for a quote that was never closed. */
const MOST_LINES = 60

export type CsvRow = { row: number; cells: string[]; isBroken: boolean }

/** The mark between cells: the one that most evenly divides the first lines. */
export function guessDelimiter(text: string): ',' | ';' | '\t' {
  const lines = text.split(/\r\n|\n|\r/).filter((line) => line.trim() !== '').slice(0, 10)
  const score = (mark: string) => lines.reduce((sum, line) => sum + Math.min(line.split(mark).length - 1, 200), 0)
  return ([',', ';', '\t'] as const).toSorted((a, b) => score(b) - score(a))[0] ?? ','
}

/**
 * Cells from pieces of text (RFC 4180, any line ends, doubled quotes, blank lines counted but not
 * given). `row` is the line a row begins on, as an editor counts. A quote in the middle of a cell is
 * a letter; one that is never closed, or closed before the cell ends, is told (`isBroken`) and its
 * line is read as if the quote were not there, so that the lines after it are safe.
 */
export function* csvRows(pieces: Iterable<string>, delimiter: string): Generator<CsvRow> {
  let line = 1
  let held: { text: string; line: number; lines: number } | null = null
  for (const each of linesOf(pieces)) {
    const from: { text: string; line: number; lines: number } = held
      ? { text: `${held.text}\n${each}`, line: held.line, lines: held.lines + 1 }
      : { text: each, line, lines: 1 }
    line += 1
    const read = cellsOf(from.text, delimiter)
    if (read.state === 'open' && from.lines < MOST_LINES && from.text.length < LONGEST_CELL) {
      held = from
      continue
    }
    held = null
    // A quote that closes in the wrong place was perhaps opened lines before: each line is read by itself.
    if (read.state === 'open' || (read.state === 'broken' && from.lines > 1)) {
      yield* salvage(from, delimiter)
      continue
    }
    if (from.text.trim() !== '') yield { row: from.line, cells: read.cells, isBroken: read.state === 'broken' }
  }
  if (held) yield* salvage(held, delimiter)
}

/** The lines of an unclosed quote, the first of them marked as broken. */
function* salvage(from: { text: string; line: number }, delimiter: string): Generator<CsvRow> {
  for (const [at, text] of from.text.split('\n').entries()) {
    if (text.trim() === '') continue
    const read = at === 0 ? { cells: text.split(delimiter).map((each) => each.replaceAll('"', '').trim()), state: 'broken' } : cellsOf(text, delimiter)
    yield { row: from.line + at, cells: read.cells, isBroken: read.state !== 'done' }
  }
}

function cellsOf(text: string, delimiter: string): { cells: string[]; state: 'done' | 'open' | 'broken' } {
  const cells: string[] = []
  let state: 'done' | 'broken' = 'done'
  for (let at = 0; at <= text.length; ) {
    if (text[at] !== '"') {
      const end = text.indexOf(delimiter, at)
      cells.push(text.slice(at, end < 0 ? undefined : end))
      if (end < 0) break
      at = end + delimiter.length
      continue
    }
    let cell = ''
    let from = at + 1
    for (;;) {
      const quote = text.indexOf('"', from)
      if (quote < 0) return { cells, state: 'open' }
      cell += text.slice(from, quote)
      from = quote + 1
      if (text[from] !== '"') break
      cell += '"'
      from += 1
    }
    const end = text.indexOf(delimiter, from)
    const tail = text.slice(from, end < 0 ? undefined : end)
    if (tail.trim() !== '') state = 'broken'
    cells.push(cell + tail)
    if (end < 0) break
    at = end + delimiter.length
  }
  return { cells, state }
}

function* linesOf(pieces: Iterable<string>): Generator<string> {
  let rest = ''
  for (const piece of pieces) {
    // A return at the end of a piece may be the first half of a line end.
    const lines = (rest + piece).split(/\r\n|\n|\r(?!$)/)
    rest = lines.pop() ?? ''
    yield* lines
  }
  if (rest !== '') yield* rest.replace(/\r$/, '').split('\r')
}

/** A cell as a spreadsheet may open it without taking it for a formula. */
export function safeCell(text: string): string {
  const safe = /^[=+\-@\t\r]/.test(text) ? `'${text}` : text
  return /[",;\t\r\n]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe
}
