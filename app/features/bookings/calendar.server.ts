import { type Actor, can } from '~/domain/access/permission'
import { type BookingStatus, isOpen } from '~/domain/booking/states'
import { periodsAbove } from '~/domain/scheduling/occupancy'
import { addMinutes, intersect, type Period, subtract } from '~/domain/time/interval'
import { englishName } from '~/features/catalogue/display-name'
import { maySee } from '~/features/catalogue/visibility.server'
import { type CalendarAnswer, type CalendarEntry, MAX_CALENDAR_DAYS, MAX_CALENDAR_RESOURCES } from '~/features/bookings/calendar-entry'
import { calendarFacts, type CalendarFacts, openingWithin, type TakenRow } from '~/features/bookings/calendar-facts.server'
import { outageReasons } from '~/features/bookings/outages/queries.server'
import { listBookings } from '~/features/bookings/queries.server'

type Reader = { actor: Actor | null; mayReadAll: boolean; reasons: ReadonlyMap<number, string>; now: Date }

/**
 * The calendar of one resource, at most 62 days of it. Titles and links go only to those who may read
 * the booking; everybody else learns that the time is taken. Null: no such resource for this reader.
 */
export async function resourceCalendar(
  actor: Actor | null,
  resourceId: string,
  wanted: Period,
  now: Date,
): Promise<CalendarAnswer | null> {
  return (await resourceCalendars(actor, [resourceId], wanted, now)).get(resourceId) ?? null
}

/** The calendars of many resources at once; those that are not there for this reader are left out. */
export async function resourceCalendars(
  actor: Actor | null,
  resourceIds: readonly string[],
  wanted: Period,
  now: Date,
  most: number = MAX_CALENDAR_RESOURCES,
): Promise<Map<string, CalendarAnswer>> {
  const window = bounded(wanted)
  // PostgreSQL text holds no NUL; nothing has such an id.
  const ids = [...new Set(resourceIds)].filter((id) => !id.includes('\0')).slice(0, most)
  const found = await calendarFacts(ids, window, now, actor !== null)
  const out = [...found.values()].flatMap(({ taken }) => taken.filter(({ cause }) => cause === 'maintenance' || cause === 'closure'))
  const reasons = await outageReasons(out.map(({ id }) => id))
  const answers = new Map<string, CalendarAnswer>()
  for (const id of ids) {
    const facts = found.get(id)
    if (facts === undefined || !maySee(actor, { ...facts, labConfirmedAt: facts.isLabConfirmed ? now : null })) continue
    const target = { labId: facts.labId, universityId: facts.universityId }
    answers.set(id, {
      timeZone: facts.timeZone,
      closed: subtract([window], openingWithin(facts, window)).map(asText),
      entries: entriesOf(facts, { actor, mayReadAll: can(actor, 'read:booking', target), reasons, now }),
    })
  }
  return answers
}

/** The actor's own bookings that are held or wait, on whatever campus. */
export async function personCalendar(actor: Actor, wanted: Period, now: Date): Promise<CalendarEntry[]> {
  const window = bounded(wanted)
  const { items } = await listBookings(
    actor,
    { mine: true, from: window.start, to: window.end, order: 'oldest', limit: 100, status: ['pending', 'approved', 'in_use', 'completed', 'no_show'] },
    now,
  )
  return items.flatMap((booking) =>
    booking.items.flatMap((item): CalendarEntry[] => {
      if (!item.startsAt || !item.endsAt) return []
      const { resource } = item
      const moved = booking.change?.items.find((each) => each.itemId === item.id)
      const entry: CalendarEntry = {
        key: item.id,
        kind: 'own',
        ...asText({ start: item.startsAt, end: item.endsAt }),
        isPending: booking.status === 'pending',
        isProposal: false,
        isMovable: isMovable(booking.status, booking.startsAt, now) && !booking.change && booking.items.length === 1,
        title: booking.title,
        bookingId: booking.id,
        version: booking.version,
        resource: {
          zh: resource.nameZh,
          en: englishName({ ...resource, kind: { en: resource.kindEn } }),
          timeZone: resource.timeZone,
        },
      }
      if (!moved) return [entry]
      const proposal = { ...entry, ...asText({ start: moved.startsAt, end: moved.endsAt }), key: `${item.id}-new` }
      return [entry, { ...proposal, isPending: true, isProposal: true, isMovable: false }]
    }),
  )
}

