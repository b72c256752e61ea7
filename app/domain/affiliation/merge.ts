import { closesCircle, type Sponsorship, type Stay, termsOverlap } from './stay'

/** An affiliation of one of two accounts that turn out to be one person's. */
export type MergingStay = Stay & { id: string; isKept: boolean }

/**
 * What becomes of the affiliations when one account goes into another: those of the account that goes
 * either pass over or end, and one of the kept account ends where a stronger one takes its place. A
 * person belongs to one university once at a time and has one home at a time; a home is stronger than
 * what is confirmed, and that than what waits; of equals the kept account's stays.
 */
export function mergeStays(stays: readonly MergingStay[]): { moves: MergingStay[]; ends: MergingStay[] } {
  const strength = ({ isHome, confirmedAt }: MergingStay) => (isHome ? 0 : confirmedAt === null ? 2 : 1)
  const inOrder = stays.toSorted(
    (a, b) =>
      strength(a) - strength(b) ||
      Number(b.isKept) - Number(a.isKept) ||
      a.startsAt.getTime() - b.startsAt.getTime() ||
      (a.id < b.id ? -1 : 1),
  )
  const held: MergingStay[] = []
  const ends: MergingStay[] = []
  for (const stay of inOrder) {
    const clashes = held.some((each) => termsOverlap(each, stay) && (each.universityId === stay.universityId || (each.isHome && stay.isHome)))
    if (clashes) ends.push(stay)
    else held.push(stay)
  }
  return { moves: held.filter(({ isKept }) => !isKept), ends }
}

/**
 * Whether somebody would answer for themselves once the account `from` is the account `into`: directly,
 * or through others, at one time.
 */
export function mergeClosesCircle(from: string, into: string, sponsorships: readonly Sponsorship[]): boolean {
  const named = (id: string) => (id === from ? into : id)
  const merged = sponsorships.map((each) => ({ ...each, personId: named(each.personId), sponsorId: named(each.sponsorId) }))
  return merged.some((each, at) => closesCircle(each, merged.toSpliced(at, 1)))
}
