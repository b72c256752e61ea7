import { viewpointsOf } from '~/domain/access/border'
import type { Actor, Target } from '~/domain/access/permission'
import { noteReads } from '~/features/audit/note-reads.server'
import { labsIn, managedScope, roomsIn } from '~/features/catalogue/managed.server'
import { db } from '~/platform/db.server'
import { Prisma } from '~/platform/generated/prisma/client'

/**
 * inside: checked in. expected: booked for now, not checked in. training: a training goes on. assisting: promised as
 * operator to somebody's booking. alone: the machine runs, and its person need not be there.
 */
export type RosterState = 'inside' | 'expected' | 'training' | 'assisting' | 'alone'

export type RosterLine = {
  personId: string | null
  nameZh: string | null; nameEn: string | null; email: string | null; phone: string | null
  universityZh: string | null; universityEn: string | null
  state: RosterState
  whatZh: string; whatEn: string | null
  room: string | null
  code: string | null
  since: Date
  /** As booked; null: nobody knows. */
  until: Date | null
  /** All who come with a visit, its attendee included. */
  headCount: number | null
}

export type RosterPlace = {
  kind: 'lab' | 'room'; id: string
  nameZh: string | null; nameEn: string | null
  timeZone: string; emergencyPhone: string | null
  hazardClass: string | null; safetyLevel: number | null
  target: Target
}

const storable = (id: string) => id.replace(/\0|\p{Surrogate}/gu, '')

/** Who keeps a place sees the telephones of those who are there; the office and administrators do not. */
const keeps = (actor: Actor, target: Target): boolean => viewpointsOf(actor, { id: '', homeUniversityId: null }, target).includes('resource_keeper')

async function placeOf(kind: string, id: string): Promise<RosterPlace | null> {
  if (kind === 'room') {
    const room = await db.room.findUnique({
      where: { id: storable(id) },
      select: { id: true, number: true, buildingZh: true, buildingEn: true, labId: true, hazardClass: true, safetyLevel: true, lab: { select: { emergencyPhone: true } }, campus: { select: { timeZone: true, universityId: true } } },
    })
    if (room === null) return null
    const name = (building: string | null) => [building, room.number].filter((each) => each !== null && each !== '').join(' ')
    return {
      kind, id: room.id, nameZh: name(room.buildingZh ?? room.buildingEn), nameEn: name(room.buildingEn ?? room.buildingZh), timeZone: room.campus.timeZone,
      emergencyPhone: room.lab?.emergencyPhone ?? null, hazardClass: room.hazardClass, safetyLevel: room.safetyLevel, target: { labId: room.labId, universityId: room.campus.universityId },
    }
  }
  if (kind !== 'lab') return null
  const lab = await db.lab.findUnique({ where: { id: storable(id) }, select: { id: true, nameZh: true, nameEn: true, hostUniversityId: true, emergencyPhone: true, campus: { select: { timeZone: true } } } })
  return lab && {
    kind, id: lab.id, nameZh: lab.nameZh, nameEn: lab.nameEn, timeZone: lab.campus?.timeZone ?? 'Asia/Shanghai', emergencyPhone: lab.emergencyPhone,
    hazardClass: null, safetyLevel: null, target: { labId: lab.id, universityId: lab.hostUniversityId },
  }
}

