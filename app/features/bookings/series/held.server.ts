import { type Actor, can } from '~/domain/access/permission'
import { isOpen } from '~/domain/booking/states'
import { problem, type Problem } from '~/domain/problem'
import { type HeldBooking, heldBooking } from '~/features/bookings/held.server'
import type { SeriesScope } from '~/features/bookings/series/schema'
import { db, type Tx } from '~/platform/db.server'

/** A booking of a series that was not touched, and why. */
export type LeftAlone = { bookingId: string; startsAt: Date | null; problems: Problem[] }

export type SeriesRow = { id: string; version: number; timeZone: string }

/** The series of a booking as it stands; null when it is of none. */
export async function seriesRow(seriesId: string | null, client: Tx | typeof db = db): Promise<SeriesRow | null> {
  if (seriesId === null) return null
  return client.series.findUnique({ where: { id: seriesId }, select: { id: true, version: true, timeZone: true } })
}

type Member = { id: string; attendeeId: string; resourceIds: string[] }

/** The bookings of a series within a scope, in the rule's order, with what must be locked for them. */
export async function membersOf(seriesId: string, from: HeldBooking, scope: SeriesScope): Promise<Member[]> {
  const rows = await db.booking.findMany({
    where: {
      seriesId,
      ...(scope === 'this' ? { id: from.id } : {}),
      ...(scope === 'following' && from.occurrenceAt ? { occurrenceAt: { gte: from.occurrenceAt } } : {}),
    },
    orderBy: { occurrenceAt: 'asc' },
    select: { id: true, attendeeId: true, items: { select: { resourceId: true } } },
  })
  return rows.map(({ items, ...row }) => ({ ...row, resourceIds: items.map((each) => each.resourceId) }))
}

/** Every lock that a command on these bookings takes. */
export const locksOf = (members: readonly Member[], now: Date) => ({
  personIds: [...new Set(members.map((each) => each.attendeeId))],
  resourceIds: [...new Set(members.flatMap((each) => each.resourceIds))],
  bookingIds: members.map((each) => each.id),
  now,
})

/** The bookings that are still to come and open, read after the lock; the others are left, and named. */
export async function openMembers(tx: Tx, members: readonly Member[], now: Date): Promise<{ open: HeldBooking[]; left: LeftAlone[] }> {
  const open: HeldBooking[] = []
  const left: LeftAlone[] = []
  for (const { id } of members) {
    const booking = await heldBooking(id, now, tx)
    if (!booking) continue
    if (isOpen(booking.status) && booking.startsAt !== null && booking.startsAt > now) open.push(booking)
    // What is over or cancelled needs no mention.
    else if (booking.status === 'in_use' || booking.status === 'approved') {
      left.push({ bookingId: id, startsAt: booking.startsAt, problems: [problem('state_forbids', { status: booking.status })] })
    }
  }
  return { open, left }
}

export const mayChange = (actor: Actor, booking: HeldBooking) => can(actor, 'update:booking', booking.target)
