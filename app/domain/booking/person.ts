import { isOfMember, isOwnUniversity, type Belongs, standsFor } from '~/domain/affiliation/belonging'
import type { AttendeeFacts, BookingFacts, ResourceFacts, ResourceMode, Wish } from '~/domain/booking/facts'
import type { RuleBook } from '~/domain/eligibility/facts'
import { isOnSite, judgeFitness } from '~/domain/eligibility/fitness'
import { touchesNight } from '~/domain/eligibility/night'
import { fitnessProblems } from '~/domain/eligibility/problems'
import type { ProjectFacts } from '~/domain/people/project'
import { originClass } from '~/domain/pricing/quote'
import { problem, type Problem } from '~/domain/problem'
import { policyFor } from '~/domain/scheduling/policy'
import { doorToDoorMinutes } from '~/domain/scheduling/travel'
import { type Asker, mayBook } from '~/domain/scheduling/who-may-book'
import { minutes, overlaps, type Period } from '~/domain/time/interval'

/** The longest journey that is looked for on either side of a presence; longer ones are not same-day trips. */
const JOURNEY_WINDOW_MINUTES = 24 * 60

/** Whether the owner shares the resource with people who belong where the person does, as its sharing scope says. */
export function isSharedWith(
  person: Belongs,
  resource: Pick<ResourceFacts, 'shareScope' | 'universityId'>,
): boolean {
  if (resource.shareScope === 'all' || isOwnUniversity(person, resource.universityId)) return true
  return resource.shareScope === 'alliance' && isOfMember(person)
}

/** Whether the person's account and home let them book at all, and whether the resource is shared with them. */
export function judgeStanding(person: AttendeeFacts, resource: ResourceFacts, isVouched: boolean): Problem[] {
  const found: Problem[] = []
  if (resource.shareScope === 'contact_only' || resource.labAccess === 'restricted') {
    return [problem('resource_by_contact_only', { contact: resource.contact })]
  }
  const isNobody = person.status === 'suspended' || person.status === 'merged' || person.status === 'erased'
  if (isNobody || (person.status !== 'active' && !isVouched)) {
    found.push(problem('account_not_confirmed', {}))
  }
  const belongs = person.homeUniversityId !== null || (person.affiliations ?? []).length > 0
  if (!belongs && resource.shareScope !== 'all' && !isVouched) {
    found.push(problem('affiliation_missing', {}))
  }
  if (belongs && !isSharedWith(person, resource)) {
    found.push(problem('not_shared_with_you', { scope: resource.shareScope }))
  }
  return found
}

/** The person as the rules of a resource see them. */
export function askerOf(person: AttendeeFacts, resource: Pick<ResourceFacts, 'universityId'>): Asker {
  const { universityId, kind } = standsFor(person, resource.universityId)
  const origin = originClass({ personUniversityId: universityId, personKind: kind, resourceUniversityId: resource.universityId })
  return { origin, kind, groupIds: person.groups.filter(({ isConfirmed }) => isConfirmed !== false).map(({ id }) => id) }
}

/**
 * The mode asked for, or the first offered one that the person may use in the period: qualified at its
 * start, admitted to the place, let in by the mode's own rules, and not alone at night where that is forbidden. What the chosen mode
 * lacks are the problems.
 */
export function chooseMode(
  person: AttendeeFacts,
  resource: ResourceFacts,
  wish: { mode: ResourceMode | null; period: Period; declaration: string | null | undefined },
  rules: RuleBook,
): { mode: ResourceMode; problems: Problem[] } {
  const offered = resource.modes
  const isNight = touchesNight(wish.period, resource.timeZone)
  const { modes, usable: fit, demand } = judgeFitness(person, resource, rules, { at: wish.period.start, isNight })
  const isAlone = (mode: ResourceMode) => mode === 'self_operation' && demand.forbidsLoneNight && isNight
  const usable = fit.filter((each) => !isAlone(each))
  const asker = askerOf(person, resource)
  const open = usable.filter((each) => mayBook(policyFor(resource.policy, each), asker))
  const mode = wish.mode ?? open[0] ?? usable[0] ?? offered[0] ?? 'self_operation'
  const chosen = modes.find((each) => each.mode === mode)
  if (chosen === undefined) return { mode, problems: [problem('mode_not_offered', { mode, offered })] }
  const problems = fitnessProblems(chosen, usable)
  if (isAlone(mode)) problems.push(problem('lone_night_forbidden', {}))
  if (demand.declaration && wish.declaration !== undefined && isOnSite(mode) && !wish.declaration?.trim()) problems.push(problem('declaration_required', {}))
  return { mode, problems }
}

