import { type Actor, can } from '~/domain/access/permission'
import type { ItemStatus, Purpose } from '~/domain/booking/states'
import { addDays, startOfDay } from '~/domain/time/zone'
import type { Beneficiary, Operation, UseSource } from '~/domain/usage/facts'
import { noteReads } from '~/features/audit/note-reads.server'
import { managedScope, resourcesIn } from '~/features/catalogue/managed.server'
import type { LogbookFilter } from '~/features/usage/logbook/filter'
import { defaultTimeZone } from '~/i18n/locale'
import { db } from '~/platform/db.server'
import { Prisma } from '~/platform/generated/prisma/client'

export type UseRow = {
  /** The use's own id, or that of its item where nobody has told anything. */
  id: string
  code: string | null
  bookingId: string | null
  resource: { id: string; nameZh: string; nameEn: string | null; timeZone: string; isIllustrative: boolean }
  person: { id: string; nameZh: string | null; nameEn: string | null; email: string; universityZh: string | null; universityEn: string | null }
  operator: { nameZh: string | null; nameEn: string | null } | null
  status: ItemStatus
  /** When it began and ended; of one that nobody came to, as booked. */
  startsAt: Date
  endsAt: Date | null
  startSource: UseSource | 'assumed'
  endSource: UseSource | 'assumed' | null
  isAssumed: boolean
  usedSeconds: number
  effectiveSeconds: number
  operation: Operation
  purpose: Purpose
  beneficiary: Beneficiary
  samples: number | null
  remarks: string | null
  /** Of one that was brought in: the system that measured it and its key there. */
  external: { system: string; id: string } | null
}

export type UseSums = { count: number; measured: number; measuredSeconds: number; assumedSeconds: number; effectiveSeconds: number; samples: number }

/** Uses that touch the period, in the labs where the actor records them; null where that is nowhere. */
function usesIn(actor: Actor, filter: LogbookFilter): Prisma.Sql | null {
  const { all, labIds, universityIds } = managedScope(actor, 'record:use')
  if (!can(actor, 'record:use')) return null
  const from = startOfDay(filter.from, defaultTimeZone)
  const to = startOfDay(addDays(filter.to, 1), defaultTimeZone)
  const person = filter.person.toLowerCase()
  return Prisma.sql`
      FROM every_use e
      JOIN resource r ON r.id = e.resource_id
      JOIN campus c ON c.id = r.campus_id
      JOIN person p ON p.id = e.person_id
      LEFT JOIN usage_record u ON u.id = e.id
      LEFT JOIN person o ON o.id = u.operator_id
      LEFT JOIN booking_item i ON i.id = e.item_id
      LEFT JOIN booking b ON b.id = i.booking_id
      LEFT JOIN imported_use x ON x.record_id = u.id
      LEFT JOIN LATERAL (
        SELECT v.name_zh, v.name_en FROM affiliation a JOIN university v ON v.id = a.university_id
         WHERE a.person_id = p.id AND a.is_home ORDER BY a.starts_at DESC LIMIT 1) home ON true
     WHERE e.status <> 'not_started'
       AND coalesce(e.starts_at, i.starts_at) < ${to}::timestamptz
       AND (coalesce(e.starts_at, i.starts_at) >= ${from}::timestamptz OR coalesce(e.ends_at, CASE e.status WHEN 'in_use' THEN 'infinity'::timestamptz ELSE i.ends_at END) > ${from}::timestamptz)
       ${all ? Prisma.empty : Prisma.sql`AND (r.lab_id = ANY (${labIds}::text[]) OR r.university_id = ANY (${universityIds}::text[]))`}
       ${filter.lab === '' ? Prisma.empty : Prisma.sql`AND r.lab_id = ${filter.lab}`}
       ${filter.resource === '' ? Prisma.empty : Prisma.sql`AND r.id = ${filter.resource}`}
       ${filter.purpose === '' ? Prisma.empty : Prisma.sql`AND e.purpose = ${filter.purpose}::"Purpose"`}
       ${filter.source === '' ? Prisma.empty : Prisma.sql`AND ${filter.source} IN (coalesce(u.start_source, CASE WHEN u.id IS NULL THEN 'assumed' END), coalesce(u.end_source, CASE WHEN u.id IS NULL THEN 'assumed' END))`}
       ${person === '' ? Prisma.empty : Prisma.sql`AND (position(${person} IN lower(concat_ws(' ', p.name_zh, p.name_en, p.email))) > 0 OR position(${person} IN lower(concat_ws(' ', o.name_zh, o.name_en, o.email))) > 0)`}`
}

const COLUMNS = Prisma.sql`
    SELECT e.id::text AS id, b.code, b.id::text AS "bookingId",
           jsonb_build_object('id', r.id, 'nameZh', r.name_zh, 'nameEn', r.name_en, 'timeZone', c.time_zone, 'isIllustrative', r.is_illustrative) AS resource,
           jsonb_build_object('id', p.id, 'nameZh', p.name_zh, 'nameEn', p.name_en, 'email', p.email, 'universityZh', home.name_zh, 'universityEn', home.name_en) AS person,
           CASE WHEN o.id IS NOT NULL THEN jsonb_build_object('nameZh', o.name_zh, 'nameEn', coalesce(o.name_en, o.email)) END AS operator,
           e.status::text, coalesce(e.starts_at, i.starts_at) AS "startsAt",
           CASE WHEN e.status <> 'in_use' THEN coalesce(e.ends_at, i.ends_at) END AS "endsAt",
           coalesce(u.start_source, 'assumed') AS "startSource",
           CASE WHEN u.id IS NULL THEN 'assumed' ELSE u.end_source END AS "endSource",
           coalesce(e.is_assumed, false) AS "isAssumed", e.used_seconds AS "usedSeconds", e.effective_seconds AS "effectiveSeconds",
           e.operation::text, e.purpose::text, e.beneficiary::text, e.samples, u.remarks,
           CASE WHEN x.record_id IS NOT NULL THEN jsonb_build_object('system', x.system, 'id', x.external_id) END AS external`

