import { type Actor, can, type Target } from '~/domain/access/permission'
import { db, type Tx } from '~/platform/db.server'

export type IncidentPlace = {
  resourceId: string | null
  roomId: string | null
  labId: string | null
  universityId: string
  timeZone: string
  nameZh: string
  nameEn: string | null
}

/** Where something happened, by `resource:<id>` or `room:<id>`; null: no such place. */
export async function placeNamed(text: string, client: Tx | typeof db = db): Promise<IncidentPlace | null> {
  const [kind, ...rest] = text.replace(/\0|\p{Surrogate}/gu, '').split(':')
  const id = rest.join(':')
  if (kind === 'resource') {
    const found = await client.resource.findUnique({ where: { id }, select: { id: true, roomId: true, labId: true, universityId: true, nameZh: true, nameEn: true, campus: { select: { timeZone: true } } } })
    return found && { resourceId: found.id, roomId: found.roomId, labId: found.labId, universityId: found.universityId, timeZone: found.campus.timeZone, nameZh: found.nameZh, nameEn: found.nameEn }
  }
  if (kind !== 'room') return null
  const found = await client.room.findUnique({ where: { id }, select: { id: true, labId: true, number: true, buildingZh: true, buildingEn: true, campus: { select: { timeZone: true, universityId: true } } } })
  if (found === null) return null
  const name = (building: string | null) => [building, found.number].filter((each) => each !== null && each !== '').join(' ')
  return {
    resourceId: null, roomId: found.id, labId: found.labId, universityId: found.campus.universityId, timeZone: found.campus.timeZone,
    nameZh: name(found.buildingZh ?? found.buildingEn), nameEn: name(found.buildingEn ?? found.buildingZh),
  }
}

/** Staff of the place, and everybody who has booked or used what stands there. */
export async function mayReport(actor: Actor, place: IncidentPlace): Promise<boolean> {
  const target: Target = { labId: place.labId, universityId: place.universityId }
  if (can(actor, 'record:use', target) || can(actor, 'manage:incident', target)) return true
  const [row] = await db.$queryRaw<{ is: boolean }[]>`
    SELECT EXISTS (
      SELECT 1 FROM booking_item i JOIN booking b ON b.id = i.booking_id JOIN resource r ON r.id = i.resource_id
       WHERE (r.id = ${place.resourceId} OR (${place.resourceId}::text IS NULL AND r.room_id = ${place.roomId})) AND ${actor.personId}::uuid IN (b.attendee_id, b.booker_id)
         AND b.status IN ('approved', 'in_use', 'completed', 'no_show')
      UNION ALL
      SELECT 1 FROM usage_record u JOIN resource r ON r.id = u.resource_id
       WHERE (r.id = ${place.resourceId} OR (${place.resourceId}::text IS NULL AND r.room_id = ${place.roomId})) AND ${actor.personId}::uuid IN (u.person_id, u.operator_id)) AS is`
  return row?.is ?? false
}

export type PlaceChoice = { value: string; nameZh: string; nameEn: string | null }

/** What the actor may most likely report about: what they used last, and for staff what they keep. */
export async function placesToReport(actor: Actor): Promise<PlaceChoice[]> {
  const ids = (kind: 'lab' | 'university') => actor.grants.flatMap((grant) => {
    const target = grant.scopeKind === 'lab' ? { labId: grant.scopeId } : { universityId: grant.scopeId }
    const keeps = (['record:use', 'manage:incident'] as const).some((permission) => can({ ...actor, grants: [grant] }, permission, target))
    return grant.scopeKind === kind && grant.scopeId !== null && keeps ? [grant.scopeId] : []
  })
  const [labs, universities] = [ids('lab'), ids('university')]
  return db.$queryRaw<PlaceChoice[]>`
    SELECT value, "nameZh", "nameEn" FROM (
      SELECT 'resource:' || r.id AS value, r.name_zh AS "nameZh", r.name_en AS "nameEn", 1 AS rank, max(b.created_at) AS at
        FROM booking b JOIN booking_item i ON i.booking_id = b.id JOIN resource r ON r.id = i.resource_id
       WHERE ${actor.personId}::uuid IN (b.attendee_id, b.booker_id) AND b.status IN ('approved', 'in_use', 'completed', 'no_show') GROUP BY r.id
      UNION ALL
      SELECT 'resource:' || r.id, r.name_zh, r.name_en, 2, r.created_at FROM resource r JOIN resource_kind k ON k.id = r.kind_id
       WHERE r.status <> 'retired' AND k.nature <> 'operator' AND (r.lab_id = ANY (${labs}::text[]) OR r.university_id = ANY (${universities}::text[]))
         AND NOT EXISTS (SELECT 1 FROM booking b JOIN booking_item i ON i.booking_id = b.id
                          WHERE i.resource_id = r.id AND ${actor.personId}::uuid IN (b.attendee_id, b.booker_id) AND b.status IN ('approved', 'in_use', 'completed', 'no_show'))
      UNION ALL
      SELECT 'room:' || m.id, concat_ws(' ', coalesce(m.building_zh, m.building_en), m.number), concat_ws(' ', coalesce(m.building_en, m.building_zh), m.number), 3, now()
        FROM room m JOIN campus c ON c.id = m.campus_id
       WHERE m.retired_at IS NULL AND (m.lab_id = ANY (${labs}::text[]) OR c.university_id = ANY (${universities}::text[]))) x
     ORDER BY rank, at DESC, value LIMIT 400`
}
