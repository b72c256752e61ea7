import { type Problem, problem } from '~/domain/problem'
import type { Tx } from '~/platform/db.server'

/** The one place that writes presences of trainings; the caller has locked the persons, then the session. */

export type Held = { id: string; campusId: string; startsAt: Date; endsAt: Date }

/** Why the person cannot be at the session: by a booking or another training. Null: free. Lapsed holds keep nobody. */
export async function personClash(tx: Tx, personId: string, session: Held, now: Date): Promise<Problem | null> {
  const [row] = await tx.$queryRaw<{ start: Date; end: Date; campusId: string; zh: string; en: string }[]>`
    SELECT p.starts_at AS start, p.ends_at AS end, p.campus_id AS "campusId", u.short_zh || c.name_zh AS zh, u.abbr || ' ' || c.name_en AS en
      FROM presence p
      JOIN campus c ON c.id = p.campus_id
      JOIN university u ON u.id = c.university_id
      LEFT JOIN booking_item i ON i.id = p.item_id
      LEFT JOIN booking b ON b.id = i.booking_id
     WHERE p.person_id = ${personId}::uuid AND p.attended
       AND tstzrange(p.starts_at, p.ends_at) && tstzrange(${session.startsAt}, ${session.endsAt})
       AND p.session_id IS DISTINCT FROM ${session.id}::uuid
       AND NOT coalesce(b.status = 'pending' AND b.hold_expires_at <= ${now}, false)
     ORDER BY p.starts_at LIMIT 1`
  if (row === undefined) return null
  const period = { start: row.start.toISOString(), end: row.end.toISOString() }
  return row.campusId === session.campusId
    ? problem('person_busy', period)
    : problem('person_elsewhere', { ...period, campusZh: row.zh, campusEn: row.en })
}

/** Holds the person for the session; a repeat changes nothing. */
export async function holdPerson(tx: Tx, personId: string, { id, campusId, startsAt, endsAt }: Held): Promise<void> {
  const held = await tx.presence.count({ where: { personId, sessionId: id } })
  if (held > 0) return
  await tx.presence.create({ data: { personId, campusId, startsAt, endsAt, attended: true, sessionId: id }, select: { id: true } })
}

/** Lets one person go, or everybody. */
export async function releasePersons(tx: Tx, sessionId: string, personId?: string): Promise<void> {
  await tx.presence.deleteMany({ where: { sessionId, ...(personId !== undefined && { personId }) } })
}
