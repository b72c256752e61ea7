import type { Actor } from '~/domain/access/permission'
import type { ResourceMode } from '~/domain/booking/facts'
import type { TimeBand, TrainingKind } from '~/domain/eligibility/facts'
import { addDays, isPlainDate, plainDateOf, startOfDay } from '~/domain/time/zone'
import { AFFILIATION_KINDS } from '~/features/auth/kinds'
import { managedScope } from '~/features/catalogue/managed.server'
import { ENTRIES, type RegisterEntry } from '~/features/people/qualifications/register-words'
import { db } from '~/platform/db.server'
import { Prisma } from '~/platform/generated/prisma/client'

const ZONE = 'Asia/Shanghai'
export const REGISTER_PAGE = 50
/** The most lines of one file; a year of a large university is far less. */
export const REGISTER_FILE = 100_000

/** Both days included, in the alliance's zone; null: all. */
export type RegisterFilters = { from: string; to: string; entry: RegisterEntry | null; resource: string | null; trainee: string | null; by: string | null; page: number }

/** Without dates: the last twelve months. */
export function parseRegisterFilters(query: URLSearchParams, now: Date): RegisterFilters {
  const today = plainDateOf(now, ZONE)
  const day = (name: string, otherwise: string) => {
    const text = query.get(name) ?? ''
    return isPlainDate(text) ? text : otherwise
  }
  const to = day('to', today)
  const text = (name: string) => (query.get(name) ?? '').replaceAll('\0', '').slice(0, 100) || null
  return {
    from: day('from', addDays(today, -365)), to,
    entry: ENTRIES.find((each) => each === query.get('entry')) ?? null,
    resource: text('resource'),
    trainee: AFFILIATION_KINDS.find((each) => each === query.get('trainee')) ?? null,
    by: /^[0-9a-f-]{36}$/i.test(query.get('by') ?? '') ? query.get('by') : null,
    page: Math.max(1, Math.min(10_000, Math.trunc(Number(query.get('page'))) || 1)),
  }
}

type Name = { zh: string | null; en: string | null }
export type RegisterRow = {
  entry: RegisterEntry
  id: string
  at: Date
  personId: string
  person: Name & { email: string }
  university: Name | null
  traineeKind: string | null
  /** The resource, kind, lab or room it is about. */
  subject: Name
  mode: ResourceMode | null
  band: TimeBand | null
  step: TrainingKind | null
  by: (Name & { email: string }) | null
  source: string
  validUntil: Date | null
  revokedAt: Date | null
  suspendedAt: Date | null
}

/** Everything that was granted, admitted or done where the actor reads qualifications, as one list. */
function entriesOf(actor: Actor): Prisma.Sql {
  const { all, labIds, universityIds } = managedScope(actor, 'read:qualification')
  const within = (lab: Prisma.Sql, university: Prisma.Sql) =>
    all ? Prisma.sql`TRUE` : Prisma.sql`(${lab} = ANY (${labIds}::text[]) OR ${university} = ANY (${universityIds}::text[]))`
  return Prisma.sql`
    SELECT 'qualification' AS entry, q.id, q.valid_from AS at, q.person_id, q.resource_id, q.kind_id, NULL::text AS lab_id, NULL::text AS room_id,
           q.mode::text AS mode, q.band::text AS band, NULL::text AS step, q.trainee_kind, q.granted_by_id AS by_id, q.source::text AS source,
           q.valid_until, q.revoked_at, q.suspended_at
      FROM qualification q LEFT JOIN resource r ON r.id = q.resource_id
     WHERE ${within(Prisma.sql`r.lab_id`, Prisma.sql`coalesce(r.university_id, q.university_id)`)}
    UNION ALL
    SELECT 'admission', a.id, a.valid_from, a.person_id, NULL, NULL, a.lab_id, a.room_id, NULL, NULL, NULL, NULL, a.granted_by_id, a.source::text,
           a.valid_until, a.revoked_at, NULL
      FROM safety_admission a LEFT JOIN lab l ON l.id = a.lab_id LEFT JOIN room o ON o.id = a.room_id LEFT JOIN campus c ON c.id = o.campus_id
     WHERE a.layer = 'local' AND ${within(Prisma.sql`coalesce(a.lab_id, o.lab_id)`, Prisma.sql`coalesce(l.host_university_id, c.university_id)`)}
    UNION ALL
    SELECT 'step', s.id, s.at, s.person_id, s.resource_id, s.kind_id, NULL, NULL, NULL, NULL, s.kind::text, NULL, s.recorded_by_id,
           CASE WHEN s.session_id IS NULL THEN 'manager' ELSE 'training' END, NULL, NULL, NULL
      FROM training_step s LEFT JOIN resource r ON r.id = s.resource_id
      LEFT JOIN training_session t ON t.id = s.session_id LEFT JOIN lab tl ON tl.id = t.lab_id
     WHERE ${within(Prisma.sql`coalesce(r.lab_id, t.lab_id)`, Prisma.sql`coalesce(r.university_id, tl.host_university_id)`)}`
}

