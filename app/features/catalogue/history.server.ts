import { type Changes, type FieldValue } from '~/domain/catalogue/changes'
import { db } from '~/platform/db.server'

export type HistoryEvent = {
  id: string
  at: Date
  action: string
  /** Null: the system itself. */
  who: { zh: string | null; en: string | null; email: string } | null
  changes: Changes
}
export type Named = { zh: string; en: string | null }
export type History = { events: HistoryEvent[]; names: Record<string, Named>; nextCursor: string | null }

const PAGE = 30

/** What was changed on an entry, newest first. The caller has judged that the reader keeps it. */
export async function listChanges(kind: 'resource' | 'lab' | 'room', id: string, cursor: string | null): Promise<History> {
  const before = cursor !== null && /^\d{1,18}$/.test(cursor) ? BigInt(cursor) : null
  const rows = await db.auditEvent.findMany({
    where: { subjectKind: kind, subjectId: id, ...(before !== null && { id: { lt: before } }) },
    select: { id: true, at: true, action: true, actorId: true, data: true },
    orderBy: { id: 'desc' },
    take: PAGE + 1,
  })
  const shown = rows.slice(0, PAGE)
  const people = await db.person.findMany({
    where: { id: { in: [...new Set(shown.flatMap(({ actorId }) => actorId ?? []))] } },
    select: { id: true, nameZh: true, nameEn: true, email: true },
  })
  const byId = new Map(people.map(({ id: personId, nameZh, nameEn, email }) => [personId, { zh: nameZh, en: nameEn, email }]))
  const events = shown.map((row) => ({
    id: row.id.toString(),
    at: row.at,
    action: row.action,
    who: row.actorId === null ? null : (byId.get(row.actorId) ?? null),
    changes: changesIn(row.data),
  }))
  return { events, names: await namesIn(events), nextCursor: rows.length > PAGE ? (shown.at(-1)?.id.toString() ?? null) : null }
}

/** Rows are written by many versions of the product: what is no change is left out. */
function changesIn(data: unknown): Changes {
  const changes: unknown = typeof data === 'object' && data !== null && 'changes' in data ? data.changes : null
  if (typeof changes !== 'object' || changes === null) return {}
  return Object.fromEntries(
    Object.entries(changes).flatMap(([field, change]: [string, unknown]) =>
      typeof change === 'object' && change !== null && 'to' in change
        ? [[field, { from: valueOf('from' in change ? change.from : null), to: valueOf(change.to) }]]
        : [],
    ),
  )
}

function valueOf(value: unknown): FieldValue {
  if (Array.isArray(value)) return value.map(String)
  return typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean' ? value : null
}

/** Fields that hold another entry's id, so that people read its name. */
const REFERENCES = ['labId', 'listedBy', 'universityId', 'hostUniversityId', 'owners', 'campusId', 'roomId', 'parentId', 'kindId', 'tags']

/** Names of all that the changes refer to, by id. */
export async function namesIn(events: readonly { changes: Changes }[]): Promise<Record<string, Named>> {
  const ids = new Set<string>()
  for (const { changes } of events) {
    for (const [field, { from, to }] of Object.entries(changes)) {
      if (!REFERENCES.includes(field)) continue
      for (const each of [from, to].flat()) if (typeof each === 'string') ids.add(each.replace(/^(lead|member):/, ''))
    }
  }
  if (ids.size === 0) return {}
  const where = { id: { in: [...ids] } }
  const select = { id: true, nameZh: true, nameEn: true } as const
  const [labs, universities, campuses, resources, rooms, kinds, tags] = await Promise.all([
    db.lab.findMany({ where, select }),
    db.university.findMany({ where, select }),
    db.campus.findMany({ where, select }),
    db.resource.findMany({ where, select }),
    db.room.findMany({ where, select: { id: true, buildingZh: true, buildingEn: true, number: true } }),
    db.resourceKind.findMany({ where, select: { id: true, zh: true, en: true } }),
    db.tag.findMany({ where, select: { id: true, zh: true, en: true } }),
  ])
  const named = [...labs, ...universities, ...campuses, ...resources].map(({ id, nameZh, nameEn }) => [id, { zh: nameZh, en: nameEn }] as const)
  const placed = rooms.map(({ id, buildingZh, buildingEn, number }) => [id, { zh: [buildingZh, number].filter(Boolean).join(' '), en: [buildingEn, number].filter(Boolean).join(' ') }] as const)
  const worded = [...kinds, ...tags].map(({ id, zh, en }) => [id, { zh, en }] as const)
  return Object.fromEntries([...named, ...placed, ...worded])
}
