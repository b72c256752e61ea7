import { type Actor, can } from '~/domain/access/permission'
import type { ConductKind, ConductScope, Effect, Excuse } from '~/domain/conduct/kinds'
import { noteReads } from '~/features/audit/note-reads.server'
import { managedScope } from '~/features/catalogue/managed.server'
import { db } from '~/platform/db.server'
import { Prisma } from '~/platform/generated/prisma/client'

const MOST = 100

type Person = { personZh: string | null; personEn: string | null; personId: string }
type Placed = { zh: string | null; en: string | null; timeZone: string | null }
export type WaitingPlea = Person & Placed & {
  id: string; version: number; findingId: string; kind: ConductKind; at: Date; points: number; excuse: Excuse; text: string; askedAt: Date
  /** Somebody else has to: it is about the reader, or the reader reported it. */
  isOther: boolean
}
export type HeldConsequence = Person & Placed & {
  id: string; version: number; scope: ConductScope; effect: Effect; days: number; proposedAt: Date; startsAt: Date | null; endsAt: Date | null; isFrozen: boolean; isOther: boolean
  grounds: { id: string; kind: ConductKind; at: string }[]
}

/** Whether there is anything to decide for somebody in this role at all. */
export const decidesConduct = (actor: Actor): boolean =>
  can(actor, 'decide:conduct') || can(actor, 'decide:university_conduct') || can(actor, 'decide:alliance_conduct')

function pleasOf(actor: Actor): Prisma.Sql {
  const { all, labIds, universityIds } = managedScope(actor, 'decide:conduct')
  return Prisma.sql`q.status = 'open' AND f.withdrawn_at IS NULL AND (${all} OR f.lab_id = ANY (${labIds}::text[]) OR f.university_id = ANY (${universityIds}::text[]))`
}

function consequencesOf(actor: Actor): Prisma.Sql {
  const { labIds, universityIds } = managedScope(actor, 'decide:conduct')
  const over = managedScope(actor, 'decide:university_conduct')
  return Prisma.sql`(
    (c.scope = 'resource' AND (r.lab_id = ANY (${labIds}::text[]) OR r.university_id = ANY (${universityIds}::text[])))
    OR (c.scope = 'lab' AND (l.id = ANY (${labIds}::text[]) OR l.host_university_id = ANY (${universityIds}::text[])))
    OR (c.scope = 'university' AND c.scope_id = ANY (${over.universityIds}::text[]))
    OR (c.scope = 'alliance' AND ${can(actor, 'decide:alliance_conduct', {})}))`
}

const places = Prisma.sql`
  JOIN person p ON p.id = c.person_id
  LEFT JOIN resource r ON c.scope = 'resource' AND r.id = c.scope_id
  LEFT JOIN lab l ON c.scope = 'lab' AND l.id = c.scope_id
  LEFT JOIN university u ON c.scope = 'university' AND u.id = c.scope_id`

/** How many pleas and proposals wait for the actor. */
export async function countWaiting(actor: Actor): Promise<{ pleas: number; proposals: number }> {
  if (!decidesConduct(actor)) return { pleas: 0, proposals: 0 }
  const [row] = await db.$queryRaw<{ pleas: number; proposals: number }[]>`
    SELECT (SELECT count(*)::int FROM conduct_plea q JOIN conduct_finding f ON f.id = q.finding_id WHERE ${pleasOf(actor)}) AS pleas,
           (SELECT count(*)::int FROM conduct_consequence c ${places} WHERE c.status = 'proposed' AND ${consequencesOf(actor)}) AS proposals`
  return row ?? { pleas: 0, proposals: 0 }
}

/** Pleas that wait, the oldest first. */
export async function waitingPleas(actor: Actor, now: Date): Promise<WaitingPlea[]> {
  const rows = await db.$queryRaw<WaitingPlea[]>`
    SELECT q.id::text, q.version, f.id::text AS "findingId", f.kind::text, f.at, f.points, q.excuse, q.text, q.asked_at AS "askedAt",
           p.id::text AS "personId", p.name_zh AS "personZh", p.name_en AS "personEn", r.name_zh AS zh, r.name_en AS en, k.time_zone AS "timeZone",
           (${actor.personId}::uuid = f.person_id OR ${actor.personId}::uuid IS NOT DISTINCT FROM f.reported_by_id) AS "isOther"
      FROM conduct_plea q JOIN conduct_finding f ON f.id = q.finding_id JOIN person p ON p.id = f.person_id
      JOIN resource r ON r.id = f.resource_id JOIN campus k ON k.id = r.campus_id
     WHERE ${pleasOf(actor)} ORDER BY q.asked_at, q.id LIMIT ${MOST}`
  await noteReads(actor, rows.map(({ personId }) => personId), 'people', now)
  return rows
}

/** Proposals that wait, or what is in force now, the oldest first. */
export async function heldConsequences(actor: Actor, status: 'proposed' | 'in_force', now: Date): Promise<HeldConsequence[]> {
  const rows = await db.$queryRaw<HeldConsequence[]>`
    SELECT c.id::text, c.version, c.scope::text, c.effect::text, c.days, c.proposed_at AS "proposedAt", c.starts_at AS "startsAt", c.ends_at AS "endsAt",
           c.frozen_at IS NOT NULL AS "isFrozen", p.id::text AS "personId", p.name_zh AS "personZh", p.name_en AS "personEn",
           coalesce(r.name_zh, l.name_zh, u.name_zh) AS zh, coalesce(r.name_en, l.name_en, u.name_en) AS en, NULL AS "timeZone",
           (${actor.personId}::uuid = c.person_id OR coalesce(bool_or(f.reported_by_id = ${actor.personId}::uuid), false)) AS "isOther",
           coalesce(jsonb_agg(jsonb_build_object('id', f.id, 'kind', f.kind, 'at', f.at) ORDER BY f.at) FILTER (WHERE f.id IS NOT NULL), '[]') AS grounds
      FROM conduct_consequence c ${places} LEFT JOIN conduct_finding f ON f.id = ANY (c.because)
     WHERE c.status::text = ${status} AND ${consequencesOf(actor)}
       AND (c.status = 'proposed' OR (c.effect <> 'warning' AND (c.ends_at > ${now}::timestamptz OR c.frozen_at IS NOT NULL)))
     GROUP BY c.id, p.id, r.id, l.id, u.id ORDER BY c.proposed_at, c.id LIMIT ${MOST}`
  await noteReads(actor, rows.map(({ personId }) => personId), 'people', now)
  return rows
}
