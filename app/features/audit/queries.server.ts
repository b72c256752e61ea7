import { can, type Actor } from '~/domain/access/permission'
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

/** The audit log, newest first, for those who may read it. A cursor is the id of the last row shown. */
export async function listAuditEvents(
  actor: Actor,
  filter: { cursor?: string | null; action?: string | null; subjectId?: string | null },
): Promise<AuditPage> {
  if (!can(actor, 'read:audit', {})) return { items: [], nextCursor: null }
  const before = filter.cursor != null && /^\d{1,18}$/.test(filter.cursor) ? BigInt(filter.cursor) : null
  const rows = await db.auditEvent.findMany({
    where: {
      ...(before === null ? {} : { id: { lt: before } }),
      ...(filter.action ? { action: { startsWith: filter.action } } : {}),
      ...(filter.subjectId ? { subjectId: filter.subjectId } : {}),
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
