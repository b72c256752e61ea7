import type { BookingFacts } from '~/domain/booking/facts'
import type { ProjectFacts } from '~/domain/people/project'
import type { Period } from '~/domain/time/interval'
import { type FactsQuestion, lockFacts, readFacts } from '~/features/bookings/facts.server'
import { db, type RawTx } from '~/platform/db.server'

type Question = { projectId: string | null; attendeeId: string; window: Period; now: Date; ownBookingId?: string | null }

/**
 * Locks the hours of a project that limits them, so that two bookings cannot both take the last ones: the
 * person first, then the project, before anything else is locked.
 */
export async function lockProjectHours(tx: RawTx, { projectId, attendeeId }: { projectId: string | null; attendeeId: string }): Promise<void> {
  if (projectId === null) return
  await tx.$queryRaw`SELECT 1 FROM person WHERE id = ${attendeeId}::uuid FOR NO KEY UPDATE`
  await tx.$queryRaw`
    SELECT pg_advisory_xact_lock(hashtextextended('project-hours:' || id, 0))::text FROM project
     WHERE id = ${projectId} AND (budget_seconds IS NOT NULL OR yearly_seconds IS NOT NULL)`
}

/**
 * What a verdict needs of the project that a wish names: undefined when it names none, null when there is
 * none of that id. Hours are counted by the calendar year of the item's campus, clipped at its edges.
 */
async function projectFacts(client: RawTx | typeof db, question: Question): Promise<ProjectFacts | null | undefined> {
  const { projectId, attendeeId, window, now, ownBookingId = null } = question
  if (projectId === null) return undefined
  // A day to either side: the year begins at another instant in each zone.
  const first = new Date(window.start.getTime() - DAY_MS).getUTCFullYear()
  const last = new Date(window.end.getTime() + DAY_MS).getUTCFullYear()
  const rows = await client.$queryRaw<ProjectFacts[]>`
    WITH held AS (
      SELECT i.starts_at, i.ends_at, i.quantity, c.time_zone
        FROM project p
        JOIN booking b ON b.project_id = p.id AND (p.budget_seconds IS NOT NULL OR p.yearly_seconds IS NOT NULL)
        JOIN booking_item i ON i.booking_id = b.id
        JOIN resource r ON r.id = i.resource_id
        JOIN campus c ON c.id = r.campus_id
       WHERE p.id = ${projectId} AND i.starts_at IS NOT NULL AND b.id IS DISTINCT FROM ${ownBookingId}::uuid
         AND b.status IN ('pending', 'approved', 'in_use', 'completed', 'no_show')
         AND NOT (b.status = 'pending' AND b.hold_expires_at <= ${now})
    )
    SELECT p.id, p.group_id AS "groupId",
           p.closed_at IS NOT NULL AS "isClosed", g.closed_at IS NOT NULL AS "isGroupClosed", g.confirmed_at IS NOT NULL AS "isGroupConfirmed",
           to_char(p.starts_on, 'YYYY-MM-DD') AS "startsOn", to_char(p.ends_on, 'YYYY-MM-DD') AS "endsOn",
           p.budget_seconds AS "budgetSeconds", p.yearly_seconds AS "yearlySeconds",
           EXISTS (SELECT 1 FROM group_member m WHERE m.group_id = p.group_id AND m.person_id = ${attendeeId}::uuid
                      AND m.starts_at <= ${now} AND (m.ends_at IS NULL OR m.ends_at > ${now}))
             OR EXISTS (SELECT 1 FROM project_member m WHERE m.project_id = p.id AND m.person_id = ${attendeeId}::uuid
                      AND m.starts_at <= ${now} AND (m.ends_at IS NULL OR m.ends_at > ${now})) AS "isMember",
           (SELECT coalesce(sum(extract(epoch FROM ends_at - starts_at) * quantity), 0)::float8 FROM held) AS "usedSeconds",
           (SELECT coalesce(jsonb_object_agg(u.year, u.seconds), '{}') FROM (
              SELECT y AS year, sum(extract(epoch FROM least(h.ends_at, make_timestamptz(y + 1, 1, 1, 0, 0, 0, h.time_zone))
                                                     - greatest(h.starts_at, make_timestamptz(y, 1, 1, 0, 0, 0, h.time_zone))) * h.quantity)::bigint AS seconds
                FROM generate_series(${first}::int, ${last}::int) y
                JOIN held h ON h.starts_at < make_timestamptz(y + 1, 1, 1, 0, 0, 0, h.time_zone)
                           AND h.ends_at > make_timestamptz(y, 1, 1, 0, 0, 0, h.time_zone)
               GROUP BY y) u) AS "usedByYear",
           (SELECT coalesce(jsonb_agg(jsonb_build_object('groupId', pp.group_id, 'label', pp.label, 'share', pp.share) ORDER BY pp.share DESC, pp.id), '[]')
              FROM project_payer pp WHERE pp.project_id = p.id) AS payers
      FROM project p JOIN research_group g ON g.id = p.group_id
     WHERE p.id = ${projectId}`
  return rows[0] ?? null
}

const DAY_MS = 86_400_000

type WithProject<Q> = Q & { attendeeId: string; projectId: string | null }

/** `lockFacts` for a booking that a project may carry. */
export async function lockCarriedFacts(tx: RawTx, question: WithProject<Parameters<typeof lockFacts>[1]>): Promise<BookingFacts> {
  await lockProjectHours(tx, question)
  const facts = await lockFacts(tx, question)
  return { ...facts, project: await projectFacts(tx, question) }
}

/** `readFacts` for a booking that a project may carry. */
export async function readCarriedFacts(question: WithProject<FactsQuestion>): Promise<BookingFacts> {
  const [facts, project] = await Promise.all([readFacts(question), projectFacts(db, question)])
  return { ...facts, project }
}
