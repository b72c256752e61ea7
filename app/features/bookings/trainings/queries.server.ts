import { type Actor, can } from '~/domain/access/permission'
import { db } from '~/platform/db.server'

/** Bookings to come that a qualification carries: working alone, by its holder, on its resource or kind. */
export async function bookingsResting(actor: Actor, qualification: { personId: string; resourceId: string | null; kindId: string | null }, now: Date) {
  const rows = await db.bookingItem.findMany({
    where: {
      mode: 'self_operation',
      startsAt: { gt: now },
      resource: qualification.resourceId === null ? { kindId: qualification.kindId ?? '' } : { id: qualification.resourceId },
      booking: { attendeeId: qualification.personId, status: { in: ['pending', 'approved'] } },
    },
    select: {
      startsAt: true, endsAt: true,
      resource: { select: { labId: true, universityId: true, nameZh: true, nameEn: true, campus: { select: { timeZone: true } } } },
      booking: { select: { id: true, code: true, status: true } },
    },
    orderBy: { startsAt: 'asc' },
    take: 100,
  })
  return rows.filter(({ resource }) => can(actor, 'read:booking', resource))
}
