import type { Actor } from '~/domain/access/permission'
import type { ResourceMode } from '~/domain/booking/facts'
import type { Period } from '~/domain/time/interval'
import { type Elsewhere, elsewhere } from '~/features/bookings/alternatives.server'
import type { BookingView } from '~/features/bookings/queries.server'
import { db } from '~/platform/db.server'

/** The same hours, kept or waited for: see first-in-line. */
export type MadeUp = Period & { id: string; isOffered: boolean }
export type Instead = { timeZone: string; madeUp: MadeUp[]; elsewhere: Elsewhere[]; resource: { id: string; kind: { id: string }; modes: ResourceMode[] }; period: Period }

/** What somebody who had to give way could use instead, of what they may use; null where nobody had to, or it is over. */
export async function insteadOf(actor: Actor, booking: BookingView, now: Date): Promise<Instead | null> {
  const item = booking.items[0]
  if (booking.status !== 'displaced' || !item?.startsAt || !item.endsAt || item.endsAt <= now) return null
  if (!booking.target.ownerIds.includes(actor.personId)) return null
  const { kindId, modes } = await db.resource.findUniqueOrThrow({ where: { id: item.resource.id }, select: { kindId: true, modes: true } })
  const resource = { id: item.resource.id, kind: { id: kindId }, modes }
  const period = { start: item.startsAt, end: item.endsAt }
  const [found, waits] = await Promise.all([
    elsewhere(actor, resource, period, now),
    db.wait.findMany({
      where: { displacedId: booking.id, personId: actor.personId, status: { in: ['waiting', 'offered'] }, startsAt: { gt: now } },
      select: { id: true, status: true, startsAt: true, endsAt: true, offerExpiresAt: true }, orderBy: { startsAt: 'desc' },
    }),
  ])
  const open = waits.filter(({ status, offerExpiresAt }) => status === 'waiting' || (offerExpiresAt !== null && offerExpiresAt > now))
  const madeUp = open.map(({ id, status, startsAt, endsAt }) => ({ id, start: startsAt, end: endsAt, isOffered: status === 'offered' }))
  return { resource, period, elsewhere: found, madeUp, timeZone: item.resource.timeZone }
}
