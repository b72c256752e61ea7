import type { ProblemCode } from '~/domain/problem'
import { addMinutes, clip, type Period, minutes, overlaps } from '~/domain/time/interval'
import { addDays, datesBetween, plainDateOf, startOfDay, wallToInstant } from '~/domain/time/zone'

/** The database enum `WaitStatus` is kept equal by a test. */
export const WAIT_STATUSES = ['waiting', 'offered', 'accepted', 'declined', 'lapsed', 'withdrawn'] as const
export type WaitStatus = (typeof WAIT_STATUSES)[number]

/** What may become free by itself: the resource, or somebody who can run it. */
export const isWaitable = (code: ProblemCode): boolean => code === 'slot_taken' || code === 'operators_taken'

/** How many times a person can wait for at once. */
export const MAX_WAITS = 20
/** An offer stands for so long where there is time enough. */
const OFFER_MINUTES = 12 * 60
/** And never for more than this part of what is left, so that those behind get their turn. */
const PART_OF_REST = 4
/** Nobody can answer sooner. */
const LEAST_MINUTES = 15

/**
 * Until when an offer of a period stands: twelve hours, or a quarter of the time that is left before it would
 * have to be booked, whichever is shorter; null when too little is left to offer it at all.
 */
export function offerDeadline(startsAt: Date, minNoticeMinutes: number, now: Date): Date | null {
  const last = addMinutes(startsAt, -minNoticeMinutes)
  const rest = minutes({ start: now, end: last })
  if (rest < LEAST_MINUTES) return null
  return addMinutes(now, Math.max(LEAST_MINUTES, Math.min(OFFER_MINUTES, Math.floor(rest / PART_OF_REST))))
}

/**
 * The state at an instant: an offer that nobody has released yet has lapsed all the same, and a wait ends
 * with the start of what was waited for.
 */
export function waitStatusAt(wait: { status: WaitStatus; offerExpiresAt: Date | null; startsAt: Date }, now: Date): WaitStatus {
  if (wait.status === 'offered' && wait.offerExpiresAt && wait.offerExpiresAt <= now) return 'lapsed'
  if (wait.status === 'waiting' && wait.startsAt <= now) return 'lapsed'
  return wait.status
}

/** What of freed time somebody wants to be told of; minutes of the day are the campus's. */
export type AlertWish = { minMinutes: number; daysAhead: number; fromMinute: number; toMinute: number }

/**
 * The stretches of free time that a freed period opened and an alert asks for: within its hours of the day and
 * its days ahead (today is the first), touching what was freed, and long enough. `free` is what is free now.
 */
export function freedStretches(freed: Period, free: readonly Period[], wish: AlertWish, place: { timeZone: string; now: Date }): Period[] {
  const { timeZone, now } = place
  const horizon = { start: now, end: startOfDay(addDays(plainDateOf(now, timeZone), wish.daysAhead), timeZone) }
  if (!(horizon.start < horizon.end)) return []
  return clip(free, horizon)
    .flatMap((stretch) => hoursOfDay(stretch, wish, timeZone))
    .filter((each) => overlaps(each, freed) && minutes(each) >= wish.minMinutes)
}

/** A stretch cut at the hours of each day; one for the whole day stays in one piece over midnight. */
function hoursOfDay(stretch: Period, { fromMinute, toMinute }: AlertWish, timeZone: string): Period[] {
  if (fromMinute === 0 && toMinute === 1440) return [stretch]
  return datesBetween(stretch, timeZone).flatMap((date) =>
    clip([stretch], { start: wallToInstant(date, fromMinute, timeZone), end: wallToInstant(date, toMinute, timeZone) }),
  )
}
