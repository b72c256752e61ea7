import type { OpeningException, OpeningSchedule } from './opening'

/** Whose hours or rules they are, from the narrowest to the widest. */
export const OWNER_KINDS = ['resource', 'lab', 'campus', 'university', 'alliance'] as const
export type OwnerKind = (typeof OWNER_KINDS)[number]
type Owned = { ownerKind: OwnerKind }

/**
 * The schedules that rule: on each date those of the narrowest owner that has one in force, so a
 * wider owner's schedule is cut back to the dates on which no narrower one is. Schedules of one
 * owner are left as they are: of several in force the later `validFrom` rules.
 */
export function narrowest<T extends OpeningSchedule & Owned>(rows: readonly T[]): T[] {
  const kept: T[] = []
  for (const kind of OWNER_KINDS) {
    const own = rows.filter((each) => each.ownerKind === kind && (each.validTo === null || each.validFrom < each.validTo))
    kept.push(...own.flatMap((row) => kept.reduce<T[]>(withoutDatesOf, [row])))
  }
  return kept
}

function withoutDatesOf<T extends OpeningSchedule>(pieces: T[], ruling: OpeningSchedule): T[] {
  return pieces.flatMap((piece) => {
    const before = { ...piece, validTo: earlier(piece.validTo, ruling.validFrom) }
    const after =
      ruling.validTo === null
        ? null
        : { ...piece, validFrom: piece.validFrom > ruling.validTo ? piece.validFrom : ruling.validTo }
    return [before, after].filter((each): each is T => each !== null && (each.validTo === null || each.validFrom < each.validTo))
  })
}

const earlier = (a: string | null, b: string) => (a !== null && a < b ? a : b)

/** An exception of a narrower owner replaces those of wider ones on its date. */
export function narrowestByDate<T extends OpeningException & Owned>(rows: readonly T[]): T[] {
  const width = (each: Owned) => OWNER_KINDS.indexOf(each.ownerKind)
  return rows.filter((each) => !rows.some((other) => other.date === each.date && width(other) < width(each)))
}

/**
 * One owner's schedules after a change that holds from a date: those in force end on it, those
 * announced for later give way, and `next` (null: nothing of its own, the wider owner's hours hold)
 * begins. What was in force before the date stays as it was.
 */
export function replaceFrom<T extends { validFrom: string; validTo: string | null }>(rows: readonly T[], from: string, next: T | null): T[] {
  const before = rows
    .filter((each) => each.validFrom < from)
    .map((each) => (each.validTo === null || each.validTo > from ? { ...each, validTo: from } : each))
  return next === null ? before : [...before, next]
}
