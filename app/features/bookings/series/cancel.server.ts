import { type Actor, can } from '~/domain/access/permission'
import { done, type Outcome, problem, refused } from '~/domain/problem'
import { cancelBooking, cancelHeld } from '~/features/bookings/cancel.server'
import { lockBooking } from '~/features/bookings/facts.server'
import { heldBooking } from '~/features/bookings/held.server'
import { type LeftAlone, locksOf, membersOf, openMembers, seriesRow } from '~/features/bookings/series/held.server'
import type { SeriesScope } from '~/features/bookings/series/schema'
import { bumpSeries, recordSeries, tellOfSeries } from '~/features/bookings/series/write.server'
import { steersBooking } from '~/features/bookings/steers.server'
import { transaction } from '~/platform/db.server'

export type CancelledSeries = { cancelled: string[]; left: LeftAlone[] }

/**
 * Cancels a booking of a series, it and those after it, or all that are to come: each by the rules kept with it.
 * What has begun stays, and so does what can no longer be cancelled; both are named. Refused when none can be.
 */
export async function cancelSeries(
  actor: Actor,
  bookingId: string,
  input: { scope: SeriesScope; reason?: string | null; version?: number | null; seriesVersion?: number | null },
  now: Date,
): Promise<Outcome<CancelledSeries>> {
  const seen = await heldBooking(bookingId, now)
  const series = seen && (await seriesRow(seen.seriesId))
  if (!seen || !series || input.scope === 'this') {
    const one = await cancelBooking(actor, bookingId, input, now)
    return one.ok ? done({ cancelled: [one.value.id], left: [] }) : one
  }
  if (!can(actor, 'cancel:booking', seen.target) && !(await steersBooking(actor, seen, now))) return refused(problem('not_allowed', {}))
  const expected = input.seriesVersion ?? series.version
  return transaction(async (tx): Promise<Outcome<CancelledSeries>> => {
    const members = await membersOf(series.id, seen, input.scope)
    await lockBooking(tx, locksOf(members, now))
    const { open, left } = await openMembers(tx, members, now)
    const cancelled: string[] = []
    const wasApproved: string[] = []
    for (const booking of open) {
      const isAllowed = can(actor, 'cancel:booking', booking.target) || (await steersBooking(actor, booking, now))
      const one = isAllowed ? await cancelHeld(tx, { actor, booking, reason: input.reason || null, now }) : refused(problem('not_allowed', {}))
      if (one.ok) cancelled.push(booking.id)
      else left.push({ bookingId: booking.id, startsAt: booking.startsAt, problems: one.problems })
      if (one.ok && booking.status === 'approved') wasApproved.push(booking.id)
    }
    if (cancelled.length === 0) return refused(...(left[0]?.problems ?? [problem('state_forbids', { status: seen.status })]))
    if (!(await bumpSeries(tx, { ...series, version: expected }, { isAltered: false, now }))) throw new SeriesMoved()
    const { universityId } = seen
    await recordSeries(tx, { actorId: actor.personId, action: 'cancelled', seriesId: series.id, universityId, data: { scope: input.scope, bookings: cancelled.length, left: left.length }, now })
    await tellOfSeries(tx, {
      seriesId: series.id, event: 'cancelled', version: expected + 1, bookingIds: cancelled, actorId: actor.personId,
      reason: input.reason || null, wasApproved,
    })
    return done({ cancelled, left })
  }).catch(conflictOf(series.version))
}

/** Thrown where a series was changed since it was read, so that nothing of the transaction stays. */
export class SeriesMoved extends Error {
  constructor() {
    super('the series has another version now')
  }
}

export const conflictOf = (current: number) => (error: unknown) => {
  if (!(error instanceof SeriesMoved)) throw error
  return refused(problem('version_conflict', { current }))
}
