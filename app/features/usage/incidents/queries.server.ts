import { type Actor, can } from '~/domain/access/permission'
import { noteReads } from '~/features/audit/note-reads.server'
import { stoppableResource, stoppableRoom } from '~/features/bookings/outages/queries.server'
import { managedScope } from '~/features/catalogue/managed.server'
import { UUID } from '~/features/people/training/queries.server'
import { rightsAt } from '~/features/usage/incidents/rights.server'
import type { IncidentState } from '~/features/usage/incidents/schema'
import { db } from '~/platform/db.server'
import { readStoredFile } from '~/platform/files.server'
import type { Prisma } from '~/platform/generated/prisma/client'

export const INCIDENT_PAGE = 30

const fields = {
  id: true, universityId: true, labId: true, roomId: true, resourceId: true, recordId: true, severity: true, at: true, what: true, measures: true, photoId: true,
  reportedById: true, reportedAt: true, closedAt: true, closedById: true, version: true,
} as const satisfies Prisma.IncidentSelect
type Row = Prisma.IncidentGetPayload<{ select: typeof fields }>
type Named = { id: string; nameZh: string | null; nameEn: string | null; email: string }

/** Those that the actor sees to, and those they reported. */
function seenBy(actor: Actor): Prisma.IncidentWhereInput {
  const { all, labIds, universityIds } = managedScope(actor, 'manage:incident')
  return all ? {} : { OR: [{ reportedById: actor.personId }, { labId: { in: labIds } }, { universityId: { in: universityIds } }] }
}

const maySee = (actor: Actor, { labId, universityId, reportedById }: Row): boolean =>
  reportedById === actor.personId || can(actor, 'manage:incident', { labId, universityId })

export async function listIncidents(actor: Actor, { state, page }: { state: IncidentState; page: number }) {
  const where = seenBy(actor)
  const stateOf = (each: IncidentState): Prisma.IncidentWhereInput => ({ closedAt: each === 'open' ? null : { not: null } })
  const [rows, open, closed] = await Promise.all([
    db.incident.findMany({ where: { AND: [where, stateOf(state)] }, select: fields, orderBy: [{ at: 'desc' }, { id: 'asc' }], take: INCIDENT_PAGE, skip: (page - 1) * INCIDENT_PAGE }),
    db.incident.count({ where: { AND: [where, stateOf('open')] } }),
    db.incident.count({ where: { AND: [where, stateOf('closed')] } }),
  ])
  return { items: await withPlaces(rows), counts: { open, closed } }
}
export type IncidentRow = Awaited<ReturnType<typeof listIncidents>>['items'][number]

/** How many wait for those who see to them; their own reports do not count. */
export async function countOpenIncidents(actor: Actor): Promise<number> {
  if (!can(actor, 'manage:incident')) return 0
  const { all, labIds, universityIds } = managedScope(actor, 'manage:incident')
  return db.incident.count({ where: { closedAt: null, ...(all ? {} : { OR: [{ labId: { in: labIds } }, { universityId: { in: universityIds } }] }) } })
}

async function withPlaces(rows: readonly Row[]) {
  const ids = (of: 'resourceId' | 'roomId') => [...new Set(rows.flatMap((row) => row[of] ?? []))]
  const [resources, rooms] = await Promise.all([
    db.resource.findMany({ where: { id: { in: ids('resourceId') } }, select: { id: true, nameZh: true, nameEn: true, isIllustrative: true, campus: { select: { timeZone: true } } } }),
    db.room.findMany({ where: { id: { in: ids('roomId') } }, select: { id: true, number: true, buildingZh: true, buildingEn: true, campus: { select: { timeZone: true } } } }),
  ])
  return rows.map((row) => {
    const resource = resources.find(({ id }) => id === row.resourceId)
    const room = rooms.find(({ id }) => id === row.roomId)
    return {
      ...row,
      resource: resource ? { id: resource.id, nameZh: resource.nameZh, nameEn: resource.nameEn, isIllustrative: resource.isIllustrative } : null,
      room: room ? { id: room.id, nameZh: [room.buildingZh ?? room.buildingEn, room.number].filter(Boolean).join(' '), nameEn: [room.buildingEn ?? room.buildingZh, room.number].filter(Boolean).join(' ') } : null,
      timeZone: resource?.campus.timeZone ?? room?.campus.timeZone ?? 'Asia/Shanghai',
    }
  })
}

