/*
 * Reading the headings of tables that everybody writes in their own way: which row they are in, and
 * which of our fields each of them means.
 */

/** Beyond these rows no heading is looked for: titles and notes above a table are short. */
export const HEADING_SEARCH_ROWS = 20

/** What the headings of one kind of table may be. */
export type Vocabulary<F extends string> = {
  fields: readonly F[]
  /** Names of each field, as `normaliseHeading` leaves them. The more telling come first. */
  names: Readonly<Record<F, readonly string[]>>
  /** Headings that are known and deliberately not kept, so that they speak for a heading row. */
  leftOut: ReadonlySet<string>
  /** So many headings must be known for a row to be taken for the headings. */
  enough: number
  /** What may follow a name and says nothing of its meaning, such as a unit. */
  ending?: RegExp
}

/** A heading without what makes equal ones look different: width, case, blanks, marks, units in brackets. */
export function normaliseHeading(text: string): string {
  return text
    .normalize('NFKC')
    .toLowerCase()
    .replace(/[([【〔{][^)\]】〕}]*[)\]】〕}]/g, '')
    .replace(/[^\p{L}\p{N}]+/gu, '')
}

/** The field that a heading means; null: none, or one that is not kept. */
export function guessFieldOf<F extends string>(vocabulary: Vocabulary<F>, heading: string): F | null {
  const name = normaliseHeading(heading)
  if (name === '' || vocabulary.leftOut.has(name)) return null
  const named = (text: string) => vocabulary.fields.find((field) => vocabulary.names[field].includes(text)) ?? null
  const exact = named(name)
  if (exact || !vocabulary.ending) return exact
  const bare = name.replace(vocabulary.ending, '')
  return bare === name ? null : named(bare)
}

/**
 * Which of the first rows holds the headings: the one with most known ones; of equal ones that
 * follow each other (a heading in two lines, merged) the last. Null where none knows enough.
 */
export function headingRowOf<F extends string>(vocabulary: Vocabulary<F>, rows: readonly { row: number; cells: readonly string[] }[]): number | null {
  const isKnown = (heading: string) => guessFieldOf(vocabulary, heading) !== null || vocabulary.leftOut.has(normaliseHeading(heading))
  let best: { row: number; known: number } | null = null
  for (const { row, cells } of rows.slice(0, HEADING_SEARCH_ROWS)) {
    const known = new Set(cells.filter(isKnown).map(normaliseHeading)).size
    const isSecondLine = best !== null && known === best.known && row === best.row + 1
    if (known >= vocabulary.enough && (best === null || known > best.known || isSecondLine)) best = { row, known }
  }
  return best?.row ?? null
}

/**
 * A field for each heading, none given twice: what this university chose the last time goes first
 * (`remembered` by normalised heading; null there means left out), then the names we know.
 */
export function proposeFields<F extends string>(
  vocabulary: Vocabulary<F>,
  headings: readonly string[],
  remembered: ReadonlyMap<string, F | null> = new Map(),
): (F | null)[] {
  const proposed: (F | null)[] = headings.map(() => null)
  const taken = new Set<F>()
  const give = (at: number, field: F | null) => {
    if (field === null || taken.has(field)) return
    proposed[at] = field
    taken.add(field)
  }
  const names = headings.map(normaliseHeading)
  names.forEach((name, at) => give(at, remembered.get(name) ?? null))
  // A precise name (仪器编号) is served before a vague one (编号), wherever they stand.
  const guesses = headings.flatMap((heading, at) => {
    const field = remembered.has(names[at] ?? '') ? null : guessFieldOf(vocabulary, heading)
    if (field === null) return []
    const rank = vocabulary.names[field].indexOf(names[at] ?? '')
    return [{ at, field, rank: rank < 0 ? vocabulary.names[field].length : rank }]
  })
  for (const { at, field } of guesses.toSorted((a, b) => a.rank - b.rank || a.at - b.at)) give(at, field)
  return proposed
}

/** Sums and signatures under a table are none of its rows. */
const FOOT = /^(合计|总计|小计|制表|填表|审核|说明|备注|注[:：]|total\b|sum\b)/i

/** True for what stands under a table: its first words, and how much else the row says. */
export function isFootOfTable(first: string, filled: number): boolean {
  return filled <= 2 && FOOT.test(first)
}

/**
 * True for a row that repeats the headings, as printed lists do on every page. `names` are
 * normalised; `enough` as in the vocabulary.
 */
export function isHeadingAgain(cells: readonly string[], names: readonly string[], enough: number): boolean {
  const filled = cells.filter((cell) => cell.trim() !== '').length
  const same = cells.filter((cell, at) => cell.trim() !== '' && normaliseHeading(cell) === names[at]).length
  return same >= enough && same >= filled * 0.8
}
