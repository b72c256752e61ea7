import { approversOf } from '~/features/approvals/approvers.server'
import { viewBookings } from '~/features/bookings/queries.server'
import { orderMail } from '~/features/jobs/order-mail.server'
import type { SeriesEvent, SeriesMailOrder } from '~/features/jobs/schema'
import { transaction } from '~/platform/db.server'

/** Orders one mail to each person whom an event of a series concerns, however many bookings it is about. */
export async function announceSeries(series: SeriesEvent, now: Date): Promise<void> {
  const views = await viewBookings(series.bookingIds, now)
  const bookings = series.bookingIds.flatMap((id) => views.get(id) ?? [])
  const first = bookings[0]
  if (!first) return
  const owners = [...new Set(bookings.flatMap(({ target }) => target.ownerIds))]
  const to = (kind: SeriesMailOrder['kind'], personIds: readonly string[]): SeriesMailOrder[] =>
    personIds.map((personId) => ({ key: `${kind}:${series.seriesId}:${series.version}:${personId}`, kind, personId, series }))
  const toApprovers = async (kind: 'series-waiting' | 'series-change-waiting') => {
    const waiting = bookings.find((each) => (kind === 'series-waiting' ? each.status === 'pending' : each.change !== null))
    const asked = waiting ? await approversOf(waiting.change?.id ?? waiting.id, now) : []
    return to(kind, asked.map(({ personId }) => personId))
  }
  const ordersFor = async (): Promise<SeriesMailOrder[]> => {
    switch (series.event) {
      case 'created': {
        const waits = bookings.some(({ status }) => status === 'pending')
        return waits ? [...to('series-received', owners), ...(await toApprovers('series-waiting'))] : to('series-booked', owners)
      }
      case 'step':
        return toApprovers(first.change ? 'series-change-waiting' : 'series-waiting')
      case 'proposed':
        return [...to('series-change-received', owners), ...(await toApprovers('series-change-waiting'))]
      case 'cancelled': {
        const isOwn = series.actorId != null && owners.includes(series.actorId)
        // Who withdraws their own requests has just seen them go; what stood in a calendar is taken out of it.
        return to('series-cancelled', isOwn && (series.wasApproved ?? []).length === 0 ? owners.filter((id) => id !== series.actorId) : owners)
      }
      case 'approved':
        return to('series-approved', owners)
      case 'declined':
        return to('series-declined', owners)
      case 'change_declined':
        return to('series-change-declined', owners)
      case 'expired':
        return to('series-expired', owners)
      case 'moved':
        return to('series-moved', owners)
    }
  }
  const orders = await ordersFor()
  await transaction(async (tx) => {
    for (const order of orders) await orderMail(tx, order)
  })
}
