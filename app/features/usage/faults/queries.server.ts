import { type Actor, can } from '~/domain/access/permission'
import { managedScope, resourcesIn } from '~/features/catalogue/managed.server'
import { db } from '~/platform/db.server'
import { readStoredFile, type StoredFile } from '~/platform/files.server'

export type FaultView = {
  id: string
  resourceId: string
  nameZh: string
  nameEn: string | null
  timeZone: string
  what: string
  isUrgent: boolean
  hasPhoto: boolean
  reporterZh: string | null
  reporterEn: string | null
  reportedAt: Date
  closedAt: Date | null
  /** The reader looks after the machine. */
  mayClose: boolean
}

const UUID = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/i

/** A reported fault, for who reported it and who looks after the machine. */
export async function faultReport(actor: Actor, id: string): Promise<FaultView | null> {
  const found = await heldReport(actor, id)
  if (found === null) return null
  const { row, resource, mayClose } = found
  const person = await db.person.findUnique({ where: { id: row.reportedById }, select: { nameZh: true, nameEn: true } })
  return {
    id: row.id, resourceId: row.resourceId, nameZh: resource.nameZh, nameEn: resource.nameEn, timeZone: resource.campus.timeZone,
    what: row.what, isUrgent: row.isUrgent, hasPhoto: row.photoId !== null, reportedAt: row.reportedAt, closedAt: row.closedAt,
    reporterZh: person?.nameZh ?? null, reporterEn: person?.nameEn ?? null, mayClose,
  }
}

/** Its photo, for the same readers. */
export async function faultPhoto(actor: Actor, id: string): Promise<StoredFile | null> {
  const found = await heldReport(actor, id)
  return found?.row.photoId ? readStoredFile(found.row.photoId) : null
}

async function heldReport(actor: Actor, id: string) {
  if (!UUID.test(id)) return null
  const row = await db.faultReport.findUnique({ where: { id } })
  if (row === null) return null
  const resource = await db.resource.findUniqueOrThrow({
    where: { id: row.resourceId }, select: { nameZh: true, nameEn: true, labId: true, universityId: true, campus: { select: { timeZone: true } } },
  })
  const mayClose = can(actor, 'manage:resource', resource)
  return mayClose || row.reportedById === actor.personId ? { row, resource, mayClose } : null
}

export type OpenFault = Pick<FaultView, 'id' | 'nameZh' | 'nameEn' | 'what' | 'isUrgent' | 'reportedAt'>

/** What was reported and nobody has seen to, of the machines that the actor manages; urgent ones first. */
export async function openFaults(actor: Actor): Promise<OpenFault[]> {
  const scope = managedScope(actor, 'manage:resource')
  if (!scope.all && scope.labIds.length === 0 && scope.universityIds.length === 0) return []
  const reports = await db.faultReport.findMany({ where: { closedAt: null }, orderBy: [{ isUrgent: 'desc' }, { reportedAt: 'desc' }], take: 200, select: { id: true, what: true, isUrgent: true, reportedAt: true, resourceId: true } })
  if (reports.length === 0) return []
  const resources = await db.resource.findMany({ where: { AND: [{ id: { in: reports.map(({ resourceId }) => resourceId) } }, resourcesIn(scope)] }, select: { id: true, nameZh: true, nameEn: true } })
  const byId = new Map(resources.map((each) => [each.id, each]))
  return reports.flatMap(({ resourceId, ...report }) => {
    const resource = byId.get(resourceId)
    return resource ? [{ ...report, nameZh: resource.nameZh, nameEn: resource.nameEn }] : []
  }).slice(0, 20)
}
