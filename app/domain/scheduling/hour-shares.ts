import type { OriginClass } from '~/domain/pricing/quote'
import { type Problem, problem } from '~/domain/problem'
import { addMinutes, clip, minutes, type Period } from '~/domain/time/interval'
import { openingPeriods, type OpeningException, type OpeningSchedule } from './opening'
import { type Quota, windowsOf } from './quota'
import type { Policy } from './policy'
import type { CalendarDay } from '~/domain/time/working-calendar'

/**
 * So many per cent of the opening hours (times the units) of each calendar week or month of the
 * campus. What is protected and still unused opens to everybody `releaseHours` before the use; null: never.
 */
export type HourShare = { percent: number; window: 'week' | 'month'; releaseHours: number | null }

export const isPossibleShare = ({ percent, releaseHours }: HourShare): boolean =>
  Number.isInteger(percent) && percent >= 0 && percent <= 100 && (releaseHours === null || (Number.isInteger(releaseHours) && releaseHours >= 0 && releaseHours <= 24 * 60))

/** A use that holds, with where its person came from when it was judged. */
export type ShareUse = Period & { origin: OriginClass; quantity: number }

/** What shares of one resource are reckoned from; the hours reach over every window that the wish touches. */
export type ShareFacts = {
  capacity: number
  universityId: string
  timeZone: string
  schedules: readonly OpeningSchedule[]
  exceptions: readonly OpeningException[]
  calendarDays: readonly CalendarDay[]
  uses: readonly ShareUse[]
}

const asQuota = ({ window }: HourShare): Quota => ({ measure: 'hours', window, days: null, per: 'person', limit: 1, over: 'resource' })

/** The calendar windows of a share that a period touches. */
export const shareWindows = (share: HourShare, period: Period, timeZone: string): Period[] => windowsOf(asQuota(share), period, timeZone)

const isOutside = (origin: OriginClass) => origin === 'other_institution' || origin === 'enterprise'
/** Everybody but other members uses what is not protected. */
const isUnprotected = (origin: OriginClass) => origin !== 'alliance_member'

/**
 * Whether a use keeps the protected share and the ceiling in every window that it touches. In each
 * window: base = opening minutes × units; what others of the same side use there and what is asked,
 * clipped at its edges, may together be at most base × (100 − protected) / 100, or base × ceiling / 100.
 */
export function judgeShares(request: { policy: Policy; asked: ShareUse; facts: ShareFacts; now: Date }): Problem[] {
  const { policy, asked, facts, now } = request
  const { protectedShare, outsideCeiling } = policy
  const found: Problem[] = []
  const isReleased = protectedShare?.releaseHours != null && addMinutes(now, protectedShare.releaseHours * 60) >= asked.start
  if (protectedShare && isUnprotected(asked.origin) && !isReleased) {
    const over = fullest(protectedShare, 100 - protectedShare.percent, isUnprotected, asked, facts)
    if (over) found.push(problem('protected_share_reached', { percent: protectedShare.percent, window: protectedShare.window, ...over }))
  }
  if (outsideCeiling && isOutside(asked.origin)) {
    const over = fullest(outsideCeiling, outsideCeiling.percent, isOutside, asked, facts)
    if (over) found.push(problem('outside_ceiling_reached', { percent: outsideCeiling.percent, window: outsideCeiling.window, ...over }))
  }
  return found
}

/** The window in which the limit is exceeded most, in minutes; null: none. */
function fullest(share: HourShare, percent: number, isOfSide: (origin: OriginClass) => boolean, asked: ShareUse, facts: ShareFacts) {
  const used = facts.uses.filter((each) => isOfSide(each.origin))
  const [worst] = shareWindows(share, asked, facts.timeZone)
    .map((window) => {
      const open = openingPeriods({ ...facts, window }).reduce((sum, each) => sum + minutes(each), 0)
      return {
        limit: Math.floor((open * facts.capacity * percent) / 100),
        used: unitMinutes(used, window), asks: unitMinutes([asked], window), from: window.start.toISOString(),
      }
    })
    .filter(({ limit, used, asks }) => asks > 0 && used + asks > limit)
    .toSorted((a, b) => b.used + b.asks - b.limit - (a.used + a.asks - a.limit))
  return worst ?? null
}

const unitMinutes = (uses: readonly ShareUse[], window: Period) =>
  clip(uses, window).reduce((sum, each) => sum + minutes(each) * each.quantity, 0)
