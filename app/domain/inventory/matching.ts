/*
 * Finding what a text of the file means in our catalogue: a lab, a campus, a kind of resource.
 */

/** Text without what makes equal names look different. */
export function foldName(text: string): string {
  return text.normalize('NFKC').toLowerCase().replace(/[^\p{L}\p{N}]+/gu, '')
}

export type NamedLab = { id: string; nameZh: string; nameEn: string; formerNames: readonly string[] }

/** The lab of exactly this name, former ones included; null: none, or more than one. */
export function matchLab(text: string, labs: readonly NamedLab[]): string | null {
  const name = foldName(text)
  if (name === '') return null
  const found = labs.filter((lab) => [lab.nameZh, lab.nameEn, ...lab.formerNames].some((each) => foldName(each) === name))
  return found.length === 1 ? (found[0]?.id ?? null) : null
}

export type NamedCampus = { id: string; nameZh: string; nameEn: string }

const campusName = (text: string) => foldName(text).replace(/(校区|区|campus)$/, '')

/** The campus of this name, with or without the word campus, or the only one whose name ends so (A区 of 沙坪坝A校区). */
export function matchCampus(text: string, campuses: readonly NamedCampus[]): string | null {
  const name = campusName(text)
  if (name === '') return null
  const only = (fits: (own: string) => boolean) => {
    const found = campuses.filter(({ nameZh, nameEn }) => [nameZh, nameEn].some((each) => fits(campusName(each))))
    return found.length === 1 ? (found[0]?.id ?? null) : null
  }
  return only((own) => own === name) ?? only((own) => own.endsWith(name))
}

/** The campus that a place begins with, as in "A区主教201"; a name in one letter would match by chance. */
export function campusOfPlace(place: string, campuses: readonly NamedCampus[]): string | null {
  const text = foldName(place)
  const found = campuses.filter(({ nameZh, nameEn }) =>
    [foldName(nameZh), foldName(nameEn)].some((name) => name.length > 1 && text.startsWith(name)),
  )
  return found.length === 1 ? (found[0]?.id ?? null) : null
}

export type NamedKind = { id: string; zh: string; en: string; synonyms: readonly string[] }

/** Words too general to tell a kind, although they stand among its synonyms. */
const SHORTEST = { han: 2, latin: 3 }

/**
 * The kind that a name speaks of: one whose name or synonym it is, else the one with the longest
 * name or synonym inside it (Latin words only as whole words). Null where nothing, or two kinds
 * equally, fit.
 */
export function proposeKind(name: string, kinds: readonly NamedKind[]): string | null {
  const folded = foldName(name)
  if (folded === '') return null
  const spaced = ` ${name.normalize('NFKC').toLowerCase().replace(/[^\p{Script=Latin}\p{N}]+/gu, ' ')} `
  let best: { id: string; score: number; isShared: boolean } | null = null
  for (const kind of kinds) {
    const score = Math.max(0, ...[kind.zh, kind.en, ...kind.synonyms].map((each) => scoreOf(each, folded, spaced)))
    if (score === 0) continue
    if (best === null || score > best.score) best = { id: kind.id, score, isShared: false }
    else if (score === best.score) best.isShared = true
  }
  return best === null || best.isShared ? null : best.id
}

const EXACT = 1_000

// The words of kinds are the same for every row of a file: each is taken apart once.
const words = new Map<string, { name: string; isHan: boolean; spaced: string }>()
const MAX_WORDS = 20_000

function prepared(word: string) {
  const known = words.get(word)
  if (known) return known
  const name = foldName(word)
  const spaced = ` ${word.normalize('NFKC').toLowerCase().replace(/[^\p{Script=Latin}\p{N}]+/gu, ' ').trim()} `
  if (words.size >= MAX_WORDS) words.clear()
  const made = { name, isHan: /\p{Script=Han}/u.test(name), spaced }
  words.set(word, made)
  return made
}

function scoreOf(word: string, folded: string, spaced: string): number {
  const { name, isHan, spaced: phrase } = prepared(word)
  if (name === folded) return EXACT
  if (isHan) return name.length >= SHORTEST.han && folded.includes(name) ? 2 * name.length : 0
  if (name.length < SHORTEST.latin) return 0
  return spaced.includes(phrase) ? name.length : 0
}
