import { approversOf } from '~/features/approvals/approvers.server'
import { type BookingView, viewBookings } from '~/features/bookings/queries.server'
import { tellOperators } from '~/features/jobs/tell-operators.server'
import { orderMail } from '~/features/jobs/order-mail.server'
import type { BookingEvent, BookingMailOrder, SeriesEvent } from '~/features/jobs/schema'
import { announceSeries } from '~/features/notifications/announce-series.server'
import { askedBefore } from '~/features/notifications/asked.server'
import { db, transaction } from '~/platform/db.server'

type Kind = BookingMailOrder['kind']

/** Orders a mail to each person whom an event concerns: one job each, so that no address stands in another's way. */
export async function announceBooking(about: BookingEvent, now: Date): Promise<void> {
  const booking = (await viewBookings([about.bookingId], now)).get(about.bookingId)
  if (!booking) return
  const lapsed = about.event === 'expired' ? await lapsedWith(booking) : null
  if (lapsed) await announceSeries(lapsed, now)
  const orders = lapsed ? [] : await ordersFor(about, booking, now)
  await transaction(async (tx) => {
    for (const order of orders) await orderMail(tx, order)
    if (CHANGES_A_PLAN.has(about.event)) await tellOperators(tx, about)
  })
}

/**
 * The requests of its series that lapsed at the same instant, as one event: whichever is told of first orders the one
 * mail for all, since the same key is the same mail. Null: it lapsed alone.
 */
async function lapsedWith({ seriesId, updatedAt }: BookingView): Promise<SeriesEvent | null> {
  if (seriesId === null) return null
  const all = await db.booking.findMany({ where: { seriesId, status: 'expired', updatedAt }, select: { id: true }, orderBy: [{ occurrenceAt: 'asc' }, { id: 'asc' }] })
  return all.length > 1 ? { seriesId, event: 'expired', version: updatedAt.getTime(), bookingIds: all.map((each) => each.id), actorId: null } : null
}

/** What changes the plan of whoever assists. */
const CHANGES_A_PLAN: ReadonlySet<BookingEvent['event']> = new Set(['created', 'approved', 'moved', 'cancelled', 'expired'])

async function ordersFor(about: BookingEvent, booking: BookingView, now: Date): Promise<BookingMailOrder[]> {
  const owners = [...new Set(booking.target.ownerIds)]
  const to = (kind: Kind, personIds: readonly string[]): BookingMailOrder[] =>
    personIds.map((personId) => ({ key: `${kind}:${about.bookingId}:${about.version}:${personId}`, kind, personId, about }))
  const toApprovers = async (kind: Kind): Promise<BookingMailOrder[]> => {
    const waiting = await approversOf(about.changeId ?? about.bookingId, now)
    return waiting.map(({ personId, requestId, stepId }) => ({
      // Whoever has been told of a step is not told again when somebody else decides beside them.
      key: `${kind}:${requestId}:${stepId}:${personId}`, kind, personId, about, requestId,
    }))
  }
  const toAsked = async (kind: 'booking-withdrawn' | 'change-withdrawn', subjectId: string, except: readonly string[]): Promise<BookingMailOrder[]> => {
    const asked = await askedBefore(kind, about.bookingId, subjectId)
    return asked
      .filter(({ personId }) => personId !== about.actorId && !except.includes(personId))
      .map(({ personId, requestId }) => ({ key: `${kind}:${requestId}:${personId}`, kind, personId, about, requestId }))
  }
  switch (about.event) {
    case 'created':
      return about.was === 'approved'
        ? to('booking-approved', owners)
        : [...to('booking-received', owners), ...(await toApprovers('booking-waiting'))]
    case 'step':
      return toApprovers(about.changeId ? 'change-waiting' : 'booking-waiting')
    case 'approved':
      return to('booking-approved', owners)
    case 'declined':
      return to('booking-declined', owners)
    case 'moved':
      return to('booking-moved', owners)
    case 'expired':
      return to('booking-expired', owners)
    case 'change_proposed':
      return [...to('change-received', owners), ...(await toApprovers('change-waiting'))]
    case 'change_declined':
      return to('change-declined', owners)
    case 'change_expired':
      return to('change-expired', owners)
    case 'change_withdrawn':
      return about.changeId ? toAsked('change-withdrawn', about.changeId, []) : []
    case 'cancelled': {
      const wasApproved = about.was === 'approved' || about.was === 'in_use'
      // Who withdraws their own request has just seen it go; what stood in a calendar is taken out of it.
      const told = wasApproved ? owners : owners.filter((id) => id !== about.actorId)
      const isOwn = about.actorId != null && owners.includes(about.actorId)
      const managers = isOwn && wasApproved ? await managersOf(booking, now) : []
      const all = [...told, ...managers.filter((id) => !owners.includes(id))]
      const asked = [
        ...(about.was === 'pending' ? await toAsked('booking-withdrawn', about.bookingId, all) : []),
        ...(about.changeId ? await toAsked('change-withdrawn', about.changeId, all) : []),
      ]
      return [...to('booking-cancelled', all), ...asked]
    }
  }
}

/** Who looks after the labs of the booking's resources. */
async function managersOf({ target }: BookingView, now: Date): Promise<string[]> {
  const grants = await db.roleGrant.findMany({
    where: {
      role: 'lab_manager',
      startsAt: { lte: now },
      person: { status: 'active' },
      AND: [
        { OR: [{ endsAt: null }, { endsAt: { gt: now } }] },
        {
          OR: [
            { scopeKind: 'lab', labId: { in: target.labIds } },
            { scopeKind: 'university', universityId: { in: target.universityIds } },
          ],
        },
      ],
    },
    select: { personId: true },
    distinct: ['personId'],
  })
  return grants.map(({ personId }) => personId)
}
