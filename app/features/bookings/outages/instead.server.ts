import type { Actor } from '~/domain/access/permission'
import type { ResourceMode } from '~/domain/booking/facts'
import type { Period } from '~/domain/time/interval'
import { type Elsewhere, elsewhere } from '~/features/bookings/alternatives.server'
import type { BookingView } from '~/features/bookings/queries.server'
import { db } from '~/platform/db.server'

export type Instead = { elsewhere: Elsewhere[]; resource: { id: string; kind: { id: string }; modes: ResourceMode[] }; period: Period }

/** What somebody who had to give way could use instead, of what they may use; null where nobody had to, or it is over. */
export async function insteadOf(actor: Actor, booking: BookingView, now: Date): Promise<Instead | null> {
  const item = booking.items[0]
  if (booking.status !== 'displaced' || !item?.startsAt || !item.endsAt || item.endsAt <= now) return null
  if (!booking.target.ownerIds.includes(actor.personId)) return null
  const { kindId, modes } = await db.resource.findUniqueOrThrow({ where: { id: item.resource.id }, select: { kindId: true, modes: true } })
  const resource = { id: item.resource.id, kind: { id: kindId }, modes }
  const period = { start: item.startsAt, end: item.endsAt }
  return { resource, period, elsewhere: await elsewhere(actor, resource, period, now) }
}
