const UNITS: readonly (readonly [minutes: number, words: readonly string[]])[] = [
  [1440, ['d', 'day', 'days', '天', '日']],
  [60, ['h', 'hour', 'hours', '小时', '时']],
  [1, ['', 'm', 'min', 'mins', 'minute', 'minutes', '分钟', '分']],
]
const PART = /(\d+(?:\.\d+)?)\s*(\p{L}*)\s*/uy
const MOST_MINUTES = 5 * 366 * 1440

/** Whole minutes of a text such as `90`, `30 min`, `1 day 2 h`, `4小时`; null when it is none. A bare number is minutes. */
export function parseDuration(text: string): number | null {
  const trimmed = text.trim().toLowerCase()
  if (trimmed === '') return null
  let total = 0
  PART.lastIndex = 0
  while (PART.lastIndex < trimmed.length) {
    const match = PART.exec(trimmed)
    if (!match) return null
    const unit = UNITS.find(([, words]) => words.includes(match[2] ?? ''))
    if (!unit) return null
    total += Number(match[1]) * unit[0]
  }
  return Number.isInteger(total) && total <= MOST_MINUTES ? total : null
}
