import type { Actor } from '~/domain/access/permission'
import { db, type Tx } from '~/platform/db.server'

export type OverUse = {
  /** Of the use in `every_use`: of its record, or of its item where it was only assumed. */
  id: string
  itemId: string | null
  resourceId: string
  labId: string
  personId: string
  startsAt: Date
  endsAt: Date
  projectId: string | null
  bookingId: string | null
  zh: string
  en: string | null
  timeZone: string
}

const UUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i
const MOST = 40

/** A use of the actor's that is over, by its own id or its item's; null for anybody else's. */
export async function ownUse(actor: Actor, id: string, client: Tx | typeof db = db): Promise<OverUse | null> {
  if (!UUID.test(id)) return null
  const [row] = await client.$queryRaw<OverUse[]>`
    SELECT e.id::text, e.item_id::text AS "itemId", e.resource_id AS "resourceId", r.lab_id AS "labId", e.person_id::text AS "personId", e.starts_at AS "startsAt", e.ends_at AS "endsAt",
           b.project_id AS "projectId", b.id::text AS "bookingId", r.name_zh AS zh, r.name_en AS en, k.time_zone AS "timeZone"
      FROM every_use e JOIN resource r ON r.id = e.resource_id JOIN campus k ON k.id = r.campus_id
      LEFT JOIN booking_item i ON i.id = e.item_id LEFT JOIN booking b ON b.id = i.booking_id
     WHERE (e.id = ${id}::uuid OR e.item_id = ${id}::uuid) AND e.person_id = ${actor.personId}::uuid AND e.status = 'completed' AND e.ends_at IS NOT NULL`
  return row ?? null
}

/** The actor's latest uses that are over. */
export async function ownUses(actor: Actor): Promise<OverUse[]> {
  return db.$queryRaw<OverUse[]>`
    SELECT e.id::text, e.item_id::text AS "itemId", e.resource_id AS "resourceId", r.lab_id AS "labId", e.person_id::text AS "personId", e.starts_at AS "startsAt", e.ends_at AS "endsAt",
           b.project_id AS "projectId", b.id::text AS "bookingId", r.name_zh AS zh, r.name_en AS en, k.time_zone AS "timeZone"
      FROM (
        SELECT u.id, u.item_id, u.resource_id, u.person_id, u.starts_at, u.ends_at FROM usage_record u
         WHERE u.person_id = ${actor.personId}::uuid AND NOT u.is_void AND u.status = 'completed' AND u.ends_at IS NOT NULL
        UNION ALL
        SELECT i.id, i.id, i.resource_id, b.attendee_id, i.starts_at, i.ends_at FROM booking b JOIN booking_item i ON i.booking_id = b.id
         WHERE b.attendee_id = ${actor.personId}::uuid AND i.status = 'completed' AND i.starts_at IS NOT NULL
           AND NOT EXISTS (SELECT 1 FROM usage_record u WHERE u.item_id = i.id)) e
      JOIN resource r ON r.id = e.resource_id JOIN campus k ON k.id = r.campus_id
      LEFT JOIN booking_item i ON i.id = e.item_id LEFT JOIN booking b ON b.id = i.booking_id
     ORDER BY e.starts_at DESC, e.id LIMIT ${MOST}`
}
