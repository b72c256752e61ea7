import { firstAssisted, whereAssisted } from '~/domain/booking/assisted-slots'
import { withoutFixedSlots } from '~/domain/scheduling/fixed-slots'
import { freePeriods, periodsAbove } from '~/domain/scheduling/occupancy'
import { horizonEnd } from '~/domain/scheduling/judge-policy'
import { openingPeriods, type OpeningSchedule } from '~/domain/scheduling/opening'
import { gridOf, longestMinutes, type Policy, policyFor } from '~/domain/scheduling/policy'
import { type DayOnStrip, dayStrip, nextFreeSlots } from '~/domain/scheduling/slots'
import { addMinutes, intersect, merge, minutes, type Period } from '~/domain/time/interval'
import { addDays, plainDateOf, startOfDay } from '~/domain/time/zone'
import { type OccupancyFacts, occupancyFacts, type TakenBy } from '~/features/finder/facts.server'
import type { FreeWish } from '~/features/finder/schema'

const MAX_AVAILABILITY_DAYS = 92
const NEXT_FREE_DAYS = 14
const STRIP_DAYS = 7

/** Data for one sentence: free now until …, next free …, not free in the next 14 days, in the owner's own system, or by contact. */
export type NextFree =
  | { kind: 'now'; until: Date; slot: Period; timeZone: string }
  | { kind: 'later'; period: Period; slot: Period; timeZone: string }
  | { kind: 'none'; days: number; timeZone: string }
  | { kind: 'elsewhere'; url: string }
  | { kind: 'contact' }

export type WeekView = { days: DayOnStrip[]; nextFree: NextFree; timeZone: string }

export type Availability = {
  /** Booked in the owner's own system at this address: what is known is shown, nothing is free here. */
  externalUrl: string | null
  opening: Period[]
  /** When no unit is left, and by what; no titles, no names. */
  busy: (Period & { kind: TakenBy })[]
  free: Period[]
}

/** The strips of the next days and the next free time, for a page of results, in one query. */
export async function weekStrips(
  resourceIds: readonly string[],
  now: Date,
  days = STRIP_DAYS,
): Promise<Map<string, WeekView>> {
  const facts = await occupancyFacts(resourceIds, fromNow(now, Math.max(days, NEXT_FREE_DAYS)), now)
  return new Map([...facts.values()].map((each) => [each.id, weekView(each, now, days)]))
}

/** What a resource's page says about time: the strip, the rules in force and the weekly hours of today, and whether it is out of service in the days looked at. */
export type Outlook = WeekView & { isTakenOut: boolean; policy: Policy; weekly: OpeningSchedule['weekly']; observesHolidays: boolean }

export async function outlook(resourceId: string, now: Date): Promise<Outlook | null> {
  const facts = (await occupancyFacts([resourceId], fromNow(now, NEXT_FREE_DAYS), now)).get(resourceId)
  if (!facts) return null
  const today = plainDateOf(now, facts.timeZone)
  const inForce = facts.schedules
    .filter((each) => each.validFrom <= today && (each.validTo === null || today < each.validTo))
    .toSorted((a, b) => (a.validFrom < b.validFrom ? 1 : -1))[0]
  return {
    ...weekView(facts, now, STRIP_DAYS),
    isTakenOut: facts.taken.some(({ kind }) => kind === 'maintenance' || kind === 'closure'),
    policy: facts.policy,
    weekly: inForce?.weekly ?? [],
    observesHolidays: inForce?.observesHolidays ?? true,
  }
}

/** The next free time for so many minutes (by default the shortest booking, an hour if that is shorter). */
export async function nextFree(resourceId: string, now: Date, wanted?: number): Promise<NextFree> {
  const facts = (await occupancyFacts([resourceId], fromNow(now, NEXT_FREE_DAYS), now)).get(resourceId)
  return facts ? nextFreeOf(facts, now, wanted) : { kind: 'contact' }
}

/**
 * Opening, busy and free periods of a resource, clipped to the window and bounded to 92 days. Free
 * periods are those in which a booking's bare period fits, its set-up and clean-up included; they
 * begin at `now` at the earliest; where the first way of use is assisted, somebody who can run it is on duty and free. Null: no such resource.
 */
export async function availability(
  resourceId: string,
  from: Date,
  to: Date,
  now: Date = new Date(),
): Promise<Availability | null> {
  const last = addMinutes(from, MAX_AVAILABILITY_DAYS * 1440)
  const window = { start: from, end: to < last ? to : last }
  const facts = (await occupancyFacts([resourceId], window, now)).get(resourceId)
  if (!facts) return null
  if (!(window.start < window.end)) return { externalUrl: facts.externalUrl, opening: [], busy: [], free: [] }
  return {
    externalUrl: facts.externalUrl,
    opening: opening(facts, window),
    busy: busy(facts, window),
    free: free(facts, window, now),
  }
}

