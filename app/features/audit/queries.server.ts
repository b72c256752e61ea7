import { can, type Actor } from '~/domain/access/permission'
import { addDays, startOfDay } from '~/domain/time/zone'
import { db } from '~/platform/db.server'

export type AuditRow = {
  id: string
  at: Date
  action: string
  actorEmail: string | null
  subjectKind: string
  subjectId: string
  universityId: string | null
  data: unknown
}

export type AuditPage = { items: AuditRow[]; nextCursor: string | null }

const PAGE = 50
/** A day that there is; 31 February is none. */
function isDate(text: string): boolean {
  if (!/^(19|20)\d{2}-\d{2}-\d{2}$/.test(text)) return false
  const at = new Date(`${text}T00:00:00Z`)
  return Number.isFinite(at.getTime()) && at.toISOString().startsWith(text)
}
const ALLIANCE_ZONE = 'Asia/Shanghai'
/** An id that nobody has. */
const NOBODY = '00000000-0000-0000-0000-000000000000'

export type AuditFilter = {
  cursor?: string | null
  /** What the action begins with, such as person.read. */
  action?: string | null
  /** An id, or the address of a person. */
  subjectId?: string | null
  /** The address of who acted. */
  actorEmail?: string | null
  /** Plain dates on the alliance's clock; the last one is included. */
  from?: string | null
  to?: string | null
}

/** The audit log, newest first, for those who may read it. A cursor is the id of the last row shown. */
export async function listAuditEvents(
  actor: Actor,
  filter: AuditFilter,
): Promise<AuditPage> {
  if (!can(actor, 'read:audit', {})) return { items: [], nextCursor: null }
  const before = filter.cursor != null && /^\d{1,18}$/.test(filter.cursor) ? BigInt(filter.cursor) : null
  const idOf = async (email: string) => (await db.person.findUnique({ where: { email: email.toLowerCase() }, select: { id: true } }))?.id ?? NOBODY
  const subjectId = filter.subjectId?.includes('@') ? await idOf(filter.subjectId) : filter.subjectId
  const at = {
    ...(filter.from && isDate(filter.from) ? { gte: startOfDay(filter.from, ALLIANCE_ZONE) } : {}),
    ...(filter.to && isDate(filter.to) ? { lt: startOfDay(addDays(filter.to, 1), ALLIANCE_ZONE) } : {}),
  }
  const rows = await db.auditEvent.findMany({
    where: {
      ...(filter.actorEmail ? { actorId: await idOf(filter.actorEmail) } : {}),
      at,
      ...(before === null ? {} : { id: { lt: before } }),
      ...(filter.action ? { action: { startsWith: filter.action } } : {}),
      ...(subjectId ? { subjectId } : {}),
    },
    orderBy: { id: 'desc' },
    take: PAGE + 1,
  })
  const shown = rows.slice(0, PAGE)
  const actorIds = [...new Set(shown.flatMap(({ actorId }) => (actorId === null ? [] : [actorId])))]
  const people = await db.person.findMany({
    where: { id: { in: actorIds } },
    select: { id: true, email: true },
  })
  const emails = new Map(people.map(({ id, email }) => [id, email]))
  return {
    items: shown.map(({ id, actorId, ...row }) => ({
      ...row,
      id: id.toString(),
      actorEmail: actorId === null ? null : (emails.get(actorId) ?? actorId),
    })),
    nextCursor: rows.length > PAGE ? (shown.at(-1)?.id.toString() ?? null) : null,
  }
}
