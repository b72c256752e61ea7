import type { Actor } from '~/domain/access/permission'
import type { ResourceMode } from '~/domain/booking/facts'
import type { TimeBand, TrainingKind } from '~/domain/eligibility/facts'
import { noteReads } from '~/features/audit/note-reads.server'
import { managedScope } from '~/features/catalogue/managed.server'
import { db } from '~/platform/db.server'
import { Prisma } from '~/platform/generated/prisma/client'

/** Somebody who has done every step that a rule asks of a resource, and holds nothing of it yet. */
export type ReadyLine = {
  personId: string
  person: { nameZh: string | null; nameEn: string | null; email: string }
  resource: { id: string; nameZh: string; nameEn: string | null; timeZone: string }
  mode: ResourceMode
  band: TimeBand
  steps: { kind: TrainingKind; at: Date }[]
}

/** Whose steps are done where the actor grants, whoever was done first standing first. */
export async function readyToGrant(actor: Actor, now: Date, page: { take: number; skip: number }): Promise<{ items: ReadyLine[]; total: number }> {
  type Row = Omit<ReadyLine, 'steps'> & { steps: { kind: TrainingKind; at: string }[]; total: number }
  const rows = await db.$queryRaw<Row[]>`
    ${readySql(actor, now)}
    SELECT d.person_id::text AS "personId", json_build_object('nameZh', p.name_zh, 'nameEn', p.name_en, 'email', p.email) AS person,
           json_build_object('id', r.id, 'nameZh', r.name_zh, 'nameEn', r.name_en, 'timeZone', c.time_zone) AS resource,
           d.mode::text AS mode, d.band::text AS band, d.steps, (count(*) OVER ())::int AS total
      FROM done d JOIN person p ON p.id = d.person_id JOIN resource r ON r.id = d.resource_id JOIN campus c ON c.id = r.campus_id
     ORDER BY d.last_at, d.person_id, d.resource_id, d.mode, d.band
     LIMIT ${page.take} OFFSET ${page.skip}`
  await noteReads(actor, rows.map(({ personId }) => personId), 'people', now)
  const items = rows.map(({ total: _total, steps, ...row }) => ({ ...row, steps: steps.map(({ kind, at }) => ({ kind, at: new Date(at) })) }))
  return { items, total: rows[0]?.total ?? 0 }
}

/** How many wait so for the actor's word. */
export async function countReadyToGrant(actor: Actor, now: Date): Promise<number> {
  const [row] = await db.$queryRaw<{ count: number }[]>`${readySql(actor, now)} SELECT count(*)::int AS count FROM done`
  return row?.count ?? 0
}

/**
 * The common tables that end in `done`: the same answer as `qualificationGaps` in the domain gives for
 * one person (complete, and not suspended), for all people with steps on the resources of the scope.
 */
function readySql(actor: Actor, now: Date): Prisma.Sql {
  const { all, labIds, universityIds } = managedScope(actor, 'grant:qualification')
  const scope = all ? Prisma.sql`TRUE` : Prisma.sql`(r.lab_id = ANY (${labIds}::text[]) OR r.university_id = ANY (${universityIds}::text[]))`
  return Prisma.sql`
    WITH asked AS (
      SELECT r.id AS resource_id, r.kind_id, r.university_id, coalesce(q.mode, 'self_operation') AS mode, q.band,
             q.needs_theory, q.needs_practical, q.supervised_sessions, q.needs_exam
        FROM resource r
        JOIN qualification_rule q ON ${fits('q')} AND q.ended_at IS NULL
       WHERE r.status = 'active' AND ${scope}
         AND NOT EXISTS (
           SELECT 1 FROM qualification_rule o
            WHERE o.ended_at IS NULL AND ${fits('o')} AND o.band = q.band
              AND coalesce(o.mode, 'self_operation') = coalesce(q.mode, 'self_operation') AND ${particularity('o')} > ${particularity('q')})),
    trained AS (
      SELECT a.*, s.person_id FROM asked a JOIN training_step s ON s.resource_id = a.resource_id
       UNION
      SELECT a.*, s.person_id FROM asked a JOIN training_step s ON s.resource_id IS NULL AND s.kind_id = a.kind_id),
    waiting AS (
      SELECT t.*, loss.at AS lost_at
        FROM trained t
        JOIN person p ON p.id = t.person_id AND p.status = 'active' AND p.id <> ${actor.personId}::uuid
       CROSS JOIN LATERAL (
         SELECT max(CASE WHEN h.revoked_at IS NOT NULL THEN h.revoked_at WHEN h.is_such AND h.ends_at <= ${now}::timestamptz THEN h.ends_at END) AS at,
                coalesce(bool_or(h.is_such AND h.revoked_at IS NULL
                  AND (h.suspended_at IS NOT NULL OR (h.valid_from <= ${now}::timestamptz AND (h.ends_at IS NULL OR h.ends_at > ${now}::timestamptz)))), false) AS is_settled
           FROM (
             SELECT q.revoked_at, q.suspended_at, q.valid_from,
                    least(q.valid_until, coalesce(q.last_used_at, q.valid_from) + q.idle_days * interval '24 hours') AS ends_at,
                    coalesce(q.mode, 'self_operation') = t.mode AND (t.band = 'any' OR q.band = t.band) AS is_such
               FROM qualification q
              WHERE q.person_id = t.person_id
                AND (q.resource_id = t.resource_id
                  OR (q.resource_id IS NULL AND q.kind_id = t.kind_id AND (q.university_id IS NULL OR q.university_id = t.university_id)))) h) loss
       WHERE NOT loss.is_settled),
    done AS (
      SELECT w.person_id, w.resource_id, w.mode, w.band, max(s.at) AS last_at, json_agg(json_build_object('kind', s.kind, 'at', s.at) ORDER BY s.at, s.id) AS steps
        FROM waiting w
        JOIN training_step s ON s.person_id = w.person_id AND (s.resource_id = w.resource_id OR (s.resource_id IS NULL AND s.kind_id = w.kind_id))
       WHERE w.lost_at IS NULL OR s.at > w.lost_at
       GROUP BY w.person_id, w.resource_id, w.mode, w.band, w.needs_theory, w.needs_practical, w.supervised_sessions, w.needs_exam
      HAVING count(*) FILTER (WHERE s.kind = 'theory') >= w.needs_theory::int AND count(*) FILTER (WHERE s.kind = 'practical') >= w.needs_practical::int
         AND count(*) FILTER (WHERE s.kind = 'supervised') >= w.supervised_sessions AND count(*) FILTER (WHERE s.kind = 'exam') >= w.needs_exam::int)`
}

/** Whether a rule (by its alias) speaks of resource r: as `ruleFits` in the domain. */
function fits(alias: 'q' | 'o'): Prisma.Sql {
  const of = (column: string) => Prisma.raw(`${alias}.${column}`)
  return Prisma.sql`(num_nonnulls(${of('resource_id')}, ${of('kind_id')}, ${of('lab_id')}) > 0
    AND (${of('resource_id')} IS NULL OR ${of('resource_id')} = r.id) AND (${of('kind_id')} IS NULL OR ${of('kind_id')} = r.kind_id)
    AND (${of('lab_id')} IS NULL OR ${of('lab_id')} = r.lab_id))`
}

const particularity = (alias: 'q' | 'o') =>
  Prisma.raw(`((${alias}.resource_id IS NOT NULL)::int * 4 + (${alias}.kind_id IS NOT NULL)::int * 2 + (${alias}.lab_id IS NOT NULL)::int)`)
