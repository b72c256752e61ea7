import { standsFor } from '~/domain/affiliation/belonging'
import type { Route } from '~/domain/approval/route'
import type { BookingFacts, Wish } from '~/domain/booking/facts'
import { askerOf, chooseCarrier, chooseMode, judgeStanding } from '~/domain/booking/person'
import { type FrozenAnswers, judgeAnswers } from '~/domain/booking/questions'
import { labStep } from '~/domain/booking/verdict'
import { judgeProject } from '~/domain/people/project'
import { originClass, type OriginClass } from '~/domain/pricing/quote'
import { isAcceptable, problem, type Problem } from '~/domain/problem'
import { policyFor } from '~/domain/scheduling/policy'
import { judgeAsker, judgePurpose } from '~/domain/scheduling/who-may-book'
import { addMinutes } from '~/domain/time/interval'
import { plainDateOf, wallToInstant } from '~/domain/time/zone'

/** The mode in which samples are sent and the lab measures. */
export const SENT = 'entrusted_test'

export type OrderWish = Pick<Wish, 'bookerId' | 'attendeeId' | 'isVouched' | 'groupId' | 'projectId' | 'purpose' | 'answers' | 'answerFiles'> & { resourceId: string }

export type OrderVerdict = {
  ok: boolean
  problems: Problem[]
  originClass: OriginClass
  groupId: string | null
  projectId: string | null
  answers: FrozenAnswers | null
  /** Who must say yes; null: whoever manages the resource has asked for somebody else. */
  route: Route | null
}

/**
 * Whether samples may be sent to a resource, by the same rules as a booking of it for entrusted tests, save those
 * about a time: there is none yet. Every problem at once. Pure.
 */
export function judgeOrder(facts: BookingFacts, wish: OrderWish, now: Date): OrderVerdict {
  const resource = facts.resources[wish.resourceId]
  const person = facts.attendee
  const problems: Problem[] = []
  const stands = person && resource ? standsFor(person, resource.universityId) : { universityId: null, kind: null }
  const verdict: OrderVerdict = {
    ok: false, problems, groupId: null, projectId: null, answers: null, route: null,
    originClass: originClass({ personUniversityId: stands.universityId, personKind: stands.kind, resourceUniversityId: resource?.universityId ?? '' }),
  }
  if (!resource) return { ...verdict, problems: [problem('resource_unknown', { id: wish.resourceId })] }
  if (!person) return { ...verdict, problems: [problem('attendee_unknown', { email: wish.attendeeId })] }
  if (resource.externalUrl) return { ...verdict, problems: [problem('booked_elsewhere', { url: resource.externalUrl })] }

  // Sending is no work at night, whenever it is asked.
  const noon = wallToInstant(plainDateOf(now, resource.timeZone), 12 * 60, resource.timeZone)
  const period = { start: noon, end: addMinutes(noon, 1) }
  const policy = policyFor(resource.policy, SENT)
  if (resource.status !== 'active') problems.push(problem('resource_not_in_service', {}))
  problems.push(
    ...chooseMode(person, resource, { mode: SENT, period, declaration: undefined }, facts.rules).problems,
    ...judgeStanding(person, resource, wish.isVouched),
    ...judgeAsker(policy, askerOf(person, resource)),
    ...judgePurpose(policy, wish.purpose),
  )
  const asked = judgeAnswers(facts.questions?.[resource.id], SENT, wish.answers ?? {}, wish.answerFiles)
  const carrier = chooseCarrier(person, wish, facts.project)
  problems.push(...asked.problems, ...carrier.problems)
  if (facts.project && carrier.problems.length === 0) {
    // Its days count, its hours do not: those of the run are the lab's.
    const timeless = { period: { start: now, end: now }, quantity: 1, timeZone: resource.timeZone }
    problems.push(...judgeProject(facts.project, [timeless]).filter(({ code }) => code === 'project_not_running'))
  }
  const isForOther = wish.isVouched && wish.attendeeId !== wish.bookerId
  return {
    ...verdict, problems, ok: isAcceptable(problems), groupId: carrier.groupId, projectId: carrier.projectId, answers: asked.frozen,
    route: isForOther ? null : { steps: [[labStep(resource, [wish.bookerId, wish.attendeeId])]] },
  }
}
