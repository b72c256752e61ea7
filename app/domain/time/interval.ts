/**
 * Half-open periods [start, end) and their algebra. Back-to-back periods never overlap.
 * Lists are read as sets of moments: `merge`, `subtract` and `intersectAll` answer in canonical
 * form (sorted, disjoint, touching pieces joined) whatever the order of their input.
 */
export type Period = { start: Date; end: Date }

/** Builds a period. Throws RangeError when an end is not a real instant or does not come after the start. */
export function period(start: Date, end: Date): Period {
  if (!(end.getTime() > start.getTime())) throw new RangeError('a period ends after it starts')
  return { start, end }
}

/** True when the two share at least one moment. */
export function overlaps(a: Period, b: Period): boolean {
  return a.start < b.end && b.start < a.end
}

/** True when every moment of `inner` lies in `outer`. */
export function contains(outer: Period, inner: Period): boolean {
  return outer.start <= inner.start && inner.end <= outer.end
}

/** The shared part, or null when there is none. */
export function intersect(a: Period, b: Period): Period | null {
  const start = a.start > b.start ? a.start : b.start
  const end = a.end < b.end ? a.end : b.end
  return start < end ? { start, end } : null
}

/** Union in canonical form. Empty and reversed members are dropped; the input is not touched. */
export function merge(list: readonly Period[]): Period[] {
  const sorted = list
    .filter((each) => each.start < each.end)
    .toSorted((a, b) => a.start.getTime() - b.start.getTime())
  const merged: Period[] = []
  for (const each of sorted) {
    const last = merged.at(-1)
    if (last && each.start <= last.end) {
      if (each.end > last.end) last.end = each.end
    } else {
      merged.push({ start: each.start, end: each.end })
    }
  }
  return merged
}

/** The moments of `from` that are not in `cut`, in canonical form. */
export function subtract(from: readonly Period[], cut: readonly Period[]): Period[] {
  const cuts = merge(cut)
  const left: Period[] = []
  let first = 0
  for (const each of merge(from)) {
    // Both lists are sorted, so a cut that ends before this piece is done with for good.
    while (first < cuts.length && cuts[first]!.end <= each.start) first += 1
    let start = each.start
    for (let at = first; at < cuts.length && cuts[at]!.start < each.end; at += 1) {
      const gone = cuts[at]!
      if (start < gone.start) left.push({ start, end: gone.start })
      start = gone.end
    }
    if (start < each.end) left.push({ start, end: each.end })
  }
  return left
}

/** The moments that are in both lists, in canonical form. */
export function intersectAll(a: readonly Period[], b: readonly Period[]): Period[] {
  const left = merge(a)
  const right = merge(b)
  const shared: Period[] = []
  let i = 0
  let j = 0
  while (i < left.length && j < right.length) {
    const piece = intersect(left[i]!, right[j]!)
    if (piece) shared.push(piece)
    if (left[i]!.end < right[j]!.end) i += 1
    else j += 1
  }
  return shared
}

/** Each member cut at the window's edges; members outside are dropped. Other fields are kept, nothing is joined. */
export function clip<T extends Period>(list: readonly T[], window: Period): T[] {
  return list.flatMap((each) => {
    const piece = intersect(each, window)
    return piece ? [{ ...each, ...piece }] : []
  })
}

/** Elapsed minutes, exact: a fraction remains when the period is not made of whole minutes. */
export function minutes(of: Period): number {
  return (of.end.getTime() - of.start.getTime()) / 60_000
}

/** Elapsed whole seconds, rounded down: the unit in which time is counted and billed. */
export function seconds(of: Period): number {
  return Math.floor((of.end.getTime() - of.start.getTime()) / 1000)
}

export function addMinutes(instant: Date, count: number): Date {
  return new Date(instant.getTime() + count * 60_000)
}