/** A page of uses, the latest first, with what all of them come to. Whose they are is noted as read. */
export async function listUses(actor: Actor, filter: LogbookFilter, { take, skip }: { take: number; skip: number }, now: Date): Promise<{ rows: UseRow[]; sums: UseSums }> {
  const uses = usesIn(actor, filter)
  if (uses === null) return { rows: [], sums: NOTHING }
  const [rows, sums] = await Promise.all([
    db.$queryRaw<UseRow[]>`${COLUMNS} ${uses} ORDER BY coalesce(e.starts_at, i.starts_at) DESC, e.id LIMIT ${take} OFFSET ${skip}`,
    db.$queryRaw<UseSums[]>`
      SELECT count(*)::int AS count, (count(*) FILTER (WHERE NOT coalesce(e.is_assumed, false) AND e.starts_at IS NOT NULL))::int AS measured,
             coalesce(sum(e.used_seconds) FILTER (WHERE NOT coalesce(e.is_assumed, false)), 0)::float8 AS "measuredSeconds",
             coalesce(sum(e.used_seconds) FILTER (WHERE e.is_assumed), 0)::float8 AS "assumedSeconds",
             coalesce(sum(e.effective_seconds) FILTER (WHERE NOT coalesce(e.is_assumed, false)), 0)::float8 AS "effectiveSeconds",
             coalesce(sum(e.samples), 0)::int AS samples ${uses}`,
  ])
  await noteReads(actor, rows.map(({ person }) => person.id), 'uses', now)
  return { rows, sums: sums[0] ?? NOTHING }
}

const NOTHING: UseSums = { count: 0, measured: 0, measuredSeconds: 0, assumedSeconds: 0, effectiveSeconds: 0, samples: 0 }
const BATCH = 500

/** The same uses, the earliest first, a batch at a time: however many they are, few are held at once. */
export async function* allUses(actor: Actor, filter: LogbookFilter, now: Date): AsyncGenerator<UseRow[]> {
  const uses = usesIn(actor, filter)
  if (uses === null) return
  for (let after: UseRow | undefined; ; ) {
    const beyond = after === undefined ? Prisma.empty : Prisma.sql`AND (coalesce(e.starts_at, i.starts_at), e.id) > (${after.startsAt}::timestamptz, ${after.id}::uuid)`
    const rows = await db.$queryRaw<UseRow[]>`${COLUMNS} ${uses} ${beyond} ORDER BY coalesce(e.starts_at, i.starts_at), e.id LIMIT ${BATCH}`
    if (rows.length > 0) {
      await noteReads(actor, rows.map(({ person }) => person.id), 'uses', now)
      yield rows
    }
    if (rows.length < BATCH) return
    after = rows.at(-1)
  }
}

export type KeptResource = { id: string; nameZh: string; nameEn: string | null; labId: string; labZh: string; labEn: string; timeZone: string }

/** The resources whose uses the actor records, by lab. */
export async function keptResources(actor: Actor): Promise<KeptResource[]> {
  if (!can(actor, 'record:use')) return []
  const rows = await db.resource.findMany({
    where: { AND: [resourcesIn(managedScope(actor, 'record:use')), { kind: { nature: { not: 'operator' } } }] },
    select: { id: true, nameZh: true, nameEn: true, labId: true, lab: { select: { nameZh: true, nameEn: true } }, campus: { select: { timeZone: true } } },
    orderBy: [{ labId: 'asc' }, { sortKey: 'asc' }, { id: 'asc' }],
    take: 1_000,
  })
  return rows.map(({ lab, campus, ...row }) => ({ ...row, labZh: lab.nameZh, labEn: lab.nameEn, timeZone: campus.timeZone }))
}

export type YearTotal = {
  resourceId: string; nameZh: string; nameEn: string | null
  year: number; basis: 'calendar' | 'academic'; source: string
  machineSeconds: number; effectiveSeconds: number | null; samples: number | null; users: number | null
}

/** What other systems counted for past years, the latest first. */
export function yearTotals(actor: Actor, { lab, resource }: Pick<LogbookFilter, 'lab' | 'resource'>): Promise<YearTotal[]> {
  const { all, labIds, universityIds } = managedScope(actor, 'record:use')
  return db.$queryRaw<YearTotal[]>`
    SELECT r.id AS "resourceId", r.name_zh AS "nameZh", r.name_en AS "nameEn", t.year::int, t.basis, t.source,
           t.machine_seconds AS "machineSeconds", t.effective_seconds AS "effectiveSeconds", t.samples, t.users
      FROM resource_year_total t JOIN resource r ON r.id = t.resource_id
     WHERE (${all} OR r.lab_id = ANY (${labIds}::text[]) OR r.university_id = ANY (${universityIds}::text[]))
       AND (${lab} = '' OR r.lab_id = ${lab}) AND (${resource} = '' OR r.id = ${resource})
     ORDER BY t.year DESC, t.basis, r.lab_id, r.id, t.source LIMIT 2000`
}
