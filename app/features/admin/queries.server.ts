import { can, type Actor } from '~/domain/access/permission'
import { db } from '~/platform/db.server'

export type UniversityStanding = {
  id: string
  zh: string
  en: string
  coordinators: { email: string; nameZh: string | null; nameEn: string | null }[]
  labs: number
  labsConfirmed: number
  resources: number
  people: number
}

/** How far each member has come: who coordinates, how many labs are confirmed; for the office and chairs. */
export async function universityStandings(actor: Actor): Promise<UniversityStanding[]> {
  if (!can(actor, 'read:office', {})) return []
  return db.$queryRaw<UniversityStanding[]>`
    SELECT u.id, u.name_zh AS zh, u.name_en AS en,
           (SELECT coalesce(json_agg(json_build_object('email', p.email, 'nameZh', p.name_zh, 'nameEn', p.name_en)
                                     ORDER BY p.email), '[]')
              FROM role_grant g JOIN person p ON p.id = g.person_id
             WHERE g.role = 'coordinator' AND g.university_id = u.id
               AND g.starts_at <= now() AND (g.ends_at IS NULL OR g.ends_at > now())) AS coordinators,
           (SELECT count(*)::int FROM lab l WHERE l.host_university_id = u.id) AS labs,
           (SELECT count(l.confirmed_at)::int FROM lab l WHERE l.host_university_id = u.id) AS "labsConfirmed",
           (SELECT count(*)::int FROM resource r WHERE r.university_id = u.id AND r.status = 'active') AS resources,
           (SELECT count(*)::int FROM affiliation a
             WHERE a.university_id = u.id AND a.is_home
               AND a.starts_at <= now() AND (a.ends_at IS NULL OR a.ends_at > now())) AS people
      FROM university u
     ORDER BY u.position, u.id`
}