/** One place at a time: presences elsewhere exclude, presences on the same campus are refused unless the policy permits. */
export function judgePresence(
  facts: BookingFacts,
  resource: ResourceFacts,
  attended: readonly Period[],
): Problem[] {
  const found: Problem[] = []
  for (const presence of facts.attendee?.presences ?? []) {
    const clash = attended.find((each) => overlaps(each, presence))
    if (clash && presence.campusId !== resource.campusId) {
      const campus = facts.campuses[presence.campusId]
      found.push(
        problem('person_elsewhere', {
          ...iso(presence),
          campusZh: campus?.nameZh ?? presence.campusId,
          campusEn: campus?.nameEn ?? presence.campusId,
        }),
      )
    } else if (clash && !resource.policy.allowParallel) {
      found.push(problem('person_busy', iso(presence)))
    } else if (!clash && presence.campusId !== resource.campusId) {
      found.push(...judgeJourney(facts, resource, attended, presence))
    }
  }
  return found
}

function judgeJourney(
  facts: BookingFacts,
  resource: ResourceFacts,
  attended: readonly Period[],
  presence: Period & { campusId: string },
): Problem[] {
  const here = facts.campuses[resource.campusId]
  const there = facts.campuses[presence.campusId]
  const journey = here && there ? doorToDoorMinutes(there, here, facts.rail) : null
  if (!there || journey === null) return []
  const gaps = attended.map((each) =>
    each.start >= presence.end
      ? minutes({ start: presence.end, end: each.start })
      : minutes({ start: each.end, end: presence.start }),
  )
  const gap = Math.min(...gaps, JOURNEY_WINDOW_MINUTES)
  if (gap >= journey) return []
  const severity = resource.policy.journey === 'refuse' ? 'refuse' : 'warn'
  return [
    problem(
      'journey_too_short',
      { minutes: journey, gapMinutes: gap, campusZh: there.nameZh, campusEn: there.nameEn },
      severity,
    ),
  ]
}

export type Carrier = { groupId: string | null; projectId: string | null; problems: Problem[] }

/**
 * The group and project that carry the booking: those asked for if they are the person's, else the first
 * confirmed group. A project may be carried by its people elsewhere, who are not of its group; `project` is
 * what was read of the one that the wish names.
 */
export function chooseCarrier(
  person: AttendeeFacts,
  wish: Pick<Wish, 'groupId' | 'projectId'>,
  project?: ProjectFacts | null,
): Carrier {
  const { groupId, projectId } = wish
  const nobody = (refusal: Problem): Carrier => ({ groupId: null, projectId: null, problems: [refusal] })
  if (projectId !== null) {
    const isOfGroup = groupId === null || groupId === project?.groupId
    return project?.isMember && isOfGroup
      ? { groupId: project.groupId, projectId, problems: [] }
      : nobody(problem('project_not_yours', { projectId }))
  }
  if (groupId !== null && !person.groups.some(({ id }) => id === groupId)) return nobody(problem('group_not_yours', { groupId }))
  return { groupId: groupId ?? person.groups.find(({ isConfirmed }) => isConfirmed !== false)?.id ?? null, projectId, problems: [] }
}

/** Only a group that a coordinator has confirmed pays: an unconfirmed one cannot carry what has a price. */
export function judgePayer(facts: BookingFacts, groupId: string | null, totalFen: number | null): Problem[] {
  if (groupId === null || !totalFen) return []
  const isConfirmed = facts.project ? facts.project.isGroupConfirmed : facts.attendee?.groups.find((each) => each.id === groupId)?.isConfirmed
  return isConfirmed === false ? [problem('group_not_confirmed', {})] : []
}

function iso(period: Period): { start: string; end: string } {
  return { start: period.start.toISOString(), end: period.end.toISOString() }
}
