import { db } from '~/platform/db.server'

/** By the mail that says it is no longer asked, the one that asked. */
const ASKING = { 'booking-withdrawn': 'booking-waiting', 'change-withdrawn': 'change-waiting' } as const
export type WithdrawnKind = keyof typeof ASKING

/**
 * Who has been asked to decide a request, on the booking or on a change of it, that was withdrawn since. Mail that has not gone
 * out yet counts too: whether it did is known only when this order's turn comes, behind it.
 */
export async function askedBefore(kind: WithdrawnKind, bookingId: string, subjectId: string): Promise<{ personId: string; requestId: string }[]> {
  const requests = await db.approvalRequest.findMany({
    where: { subjectKind: kind === 'booking-withdrawn' ? 'booking' : 'booking_change', subjectId, status: 'withdrawn' },
    select: { id: true },
  })
  // A subject has one open request at a time, and what was withdrawn is not asked again.
  const found = await Promise.all(
    requests.map(async ({ id: requestId }) => {
      const rows = await db.mailDelivery.findMany({
        where: { subjectKind: 'booking', subjectId: bookingId, ...letterOf(kind, requestId) }, select: { personId: true }, distinct: ['personId'],
      })
      return rows.flatMap(({ personId }) => (personId === null ? [] : [{ personId, requestId }]))
    }),
  )
  return found.flat()
}

/** Whether the question reached the person; who never read it needs no word of its end. */
export async function wasAsked(kind: WithdrawnKind, requestId: string, personId: string): Promise<boolean> {
  return (await db.mailDelivery.count({ where: { ...letterOf(kind, requestId), personId, status: 'sent' } })) > 0
}

/** Keys of mails are written in announce-booking. */
const letterOf = (kind: WithdrawnKind, requestId: string) => ({ kind: ASKING[kind], key: { startsWith: `${ASKING[kind]}:${requestId}:` } })
