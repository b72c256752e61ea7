import { seriesNotice, type SeriesNoticeProps } from '#emails/series-notice'
import { icsCalendar } from '~/domain/calendar/ics'
import { approversOf } from '~/features/approvals/approvers.server'
import { calendarEvents, placesOf, PRODUCT_ID } from '~/features/bookings/ics.server'
import { type BookingView, viewBookings } from '~/features/bookings/queries.server'
import type { SeriesMailOrder } from '~/features/jobs/schema'
import { bookingFacts, instantText, periodText, withoutSecrets } from '~/features/notifications/booking-facts.server'
import type { Letter } from '~/features/notifications/compose-booking.server'
import { sender } from '~/features/notifications/invitation.server'
import type { Recipient } from '~/features/notifications/recipient.server'
import { env } from '~/platform/env.server'
import { paths } from '~/platform/paths'

const KINDS = {
  'series-booked': 'booked', 'series-received': 'received', 'series-waiting': 'waiting', 'series-approved': 'approved',
  'series-declined': 'declined', 'series-moved': 'moved', 'series-change-received': 'changeReceived',
  'series-change-waiting': 'changeWaiting', 'series-change-declined': 'changeDeclined', 'series-cancelled': 'cancelled', 'series-expired': 'expired',
} as const satisfies Record<SeriesMailOrder['kind'], SeriesNoticeProps['kind']>

const STANDS: readonly BookingView['status'][] = ['approved', 'in_use', 'completed']

/** A mail about bookings of a series as they stand now, or null where that is no longer worth telling. */
export async function composeSeriesMail({ kind, series }: SeriesMailOrder, to: Recipient, now: Date): Promise<Letter | null> {
  const views = await viewBookings(series.bookingIds, now)
  const bookings = series.bookingIds.flatMap((id) => views.get(id) ?? []).filter((each) => isWorthTelling(kind, each))
  const [seen] = bookings
  const timeZone = seen?.items[0]?.resource.timeZone
  if (!seen || !timeZone) return null
  const first = await withoutSecrets(seen)
  const places = await placesOf(first)
  const wording = { locale: to.locale, now }
  const isQuestion = kind === 'series-waiting' || kind === 'series-change-waiting'
  const requestId = isQuestion ? (await approversOf(first.change?.id ?? first.id, now)).find((each) => each.personId === to.id)?.requestId : undefined
  if (isQuestion && requestId === undefined) return null
  const isChange = kind === 'series-change-waiting' || kind === 'series-change-received'
  const due = isChange ? first.change?.expiresAt : kind === 'series-waiting' || kind === 'series-received' ? first.holdExpiresAt : null
  const times = bookings.flatMap(({ startsAt, endsAt, change }) => {
    const asked = isChange ? change?.items[0] : null
    const [start, end] = asked ? [asked.startsAt, asked.endsAt] : [startsAt, endsAt]
    return start && end ? [periodText({ start, end }, timeZone, wording)] : []
  })
  const inCalendar = isQuestion ? [] : bookings.filter(({ id, status }) => (kind === 'series-cancelled' ? series.wasApproved?.includes(id) : STANDS.includes(status)))
  const hasFile = inCalendar.length > 0 && ['series-booked', 'series-approved', 'series-moved', 'series-cancelled'].includes(kind)
  const events = await Promise.all(inCalendar.map(async (each) => calendarEvents({ ...each, title: first.title }, places, to.locale)))
  return {
    mail: seriesNotice({
      kind: KINDS[kind],
      booking: bookingFacts(first, places, wording),
      times,
      dueAt: due ? instantText(due, timeZone, wording) : null,
      reason: series.reason ?? null,
      hasFile,
      link: `${env.BASE_URL}${requestId ? paths.approval(requestId) : paths.booking(first.id)}`,
    }),
    // An invitation speaks of one entry (RFC 5546 3.2.2); a publication may hold many, each of its booking's UID.
    invitations: hasFile
      ? [{
          method: 'PUBLISH',
          fileName: `series-${first.code}.ics`,
          text: icsCalendar({ productId: PRODUCT_ID, method: 'PUBLISH', now, events: events.flat().map((each) => ({ ...each, organizer: sender() })) }),
        }]
      : [],
  }
}

function isWorthTelling(kind: SeriesMailOrder['kind'], { status, change }: BookingView): boolean {
  switch (kind) {
    case 'series-booked':
    case 'series-approved':
      return STANDS.includes(status)
    case 'series-received':
    case 'series-waiting':
      return status === 'pending'
    case 'series-expired':
      return status === 'expired'
    case 'series-moved':
      return STANDS.includes(status) || status === 'pending'
    case 'series-change-received':
    case 'series-change-waiting':
      return change !== null
    default:
      return true
  }
}
