import { originClass } from '~/domain/pricing/quote'
import type { AffiliationKind } from '~/domain/access/permission'
import type { Beneficiary, Operation } from '~/domain/usage/facts'
import { beneficiaryOf } from '~/domain/usage/beneficiary'
import type { Purpose } from '~/domain/booking/states'
import type { Client, HeldIntake } from '~/features/people/intake/held.server'

export type KnownUse = {
  system: string; externalId: string; recordId: string; resourceId: string; personId: string
  startsAt: Date | null; endsAt: Date | null
  operation: Operation; purpose: Purpose; beneficiary: Beneficiary
  samples: number | null; warmUpSeconds: number; measuringSeconds: number; postSeconds: number; remarks: string | null
}

/** Uses that were brought in before, by system and key. */
export async function knownUses(client: Client, held: HeldIntake, ids: readonly string[]): Promise<Map<string, KnownUse>> {
  const rows = await client.$queryRaw<KnownUse[]>`
    SELECT x.system, x.external_id AS "externalId", u.id::text AS "recordId", u.resource_id AS "resourceId", u.person_id::text AS "personId",
           u.starts_at AS "startsAt", u.ends_at AS "endsAt", u.operation::text, u.purpose::text, u.beneficiary::text, u.samples,
           u.warm_up_seconds AS "warmUpSeconds", u.measuring_seconds AS "measuringSeconds", u.post_seconds AS "postSeconds", u.remarks
      FROM imported_use x JOIN usage_record u ON u.id = x.record_id
     WHERE x.university_id = ${held.universityId} AND x.external_id = ANY (${[...new Set(ids)]}::text[])`
  return new Map(rows.map((each) => [useKey(each), each]))
}
export const useKey = ({ system, externalId }: { system: string; externalId: string }): string => `${system}\n${externalId}`

export type KnownPerson = { id: string; email: string; universityId: string | null; kind: AffiliationKind | null }

/** Accounts by address with their present home. */
export async function usersByMail(client: Client, emails: readonly string[]): Promise<Map<string, KnownPerson>> {
  const rows = await client.$queryRaw<KnownPerson[]>`
    SELECT p.id::text AS id, p.email, home.university_id AS "universityId", home.kind
      FROM person p
      LEFT JOIN LATERAL (SELECT a.university_id, a.kind::text AS kind FROM affiliation a WHERE a.person_id = p.id AND a.is_home ORDER BY a.starts_at DESC LIMIT 1) home ON true
     WHERE p.email = ANY (${[...new Set(emails)]}::text[]) AND p.status NOT IN ('merged', 'erased')`
  return new Map(rows.map((each) => [each.email, each]))
}

/** For whom it was, where the row does not say. */
export const assumedBeneficiary = (person: KnownPerson, held: HeldIntake): Beneficiary =>
  beneficiaryOf({ groupId: null, ownerGroupIds: [], origin: originClass({ personUniversityId: person.universityId, personKind: person.kind, resourceUniversityId: held.universityId }) })

export type Told = { row: number; resourceId: string; personId: string; system: string; start: Date; end: Date }
export type Clash = { row: number; start: Date; end: Date }

/**
 * Of rows about new uses, those at whose time all units are taken by other uses and standing bookings, or one of them is
 * of the same person. What the same system told is not looked at: it measured each once.
 */
export async function clashes(client: Client, held: HeldIntake, told: readonly Told[]): Promise<Map<number, Clash>> {
  if (told.length === 0) return new Map()
  const rows = await client.$queryRaw<Clash[]>`
    SELECT x."row", min(s.starts_at) AS start, max(least(s.ends_at, x."end")) AS "end"
      FROM jsonb_to_recordset(${JSON.stringify(told)}::jsonb) AS x("row" int, "resourceId" text, "personId" uuid, system text, start timestamptz, "end" timestamptz)
      JOIN resource r ON r.id = x."resourceId"
      JOIN LATERAL (
        SELECT u.person_id, u.starts_at, coalesce(u.ends_at, 'infinity'::timestamptz) AS ends_at, coalesce(i.quantity, 1) AS units
          FROM usage_record u LEFT JOIN booking_item i ON i.id = u.item_id LEFT JOIN imported_use m ON m.record_id = u.id
         WHERE u.resource_id = r.id AND NOT u.is_void AND u.starts_at < x."end" AND coalesce(u.ends_at, 'infinity'::timestamptz) > x.start
           AND NOT coalesce(m.university_id = ${held.universityId} AND m.system = x.system, false)
        UNION ALL
        SELECT b.attendee_id, i.starts_at, i.ends_at, i.quantity
          FROM booking_item i JOIN booking b ON b.id = i.booking_id
         WHERE i.resource_id = r.id AND b.status IN ('approved', 'in_use', 'completed') AND i.starts_at < x."end" AND i.ends_at > x.start
           AND NOT EXISTS (SELECT 1 FROM usage_record u WHERE u.item_id = i.id)) s ON true
     GROUP BY x."row", r.capacity HAVING bool_or(s.person_id = x."personId") OR sum(s.units) >= r.capacity`
  return new Map(rows.map((each) => [each.row, each]))
}
