import type { SlotSearch } from '~/domain/booking/free-slots'

/** So many slots are looked at before the search gives up. */
const MOST_LOOKS = 5_000

/**
 * The first instants (epoch milliseconds) from `from` on at which a block fits: each part is free at its own
 * distance (`offset`, milliseconds) from the block's beginning. One found, the next lies `apart` milliseconds later
 * or more. Earliest first.
 */
export function blockStarts(
  parts: readonly { search: SlotSearch; offset: number }[],
  { from, apart, count }: { from: number; apart: number; count: number },
): number[] {
  const starts: number[] = []
  if (parts.length === 0) return starts
  let at = from
  for (let looks = 0; starts.length < count && looks < MOST_LOOKS; looks += parts.length) {
    let later = at
    for (const { search, offset } of parts) {
      const slot = search.next(at + offset)
      if (slot === null) return starts
      later = Math.max(later, slot.start - offset)
    }
    if (later === at) starts.push(at)
    at = later === at ? at + Math.max(apart, 1) : later
  }
  return starts
}
