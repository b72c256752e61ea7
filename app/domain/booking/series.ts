import { timesOfAble, whereAssisted } from '~/domain/booking/assisted-slots'
import { chooseAttendance } from '~/domain/booking/attendance'
import type { BookingFacts, OperatorFacts, ResourceFacts, WantedItem, Wish } from '~/domain/booking/facts'
import type { Occupation } from '~/domain/booking/item'
import { askerOf } from '~/domain/booking/person'
import { countedItems, judge, type Verdict } from '~/domain/booking/verdict'
import { secondsByYear } from '~/domain/people/project'
import { isAcceptable, type Problem } from '~/domain/problem'
import type { Occurrence } from '~/domain/recurrence/occurrences'
import { freePeriods } from '~/domain/scheduling/occupancy'
import { openingPeriods } from '~/domain/scheduling/opening'
import { policyFor } from '~/domain/scheduling/policy'
import { nextOnGrid } from '~/domain/scheduling/slots'
import { addMinutes, intersectAll, minutes, type Period } from '~/domain/time/interval'

/** What becomes of an occurrence that cannot be booked: left out, moved to the nearest free slot, or the whole series refused. */
export const ON_CLASH = ['skip', 'nearest', 'fail'] as const
export type OnClash = (typeof ON_CLASH)[number]

/** The nearest free slot is looked for so many days before and after. */
export const NEAREST_DAYS = 3
/** So many slots are tried for one occurrence, the nearest first. */
const TRIED_SLOTS = 12

export type SeriesWish = Omit<Wish, 'items'> & { item: Omit<WantedItem, 'period'> }

export type PlannedOccurrence = {
  key: Date
  wanted: Period
  /** `fits`: as wanted; `nearest`: at another time; `clash`: not at all. */
  outcome: 'fits' | 'nearest' | 'clash'
  /** When it takes place; null for a clash. */
  period: Period | null
  /** What the rules say to the time wanted, warnings included. */
  problems: Problem[]
  /** On the time it takes place at; on the time wanted where it clashes. */
  verdict: Verdict
}

/**
 * Judges every occurrence, each beside those before it: what they take, where their person is, and what they use
 * up of quotas and of a project's hours. Those that fit as wanted come first; only then is a nearest slot looked
 * for, so that no occurrence loses its own time to the substitute of another. Pure, in the order given.
 */
export function planSeries(
  facts: BookingFacts,
  wish: SeriesWish,
  occurrences: readonly Occurrence[],
  { onClash, now }: { onClash: OnClash; now: Date },
): PlannedOccurrence[] {
  let known = facts
  const judged = occurrences.map(({ key, period }): PlannedOccurrence => {
    const asked = wishAt(wish, period)
    const verdict = judge(known, asked, now)
    if (verdict.ok) known = withBooked(known, asked, verdict)
    return { key, wanted: period, outcome: verdict.ok ? 'fits' : 'clash', period: verdict.ok ? period : null, problems: verdict.problems, verdict }
  })
  if (onClash !== 'nearest') return judged
  return judged.map((each) => {
    if (each.outcome !== 'clash') return each
    for (const slot of slotsAround(known, wish, each.wanted, now)) {
      const asked = wishAt(wish, slot)
      const verdict = judge(known, asked, now)
      if (!verdict.ok) continue
      known = withBooked(known, asked, verdict)
      return { ...each, outcome: 'nearest', period: slot, verdict }
    }
    return each
  })
}

export const wishAt = ({ item, ...rest }: SeriesWish, period: Period): Wish => ({ ...rest, items: [{ ...item, period }] })

/** Whether the plan can be carried out: with `fail` every occurrence has to fit, else at least one. */
export function isFeasible(plan: readonly PlannedOccurrence[], onClash: OnClash): boolean {
  return onClash === 'fail' ? plan.every((each) => each.outcome === 'fits') : plan.some((each) => each.period !== null)
}

