import type { Actor } from '~/domain/access/permission'
import type { CalendarEntry } from '~/features/bookings/calendar-entry'
import { resourceCalendar } from '~/features/bookings/calendar.server'
import { at, NOW } from '#tests/factories/world'

/** What the reader sees on the resource in the week after NOW. */
export async function calendarOf(reader: Actor | null, resourceId: string): Promise<CalendarEntry[]> {
  const answer = await resourceCalendar(reader, resourceId, { start: at(0, 0), end: at(7, 0) }, NOW)
  return answer?.entries ?? []
}

export const kinds = (entries: readonly CalendarEntry[]) =>
  entries.map((each) => `${each.kind}${each.isProposal ? ' proposal' : ''}`).toSorted()