/** An incident; for those who see to it also who was there, what lets them in, and what may be stopped. Null: none for the actor. */
export async function incidentPage(actor: Actor, id: string, person: string, now: Date) {
  if (!UUID.test(id)) return null
  const row = await db.incident.findUnique({ where: { id }, select: fields })
  if (row === null || !maySee(actor, row)) return null
  const keeps = can(actor, 'manage:incident', { labId: row.labId, universityId: row.universityId })
  const [[placed], there] = await Promise.all([withPlaces([row]), keeps ? peopleThere(row) : []])
  const typed = keeps && person !== '' ? await db.person.findUnique({ where: { email: person.toLowerCase() }, select: { id: true } }) : null
  const concerned = [...new Set([...there, ...(typed ? [typed.id] : [])])]
  const rights = concerned.length === 0 ? [] : (await rightsAt(row, { personIds: concerned }, now)).map((right) => ({
    ...right,
    isAllowed: right.personId !== actor.personId && can(actor, right.kind === 'qualification' ? 'update:qualification' : 'grant:admission', { labId: right.labId, universityId: right.universityId }),
  }))
  const people = await namesOf([...concerned, ...(row.reportedById ? [row.reportedById] : []), ...(row.closedById ? [row.closedById] : [])])
  await noteReads(actor, people.map((each) => each.id), 'uses', now)
  const [resource, room] = keeps
    ? await Promise.all([row.resourceId ? stoppableResource(actor, row.resourceId) : null, row.roomId ? stoppableRoom(actor, row.roomId) : null])
    : [null, null]
  return {
    ...placed!, keeps,
    reportedBy: people.find((each) => each.id === row.reportedById) ?? null,
    closedBy: people.find((each) => each.id === row.closedById) ?? null,
    people: people.filter((each) => concerned.includes(each.id)),
    rights, isTypedUnknown: keeps && person !== '' && typed === null,
    stop: { resourceId: resource?.id ?? null, roomId: room?.id ?? null },
  }
}
export type IncidentView = NonNullable<Awaited<ReturnType<typeof incidentPage>>>

const namesOf = (ids: readonly string[]): Promise<Named[]> =>
  db.person.findMany({ where: { id: { in: [...new Set(ids)] } }, select: { id: true, nameZh: true, nameEn: true, email: true }, orderBy: { email: 'asc' } })

/** Who used or was booked for the resource, or the room's resources, when it happened. */
async function peopleThere({ resourceId, roomId, at }: Row): Promise<string[]> {
  const rows = await db.$queryRaw<{ id: string }[]>`
    SELECT DISTINCT x.id::text AS id FROM (
      SELECT unnest(ARRAY[u.person_id, u.operator_id]) AS id FROM usage_record u JOIN resource r ON r.id = u.resource_id
       WHERE (r.id = ${resourceId} OR (${resourceId}::text IS NULL AND r.room_id = ${roomId})) AND NOT u.is_void AND u.starts_at <= ${at}::timestamptz
         AND (u.ends_at >= ${at}::timestamptz OR u.status = 'in_use')
      UNION ALL
      SELECT b.attendee_id FROM booking_item i JOIN booking b ON b.id = i.booking_id JOIN resource r ON r.id = i.resource_id
       WHERE (r.id = ${resourceId} OR (${resourceId}::text IS NULL AND r.room_id = ${roomId})) AND b.status IN ('approved', 'in_use', 'completed')
         AND i.starts_at <= ${at}::timestamptz AND i.ends_at >= ${at}::timestamptz) x WHERE x.id IS NOT NULL LIMIT 50`
  return rows.map(({ id }) => id)
}

/** The picture of an incident, for those who may see it. */
export async function incidentPhoto(actor: Actor, id: string) {
  if (!UUID.test(id)) return null
  const row = await db.incident.findUnique({ where: { id }, select: fields })
  return row === null || row.photoId === null || !maySee(actor, row) ? null : readStoredFile(row.photoId)
}
