import type { Actor } from '~/domain/access/permission'
import { clip, type Period, subtract } from '~/domain/time/interval'
import type { CalendarEntry } from '~/features/bookings/calendar-entry'
import { resourceCalendars } from '~/features/bookings/calendar.server'
import type { Nameable } from '~/features/catalogue/display-name'
import { foundResources } from '~/features/finder/search.server'

export type BoardRow = {
  id: string
  resource: Nameable
  /** Of the owner; for where several are shown. */
  university: { shortZh: string; abbr: string }
  timeZone: string
  /** Booked here and open to all who may see it; otherwise only what takes it is shown. */
  isBookable: boolean
  entries: CalendarEntry[]
  /** From now on, within the hours shown. */
  free: Period[]
  closed: Period[]
}

/**
 * Rows of the board: what takes each resource within the window, and what is free. Who has booked is
 * told to those alone who may read the booking, as in every calendar.
 */
export async function boardRows(actor: Actor | null, resourceIds: readonly string[], window: Period, now: Date): Promise<BoardRow[]> {
  const [resources, calendars] = await Promise.all([foundResources(actor, resourceIds), resourceCalendars(actor, resourceIds, window, now, resourceIds.length)])
  const ahead = { start: now > window.start ? now : window.start, end: window.end }
  return resources.flatMap((resource): BoardRow[] => {
    const calendar = calendars.get(resource.id)
    if (!calendar) return []
    const { prices: _, ...shown } = resource
    const closed = calendar.closed.map(asDates)
    const isBookable = resource.lab.access === 'open' && resource.shareScope !== 'contact_only'
    const taken = [...closed, ...calendar.entries.map(asDates)]
    return [{
      id: resource.id,
      resource: shown,
      university: { shortZh: shown.university.shortZh, abbr: shown.university.abbr },
      timeZone: calendar.timeZone,
      isBookable,
      entries: calendar.entries,
      closed: clip(closed, window),
      free: isBookable && ahead.start < ahead.end ? subtract([ahead], taken) : [],
    }]
  })
}

const asDates = ({ start, end }: { start: string; end: string }): Period => ({ start: new Date(start), end: new Date(end) })
