import { SPONSORING_KINDS } from '~/domain/affiliation/stay'
import type { KnownPerson, KnownStay } from '~/domain/intake/affiliation'
import type { Client, HeldIntake } from '~/features/people/intake/held.server'

type PersonFacts = Omit<KnownPerson, 'stays'> & { email: string; stays: (Omit<KnownStay, 'startsAt' | 'endsAt'> & { startsAt: string; endsAt: string | null })[] }

/** Accounts by address, with everything they belong to; what was only claimed at sign-up is nothing yet. */
export async function knownPeople(client: Client, emails: readonly string[]): Promise<Map<string, KnownPerson>> {
  const rows = await client.$queryRaw<PersonFacts[]>`
    SELECT p.email, p.id::text AS id, p.status::text AS status, p.name_zh AS "nameZh", p.name_en AS "nameEn",
           p.password_hash IS NOT NULL AS "hasPassword",
           coalesce((SELECT jsonb_agg(jsonb_build_object(
                       'id', a.id, 'universityId', a.university_id, 'universityName', u.name_zh, 'kind', a.kind, 'basis', a.basis,
                       'isHome', a.is_home, 'isConfirmed', a.confirmed_at IS NOT NULL, 'department', a.department,
                       'startsAt', a.starts_at, 'endsAt', a.ends_at, 'sponsor', s.email) ORDER BY a.starts_at, a.id)
                       FROM affiliation a JOIN university u ON u.id = a.university_id LEFT JOIN person s ON s.id = a.sponsor_id
                      WHERE a.person_id = p.id AND (a.is_home OR a.confirmed_at IS NOT NULL)), '[]') AS stays
      FROM person p WHERE p.email = ANY (${[...emails]}::text[])`
  return new Map(rows.map(({ email, stays, ...person }) => [
    email,
    { ...person, stays: stays.map((each) => ({ ...each, startsAt: new Date(each.startsAt), endsAt: each.endsAt === null ? null : new Date(each.endsAt) })) },
  ]))
}

/** The member of each mail domain, by domain. */
export async function universitiesOfDomains(client: Client, domains: readonly string[]): Promise<Map<string, { id: string; name: string }>> {
  const rows = await client.mailDomain.findMany({
    where: { domain: { in: [...new Set(domains)] } },
    select: { domain: true, university: { select: { id: true, nameZh: true } } },
  })
  return new Map(rows.map(({ domain, university }) => [domain, { id: university.id, name: university.nameZh }]))
}

export type SponsorFacts = {
  /** Who works at the university, or will by this very file. */
  known: ReadonlySet<string>
  /** Who answers for whom, upwards from the addresses asked about. */
  pairs: ReadonlyMap<string, readonly string[]>
}

/** Whether the addresses may answer for somebody at the university, and for whom others answer. */
export async function sponsorFacts(client: Client, held: HeldIntake, emails: readonly string[], now: Date): Promise<SponsorFacts> {
  const asked = [...new Set(emails)]
  if (asked.length === 0) return { known: new Set(), pairs: new Map() }
  const known = await client.$queryRaw<{ email: string }[]>`
    SELECT p.email FROM person p
     WHERE p.email = ANY (${asked}::text[]) AND p.status = 'active' AND EXISTS (
       SELECT 1 FROM affiliation a WHERE a.person_id = p.id AND a.university_id = ${held.universityId}
          AND (a.is_home OR a.confirmed_at IS NOT NULL) AND a.kind::text = ANY (${[...SPONSORING_KINDS]}::text[]) AND (a.ends_at IS NULL OR a.ends_at > ${now}::timestamptz))
    UNION
    SELECT r.key FROM intake_row r
     WHERE r.intake_id = ${held.id}::uuid AND r.key = ANY (${asked}::text[]) AND (NOT r.is_judged OR r.outcome <> 'refused')`
  const pairs = await client.$queryRaw<{ email: string; sponsor: string }[]>`
    WITH RECURSIVE up(email, sponsor) AS (
      SELECT NULL::text, e FROM unnest(${asked}::text[]) AS e
      UNION
      SELECT up.sponsor, next.sponsor FROM up CROSS JOIN LATERAL (
        SELECT lower(btrim(r."values" ->> 'sponsor')) AS sponsor FROM intake_row r
         WHERE r.intake_id = ${held.id}::uuid AND r.key = up.sponsor AND r."values" ? 'sponsor'
        UNION
        SELECT s.email FROM person p JOIN affiliation a ON a.person_id = p.id JOIN person s ON s.id = a.sponsor_id
         WHERE p.email = up.sponsor AND (a.ends_at IS NULL OR a.ends_at > ${now}::timestamptz)) next)
    SELECT email, sponsor FROM up WHERE email IS NOT NULL`
  const above = new Map<string, string[]>()
  for (const { email, sponsor } of pairs) above.set(email, [...(above.get(email) ?? []), sponsor])
  return { known: new Set(known.map((each) => each.email)), pairs: above }
}

export type Namesake = { nameZh: string; department: string; email: string; row: number | null }

/** People of the university and rows of the file who share name and department with one of these. */
export async function namesakes(client: Client, held: HeldIntake, people: readonly { nameZh: string; department: string }[], now: Date): Promise<Namesake[]> {
  if (people.length === 0) return []
  const names = [...new Set(people.map(({ nameZh }) => nameZh))]
  const departments = [...new Set(people.map(({ department }) => department))]
  // Lists rather than a join: what was written a moment ago has no statistics, and a join would try every pair.
  return client.$queryRaw<Namesake[]>`
    SELECT p.name_zh AS "nameZh", a.department, p.email, NULL::int AS "row"
      FROM person p JOIN affiliation a ON a.person_id = p.id
     WHERE p.name_zh = ANY (${names}::text[]) AND a.department = ANY (${departments}::text[]) AND a.university_id = ${held.universityId}
       AND (a.ends_at IS NULL OR a.ends_at > ${now}::timestamptz) AND p.status IN ('active', 'awaiting_admission', 'unconfirmed')
    UNION ALL
    SELECT r."values" ->> 'nameZh', r."values" ->> 'department', coalesce(r.key, ''), r."row" FROM intake_row r
     WHERE r.intake_id = ${held.id}::uuid AND r."values" ->> 'nameZh' = ANY (${names}::text[]) AND r."values" ->> 'department' = ANY (${departments}::text[])`
}
