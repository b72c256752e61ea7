/** Shorter words have too many neighbours to guess from. */
const SHORTEST = 4

/**
 * The word of the vocabulary that was probably meant, or null. One slip (a letter wrong, missing,
 * too many, or two swapped) is forgiven in words of four and five letters, two in longer ones. Of
 * equally near words the one with the same first letter wins, then the more frequent.
 */
export function probableWord(typed: string, vocabulary: ReadonlyMap<string, number>): string | null {
  if (typed.length < SHORTEST || !/^[\p{Script=Latin}\p{N}]+$/u.test(typed)) return null
  const allowed = typed.length < 6 ? 1 : 2
  let best: { word: string; cost: number } | null = null
  for (const [word, frequency] of vocabulary) {
    if (Math.abs(word.length - typed.length) > allowed || word.length < SHORTEST) continue
    const slips = distance(typed, word)
    if (slips > allowed) continue
    const cost = slips + (word[0] === typed[0] ? 0 : 0.5) - Math.min(frequency, 1000) / 10_000
    if (best === null || cost < best.cost) best = { word, cost }
  }
  return best?.word ?? null
}

/** How often each Latin word of four letters or more occurs in the phrases. */
export function vocabularyOf(phrases: readonly string[]): Map<string, number> {
  const vocabulary = new Map<string, number>()
  for (const phrase of phrases) {
    for (const [word] of phrase.normalize('NFKC').toLowerCase().matchAll(/[\p{Script=Latin}\p{N}]{4,}/gu)) {
      vocabulary.set(word, (vocabulary.get(word) ?? 0) + 1)
    }
  }
  return vocabulary
}

/** Damerau-Levenshtein distance in its restricted form (optimal string alignment). */
export function distance(a: string, b: string): number {
  let beforeLast: number[] = []
  let last = Array.from({ length: b.length + 1 }, (_, at) => at)
  for (let i = 1; i <= a.length; i += 1) {
    const row = [i]
    for (let j = 1; j <= b.length; j += 1) {
      const substitution = last[j - 1]! + (a[i - 1] === b[j - 1] ? 0 : 1)
      const isSwap = i > 1 && j > 1 && a[i - 1] === b[j - 2] && a[i - 2] === b[j - 1]
      const swap = isSwap ? beforeLast[j - 2]! + 1 : Infinity
      row[j] = Math.min(last[j]! + 1, row[j - 1]! + 1, substitution, swap)
    }
    beforeLast = last
    last = row
  }
  return last[b.length]!
}
