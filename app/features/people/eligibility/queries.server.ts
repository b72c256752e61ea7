import type { Actor } from '~/domain/access/permission'
import { type Eligibility, judgeEligibility } from '~/domain/eligibility/judge'
import { rulesByPlace } from '~/domain/eligibility/rules-by-place'
import { eligibilityFacts } from '~/features/people/eligibility/facts.server'
import { offeredSessions } from '~/features/people/training/queries.server'
import { db } from '~/platform/db.server'

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

/** Resources in service: `now` some way of use stands open; `steps` none yet, but steps of one's own lead there. */
export type Usable = { now: string[]; steps: string[] }

/** The resources that the actor may use now or after steps of their own; the others are in neither list. */
export async function usableResources(actor: Actor, now: Date): Promise<Usable> {
  const found: Usable = { now: [], steps: [] }
  for (const [id, { usable, standing }] of await eligibilityOf(actor, null, now)) {
    if (usable.length > 0) found.now.push(id)
    else if (standing === 'may_with_steps') found.steps.push(id)
  }
  return found
}

/** One resource for its page: with the names that the reasons speak of, and the trainings that mend them. */
export async function eligibilityView(actor: Actor | null, resource: { id: string; kindId: string; labId: string }, now: Date) {
  const found = (await eligibilityOf(actor, [resource.id], now)).get(resource.id)
  if (found === undefined) throw new Error(`no resource ${resource.id}`)
  const ids = [found.recognisedFrom, ...found.reasons.map((each) => (each.code === 'general' ? each.universityId : null))].filter((each) => each !== null)
  const isTrained = found.reasons.some((each) => each.fix?.kind === 'training' || each.fix?.kind === 'introduction')
  const [universities, sessions, wish] = await Promise.all([
    ids.length === 0 ? [] : db.university.findMany({ where: { id: { in: ids } }, select: { id: true, shortZh: true, abbr: true } }),
    isTrained ? offeredSessions({ resourceId: resource.id, kindId: resource.kindId, labId: resource.labId }, actor?.personId ?? null, now) : [],
    isTrained && actor ? db.trainingWish.count({ where: { personId: actor.personId, resourceId: resource.id, status: 'waiting' } }) : 0,
  ])
  return {
    ...found,
    universities: Object.fromEntries(universities.map(({ id, shortZh, abbr }) => [id, { zh: shortZh, en: abbr }])),
    sessions: sessions.map(({ id, kind, titleZh, titleEn, startsAt, endsAt, free, mine, campus }) => ({ id, kind, titleZh, titleEn, startsAt, endsAt, free, mine, timeZone: campus.timeZone })),
    hasAsked: wish > 0,
  }
}
export type EligibilityView = Awaited<ReturnType<typeof eligibilityView>>
