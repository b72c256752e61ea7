import { attendedParts, chooseAttendance } from '~/domain/booking/attendance'
import type { Attendance, BookingFacts, ResourceFacts, ResourceMode, TakenFact, WantedItem } from '~/domain/booking/facts'
import { chooseOperator } from '~/domain/booking/operator'
import { askerOf, chooseMode, judgePresence, judgeStanding } from '~/domain/booking/person'
import { type AnswerFiles, type Answers, type FrozenAnswers, judgeAnswers } from '~/domain/booking/questions'
import type { Purpose } from '~/domain/booking/states'
import { isMovable, targetsOf } from '~/domain/booking/targets'
import { problem, type Problem } from '~/domain/problem'
import { allocatedPeriod, assignUnits } from '~/domain/scheduling/occupancy'
import { openingPeriods } from '~/domain/scheduling/opening'
import { judgePolicy } from '~/domain/scheduling/judge-policy'
import { judgeOwnerWindows } from '~/domain/scheduling/owner-windows'
import { type Policy, policyFor } from '~/domain/scheduling/policy'
import { judgeAsker, judgePurpose } from '~/domain/scheduling/who-may-book'
import { addMinutes, contains, minutes, overlaps, type Period } from '~/domain/time/interval'

/** Longer periods are refused before anything is computed over them. */
export const MAX_PERIOD_DAYS = 366
/** Starts further ahead are refused before anything is read for them. */
export const MAX_YEARS_AHEAD = 3

/** One unit of one resource that an item takes, buffers included. */
export type Occupation = Period & { resourceId: string; unit: number }

export type ItemVerdict = {
  resourceId: string
  campusId: string
  period: Period
  mode: ResourceMode
  quantity: number
  attendance: Attendance
  /** As it holds for the mode. */
  policy: Policy
  judgedAt: Date
  attended: Period[]
  /** Who assists; null: nobody is promised. */
  operatorId: string | null
  occupations: Occupation[]
  /** Interchangeable units that others are moved to, so that the request fits. */
  renumbered: { allocationId: string; unit: number }[]
  /** What was answered, as it stays with the booking; null: nothing was asked. */
  answers?: FrozenAnswers | null
  problems: Problem[]
}

/** What is wrong with a period by itself, before any facts are needed. */
export function judgePeriod(period: Period, now: Date): Problem[] {
  if (!(period.start < period.end)) return [problem('period_reversed', {})]
  const years = (period.start.getTime() - now.getTime()) / (365.25 * 86_400_000)
  if (years > MAX_YEARS_AHEAD || minutes(period) > MAX_PERIOD_DAYS * 1440) {
    return [problem('period_too_far', { years: MAX_YEARS_AHEAD })]
  }
  if (period.start < now) return [problem('period_in_past', {})]
  return []
}

/** Everything that stands in the way of one item, and what it would take if nothing did. */
export function judgeItem(
  facts: BookingFacts,
  resource: ResourceFacts,
  wanted: WantedItem,
  context: { isVouched: boolean; declaration?: string | null; answers?: Answers; answerFiles?: AnswerFiles; purpose?: Purpose; now: Date; earlier: readonly ItemVerdict[] },
): ItemVerdict {
  const person = facts.attendee
  const choice = person
    ? chooseMode(person, resource, { mode: wanted.mode, period: wanted.period, declaration: context.declaration }, facts.rules)
    : { mode: wanted.mode ?? resource.modes[0] ?? 'self_operation', problems: [] }
  const policy = policyFor(resource.policy, choice.mode)
  const ruled = { ...resource, policy }
  const { attendance, ...presence } = chooseAttendance(policy, choice.mode, wanted)
  const attended = attendedParts(wanted.period, attendance)
  const asked = context.answers && judgeAnswers(facts.questions?.[resource.id], choice.mode, context.answers, context.answerFiles)
  const problems: Problem[] = [...choice.problems, ...presence.problems]

  if (resource.status !== 'active') problems.push(problem('resource_not_in_service', {}))
  if (person) {
    const asker = askerOf(person, resource)
    problems.push(
      ...judgeStanding(person, resource, context.isVouched),
      ...judgeAsker(policy, asker),
      ...judgeOwnerWindows({ policy, period: wanted.period, now: context.now, timeZone: resource.timeZone, asker }),
    )
  }
  problems.push(
    ...judgePolicy({
      policy,
      period: wanted.period,
      now: context.now,
      timeZone: resource.timeZone,
      futureBookings: person?.futureBookings[resource.id] ?? 0,
    }),
    ...judgePurpose(policy, context.purpose),
    ...(asked?.problems ?? []),
    ...judgeOpening(ruled, wanted.period, attended),
    ...judgePresence(facts, ruled, attended),
    ...judgePresence(withOwn(facts, context.earlier, resource.campusId), ruled, attended),
  )
  const occupancy = occupy(resource, wanted, context.earlier, context.now)
  const assistance = chooseOperator(facts, {
    resourceId: resource.id, mode: choice.mode, period: wanted.period, attendance,
    earlier: context.earlier.flatMap((each) => each.occupations),
  })
  problems.push(...occupancy.problems, ...assistance.problems)

  return {
    resourceId: resource.id,
    campusId: resource.campusId,
    period: wanted.period,
    mode: choice.mode,
    quantity: wanted.quantity,
    attendance,
    policy,
    judgedAt: context.now,
    attended,
    operatorId: assistance.operatorId,
    occupations: [...occupancy.occupations, ...assistance.occupations],
    renumbered: occupancy.renumbered,
    answers: asked?.frozen ?? null,
    // Nothing else matters where nothing can be booked.
    problems: resource.externalUrl ? [problem('booked_elsewhere', { url: resource.externalUrl })] : problems,
  }
}

