import { type Actor, can } from '~/domain/access/permission'
import { type BookingStatus, isOpen } from '~/domain/booking/states'
import { periodsAbove } from '~/domain/scheduling/occupancy'
import { openingPeriods } from '~/domain/scheduling/opening'
import { addMinutes, intersect, type Period, subtract } from '~/domain/time/interval'
import { englishName } from '~/features/catalogue/display-name'
import { maySee } from '~/features/catalogue/visibility.server'
import { type CalendarAnswer, type CalendarEntry, MAX_CALENDAR_DAYS } from '~/features/bookings/calendar-entry'
import { listBookings } from '~/features/bookings/queries.server'
import { occupancyFacts } from '~/features/finder/facts.server'
import { db } from '~/platform/db.server'

type Row = {
  status: string
  shareScope: string
  labId: string
  universityId: string
  labConfirmedAt: Date | null
  capacity: number
  taken: TakenRow[]
}

type TakenRow = {
  id: number
  start: string
  end: string
  cause: 'booking' | 'maintenance' | 'closure' | 'offer'
  booking: {
    id: string; version: number; status: BookingStatus; title: string | null; bookerId: string; attendeeId: string
    itemStart: string | null; itemEnd: string | null; hasChange: boolean
  } | null
}

/**
 * The calendar of one resource, at most 62 days of it, in two queries. Titles and links go only to
 * those who may read the booking; everybody else learns that the time is taken. Null: no such
 * resource for this reader.
 */
export async function resourceCalendar(
  actor: Actor | null,
  resourceId: string,
  wanted: Period,
  now: Date,
): Promise<CalendarAnswer | null> {
  // PostgreSQL text holds no NUL; nothing has such an id.
  if (resourceId.includes('\0')) return null
  const window = bounded(wanted)
  const [facts, [row]] = await Promise.all([
    occupancyFacts([resourceId], window, now).then((all) => all.get(resourceId)),
    db.$queryRaw<Row[]>`
      SELECT r.status::text, r.share_scope::text AS "shareScope", r.lab_id AS "labId", r.university_id AS "universityId",
             l.confirmed_at AS "labConfirmedAt", r.capacity,
             (SELECT coalesce(jsonb_agg(jsonb_build_object(
                'id', a.id, 'start', a.starts_at, 'end', a.ends_at, 'cause', a.cause,
                'booking', CASE WHEN b.id IS NOT NULL THEN jsonb_build_object(
                  'id', b.id, 'version', b.version, 'status', b.status, 'title', b.title,
                  'bookerId', b.booker_id, 'attendeeId', b.attendee_id,
                  'itemStart', i.starts_at, 'itemEnd', i.ends_at,
                  'hasChange', EXISTS (SELECT 1 FROM booking_change w WHERE w.booking_id = b.id AND w.status = 'pending')) END)
                ORDER BY a.starts_at, a.id), '[]')
                FROM allocation a
                LEFT JOIN booking_item i ON i.id = a.item_id
                LEFT JOIN booking_change c ON c.id = a.change_id
                LEFT JOIN booking b ON b.id = coalesce(i.booking_id, c.booking_id)
               WHERE a.resource_id IN (SELECT resource_tree(ARRAY[r.id]))
                 AND (a.expires_at IS NULL OR a.expires_at > ${now}::timestamptz)
                 AND tstzrange(a.starts_at, a.ends_at) && tstzrange(${window.start}::timestamptz, ${window.end}::timestamptz)) AS taken
        FROM resource r JOIN lab l ON l.id = r.lab_id
       WHERE r.id = ${resourceId}`,
  ])
  if (!facts || !row || !maySee(actor, row)) return null
  const target = { labId: row.labId, universityId: row.universityId }
  return {
    timeZone: facts.timeZone,
    closed: subtract([window], openingPeriods({ ...facts, window })).map(asText),
    entries: entriesOf(row, { actor, mayReadAll: can(actor, 'read:booking', target), now }),
  }
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

function entriesOf(row: Row, reader: { actor: Actor | null; mayReadAll: boolean; now: Date }): CalendarEntry[] {
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
  return [...shown, ...hiddenEntries(row, hidden, shown)]
}

function readableEntry(
  taken: TakenRow,
  { actor, mayReadAll, now }: { actor: Actor | null; mayReadAll: boolean; now: Date },
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
function hiddenEntries(row: Row, hidden: readonly TakenRow[], shown: readonly CalendarEntry[]): CalendarEntry[] {
  const kindOf = ({ cause, booking }: TakenRow): CalendarEntry['kind'] =>
    cause === 'booking' ? (booking?.status === 'pending' ? 'hold' : 'taken') : cause === 'offer' ? 'hold' : cause
  const anonymous = (kind: CalendarEntry['kind'], period: Period, key: string): CalendarEntry => ({
    key, kind, ...asText(period), isPending: false, isProposal: false, isMovable: false, title: null, bookingId: null, version: null, resource: null,
  })
  const asPeriod = (each: { start: string; end: string }) => ({ start: new Date(each.start), end: new Date(each.end) })
  if (row.capacity === 1) {
    return hidden.map((each) => anonymous(kindOf(each), asPeriod(each), `taken-${each.id}`))
  }
  const full = periodsAbove(row.taken.map(asPeriod), row.capacity - 1)
  const own = shown.map(asPeriod)
  return full.flatMap((period) => {
    const cause = hidden.find((each) => intersect(asPeriod(each), period))
    return cause ? subtract([period], own).map((part) => anonymous(kindOf(cause), part, `full-${part.start.getTime()}`)) : []
  })
}

function isMovable(status: BookingStatus, startsAt: Date | null, now: Date): boolean {
  return isOpen(status) && startsAt !== null && startsAt > now
}

const asText = ({ start, end }: Period) => ({ start: start.toISOString(), end: end.toISOString() })
