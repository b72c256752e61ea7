import { type Actor, can } from '~/domain/access/permission'
import { isOnTheWay } from '~/domain/scheduling/outage'
import { doorToDoorMinutes } from '~/domain/scheduling/travel'
import { viewBookings } from '~/features/bookings/queries.server'
import { db } from '~/platform/db.server'

export type OutageRow = { id: string; kind: string; startsAt: Date; endsAt: Date; reason: string; version: number }
export type SupplyRow = { id: string; nameZh: string; nameEn: string | null }

/** What is and will be out of service, the soonest first; what an owner's calendar took is shown with that calendar. */
export const outagesOf = (resourceId: string, now: Date): Promise<OutageRow[]> =>
  db.outage.findMany({
    where: { resourceId, endedAt: null, endsAt: { gt: now }, kind: { not: 'booked_elsewhere' } },
    select: { id: true, kind: true, startsAt: true, endsAt: true, reason: true, version: true },
    orderBy: { startsAt: 'asc' },
    take: 100,
  })

export async function suppliesOf(resourceId: string): Promise<{ supplies: SupplyRow[]; hangingOn: SupplyRow[] }> {
  const select = { id: true, nameZh: true, nameEn: true } as const
  const [supplies, hangingOn] = await Promise.all([
    db.resource.findMany({ where: { supplies: { some: { resourceId } } }, select, orderBy: { id: 'asc' } }),
    db.resource.findMany({ where: { needs: { some: { supplyId: resourceId } } }, select, orderBy: { id: 'asc' } }),
  ])
  return { supplies, hangingOn }
}

/** A room with what is bookable in it, for those who manage all of it; null for everybody else. */
export async function stoppableRoom(actor: Actor, roomId: string): Promise<{ id: string; name: string; timeZone: string; resourceIds: string[] } | null> {
  const room = await db.room.findUnique({
    where: { id: roomId.replaceAll('\0', '') },
    select: {
      id: true, number: true, buildingZh: true, buildingEn: true, campus: { select: { timeZone: true } },
      resources: { where: { status: { not: 'retired' } }, select: { id: true, labId: true, universityId: true } },
    },
  })
  if (room === null || room.resources.length === 0 || !room.resources.every((each) => can(actor, 'manage:resource', each))) return null
  return {
    id: room.id, name: [room.buildingZh ?? room.buildingEn, room.number].filter(Boolean).join(' '),
    timeZone: room.campus.timeZone, resourceIds: room.resources.map(({ id }) => id),
  }
}

/** A booking that an outage touches, as the person at the machine needs it. */
export type Affected = {
  id: string; code: string; status: string; start: Date; end: Date; timeZone: string
  personZh: string | null; personEn: string | null; phone: string | null
  resourceZh: string; resourceEn: string | null
  /** Coming from another city, and under way already if they set out in time. */
  isOnTheWay: boolean
}

/** The bookings by id, the earliest first; journeys count from the nearest campus of the person's home. */
export async function affectedBookings(ids: readonly string[], now: Date): Promise<Affected[]> {
  const views = [...(await viewBookings([...ids], now)).values()]
  const [campuses, rail] = await Promise.all([
    db.campus.findMany({ select: { id: true, universityId: true, city: true, lat: true, lon: true, railHub: true, localMinutes: true } }),
    db.railLeg.findMany({ select: { a: true, b: true, typicalMinutes: true } }),
  ])
  return views.flatMap((view): Affected[] => {
    const [item] = view.items
    const { startsAt: start, endsAt: end } = view
    if (!item || !start || !end) return []
    const there = campuses.find(({ id }) => id === item.resource.campusId)
    const homes = campuses.filter(({ universityId }) => universityId === view.homeUniversity?.id)
    const isFromHere = homes.some(({ city }) => city === item.resource.city)
    const journeys = there ? homes.flatMap((home) => doorToDoorMinutes(home, there, rail) ?? []) : []
    const journey = isFromHere || journeys.length === 0 ? null : Math.min(...journeys)
    return [{
      id: view.id, code: view.code, status: view.status, start, end, timeZone: item.resource.timeZone,
      personZh: view.attendee.nameZh, personEn: view.attendee.nameEn, phone: view.attendee.phone,
      resourceZh: item.resource.nameZh, resourceEn: item.resource.nameEn, isOnTheWay: isOnTheWay(start, journey, now),
    }]
  }).toSorted((a, b) => a.start.getTime() - b.start.getTime())
}

/** The bookings that gave way to what is out of service now on these resources. */
export async function gaveWay(resourceIds: readonly string[], now: Date): Promise<Affected[]> {
  const rows = await db.$queryRaw<{ id: string }[]>`
    SELECT DISTINCT b.id::text FROM outage o
      JOIN booking_item i ON i.resource_id IN (SELECT resource_tree(ARRAY[o.resource_id])) AND i.starts_at < o.ends_at AND i.ends_at > o.starts_at
      JOIN booking b ON b.id = i.booking_id AND b.updated_at = o.created_at AND b.ended_by_id = o.created_by_id
     WHERE o.resource_id = ANY (${[...resourceIds]}::text[]) AND o.starts_at <= ${now}::timestamptz AND o.ends_at > ${now}::timestamptz
       AND o.ended_at IS NULL AND b.status IN ('displaced', 'cancelled') LIMIT 200`
  return affectedBookings(rows.map(({ id }) => id), now)
}