/** Attended parts lie within opening hours; the rest too unless the policy lets it run unattended. */
function judgeOpening(resource: ResourceFacts, period: Period, attended: readonly Period[]): Problem[] {
  const bound = resource.policy.allowUnattendedOutsideHours ? attended : [period]
  if (bound.length === 0) return []
  const window = { start: addMinutes(period.start, -1440), end: addMinutes(period.end, 1440) }
  const opening = openingPeriods({ ...resource, window })
  if (bound.every((part) => opening.some((open) => contains(open, part)))) return []
  return [
    problem('outside_opening_hours', {
      opening: opening
        .filter((open) => overlaps(open, window))
        .slice(0, 4)
        .map(({ start, end }) => ({ start: start.toISOString(), end: end.toISOString() })),
    }),
  ]
}

/** The facts as if the earlier items of the same booking were booked: those on another campus hold the person there. */
function withOwn(facts: BookingFacts, earlier: readonly ItemVerdict[], campusId: string): BookingFacts {
  const elsewhere = earlier.filter((item) => item.campusId !== campusId)
  const presences = elsewhere.flatMap((item) => item.attended.map((part) => ({ ...part, campusId: item.campusId })))
  return { ...facts, attendee: facts.attendee && { ...facts.attendee, presences } }
}

function occupy(
  resource: ResourceFacts,
  wanted: WantedItem,
  earlier: readonly ItemVerdict[],
  now: Date,
): Pick<ItemVerdict, 'occupations' | 'renumbered' | 'problems'> {
  if (wanted.quantity > resource.capacity) {
    return { occupations: [], renumbered: [], problems: [problem('quantity_exceeds_capacity', { capacity: resource.capacity })] }
  }
  const block = allocatedPeriod(wanted.period, resource.policy)
  const targets = targetsOf(resource, wanted.quantity)
  const occupations: Occupation[] = []
  const renumbered: { allocationId: string; unit: number }[] = []
  for (const target of targets) {
    const own = earlier.flatMap((item) => item.occupations).filter((each) => each.resourceId === target.id)
    const placed = place(target, block, resource.taken, own, now)
    if (!placed) return { occupations: [], renumbered: [], problems: [problem('slot_taken', { nextFree: [] })] }
    occupations.push(...placed.units.map((unit) => ({ ...block, resourceId: target.id, unit })))
    renumbered.push(...placed.renumbered)
  }
  return { occupations, renumbered, problems: [] }
}

function place(
  target: { id: string; capacity: number; quantity: number },
  block: Period,
  taken: readonly TakenFact[],
  own: readonly Occupation[],
  now: Date,
): { units: number[]; renumbered: { allocationId: string; unit: number }[] } | null {
  const here = taken.filter((each) => each.resourceId === target.id)
  const result = assignUnits({
    capacity: target.capacity,
    fixed: [
      ...here.filter((each) => !isMovable(each, now)).map((each) => ({ ...each, kind: each.cause })),
      ...own.map((each) => ({ ...each, kind: 'booking' })),
    ],
    movable: here.filter((each) => isMovable(each, now)).map((each) => ({ ...each, id: each.allocationId })),
    request: { ...block, quantity: target.quantity },
  })
  if (!result) return null
  const unitBefore = new Map(here.map((each) => [each.allocationId, each.unit]))
  const renumbered = [...result.assignments]
    .filter(([allocationId, unit]) => unitBefore.get(allocationId) !== unit)
    .map(([allocationId, unit]) => ({ allocationId, unit }))
  return { units: result.units, renumbered }
}
