import { type Actor, can } from '~/domain/access/permission'
import { isOnTheWay } from '~/domain/scheduling/outage'
import { doorToDoorMinutes } from '~/domain/scheduling/travel'
import { type BookingView, viewBookings } from '~/features/bookings/queries.server'
import { showPeople } from '~/features/bookings/shown-people.server'
import { managedScope, resourcesIn } from '~/features/catalogue/managed.server'
import { db, type Tx } from '~/platform/db.server'

type OutageKind = 'maintenance' | 'closure' | 'fault' | 'booked_elsewhere'
export type OutageRow = { id: string; kind: OutageKind; startsAt: Date; endsAt: Date; reason: string; version: number }
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

/** What has been out of service, the latest first. */
export const pastOutagesOf = (resourceId: string, now: Date): Promise<OutageRow[]> =>
  db.outage.findMany({
    where: { resourceId, kind: { not: 'booked_elsewhere' }, OR: [{ endedAt: { not: null } }, { endsAt: { lte: now } }] },
    select: { id: true, kind: true, startsAt: true, endsAt: true, reason: true, version: true },
    orderBy: { startsAt: 'desc' },
    take: 20,
  })

/** What keeps a resource out of service now and next, be it its own, its room's or a supply's; public. */
export const outagesShown = (resourceId: string, until: Date, now: Date): Promise<{ kind: 'maintenance' | 'closure' | 'fault'; reason: string; start: Date; end: Date }[]> =>
  db.$queryRaw`
    SELECT o.kind::text, o.reason, min(a.starts_at) AS start, max(a.ends_at) AS "end"
      FROM allocation a JOIN outage o ON o.id = a.outage_id
     WHERE a.resource_id = ${resourceId} AND a.cause IN ('maintenance', 'closure') AND o.ended_at IS NULL AND o.kind <> 'booked_elsewhere'
       AND tstzrange(a.starts_at, a.ends_at) && tstzrange(${now}::timestamptz, ${until}::timestamptz)
     GROUP BY o.id ORDER BY 3, o.id LIMIT 3`

/** Why, by the allocation of an outage; those of an owner's own calendar give none. */
export async function outageReasons(allocationIds: readonly number[]): Promise<Map<number, string>> {
  if (allocationIds.length === 0) return new Map()
  const rows = await db.$queryRaw<{ id: number; reason: string }[]>`
    SELECT a.id::float8, o.reason FROM allocation a JOIN outage o ON o.id = a.outage_id
     WHERE a.id = ANY (${[...allocationIds]}::bigint[]) AND o.kind <> 'booked_elsewhere'`
  return new Map(rows.map(({ id, reason }) => [id, reason]))
}

/** What may be stopped at once by the actor. */
export type Stoppable = { id: string; zh: string | null; en: string | null; timeZone: string; resourceIds: string[]; /** Else a fault that begins now is all that may be said. */ mayKeep: boolean }

/** Of the resources, those that the actor is named as an operator of. */
export async function runBy(actor: Actor, resourceIds: readonly string[], client: Tx | typeof db = db): Promise<ReadonlySet<string>> {
  const rows = await client.operatorSkill.findMany({
    where: { resourceId: { in: [...resourceIds] }, operator: { personId: actor.personId, resource: { status: { not: 'retired' } } } }, select: { resourceId: true },
  })
  return new Set(rows.map(({ resourceId }) => resourceId))
}

/** A resource, for those who manage it, run it, or are technicians of its lab; null for everybody else. */
export async function stoppableResource(actor: Actor, resourceId: string): Promise<Stoppable | null> {
  const resource = await db.resource.findUnique({
    where: { id: resourceId.replaceAll('\0', '') },
    select: { id: true, nameZh: true, nameEn: true, status: true, labId: true, universityId: true, campus: { select: { timeZone: true } } },
  })
  if (resource === null || resource.status === 'retired') return null
  const runnerIds = (await runBy(actor, [resource.id])).size > 0 ? [actor.personId] : []
  if (!can(actor, 'stop:resource', { ...resource, runnerIds })) return null
  return { id: resource.id, zh: resource.nameZh, en: resource.nameEn, timeZone: resource.campus.timeZone, resourceIds: [resource.id], mayKeep: can(actor, 'manage:resource', resource) }
}