/** The facts once the booking of the verdict stands. Its own rows are never moved to another unit. */
export function withBooked(facts: BookingFacts, wish: Wish, verdict: Verdict): BookingFacts {
  // A request that competes holds nothing until it is accepted.
  const holds = verdict.route === null || verdict.holdMode === 'hold'
  const held = holds ? verdict.items : []
  const occupations = held.flatMap((each) => each.occupations)
  const units = new Map(verdict.items.flatMap((each) => each.renumbered.map(({ allocationId, unit }) => [allocationId, unit])))
  const resources = Object.fromEntries(
    Object.entries(facts.resources).map(([id, resource]): [string, ResourceFacts] => [id, {
      ...resource,
      taken: [
        ...resource.taken.map((each) => ({ ...each, unit: units.get(each.allocationId) ?? each.unit })),
        ...occupations.map((each, at) => ({ ...each, allocationId: `own-${each.start.getTime()}-${at}`, cause: 'offer' as const })),
      ],
    }]),
  )
  const { attendee, project, operators } = facts
  const wanted = secondsByYear(countedItems(facts, verdict.items))
  return {
    ...facts,
    resources,
    operators: operators && { ...operators, all: operators.all.map((each) => withPromised(each, occupations)) },
    attendee: attendee && {
      ...attendee,
      presences: [...attendee.presences, ...held.flatMap(({ campusId, attended }) => attended.map((each) => ({ ...each, campusId })))],
      futureBookings: wish.items.reduce((count, { resourceId }) => ({ ...count, [resourceId]: (count[resourceId] ?? 0) + 1 }), attendee.futureBookings),
    },
    project: project && {
      ...project,
      usedSeconds: project.usedSeconds + Object.values(wanted).reduce((sum, each) => sum + each, 0),
      usedByYear: Object.entries(wanted).reduce((years, [year, each]) => ({ ...years, [year]: (years[year] ?? 0) + each }), project.usedByYear),
    },
    shares: withUses(facts, held),
    quotaUses: [
      ...(facts.quotaUses ?? []),
      ...held.flatMap(({ resourceId, period }) => {
        const resource = facts.resources[resourceId]
        return resource
          ? [{ ...period, resourceId, kindId: resource.kindId, labId: resource.labId, personId: wish.attendeeId, groupId: verdict.groupId, universityId: attendee?.homeUniversityId ?? null }]
          : []
      }),
    ],
  }
}

/** An operator once the parts of the occupations that are theirs are promised. */
function withPromised(operator: OperatorFacts, occupations: readonly Occupation[]): OperatorFacts {
  const own = occupations.filter(({ resourceId }) => resourceId === operator.id)
  const taken = own.map((each) => ({ ...each, allocationId: `own-${each.start.getTime()}`, cause: 'offer' as const }))
  return own.length === 0 ? operator : { ...operator, taken: [...operator.taken, ...taken], promised: [...operator.promised, ...own] }
}

/** The shares of hours once the items use theirs. */
function withUses(facts: BookingFacts, items: Verdict['items']): BookingFacts['shares'] {
  const { attendee, shares } = facts
  if (!shares || !attendee) return shares
  return Object.fromEntries(Object.entries(shares).map(([id, share]) => {
    const resource = facts.resources[id]
    const uses = resource
      ? items.filter((each) => each.resourceId === id).map(({ period, quantity }) => ({ ...period, quantity, origin: askerOf(attendee, resource).origin }))
      : []
    return [id, { ...share, uses: [...share.uses, ...uses] }]
  }))
}

/** Free slots of the same length around a period, the nearest first. */
function slotsAround(facts: BookingFacts, wish: SeriesWish, wanted: Period, now: Date): Period[] {
  const resource = facts.resources[wish.item.resourceId]
  const length = minutes(wanted)
  if (!resource || length <= 0) return []
  const reach = NEAREST_DAYS * 1440
  const earliest = addMinutes(wanted.start, -reach) > now ? addMinutes(wanted.start, -reach) : now
  const window = { start: earliest, end: addMinutes(wanted.end, reach) }
  if (!(window.start < window.end)) return []
  // A space is free only while everything inside it is.
  const targets = [
    { id: resource.id, capacity: resource.capacity, quantity: wish.item.quantity },
    ...resource.inside.map((each) => ({ ...each, quantity: each.capacity })),
  ]
  const opening = openingPeriods({ ...resource, window })
  const unassisted = targets
    .map(({ id, capacity, quantity }) => freePeriods({
      opening, capacity, quantity, window, now,
      taken: resource.taken.filter((each) => each.resourceId === id).map((each) => ({ ...each, kind: each.cause })),
      turnaround: resource.policy,
    }))
    .reduce(intersectAll)
  const mode = wish.item.mode ?? resource.modes[0] ?? 'self_operation'
  const times = mode === 'assisted_booking' ? timesOfAble(facts.operators?.all ?? [], resource.id, window) : undefined
  const free = times ? whereAssisted(unassisted, times, chooseAttendance(policyFor(resource.policy, mode), mode, wish.item).attendance) : unassisted
  const grid = Math.max(1, resource.policy.gridMinutes)
  const starts = free.flatMap(({ start, end }) => {
    const latest = addMinutes(end, -length)
    if (latest < start) return []
    const nearest = wanted.start < start ? start : wanted.start > latest ? addMinutes(latest, 1 - grid) : wanted.start
    return [start, nearest, addMinutes(latest, 1 - grid)]
      .map((each) => nextOnGrid(each < start ? start : each, grid, resource.timeZone))
      .filter((each) => each <= latest)
  })
  const distance = (start: Date) => Math.abs(start.getTime() - wanted.start.getTime())
  const distinct = [...new Map(starts.map((each) => [each.getTime(), each])).values()]
  return distinct
    .toSorted((a, b) => distance(a) - distance(b) || a.getTime() - b.getTime())
    .slice(0, TRIED_SLOTS)
    .map((start) => ({ start, end: addMinutes(start, length) }))
}

/** What of a plan's problems refuses; warnings do not make a clash. */
export const refusing = (problems: readonly Problem[]): Problem[] => problems.filter((each) => !isAcceptable([each]))