/** Those of the resources that can be booked for so long on end somewhere within the wish's period. */
export async function whoIsFree(
  resourceIds: readonly string[],
  wish: FreeWish,
  now: Date,
): Promise<string[]> {
  const facts = await occupancyFacts(resourceIds, wish.period, now)
  // Many resources keep the same hours: each set of hours is laid out once.
  const laidOut = new Map<string, Period[]>()
  const openingOf = (each: OccupancyFacts) => {
    const key = JSON.stringify([each.schedules, each.exceptions, each.timeZone, each.universityId])
    const known = laidOut.get(key) ?? opening(each, wish.period)
    laidOut.set(key, known)
    return known
  }
  const canServe = (each: OccupancyFacts) =>
    each.isBookable &&
    wish.minutes <= longestMinutes(each.policy) &&
    slots(each, free(each, wish.period, now, openingOf(each)), Math.max(wish.minutes, each.policy.minMinutes), now).length > 0
  return [...facts.values()].filter(canServe).map((each) => each.id)
}

function weekView(facts: OccupancyFacts, now: Date, days: number): WeekView {
  const { timeZone } = facts
  const today = plainDateOf(now, timeZone)
  const window = { start: startOfDay(today, timeZone), end: startOfDay(addDays(today, days), timeZone) }
  return {
    days: dayStrip({
      free: free(facts, window, now),
      opening: facts.isBookable ? opening(facts, window) : [],
      days: Array.from({ length: days }, (_, at) => addDays(today, at)),
      timeZone,
      now,
    }),
    nextFree: nextFreeOf(facts, now),
    timeZone,
  }
}

function nextFreeOf(facts: OccupancyFacts, now: Date, wanted?: number): NextFree {
  const { policy, timeZone } = facts
  if (facts.externalUrl !== null) return { kind: 'elsewhere', url: facts.externalUrl }
  if (!facts.isBookable) return { kind: 'contact' }
  const length = Math.max(policy.minMinutes, wanted ?? Math.min(60, policy.maxMinutes))
  const periods = free(facts, fromNow(now, NEXT_FREE_DAYS), now)
  const [slot] = slots(facts, periods, length, now)
  const period = slot && periods.find((each) => each.start <= slot.start && slot.end <= each.end)
  if (!slot || !period) return { kind: 'none', days: NEXT_FREE_DAYS, timeZone }
  const opensNow = period.start <= now && addMinutes(now, policy.gridMinutes) >= slot.start
  return opensNow
    ? { kind: 'now', until: period.end, slot, timeZone }
    : { kind: 'later', period: { start: slot.start, end: period.end }, slot, timeZone }
}

/** The first slot that the rules on notice and horizon let anybody book. */
function slots(facts: OccupancyFacts, periods: Period[], length: number, now: Date): Period[] {
  const { policy, timeZone } = facts
  const uncut = withoutFixedSlots(periods, policy.fixedSlots, timeZone)
  const wish = { minutes: length, gridMinutes: gridOf(policy), timeZone, earliest: addMinutes(now, policy.minNoticeMinutes) }
  const found = facts.operators ? firstAssisted(facts.operators, assistedAttendance(facts), { ...wish, free: uncut }) : nextFreeSlots({ ...wish, free: uncut, count: 1 })
  return found.filter((each) => each.start < horizonEnd(policy, now, timeZone))
}

function fromNow(now: Date, days: number): Period {
  // The strip begins at today's midnight, in whatever zone the campus lies.
  return { start: addMinutes(now, -1440), end: addMinutes(now, (days + 1) * 1440) }
}

function opening(facts: OccupancyFacts, window: Period): Period[] {
  return openingPeriods({ ...facts, window })
}

function free(facts: OccupancyFacts, window: Period, now: Date, open = opening(facts, window)): Period[] {
  if (!facts.isBookable) return []
  const own = freePeriods({
    opening: open,
    taken: facts.taken,
    capacity: facts.capacity,
    quantity: 1,
    window,
    now,
    turnaround: facts.policy,
  }).filter((each) => minutes(each) > 0)
  return facts.operators ? whereAssisted(own, facts.operators, assistedAttendance(facts)) : own
}

const assistedAttendance = ({ policy }: OccupancyFacts) => policyFor(policy, 'assisted_booking').attendance

function busy(facts: OccupancyFacts, window: Period): Availability['busy'] {
  const full = periodsAbove(facts.taken, facts.capacity - 1)
  const kinds: TakenBy[] = ['maintenance', 'closure', 'booking', 'hold']
  if (facts.capacity > 1) {
    return full.flatMap((each) => {
      const part = intersect(each, window)
      const kind = kinds.find((kind) => facts.taken.some((one) => one.kind === kind && intersect(one, each)))
      return part && kind ? [{ ...part, kind }] : []
    })
  }
  return kinds
    .flatMap((kind) => merge(facts.taken.filter((each) => each.kind === kind)).map((each) => ({ ...each, kind })))
    .flatMap((each) => {
      const part = intersect(each, window)
      return part ? [{ ...part, kind: each.kind }] : []
    })
    .toSorted((a, b) => a.start.getTime() - b.start.getTime())
}
