import type { Actor } from '~/domain/access/permission'
import { db } from '~/platform/db.server'

/** Where personal data was read, for those who later ask who looked. */
export type ReadPlace = 'booking' | 'bookings' | 'approvals' | 'rights' | 'people' | 'uses' | 'roster'

/** What this process has noted already, so that a page that is opened again writes nothing. */
const noted = new Set<string>()
const MOST_NOTED = 20_000

/**
 * Notes in the audit log that the actor was shown data of people of another university, or of none:
 * once for each reader, person and day of the alliance's calendar, however often and from however
 * many processes. One statement for many people.
 */
export async function noteReads(actor: Actor, personIds: readonly string[], place: ReadPlace, now: Date): Promise<void> {
  const day = Math.floor((now.getTime() + BEIJING_MS) / DAY_MS)
  const keyOf = (id: string) => `${day} ${actor.personId} ${id}`
  const fresh = [...new Set(personIds)].filter((id) => id !== actor.personId && !noted.has(keyOf(id)))
  if (fresh.length === 0) return
  await db.$executeRaw`
    INSERT INTO audit_event (at, actor_id, action, subject_kind, subject_id, university_id, data)
    SELECT ${now}::timestamptz, ${actor.personId}::uuid, 'person.read', 'person', p.id::text, home.university_id,
           jsonb_build_object('where', ${place}::text, 'from', ${actor.homeUniversityId}::text)
      FROM person p
      LEFT JOIN LATERAL (
        SELECT a.university_id FROM affiliation a
         WHERE a.person_id = p.id AND a.is_home AND a.starts_at <= ${now}::timestamptz
           AND (a.ends_at IS NULL OR a.ends_at > ${now}::timestamptz) LIMIT 1) home ON true
     WHERE p.id = ANY (${fresh}::uuid[])
       AND (home.university_id IS NULL OR home.university_id IS DISTINCT FROM ${actor.homeUniversityId}::text)
    ON CONFLICT DO NOTHING`
  if (noted.size > MOST_NOTED) noted.clear()
  for (const id of fresh) noted.add(keyOf(id))
}

const DAY_MS = 86_400_000
/** The day of the unique index audit_event_read_once: UTC+8. */
const BEIJING_MS = 8 * 3_600_000
