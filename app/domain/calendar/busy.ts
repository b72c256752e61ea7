import type { Period } from '~/domain/time/interval'

/** Taken time in somebody else's calendar; `uid` is that calendar's name for it. */
export type Busy = Period & { uid: string }

/**
 * Busy time in blocks that do not overlap, in order: what overlaps is one block under the name of
 * the part that begins first. Blocks that merely touch stay apart, so that one can go without the
 * other.
 */
export function busyBlocks(list: readonly Busy[]): Busy[] {
  const blocks: Busy[] = []
  const ordered = list
    .filter((each) => each.start < each.end)
    .toSorted((a, b) => a.start.getTime() - b.start.getTime() || b.end.getTime() - a.end.getTime() || (a.uid < b.uid ? -1 : 1))
  for (const each of ordered) {
    const last = blocks.at(-1)
    if (last && each.start < last.end) {
      if (each.end > last.end) last.end = each.end
    } else blocks.push({ uid: each.uid, start: each.start, end: each.end })
  }
  return blocks
}

const key = ({ uid, start, end }: Busy) => `${start.getTime()}/${end.getTime()}/${uid}`

/**
 * What a new reading changes of the one before. What is over at `now` is history: a calendar that
 * no longer tells of last month has not taken it back.
 */
export function compareBusy<Known extends Busy>(
  known: readonly Known[],
  found: readonly Busy[],
  now: Date,
): { kept: Known[]; gone: Known[]; added: Busy[] } {
  const ahead = known.filter((each) => each.end > now)
  const wanted = new Map(found.filter((each) => each.end > now).map((each) => [key(each), each]))
  const here = new Set(ahead.map(key))
  return {
    kept: ahead.filter((each) => wanted.has(key(each))),
    gone: ahead.filter((each) => !wanted.has(key(each))),
    added: [...wanted].filter(([each]) => !here.has(each)).map(([, each]) => each),
  }
}
