import { type Weekday, weekdayOf } from './zone'

/**
 * One row of the working calendar. `universityId` null is the alliance's row (the State Council's
 * arrangement); a university may have its own. 'workday' on a weekend is a make-up workday (调休).
 */
export type CalendarDay = {
  date: string
  kind: 'holiday' | 'workday'
  universityId: string | null
  nameZh: string
  nameEn: string
}

export type DayKind = {
  kind: 'workday' | 'weekend' | 'holiday' | 'makeup_workday'
  /** Whose opening blocks the day follows. On a holiday: its own, for those who do not observe holidays. */
  weekdayPattern: Weekday
  name?: { zh: string; en: string }
}

/**
 * What kind of day a date is. A university's row wins over the alliance's; among rows of the same
 * level the last one wins. Without `universityId` the caller has already left out the rows of
 * other universities.
 *
 * A make-up workday follows the opening blocks of the nearest working weekday: a Saturday that of
 * Friday, a Sunday that of Monday. Which weekday it stands for is not part of the arrangement as
 * published, and universities settle it differently.
 */
export function dayKind(
  date: string,
  days: readonly CalendarDay[],
  universityId?: string | null,
): DayKind {
  const weekday = weekdayOf(date)
  const isWeekend = weekday >= 6
  const row = rowFor(date, days, universityId)
  const name = row ? { name: { zh: row.nameZh, en: row.nameEn } } : {}
  if (row?.kind === 'holiday') return { kind: 'holiday', weekdayPattern: weekday, ...name }
  if (!isWeekend) return { kind: 'workday', weekdayPattern: weekday, ...name }
  if (!row) return { kind: 'weekend', weekdayPattern: weekday }
  return { kind: 'makeup_workday', weekdayPattern: weekday === 6 ? 5 : 1, ...name }
}

function rowFor(
  date: string,
  days: readonly CalendarDay[],
  universityId: string | null | undefined,
): CalendarDay | undefined {
  const rows = days.filter((each) => each.date === date)
  const own = rows.filter(
    (each) =>
      each.universityId !== null &&
      (universityId === undefined || each.universityId === universityId),
  )
  return own.at(-1) ?? rows.filter((each) => each.universityId === null).at(-1)
}
