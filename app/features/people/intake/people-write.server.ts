import type { HeldIntake } from '~/features/people/intake/held.server'
import type { PeopleDeed } from '~/features/people/intake/people.server'
import type { Tx } from '~/platform/db.server'

/** Accounts and affiliations of an intake, few statements for any number of them. */
export async function writePeople(tx: Tx, held: HeldIntake, deeds: readonly PeopleDeed[], now: Date): Promise<void> {
  if (deeds.length === 0) return
  const input = JSON.stringify(deeds)
  const added = deeds.filter(({ personId }) => personId === null)
  // No password: the owner of the address sets one by the ordinary reset link.
  const made = await tx.$executeRaw`
    INSERT INTO person (id, email, name_zh, name_en, status, created_at)
    SELECT x.id, x.email, x."nameZh", x."nameEn", 'active', ${now}::timestamptz
      FROM jsonb_to_recordset(${input}::jsonb) AS x(id uuid, "personId" uuid, email text, "nameZh" text, "nameEn" text)
     WHERE x."personId" IS NULL
    ON CONFLICT (email) DO NOTHING`
  // The job judges these rows anew.
  if (made !== added.length) throw new Error('an account was made while it was brought in')
  await tx.$executeRaw`
    UPDATE person p SET name_zh = x."nameZh", name_en = x."nameEn", version = p.version + 1,
           status = CASE WHEN x.activates THEN 'active' ELSE p.status END,
           requested_university_id = CASE WHEN x.activates THEN NULL ELSE p.requested_university_id END
      FROM jsonb_to_recordset(${input}::jsonb) AS x(id uuid, "personId" uuid, "nameZh" text, "nameEn" text, activates boolean)
     WHERE p.id = x."personId" AND ((p.name_zh, p.name_en) IS DISTINCT FROM (x."nameZh", x."nameEn") OR x.activates)`
  // What was only claimed at sign-up makes room for what the university says.
  await tx.$executeRaw`
    DELETE FROM affiliation a USING jsonb_to_recordset(${input}::jsonb) AS x(id uuid, "personId" uuid)
     WHERE a.person_id = x."personId" AND a.confirmed_at IS NULL AND NOT a.is_home`
  await tx.$executeRaw`
    UPDATE affiliation a SET kind = x.kind, basis = x.basis, is_home = x.basis = 'home', department = x.department, starts_at = x."startsAt",
           ends_at = x."endsAt", sponsor_id = coalesce(s.id, a.sponsor_id), confirmed_at = coalesce(a.confirmed_at, ${now}::timestamptz),
           warned_at = CASE WHEN a.ends_at IS NOT DISTINCT FROM x."endsAt" THEN a.warned_at END,
           source = 'import', import_id = ${held.id}::uuid, version = a.version + 1
      FROM jsonb_to_recordset(${input}::jsonb) AS x("stayId" uuid, kind "AffiliationKind", basis "AffiliationBasis", department text,
             "startsAt" timestamptz, "endsAt" timestamptz, sponsor text)
      LEFT JOIN person s ON s.email = x.sponsor
     WHERE a.id = x."stayId"`
  await tx.$executeRaw`
    INSERT INTO affiliation (id, person_id, university_id, kind, basis, is_home, department, starts_at, ends_at, confirmed_at, sponsor_id, source, import_id)
    SELECT x."stayIdOrNew", x.id, ${held.universityId}, x.kind, x.basis, x.basis = 'home', x.department, x."startsAt", x."endsAt", ${now}::timestamptz,
           s.id, 'import', ${held.id}::uuid
      FROM jsonb_to_recordset(${input}::jsonb) AS x("stayIdOrNew" uuid, "stayId" uuid, id uuid, kind "AffiliationKind", basis "AffiliationBasis",
             department text, "startsAt" timestamptz, "endsAt" timestamptz, sponsor text)
      LEFT JOIN person s ON s.email = x.sponsor
     WHERE x."stayId" IS NULL`
}

/** Sponsors who came later in the same file than those for whom they answer. */
export async function finishSponsors(tx: Tx, held: HeldIntake): Promise<void> {
  await tx.$executeRaw`
    UPDATE affiliation a SET sponsor_id = s.id
      FROM person p
      JOIN intake_row r ON r.intake_id = ${held.id}::uuid AND r.key = p.email AND r.applied_at IS NOT NULL AND r."values" ? 'sponsor'
      JOIN person s ON s.email = lower(btrim(r."values" ->> 'sponsor'))
     WHERE p.id = a.person_id AND a.university_id = ${held.universityId} AND a.import_id = ${held.id}::uuid
       AND a.sponsor_id IS NULL AND s.id <> a.person_id`
}