function bounded({ start, end }: Period): Period {
  const latest = addMinutes(start, MAX_CALENDAR_DAYS * 1440)
  return { start, end: end < latest ? end : latest }
}

function entriesOf(row: CalendarFacts, reader: Reader): CalendarEntry[] {
  const seen = new Set<string>()
  const shown: CalendarEntry[] = []
  const hidden: TakenRow[] = []
  for (const each of row.taken) {
    const entry = readableEntry(each, reader)
    if (!entry) hidden.push(each)
    // A booking of several units is one entry.
    else if (!seen.has(entry.key)) {
      seen.add(entry.key)
      shown.push(entry)
    }
  }
  return [...shown, ...hiddenEntries(row, hidden, shown, reader)]
}

function readableEntry(
  taken: TakenRow,
  { actor, mayReadAll, now }: Reader,
): CalendarEntry | null {
  const { booking } = taken
  if (!booking || !actor) return null
  const isOwn = [booking.bookerId, booking.attendeeId].includes(actor.personId)
  if (!isOwn && !mayReadAll) return null
  const isProposal = taken.cause === 'offer'
  const period = isProposal || !booking.itemStart || !booking.itemEnd
    ? { start: taken.start, end: taken.end }
    : { start: booking.itemStart, end: booking.itemEnd }
  return {
    key: `${booking.id}|${period.start}`,
    kind: isOwn ? 'own' : 'known',
    ...asText({ start: new Date(period.start), end: new Date(period.end) }),
    isPending: booking.status === 'pending' || isProposal,
    isProposal,
    isMovable: isOwn && !isProposal && !booking.hasChange && isMovable(booking.status, new Date(period.start), now),
    title: booking.title,
    bookingId: booking.id,
    version: booking.version,
    resource: null,
  }
}

/** What others take: each stretch with nothing left, without saying who or why. */
function hiddenEntries(row: CalendarFacts, hidden: readonly TakenRow[], shown: readonly CalendarEntry[], { actor, reasons }: Reader): CalendarEntry[] {
  // An offer with a booking is the new time of one that waits; to whoever is not signed in all offers look so.
  const kindOf = ({ cause, isHold, booking }: TakenRow): CalendarEntry['kind'] =>
    cause === 'booking' ? (isHold ? 'hold' : 'taken') : cause === 'offer' ? (actor === null || booking ? 'hold' : 'offer') : cause
  const anonymous = (by: TakenRow, period: { start: string; end: string }, key: string): CalendarEntry => ({
    key, kind: kindOf(by), start: period.start, end: period.end, isPending: false, isProposal: false, isMovable: false, title: reasons.get(by.id) ?? null, bookingId: null, version: null, resource: null,
  })
  const asPeriod = (each: { start: string; end: string }) => ({ start: new Date(each.start), end: new Date(each.end) })
  if (row.capacity === 1) {
    return hidden.map((each) => anonymous(each, { start: isoOf(each.start), end: isoOf(each.end) }, `taken-${each.id}`))
  }
  const full = periodsAbove(row.taken.map(asPeriod), row.capacity - 1)
  const own = shown.map(asPeriod)
  return full.flatMap((period) => {
    const cause = hidden.find((each) => intersect(asPeriod(each), period))
    return cause ? subtract([period], own).map((part) => anonymous(cause, asText(part), `full-${part.start.getTime()}`)) : []
  })
}

function isMovable(status: BookingStatus, startsAt: Date | null, now: Date): boolean {
  return isOpen(status) && startsAt !== null && startsAt > now
}

/** The database's own writing of an instant as ours, without a Date between where it is plain. */
const isoOf = (text: string) => (text.length === 25 && text.endsWith('+00:00') ? `${text.slice(0, 19)}.000Z` : new Date(text).toISOString())

const asText = ({ start, end }: Period) => ({ start: start.toISOString(), end: end.toISOString() })
