import { pinyin } from 'pinyin-pro'

type Names = { nameZh: string; nameEn?: string | null; formerNames?: readonly string[] }

/** Everything about a resource that a search may find it by. */
export type SearchSubject = Names & {
  maker?: string | null
  model?: string | null
  kind: { zh: string; en: string; synonyms?: readonly string[] }
  /** The home lab first, then labs that list the resource. */
  labs: readonly Names[]
  universities: readonly {
    nameZh: string
    nameEn: string
    shortZh?: string | null
    abbr?: string | null
    formerNames?: readonly string[]
  }[]
  campus?: { nameZh: string; nameEn: string; city: string } | null
  disciplines?: readonly (string | null | undefined)[]
  tags?: readonly { zh: string; en: string }[]
  hazards?: readonly string[]
}

const LONGEST_QUERY = 200
const MOST_TERMS = 8
/** A longer Latin phrase is prose: nobody types it without its spaces. */
const LONGEST_COMPACT = 24

/** Lower case, compatibility forms (full width, ligatures) replaced, white space collapsed. */
export function fold(text: string): string {
  return text.normalize('NFKC').toLowerCase().replace(/\s+/g, ' ').trim()
}

/** Only letters and digits, so that LC-MS, LC MS and LCMS are one word. */
export function compact(text: string): string {
  return fold(text).replace(/[^\p{L}\p{N}]+/gu, '')
}

const isHan = (text: string) => /\p{Script=Han}/u.test(text)

const syllables = (text: string): string[] =>
  pinyin(text, { toneType: 'none', type: 'array', nonZh: 'consecutive', v: true }).map((each) => fold(each))

/** The forms a phrase is found by: itself, its Latin words, its compact form; for Chinese, pinyin and initials. */
function forms(phrase: string): string[] {
  const folded = fold(phrase)
  const found = [folded, ...(folded.match(/[\p{Script=Latin}\p{N}]+/gu) ?? [])]
  if (folded.length <= LONGEST_COMPACT) found.push(compact(folded))
  if (isHan(folded)) {
    const spoken = syllables(folded).map((each) => compact(each))
    found.push(spoken.join(''), spoken.map((each) => (/^[a-z]+$/.test(each) ? each.slice(0, 1) : each)).join(''))
  }
  return found
}

function section(phrases: readonly (string | null | undefined)[]): string {
  const words = new Set<string>()
  for (const phrase of phrases) {
    if (phrase) for (const form of forms(phrase)) words.add(form)
  }
  return ` ${[...words].join(' ')} `
}

const namesOf = (subject: Names) => [subject.nameZh, subject.nameEn, ...(subject.formerNames ?? [])]

/**
 * What is stored in resource.search_text: four lines, from the most to the least telling
 * (name and model; kind and its synonyms; labs, universities and place; subjects and tags).
 * The search ranks by the first line that matches. Each line begins and ends with a blank, so
 * that a whole word is found as ' word '.
 */
export function searchText(subject: SearchSubject): string {
  return [
    section([
      ...namesOf(subject),
      subject.maker,
      subject.model,
      subject.maker && subject.model ? `${subject.maker} ${subject.model}` : null,
    ]),
    section([subject.kind.zh, subject.kind.en, ...(subject.kind.synonyms ?? [])]),
    section([
      ...subject.labs.flatMap(namesOf),
      ...subject.universities.flatMap((each) => [...namesOf(each), each.shortZh, each.abbr]),
      ...(subject.campus ? [subject.campus.nameZh, subject.campus.nameEn, subject.campus.city] : []),
    ]),
    section([
      ...(subject.disciplines ?? []),
      ...(subject.tags ?? []).flatMap((each) => [each.zh, each.en]),
      ...(subject.hazards ?? []),
    ]),
  ].join('\n')
}

/** Sorts Chinese names by their pronunciation, syllable by syllable, in any byte-wise collation. */
export function sortKey(nameZh: string): string {
  return syllables(nameZh).filter(Boolean).join(' ')
}

/** The words of a query, folded, without repeats. All of them must match: more words narrow. */
export function searchTerms(query: string): string[] {
  const words = fold(query.slice(0, LONGEST_QUERY)).split(/[\s,;|()\p{Ps}\p{Pe}\p{Pi}\p{Pf}\u3001\u3002]+/u)
  return [...new Set(words.filter(Boolean))].slice(0, MOST_TERMS)
}

/** Smaller words for a query that matched nothing as typed: Chinese without blanks by dictionary, then by script. */
export function looseTerms(query: string): string[] {
  const segmenter = new Intl.Segmenter('zh', { granularity: 'word' })
  const words = searchTerms(query).flatMap((term) =>
    [...term.matchAll(/\p{Script=Han}+|[^\p{Script=Han}]+/gu)].flatMap(([run]) =>
      isHan(run) ? [...segmenter.segment(run)].map((each) => each.segment) : [compact(run) || run],
    ),
  )
  return [...new Set(words)].slice(0, MOST_TERMS * 2)
}
