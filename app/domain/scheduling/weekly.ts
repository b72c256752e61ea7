import type { OpeningBlock, OpeningSchedule } from './opening'

export type Weekly = OpeningSchedule['weekly']

export const WEEKDAYS = [1, 2, 3, 4, 5, 6, 7] as const
export const MOST_BLOCKS = 12

const DAY = 1440
const WEEK = 7 * DAY
const BLOCK = /^(\d{1,2})(?::([0-5]\d))?\s*[-–—~]\s*(\d{1,2})(?::([0-5]\d))?$/

/** Open day and night, on every day. */
export const ALWAYS_OPEN: Weekly = WEEKDAYS.map((weekday) => ({ weekday, from: 0, to: DAY }))

/**
 * The blocks of a line such as `8:00-12:00, 14-18, 21:00-07:00`, sorted; an empty line is a closed
 * day. An end that is not after its start lies on the next day; `00:00-24:00` is the whole day. Null
 * when the line is none, or has more than MOST_BLOCKS.
 */
export function parseBlocks(line: string): OpeningBlock[] | null {
  const parts = line.replaceAll('\uff1a', ':').split(/[,;\uff0c\uff1b\u3001\n]/).map((each) => each.trim()).filter(Boolean)
  if (parts.length > MOST_BLOCKS) return null
  const blocks: OpeningBlock[] = []
  for (const part of parts) {
    const match = BLOCK.exec(part)
    if (!match) return null
    const from = Number(match[1]) * 60 + Number(match[2] ?? 0)
    const end = Number(match[3]) * 60 + Number(match[4] ?? 0)
    if (from >= DAY || end > DAY || from === end) return null
    blocks.push({ from, to: end > from ? end : end + DAY })
  }
  return blocks.toSorted((a, b) => a.from - b.from || a.to - b.to)
}

/** The same blocks as a line that `parseBlocks` reads; a block of a day and more that does not begin at midnight has none. */
export function blocksText(blocks: readonly OpeningBlock[]): string {
  return blocks.map(({ from, to }) => `${clock(from)}-${to > DAY ? clock(to - DAY) : clock(to)}`).join(', ')
}

function clock(minutes: number): string {
  return `${String(Math.floor(minutes / 60)).padStart(2, '0')}:${String(minutes % 60).padStart(2, '0')}`
}

/** The weekdays on which blocks run into each other; a Sunday's night may meet Monday's morning. */
export function overlappingDays(weekly: Weekly): number[] {
  const spans = weekly
    .map(({ weekday, from, to }) => ({ weekday, start: (weekday - 1) * DAY + from, end: (weekday - 1) * DAY + to }))
    .toSorted((a, b) => a.start - b.start)
  const found = new Set<number>()
  spans.forEach((each, at) => {
    const next = spans[at + 1]
    const nextStart = next ? next.start : (spans[0]?.start ?? 0) + WEEK
    if (spans.length > 1 && each.end > nextStart) found.add((next ?? spans[0]!).weekday)
  })
  return [...found].toSorted((a, b) => a - b)
}

/** A week as one line for the history: `1 09:00-18:00; 2 09:00-18:00`. */
export function weeklyLines(weekly: Weekly): Record<string, string> {
  return Object.fromEntries(WEEKDAYS.map((day) => [String(day), blocksText(weekly.filter(({ weekday }) => weekday === day))]))
}