/** Who is or should be in a room or a lab now, with telephones; noted as read. Null: no such place for the actor. */
export async function rosterOf(actor: Actor, kind: string, id: string, now: Date): Promise<{ place: RosterPlace; lines: RosterLine[] } | null> {
  const place = await placeOf(kind, id)
  if (place === null || !keeps(actor, place.target)) return null
  const here = place.kind === 'room' ? Prisma.sql`r.room_id = ${place.id}` : Prisma.sql`r.lab_id = ${place.id}`
  const trained = place.kind === 'room' ? Prisma.sql`s.room_id = ${place.id}` : Prisma.sql`s.lab_id = ${place.id}`
  const lines = await db.$queryRaw<RosterLine[]>`
    WITH found AS (
      SELECT u.person_id, CASE WHEN i.attendance IS NULL OR i.attendance = 'whole' OR EXISTS (
               SELECT 1 FROM presence q WHERE q.item_id = i.id AND q.attended AND q.starts_at <= ${now}::timestamptz AND q.ends_at > ${now}::timestamptz)
             THEN 'inside' ELSE 'alone' END AS state, r.name_zh, r.name_en, r.room_number, b.code, u.starts_at AS since, i.ends_at AS until, b.head_count
        FROM usage_record u JOIN resource r ON r.id = u.resource_id LEFT JOIN booking_item i ON i.id = u.item_id LEFT JOIN booking b ON b.id = i.booking_id
       WHERE u.status = 'in_use' AND NOT u.is_void AND (i.mode IS NULL OR i.mode <> 'remote') AND ${here}
      UNION ALL
      SELECT u.operator_id, 'inside', r.name_zh, r.name_en, r.room_number, NULL, u.starts_at, i.ends_at, NULL
        FROM usage_record u JOIN resource r ON r.id = u.resource_id LEFT JOIN booking_item i ON i.id = u.item_id
       WHERE u.status = 'in_use' AND NOT u.is_void AND u.operator_id IS NOT NULL AND u.operator_id <> u.person_id AND ${here}
      UNION ALL
      SELECT p.person_id, 'expected', r.name_zh, r.name_en, r.room_number, b.code, p.starts_at, p.ends_at, b.head_count
        FROM presence p JOIN booking_item i ON i.id = p.item_id JOIN booking b ON b.id = i.booking_id JOIN resource r ON r.id = i.resource_id
       WHERE p.attended AND p.starts_at <= ${now}::timestamptz AND p.ends_at > ${now}::timestamptz AND i.status = 'not_started'
         AND b.status IN ('approved', 'in_use') AND i.mode <> 'remote' AND ${here}
      UNION ALL
      SELECT o.person_id, 'assisting', r.name_zh, r.name_en, r.room_number, b.code, i.starts_at, i.ends_at, NULL
        FROM booking_item i JOIN booking b ON b.id = i.booking_id JOIN resource r ON r.id = i.resource_id JOIN operator o ON o.resource_id = i.operator_id
       WHERE i.starts_at <= ${now}::timestamptz AND i.ends_at > ${now}::timestamptz AND i.status IN ('not_started', 'in_use') AND b.status IN ('approved', 'in_use')
         AND o.person_id IS NOT NULL AND ${here}
      UNION ALL
      SELECT p.person_id, 'training', s.title_zh, s.title_en, m.number, NULL, p.starts_at, p.ends_at, NULL
        FROM presence p JOIN training_session s ON s.id = p.session_id LEFT JOIN room m ON m.id = s.room_id
       WHERE p.attended AND p.starts_at <= ${now}::timestamptz AND p.ends_at > ${now}::timestamptz AND ${trained})
    SELECT DISTINCT ON (f.person_id, f.name_zh) f.person_id::text AS "personId", p.name_zh AS "nameZh", p.name_en AS "nameEn", p.email, p.phone,
           v.name_zh AS "universityZh", v.name_en AS "universityEn", f.state, f.name_zh AS "whatZh", f.name_en AS "whatEn", f.room_number AS room,
           f.code, f.since, f.until, f.head_count AS "headCount"
      FROM found f JOIN person p ON p.id = f.person_id
      LEFT JOIN LATERAL (SELECT a.university_id FROM affiliation a WHERE a.person_id = p.id AND a.is_home ORDER BY a.starts_at DESC LIMIT 1) home ON true
      LEFT JOIN university v ON v.id = home.university_id
     ORDER BY f.person_id, f.name_zh, array_position(ARRAY['inside', 'training', 'assisting', 'expected', 'alone'], f.state), f.since`
  await noteReads(actor, lines.flatMap(({ personId }) => personId ?? []), 'roster', now)
  const order: readonly RosterState[] = ['inside', 'training', 'assisting', 'expected', 'alone']
  return { place, lines: lines.toSorted((a, b) => order.indexOf(a.state) - order.indexOf(b.state) || a.since.getTime() - b.since.getTime()) }
}

export type RosterChoice = { kind: 'lab' | 'room'; id: string; nameZh: string; nameEn: string | null; rooms: { id: string; nameZh: string; nameEn: string }[]; inUse: number }

/** The labs that the actor keeps, with their rooms and how many uses run; null: none at all. */
export async function rosterPlaces(actor: Actor): Promise<RosterChoice[] | null> {
  const scope = { ...managedScope(actor, 'read:booking'), all: false }
  if (scope.labIds.length + scope.universityIds.length === 0) return null
  const [labs, rooms, uses] = await Promise.all([
    db.lab.findMany({ where: { AND: [labsIn(scope), { retiredAt: null }, { resources: { some: {} } }] }, select: { id: true, nameZh: true, nameEn: true }, orderBy: { id: 'asc' }, take: 300 }),
    db.room.findMany({ where: { AND: [roomsIn(scope), { retiredAt: null, labId: { not: null } }] }, select: { id: true, labId: true, number: true, buildingZh: true, buildingEn: true }, orderBy: { id: 'asc' }, take: 1_000 }),
    db.$queryRaw<{ lab: string; count: number }[]>`
      SELECT r.lab_id AS lab, count(*)::int AS count FROM usage_record u JOIN resource r ON r.id = u.resource_id WHERE u.status = 'in_use' AND NOT u.is_void GROUP BY 1`,
  ])
  const name = (building: string | null, number: string) => [building, number].filter((each) => each !== null && each !== '').join(' ')
  return labs.map((lab) => ({
    kind: 'lab', ...lab, inUse: uses.find((each) => each.lab === lab.id)?.count ?? 0,
    rooms: rooms.flatMap(({ id, labId, number, buildingZh, buildingEn }) => (labId === lab.id ? [{ id, nameZh: name(buildingZh ?? buildingEn, number), nameEn: name(buildingEn ?? buildingZh, number) }] : [])),
  }))
}
