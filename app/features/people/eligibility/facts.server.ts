import { type HeldFacts, NO_RULES, NOTHING_HELD, type RuleBook } from '~/domain/eligibility/facts'
import type { EligiblePerson, EligiblePlace } from '~/domain/eligibility/judge'
import { rawQuery } from '~/platform/db.server'

export type EligibilityFacts = {
  /** Null when no such person exists. */
  person: EligiblePerson | null
  places: EligiblePlace[]
  rules: RuleBook
}

type Dated<T> = { [K in keyof T]: T[K] extends Date ? string : T[K] extends Date | null ? string | null : T[K] }
type Rows<T> = { [K in keyof T]: T[K] extends readonly (infer Row)[] ? Dated<Row>[] : T[K] }

/** What the database function of that name answers. */
export type RawEligibility = {
  person: Pick<EligiblePerson, 'status' | 'homeUniversityId' | 'homeKind' | 'affiliations'> | null
  places: EligiblePlace[]
  held: Rows<HeldFacts> | null
  rules: Rows<RuleBook> | null
}

/**
 * What the person holds and what the resources (null: all in service) ask, in one round trip,
 * however many there are.
 */
export async function eligibilityFacts(
  personId: string | null,
  resourceIds: readonly string[] | null,
  now: Date,
): Promise<EligibilityFacts> {
  const [row] = await rawQuery<{ facts: RawEligibility }>`
    SELECT eligibility_facts(${personId}::uuid, ${resourceIds && [...resourceIds]}::text[], ${now}::timestamptz, true) AS facts`
  return factsOf(row!.facts)
}

/** The same for many people over the same resources, in one round trip; without the steps on the way. */
export async function eligibilityFactsOfMany(personIds: readonly string[], resourceIds: readonly string[], now: Date): Promise<Map<string, EligibilityFacts>> {
  const rows = await rawQuery<{ id: string; facts: RawEligibility }>`
    SELECT p.id::text AS id, eligibility_facts(p.id, ${[...resourceIds]}::text[], ${now}::timestamptz, false) AS facts
      FROM unnest(${[...personIds]}::uuid[]) AS p (id)`
  return new Map(rows.map(({ id, facts }) => [id, factsOf(facts)]))
}

const factsOf = ({ person, places, held, rules }: RawEligibility): EligibilityFacts => ({
  person: person && { ...person, ...heldFacts(held) }, places, rules: ruleBook(rules),
})

export function heldFacts(raw: Rows<HeldFacts> | null): HeldFacts {
  if (raw === null) return NOTHING_HELD
  return {
    qualifications: raw.qualifications.map((each) => ({
      ...each,
      validFrom: new Date(each.validFrom),
      validUntil: dateOf(each.validUntil),
      suspendedAt: dateOf(each.suspendedAt),
      lastUsedAt: dateOf(each.lastUsedAt),
    })),
    admissions: raw.admissions.map((each) => ({ ...each, validFrom: new Date(each.validFrom), validUntil: dateOf(each.validUntil) })),
    certificates: raw.certificates,
    acceptedIds: raw.acceptedIds as unknown as string[],
    steps: raw.steps.map((each) => ({ ...each, at: new Date(each.at) })),
  }
}

export function ruleBook(raw: Rows<RuleBook> | null): RuleBook {
  if (raw === null) return NO_RULES
  return {
    ...raw,
    recognitions: raw.recognitions.map((each) => ({ ...each, startsAt: new Date(each.startsAt), endsAt: dateOf(each.endsAt) })),
  }
}

const dateOf = (text: string | null) => (text === null ? null : new Date(text))
