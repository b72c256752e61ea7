import type { Actor } from '~/domain/access/permission'
import { done, type Outcome, problem, refused } from '~/domain/problem'
import { type Decided, decideBooking, decideHeld, requestedWish } from '~/features/bookings/decide.server'
import { questionOf } from '~/features/bookings/create.server'
import { lockBooking } from '~/features/bookings/facts.server'
import { heldBooking } from '~/features/bookings/held.server'
import { lockCarriedFacts, lockProjectHours } from '~/features/bookings/project-facts.server'
import { lockQuotas, withQuotaLocks } from '~/features/bookings/quota-facts.server'
import type { DecisionInput } from '~/features/bookings/schema'
import { conflictOf, SeriesMoved } from '~/features/bookings/series/cancel.server'
import { locksOf, membersOf, openMembers, seriesRow } from '~/features/bookings/series/held.server'
import { bumpSeries, recordSeries, tellOfSeries } from '~/features/bookings/series/write.server'
import { isOverlap, transaction } from '~/platform/db.server'

export type DecidedSeries = { status: Decided['status']; bookings: string[] }

/**
 * One decision for everything of a series that waits beside the booking: new requests, or changes where the booking has
 * one. All are decided or none; `one` decides the booking alone.
 */
export async function decideSeries(
  actor: Actor,
  bookingId: string,
  input: DecisionInput & { scope: 'all' | 'one' },
  context: { version?: number | null; now: Date },
): Promise<Outcome<DecidedSeries>> {
  const { now } = context
  const { decision, comment, scope } = input
  const seen = await heldBooking(bookingId, now)
  const series = seen && (await seriesRow(seen.seriesId))
  if (!seen || !series || scope === 'one' || (decision !== 'approve' && decision !== 'decline')) {
    const one = await decideBooking(actor, bookingId, input, context)
    return one.ok ? done({ status: one.value.status, bookings: [one.value.id] }) : one
  }
  const isOfChange = seen.change !== null
  try {
    return await withQuotaLocks((quotaKeys) => transaction(async (tx): Promise<Outcome<DecidedSeries>> => {
      const members = await membersOf(series.id, seen, 'all')
      const locks = locksOf(members, now)
      // Persons and projects, quotas, then resources and bookings: the one order.
      await lockProjectHours(tx, seen)
      await lockQuotas(tx, { personIds: locks.personIds, quotaKeys })
      await lockBooking(tx, locks)
      const { open } = await openMembers(tx, members, now)
      const waiting = open.filter((each) => (isOfChange ? each.change !== null : each.status === 'pending'))
      const own = waiting.find((each) => each.id === seen.id)
      // What waits has changed since it was read: judge what is there now.
      if (!own || own.version !== (context.version ?? seen.version)) return refused(problem('version_conflict', { current: seen.version }))
      let status: Decided['status'] = 'pending'
      for (const booking of waiting) {
        const wish = requestedWish(booking)
        const facts = await lockCarriedFacts(tx, {
          ...questionOf(wish, now, booking.id), projectId: booking.projectId, personIds: [booking.attendeeId], bookingIds: [booking.id], quotaKeys,
        })
        const one = await decideHeld(tx, { actor, booking, facts, wish, said: { decision, comment: comment || null }, now })
        if (!one.ok) throw new NotAll(one)
        status = one.value.status
      }
      if (!(await bumpSeries(tx, series, { isAltered: false, now }))) throw new SeriesMoved()
      const bookings = waiting.map((each) => each.id)
      await recordSeries(tx, { actorId: actor.personId, action: 'decided', seriesId: series.id, universityId: seen.universityId, data: { decision, bookings: bookings.length }, now })
      const event = status === 'pending' ? 'step' : isOfChange ? (status === 'approved' ? 'moved' : 'change_declined') : status
      await tellOfSeries(tx, { seriesId: series.id, event, version: series.version + 1, bookingIds: bookings, actorId: actor.personId, reason: comment || null })
      return done({ status, bookings })
    }))
  } catch (error) {
    if (error instanceof NotAll) return error.outcome
    if (isOverlap(error)) return refused(problem('slot_taken', { nextFree: [] }))
    return conflictOf(series.version)(error)
  }
}

/** Thrown so that a decision which cannot be made for one is made for none. */
class NotAll extends Error {
  constructor(readonly outcome: ReturnType<typeof refused>) {
    super('one of the series cannot be decided')
  }
}
