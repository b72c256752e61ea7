import { type Actor, can } from '~/domain/access/permission'
import type { ItemStatus } from '~/domain/booking/states'
import { addDays, startOfDay } from '~/domain/time/zone'
import { noteReads } from '~/features/audit/note-reads.server'
import { managedScope } from '~/features/catalogue/managed.server'
import { defaultTimeZone } from '~/i18n/locale'
import { db } from '~/platform/db.server'

export type Session = {
  itemId: string
  code: string
  labId: string; labZh: string; labEn: string
  resourceZh: string; resourceEn: string | null
  timeZone: string
  room: string | null
  personZh: string | null; personEn: string | null; email: string; personId: string
  headCount: number | null
  startsAt: Date
  endsAt: Date
  status: ItemStatus
  inAt: Date | null
  outAt: Date | null
  startSource: string | null
  endSource: string | null
  saidLate: boolean
}

/** Sessions that touch a day ('YYYY-MM-DD') in the labs where the actor records uses, by lab, resource and time. */
export async function daySessions(actor: Actor, { date, lab }: { date: string; lab: string }, now: Date): Promise<Session[]> {
  if (!can(actor, 'record:use')) return []
  const { all, labIds, universityIds } = managedScope(actor, 'record:use')
  const from = startOfDay(date, defaultTimeZone)
  const to = startOfDay(addDays(date, 1), defaultTimeZone)
  const rows = await db.$queryRaw<Session[]>`
    SELECT i.id::text AS "itemId", b.code, l.id AS "labId", l.name_zh AS "labZh", l.name_en AS "labEn", r.name_zh AS "resourceZh", r.name_en AS "resourceEn",
           c.time_zone AS "timeZone", r.room_number AS room, p.name_zh AS "personZh", p.name_en AS "personEn", p.email, p.id::text AS "personId", b.head_count AS "headCount",
           i.starts_at AS "startsAt", i.ends_at AS "endsAt", i.status::text, u.starts_at AS "inAt", u.ends_at AS "outAt", u.start_source AS "startSource", u.end_source AS "endSource",
           EXISTS (SELECT 1 FROM usage_event e WHERE e.record_id = u.id AND e.kind = 'late') AS "saidLate"
      FROM booking_item i JOIN booking b ON b.id = i.booking_id JOIN resource r ON r.id = i.resource_id JOIN lab l ON l.id = r.lab_id
      JOIN campus c ON c.id = r.campus_id JOIN person p ON p.id = b.attendee_id LEFT JOIN usage_record u ON u.item_id = i.id
     WHERE i.starts_at < ${to}::timestamptz AND i.ends_at > ${from}::timestamptz AND b.status IN ('approved', 'in_use', 'completed', 'no_show')
       AND (${all} OR r.lab_id = ANY (${labIds}::text[]) OR r.university_id = ANY (${universityIds}::text[])) AND (${lab} = '' OR r.lab_id = ${lab})
     ORDER BY l.id, r.sort_key COLLATE "C", r.id, i.starts_at, i.id LIMIT 1000`
  await noteReads(actor, rows.map(({ personId }) => personId), 'uses', now)
  return rows
}
