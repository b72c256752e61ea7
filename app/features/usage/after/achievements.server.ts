import type { Actor } from '~/domain/access/permission'
import type { AchievementKind } from '~/domain/usage/achievement'
import { db, type Tx } from '~/platform/db.server'
import { Prisma } from '~/platform/generated/prisma/client'

export type Named = { id: string; zh: string; en: string | null }
export type AchievementRow = {
  id: string; kind: AchievementKind; title: string; people: string; venue: string | null; year: number; doi: string | null; number: string | null
  isOwn: boolean; uses: number; resources: Named[]; projects: Named[]
}
export type AchievementFilter = { of: 'person' } | { of: 'resource' | 'project'; id: string }

const MOST = 1000

/**
 * Achievements of the actor (added by them, or resting on a use of theirs), of a resource or of a project, the
 * newest year first. Who may see a project's is for the caller to know. What two people added under one DOI stands once.
 */
export async function listAchievements(actor: Actor | null, filter: AchievementFilter): Promise<AchievementRow[]> {
  const me = actor?.personId ?? null
  const where =
    filter.of === 'resource' ? Prisma.sql`x.resource_id = ${filter.id}`
    : filter.of === 'project' ? Prisma.sql`x.project_id = ${filter.id}`
    : Prisma.sql`x.person_id = ${me}::uuid`
  const isMine = filter.of === 'person' ? Prisma.sql`a.added_by_id = ${me}::uuid OR` : Prisma.empty
  const rows = await db.$queryRaw<AchievementRow[]>`
    WITH x AS (
      SELECT k.achievement_id, coalesce(k.resource_id, i.resource_id, u.resource_id) AS resource_id, coalesce(k.project_id, b.project_id) AS project_id,
             coalesce(b.attendee_id, u.person_id) AS person_id, (k.item_id IS NOT NULL OR k.record_id IS NOT NULL) AS is_use
        FROM achievement_link k LEFT JOIN booking_item i ON i.id = k.item_id LEFT JOIN booking b ON b.id = i.booking_id LEFT JOIN usage_record u ON u.id = k.record_id)
    SELECT a.id::text, a.kind::text, a.title, a.people, a.venue, a.year, a.doi, a.number, (a.added_by_id = ${me}::uuid) IS TRUE AS "isOwn",
           (SELECT count(*)::int FROM x WHERE x.achievement_id = a.id AND x.is_use) AS uses,
           (SELECT coalesce(jsonb_agg(jsonb_build_object('id', r.id, 'zh', r.name_zh, 'en', r.name_en) ORDER BY r.id), '[]') FROM resource r
             WHERE r.id IN (SELECT x.resource_id FROM x WHERE x.achievement_id = a.id)) AS resources,
           (SELECT coalesce(jsonb_agg(jsonb_build_object('id', p.id, 'zh', p.name_zh, 'en', p.name_en) ORDER BY p.id), '[]') FROM project p
             WHERE p.id IN (SELECT x.project_id FROM x WHERE x.achievement_id = a.id)) AS projects
      FROM achievement a
     WHERE a.removed_at IS NULL AND (${isMine} a.id IN (SELECT x.achievement_id FROM x WHERE ${where}))
     ORDER BY a.year DESC, a.title, a.id LIMIT ${MOST}`
  const seen = new Set<string>()
  return rows.filter(({ doi }) => doi === null || (!seen.has(doi) && seen.add(doi)))
}

/** One achievement as its adder edits it. */
export async function ownAchievement(actor: Actor, id: string) {
  if (!/^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i.test(id)) return null
  return db.achievement.findFirst({
    where: { id, addedById: actor.personId, removedAt: null },
    select: {
      id: true, kind: true, title: true, people: true, venue: true, year: true, doi: true, number: true, version: true,
      links: { select: { itemId: true, recordId: true, resourceId: true, projectId: true } },
    },
  })
}
export type OwnAchievement = NonNullable<Awaited<ReturnType<typeof ownAchievement>>>

/** The projects that the actor carries: of groups they lead or are of, or as somebody named by the project. */
export async function ownProjects(actor: Actor, client: Tx | typeof db = db): Promise<Named[]> {
  return client.$queryRaw<Named[]>`
    SELECT p.id, p.name_zh AS zh, p.name_en AS en FROM project p JOIN research_group g ON g.id = p.group_id
     WHERE g.leader_id = ${actor.personId}::uuid
        OR EXISTS (SELECT 1 FROM group_member m WHERE m.group_id = g.id AND m.person_id = ${actor.personId}::uuid)
        OR EXISTS (SELECT 1 FROM project_member m WHERE m.project_id = p.id AND m.person_id = ${actor.personId}::uuid)
     ORDER BY p.id LIMIT 100`
}

/** What people said of a resource, newest first, for who keeps it; names are not shown. */
export async function ratingsOf(owner: { kind: 'lab' | 'resource'; id: string }) {
  return db.$queryRaw<{ id: string; stars: number; words: string | null; ratedAt: Date; zh: string; en: string | null }[]>`
    SELECT t.id::text, t.stars, t.words, t.rated_at AS "ratedAt", r.name_zh AS zh, r.name_en AS en FROM use_rating t JOIN resource r ON r.id = t.resource_id
     WHERE CASE ${owner.kind}::text WHEN 'lab' THEN r.lab_id ELSE r.id END = ${owner.id} ORDER BY t.rated_at DESC, t.id LIMIT 200`
}

/** What the actor said of a use. */
export async function ownRating(actor: Actor, use: { id: string; itemId: string | null }) {
  return db.useRating.findFirst({
    where: { personId: actor.personId, ...(use.itemId === null ? { recordId: use.id } : { itemId: use.itemId }) }, select: { stars: true, words: true, ratedAt: true },
  })
}
