/** What the browser's calendar shows; instants are ISO 8601, since it travels as plain JSON. */
export type CalendarEntry = {
  key: string
  /** `own` and `known` may be read by the reader and lead to a booking; the others only take the time; `offer` is offered to somebody who waits. */
  kind: 'own' | 'known' | 'taken' | 'hold' | 'offer' | 'maintenance' | 'closure'
  start: string
  end: string
  /** It waits for somebody's yes. */
  isPending: boolean
  /** The new time of a booking that keeps its old one until somebody decides. */
  isProposal: boolean
  isMovable: boolean
  title: string | null
  bookingId: string | null
  version: number | null
  /** Named where one calendar holds several resources. */
  resource: { zh: string; en: string; timeZone: string } | null
}

export type CalendarAnswer = {
  timeZone: string
  closed: { start: string; end: string }[]
  entries: CalendarEntry[]
}

/** The longest stretch a calendar asks for at once. */
export const MAX_CALENDAR_DAYS = 62

/** So many resources' calendars are answered at once; more are left out. */
export const MAX_CALENDAR_RESOURCES = 100
