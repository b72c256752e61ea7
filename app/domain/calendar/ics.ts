import type { Period } from '~/domain/time/interval'
import { isTimeZone } from '~/domain/time/zone'
import { bareValue, escapeText, foldLine, quoteParameter } from './content-line'
import { localStamp, timeZoneLines } from './vtimezone'

/** A mail address with the name shown beside it. */
export type IcsPerson = { name: string; email: string }

export type IcsEvent = Period & {
  /** Stays the same for the life of the booking, so that a later file replaces the earlier entry. */
  uid: string
  /** Grows with every change that matters to others (RFC 5545 SEQUENCE). */
  sequence: number
  /** An IANA zone writes times on its wall clock; without one, or with an unknown one, they are written in UTC. */
  timeZone?: string
  summary: string
  description?: string
  location?: string
  url?: string
  status: 'TENTATIVE' | 'CONFIRMED' | 'CANCELLED'
  organizer?: IcsPerson
  attendees?: readonly IcsPerson[]
  lastModified?: Date
}

/**
 * An iCalendar file (RFC 5545; methods of RFC 5546) with CRLF line ends, folded at 75 octets. Text
 * from people is escaped; no field can add a line or a property of its own. `now` becomes DTSTAMP.
 */
export function icsCalendar(calendar: {
  method?: 'PUBLISH' | 'REQUEST' | 'CANCEL'
  events: readonly IcsEvent[]
  productId: string
  now: Date
  /** What a subscribing calendar is called; not part of the standard, widely read. */
  name?: string
}): string {
  const { events, method, name, now } = calendar
  return [
    'BEGIN:VCALENDAR',
    'VERSION:2.0',
    `PRODID:${escapeText(calendar.productId)}`,
    'CALSCALE:GREGORIAN',
    ...(method ? [`METHOD:${method}`] : []),
    ...(name ? [`X-WR-CALNAME:${escapeText(name)}`] : []),
    ...zonesOf(events),
    ...events.flatMap((event) => eventLines(event, now)),
    'END:VCALENDAR',
  ]
    .map(foldLine)
    .join('')
}

function zonesOf(events: readonly IcsEvent[]): string[] {
  const spans = new Map<string, Period>()
  for (const event of events) {
    const { start, end } = event
    const timeZone = zoneOf(event)
    if (!timeZone) continue
    const known = spans.get(timeZone)
    spans.set(timeZone, {
      start: known && known.start < start ? known.start : start,
      end: known && known.end > end ? known.end : end,
    })
  }
  return [...spans].flatMap(([timeZone, span]) => timeZoneLines(timeZone, span))
}

function zoneOf({ timeZone }: IcsEvent): string | undefined {
  return timeZone && isTimeZone(timeZone) ? timeZone : undefined
}

function eventLines(event: IcsEvent, now: Date): string[] {
  const timeZone = zoneOf(event)
  const lines = [
    'BEGIN:VEVENT',
    `UID:${bareValue(event.uid)}`,
    `SEQUENCE:${event.sequence}`,
    `DTSTAMP:${utcStamp(now)}`,
    timeLine('DTSTART', event.start, timeZone),
    timeLine('DTEND', event.end, timeZone),
    `STATUS:${event.status}`,
    `SUMMARY:${escapeText(event.summary)}`,
  ]
  if (event.description) lines.push(`DESCRIPTION:${escapeText(event.description)}`)
  if (event.location) lines.push(`LOCATION:${escapeText(event.location)}`)
  if (event.url) lines.push(`URL:${bareValue(event.url)}`)
  if (event.organizer) lines.push(personLine('ORGANIZER', event.organizer))
  for (const each of event.attendees ?? []) lines.push(personLine(ATTENDEE, each))
  if (event.lastModified) lines.push(`LAST-MODIFIED:${utcStamp(event.lastModified)}`)
  // What is cancelled leaves the time free.
  lines.push(`TRANSP:${event.status === 'CANCELLED' ? 'TRANSPARENT' : 'OPAQUE'}`, 'END:VEVENT')
  return lines
}

function timeLine(property: string, instant: Date, timeZone: string | undefined): string {
  return timeZone
    ? `${property};TZID=${timeZone}:${localStamp(instant, timeZone)}`
    : `${property}:${utcStamp(instant)}`
}

/**
 * Who is invited has asked for the time themselves: taken as accepted, and no reply is wanted, which
 * nobody would read (RFC 5545 3.2.12 and 3.2.17).
 */
const ATTENDEE = 'ATTENDEE;CUTYPE=INDIVIDUAL;ROLE=REQ-PARTICIPANT;PARTSTAT=ACCEPTED;RSVP=FALSE'

function personLine(property: string, person: IcsPerson): string {
  return `${property};CN=${quoteParameter(person.name)}:mailto:${bareValue(person.email)}`
}

function utcStamp(instant: Date): string {
  return `${instant.toISOString().slice(0, 19).replaceAll(/[-:]/g, '')}Z`
}