/** With what the person was at the time, where the entry itself does not say. */
function filteredOf(actor: Actor, filters: RegisterFilters): Prisma.Sql {
  const { entry, resource, trainee, by } = filters
  const given = (is: Prisma.Sql, wish: string | null) => (wish === null ? Prisma.empty : Prisma.sql`AND ${is} = ${wish}`)
  return Prisma.sql`
    FROM (${entriesOf(actor)}) e
    LEFT JOIN LATERAL (
      SELECT f.kind::text AS kind, f.university_id FROM affiliation f
       WHERE f.person_id = e.person_id AND f.is_home AND f.starts_at <= e.at AND (f.ends_at IS NULL OR f.ends_at > e.at) LIMIT 1) home ON true
   WHERE e.at >= ${startOfDay(filters.from, ZONE)}::timestamptz AND e.at < ${startOfDay(addDays(filters.to, 1), ZONE)}::timestamptz
         ${given(Prisma.sql`e.entry`, entry)} ${given(Prisma.sql`e.resource_id`, resource)}
         ${given(Prisma.sql`coalesce(e.trainee_kind, home.kind)`, trainee)} ${given(Prisma.sql`e.by_id::text`, by)}`
}

/** The lines of the register that fit, newest first. The caller has judged that the actor may read it. */
export async function registerRows(actor: Actor, filters: RegisterFilters, { take, skip }: { take: number; skip: number }): Promise<RegisterRow[]> {
  return db.$queryRaw<RegisterRow[]>`
    SELECT x.entry, x.id::text, x.at, x.person_id::text AS "personId", x.trainee AS "traineeKind", x.mode, x.band, x.step, x.source,
           x.valid_until AS "validUntil", x.revoked_at AS "revokedAt", x.suspended_at AS "suspendedAt",
           json_build_object('zh', p.name_zh, 'en', p.name_en, 'email', p.email) AS person,
           CASE WHEN u.id IS NOT NULL THEN json_build_object('zh', u.short_zh, 'en', u.abbr) END AS university,
           CASE WHEN g.id IS NOT NULL THEN json_build_object('zh', g.name_zh, 'en', g.name_en, 'email', g.email) END AS by,
           json_build_object(
             'zh', coalesce(r.name_zh, k.zh, l.name_zh, concat_ws(' ', o.building_zh, o.number)),
             'en', coalesce(r.name_en, k.en, l.name_en, concat_ws(' ', o.building_en, o.number))) AS subject
      FROM (SELECT e.*, coalesce(e.trainee_kind, home.kind) AS trainee, home.university_id AS home_id ${filteredOf(actor, filters)}
             ORDER BY e.at DESC, e.id LIMIT ${take} OFFSET ${skip}) x
      JOIN person p ON p.id = x.person_id
      LEFT JOIN university u ON u.id = x.home_id
      LEFT JOIN person g ON g.id = x.by_id
      LEFT JOIN resource r ON r.id = x.resource_id
      LEFT JOIN resource_kind k ON k.id = x.kind_id
      LEFT JOIN lab l ON l.id = x.lab_id
      LEFT JOIN room o ON o.id = x.room_id
     ORDER BY x.at DESC, x.id`
}

export async function registerCount(actor: Actor, filters: RegisterFilters): Promise<number> {
  const [row] = await db.$queryRaw<{ count: number }[]>`SELECT count(*)::int AS count ${filteredOf(actor, filters)}`
  return row?.count ?? 0
}

/** Whom and what the filters may name: who has granted, and the resources that were granted. */
export async function registerChoices(actor: Actor) {
  const entries = entriesOf(actor)
  const [people, resources] = await Promise.all([
    db.$queryRaw<(Name & { id: string; email: string })[]>`
      SELECT p.id::text, p.name_zh AS zh, p.name_en AS en, p.email FROM person p
       WHERE p.id IN (SELECT e.by_id FROM (${entries}) e) ORDER BY p.email LIMIT 300`,
    db.$queryRaw<(Name & { id: string })[]>`
      SELECT r.id, r.name_zh AS zh, r.name_en AS en FROM resource r
       WHERE r.id IN (SELECT e.resource_id FROM (${entries}) e) ORDER BY r.sort_key, r.id LIMIT 1000`,
  ])
  return { people, resources }
}
