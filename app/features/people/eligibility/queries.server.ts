import type { Actor } from '~/domain/access/permission'
import { type Eligibility, judgeEligibility } from '~/domain/eligibility/judge'
import { rulesByPlace } from '~/domain/eligibility/rule-index'
import { eligibilityFacts } from '~/features/people/eligibility/facts.server'

/** For each resource asked about (null: all in service): may the actor use it, what is missing, how to mend it. */
export async function eligibilityOf(
  actor: Actor | null,
  resourceIds: readonly string[] | null,
  now: Date,
): Promise<Map<string, Eligibility>> {
  const { person, places, rules } = await eligibilityFacts(actor?.personId ?? null, resourceIds, now)
  const rulesFor = rulesByPlace(rules)
  return new Map(places.map((place) => [place.id, judgeEligibility(person, place, rulesFor(place), now)]))
}

/** The resources in service of which some way of use stands open to the actor now. */
export async function usableResources(actor: Actor, now: Date): Promise<string[]> {
  const all = await eligibilityOf(actor, null, now)
  return [...all].flatMap(([id, each]) => (each.usable.length > 0 ? id : []))
}
