import { compact } from '~/features/catalogue/search-text'
import { Prisma } from '~/platform/generated/prisma/client'

/** Up to this length a Latin word must match whole: sem is not semiconductor. */
const LONGEST_WHOLE_WORD = 3
const WEIGHTS = [8, 4, 2, 1] as const

/** `strict` is the search as typed; `loose` also finds short words inside longer ones. */
export type Strictness = 'strict' | 'loose'

const escaped = (term: string) => term.replace(/[\\%_]/g, '\\$&')

function pattern(term: string, strictness: Strictness): string {
  const isShortWord = /^[\p{Script=Latin}\p{N}]+$/u.test(term) && term.length <= LONGEST_WHOLE_WORD
  return isShortWord && strictness === 'strict' ? `% ${escaped(term)} %` : `%${escaped(term)}%`
}

/** A term matches as it is written or, with hyphens and dots left out, as LC-MS matches lcms. */
function patterns(term: string, strictness: Strictness): string[] {
  const bare = compact(term)
  return bare.length >= 2 && bare !== term
    ? [pattern(term, strictness), pattern(bare, strictness)]
    : [pattern(term, strictness)]
}

/** Every term is somewhere in the text (r: resource). */
export function matches(terms: readonly string[], strictness: Strictness): Prisma.Sql {
  if (terms.length === 0) return Prisma.sql`TRUE`
  const each = terms.map((term) => Prisma.sql`r.search_text LIKE ANY (${patterns(term, strictness)}::text[])`)
  return Prisma.sql`(${Prisma.join(each, ' AND ')})`
}

/** Weighs each term by the first line of the text that holds it: name, kind, lab and place, the rest. */
export function weight(terms: readonly string[], strictness: Strictness): Prisma.Sql {
  if (terms.length === 0) return Prisma.sql`0`
  const each = terms.map((term) => {
    const lines = WEIGHTS.map(
      (points, at) => Prisma.sql`
        WHEN split_part(r.search_text, E'\n', ${at + 1}::int) LIKE ANY (${patterns(term, strictness)}::text[]) THEN ${points}::int`,
    )
    return Prisma.sql`CASE ${Prisma.join(lines, ' ')} ELSE 0 END`
  })
  return Prisma.sql`(${Prisma.join(each, ' + ')})`
}

/** Trigram likeness by the index (pg_trgm's threshold), for words misspelt beyond what the vocabulary explains. */
export function resembles(terms: readonly string[]): Prisma.Sql {
  const each = terms.map((term) => Prisma.sql`${term} <% r.search_text`)
  return Prisma.sql`(${Prisma.join(each, ' AND ')})`
}

export function likeness(terms: readonly string[]): Prisma.Sql {
  const each = terms.map((term) => Prisma.sql`(100 * word_similarity(${term}, r.search_text))::int`)
  return Prisma.sql`(${Prisma.join(each, ' + ')})`
}
