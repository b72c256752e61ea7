import { db } from '~/platform/db.server'

export type KioskSession = {
  itemId: string
  resource: { id: string; nameZh: string; nameEn: string | null }
  /** The name and nothing else of a person. */
  name: { zh: string | null; en: string | null }
  startsAt: Date
  endsAt: Date
  status: 'not_started' | 'in_use' | 'completed' | 'no_show'
  startedAt: Date | null
  endedAt: Date | null
}

/** So far ahead the list reaches, so that a tablet that is cut off still knows tomorrow's. */
const AHEAD_HOURS = 48
const MOST = 500

/** The sessions of a lab from this morning on: what a tablet in it shows, with names and times alone. */
export async function labSessions(labId: string, now: Date): Promise<{ timeZone: string; items: KioskSession[] }> {
  const lab = await db.lab.findUniqueOrThrow({ where: { id: labId }, select: { campus: { select: { timeZone: true } } } })
  const timeZone = lab.campus?.timeZone ?? 'Asia/Shanghai'
  const rows = await db.$queryRaw<(Omit<KioskSession, 'resource' | 'name'> & { resourceId: string; resourceZh: string; resourceEn: string | null; nameZh: string | null; nameEn: string | null })[]>`
    SELECT i.id::text AS "itemId", i.starts_at AS "startsAt", i.ends_at AS "endsAt", i.status::text AS status,
           CASE WHEN u.start_source <> 'assumed' THEN u.starts_at END AS "startedAt", CASE WHEN u.start_source <> 'assumed' THEN u.ends_at END AS "endedAt",
           r.id AS "resourceId", r.name_zh AS "resourceZh", r.name_en AS "resourceEn", p.name_zh AS "nameZh", p.name_en AS "nameEn"
      FROM booking_item i JOIN booking b ON b.id = i.booking_id JOIN resource r ON r.id = i.resource_id JOIN person p ON p.id = b.attendee_id
      LEFT JOIN usage_record u ON u.item_id = i.id
     WHERE r.lab_id = ${labId} AND r.status = 'active' AND b.status IN ('approved', 'in_use', 'completed', 'no_show')
       AND i.starts_at < ${now}::timestamptz + ${AHEAD_HOURS} * interval '1 hour'
       AND (i.status = 'in_use' OR i.ends_at > date_trunc('day', ${now}::timestamptz, ${timeZone}))
       AND i.ends_at > ${now}::timestamptz - interval '2 days'
     ORDER BY i.starts_at, i.id LIMIT ${MOST}`
  return {
    timeZone,
    items: rows.map(({ resourceId, resourceZh, resourceEn, nameZh, nameEn, ...each }) => ({
      ...each, resource: { id: resourceId, nameZh: resourceZh, nameEn: resourceEn }, name: { zh: nameZh, en: nameEn },
    })),
  }
}

/** A lab by its id, for the empty page that a tablet opens before it has signed in. */
export const kioskLab = (id: string) =>
  db.lab.findFirst({ where: { id: id.replaceAll('\0', ''), retiredAt: null }, select: { id: true, nameZh: true, nameEn: true } })
