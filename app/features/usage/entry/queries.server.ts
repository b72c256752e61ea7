import { type Actor, can } from '~/domain/access/permission'
import { contactOf } from '~/features/catalogue/contact'
import { placesOf } from '~/features/bookings/ics.server'
import { getBooking } from '~/features/bookings/queries.server'
import { db } from '~/platform/db.server'
import { env } from '~/platform/env.server'
import { paths } from '~/platform/paths'

/** What is shown at a gate: the booking, who receives the visitor, where, and a code that leads staff here. Null: none that the actor may read. */
export async function entryPass(actor: Actor, bookingId: string, now: Date) {
  const booking = await getBooking(actor, bookingId, now)
  const first = booking?.items[0]
  if (!booking || !first) return null
  const contact = {
    contactNameZh: true, contactNameEn: true, contactEmail: true, contactPhone: true, emergencyPhone: true,
  } as const
  const [places, host] = await Promise.all([
    placesOf(booking),
    db.resource.findUniqueOrThrow({ where: { id: first.resource.id }, select: { ...contact, labId: true, universityId: true, lab: { select: { nameZh: true, nameEn: true, ...contact } } } }),
  ])
  const isGranted = ['approved', 'in_use', 'completed', 'no_show'].includes(booking.status)
  // Given back in time, or over.
  const isPast = booking.status === 'completed' || booking.status === 'no_show' || (booking.endsAt !== null && booking.endsAt <= now)
  const address = `${env.BASE_URL}${paths.entryPass(booking.id)}`
  return {
    booking, places, address,
    host: { nameZh: host.lab.nameZh, nameEn: host.lab.nameEn, ...contactOf(host) },
    validity: !isGranted ? ('not_granted' as const) : isPast ? ('past' as const) : ('valid' as const),
    records: can(actor, 'record:use', host),
  }
}
export type EntryPass = NonNullable<Awaited<ReturnType<typeof entryPass>>>
