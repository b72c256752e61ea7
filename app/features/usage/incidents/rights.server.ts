import { db } from '~/platform/db.server'

export type RightHere = {
  kind: 'qualification' | 'admission'
  id: string
  version: number
  personId: string
  nameZh: string | null; nameEn: string | null; email: string
  /** What it lets its holder use or enter. */
  whatZh: string | null; whatEn: string | null
  labId: string | null
  universityId: string | null
  isSuspended: boolean
}

type Place = { resourceId: string | null; roomId: string | null; labId: string | null }

/** Qualifications and admissions in force at a place, of the people or with the ids named; suspended ones too. */
export function rightsAt({ resourceId, roomId, labId }: Place, of: { personIds?: readonly string[]; rightIds?: readonly string[] }, now: Date): Promise<RightHere[]> {
  const people = [...(of.personIds ?? [])]
  const rights = [...(of.rightIds ?? [])]
  return db.$queryRaw<RightHere[]>`
    SELECT x.kind, x.id::text, x.version, p.id::text AS "personId", p.name_zh AS "nameZh", p.name_en AS "nameEn", p.email,
           x.what_zh AS "whatZh", x.what_en AS "whatEn", x.lab_id AS "labId", x.university_id AS "universityId", x.suspended AS "isSuspended"
      FROM (
        SELECT 'qualification' AS kind, q.id, q.version, q.person_id, coalesce(r.name_zh, k.zh) AS what_zh, coalesce(r.name_en, k.en) AS what_en, r.lab_id,
               coalesce(r.university_id, q.university_id) AS university_id, q.suspended_at IS NOT NULL AS suspended
          FROM qualification q LEFT JOIN resource r ON r.id = q.resource_id LEFT JOIN resource_kind k ON k.id = q.kind_id
         WHERE q.revoked_at IS NULL AND (q.valid_until IS NULL OR q.valid_until > ${now}::timestamptz)
           AND (q.resource_id = ${resourceId} OR (${resourceId}::text IS NULL AND r.room_id = ${roomId}) OR q.kind_id = (SELECT kind_id FROM resource WHERE id = ${resourceId}))
        UNION ALL
        SELECT 'admission', a.id, 0, a.person_id, coalesce(l.name_zh, concat_ws(' ', m.building_zh, m.number)), coalesce(l.name_en, concat_ws(' ', m.building_en, m.number)),
               coalesce(a.lab_id, m.lab_id), coalesce(l.host_university_id, c.university_id), false
          FROM safety_admission a LEFT JOIN lab l ON l.id = a.lab_id LEFT JOIN room m ON m.id = a.room_id LEFT JOIN campus c ON c.id = m.campus_id
         WHERE a.layer = 'local' AND a.revoked_at IS NULL AND (a.valid_until IS NULL OR a.valid_until > ${now}::timestamptz) AND (a.lab_id = ${labId} OR a.room_id = ${roomId})) x
      JOIN person p ON p.id = x.person_id
     WHERE x.person_id = ANY (${people}::uuid[]) OR x.id::text = ANY (${rights}::text[])
     ORDER BY p.email, x.kind DESC, x.id LIMIT 200`
}