/** A room with what is bookable in it, for those who manage all of it; null for everybody else. */
export async function stoppableRoom(actor: Actor, roomId: string): Promise<Stoppable | null> {
  const room = await db.room.findUnique({
    where: { id: roomId.replaceAll('\0', '') },
    select: {
      id: true, number: true, buildingZh: true, buildingEn: true, campus: { select: { timeZone: true } },
      resources: { where: { status: { not: 'retired' } }, select: { id: true, labId: true, universityId: true } },
    },
  })
  if (room === null || room.resources.length === 0 || !room.resources.every((each) => can(actor, 'manage:resource', each))) return null
  const place = (building: string | null) => [building, room.number].filter(Boolean).join(' ')
  return {
    id: room.id, zh: place(room.buildingZh ?? room.buildingEn), en: place(room.buildingEn ?? room.buildingZh),
    timeZone: room.campus.timeZone, resourceIds: room.resources.map(({ id }) => id), mayKeep: true,
  }
}

/** The resources that the actor manages and that another of them may depend on. */
export const supplyChoices = (actor: Actor, resourceId: string): Promise<SupplyRow[]> =>
  db.resource.findMany({
    where: { AND: [resourcesIn(managedScope(actor, 'manage:resource')), { id: { not: resourceId }, status: { not: 'retired' } }] },
    select: { id: true, nameZh: true, nameEn: true }, orderBy: [{ sortKey: 'asc' }, { id: 'asc' }], take: 500,
  })

/** A booking that an outage touches, as the person at the machine needs it. */
export type Affected = {
  id: string; code: string; status: string; start: Date; end: Date; timeZone: string
  personZh: string | null; personEn: string | null; phone: string | null
  resourceZh: string; resourceEn: string | null
  /** Coming from another city, and under way already if they set out in time. */
  isOnTheWay: boolean
  /** What a substitute is looked for by. */
  kindId: string; campusId: string
}

/** The bookings by id, the earliest first; journeys count from the nearest campus of the person's home. */
export async function affectedBookings(actor: Actor, ids: readonly string[], now: Date): Promise<Affected[]> {
  const found = [...(await viewBookings([...ids], now)).values()]
  const run = await runBy(actor, found.flatMap(({ items }) => items.map(({ resource }) => resource.id)))
  // Whoever runs the machine has to reach those who are on their way to it.
  const met = found.map((view) => (view.items.some(({ resource }) => run.has(resource.id)) ? { ...view, target: { ...view.target, runnerIds: [actor.personId] } } : view))
  const views = await showPeople(actor, met, 'bookings', now)
  const resourceIds = views.flatMap(({ items }) => items.map(({ resource }) => resource.id))
  const [kinds, campuses, rail] = await Promise.all([
    db.resource.findMany({ where: { id: { in: resourceIds } }, select: { id: true, kindId: true } }),
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
      kindId: kinds.find(({ id }) => id === item.resource.id)?.kindId ?? '', campusId: item.resource.campusId,
    }]
  }).toSorted((a, b) => a.start.getTime() - b.start.getTime())
}

/** What is out of service now of the resources, what comes back first at the top. */
export const outNow = (resourceIds: readonly string[], now: Date): Promise<(OutageRow & { resourceId: string })[]> =>
  db.outage.findMany({
    where: { resourceId: { in: [...resourceIds] }, endedAt: null, startsAt: { lte: now }, endsAt: { gt: now }, kind: { not: 'booked_elsewhere' } },
    select: { id: true, kind: true, startsAt: true, endsAt: true, reason: true, version: true, resourceId: true },
    orderBy: { endsAt: 'asc' },
  })

/** The bookings that gave way to what is out of service now on these resources. */
export async function gaveWay(actor: Actor, resourceIds: readonly string[], now: Date): Promise<Affected[]> {
  const rows = await db.$queryRaw<{ id: string }[]>`
    SELECT DISTINCT b.id::text FROM outage o
      JOIN booking_item i ON i.resource_id IN (SELECT resource_tree(ARRAY[o.resource_id])) AND i.starts_at < o.ends_at AND i.ends_at > o.starts_at
      JOIN booking b ON b.id = i.booking_id AND b.updated_at = o.created_at AND b.ended_by_id = o.created_by_id
     WHERE o.resource_id = ANY (${[...resourceIds]}::text[]) AND o.starts_at <= ${now}::timestamptz AND o.ends_at > ${now}::timestamptz
       AND o.ended_at IS NULL AND b.status IN ('displaced', 'cancelled') LIMIT 200`
  return affectedBookings(actor, rows.map(({ id }) => id), now)
}

/** The resources of these sessions that the actor may stop, each once, and whether they may shift its day too. */
export function keptOf(actor: Actor, sessions: readonly BookingView[]): (SupplyRow & { mayShift: boolean })[] {
  const items = sessions.flatMap((each) => each.items)
  const kept = items.filter(({ resource }) => can(actor, 'stop:resource', resource)).map(({ resource }) => ({ ...resource, mayShift: can(actor, 'manage:resource', resource) }))
  return [...new Map(kept.map(({ id, nameZh, nameEn, mayShift }) => [id, { id, nameZh, nameEn, mayShift }])).values()]
}
