import type { Actor } from '~/domain/access/permission'
import { can } from '~/domain/access/permission'
import type { BookingFacts, Wish } from '~/domain/booking/facts'
import { setAside } from '~/domain/booking/override'
import { judge, type Verdict } from '~/domain/booking/verdict'
import { SENT } from '~/domain/orders/ask'
import { done, type Outcome, problem, type Problem, refused } from '~/domain/problem'
import { withAlternatives } from '~/features/bookings/alternatives.server'
import { hashOf, questionOf, replay } from '~/features/bookings/create.server'
import { lockBooking } from '~/features/bookings/facts.server'
import { heldBooking } from '~/features/bookings/held.server'
import { lockCarriedFacts } from '~/features/bookings/project-facts.server'
import { withQuotaLocks } from '~/features/bookings/quota-facts.server'
import { keepOverride } from '~/features/bookings/set-aside.server'
import { insertBooking } from '~/features/bookings/write.server'
import { placeOnRun } from '~/features/usage/orders/place-on-run.server'
import type { JoinInput, QueueInput } from '~/features/usage/orders/schema'
import { lockOrders } from '~/features/usage/orders/write.server'
import { db, isOverlap, isUniqueViolation, transaction } from '~/platform/db.server'

export type Queued = { bookingId: string; orders: number; replayed: boolean }

/**
 * Puts orders of one resource on the calendar: a run, which is a booking of the lab's that takes the machine by the
 * same judge, locks and constraint as all others, and the orders on it, in one transaction. The orders have been
 * approved, so the run asks nobody; they have a price, so it has none. A repeated key has one effect.
 */
export async function queueOrders(actor: Actor, input: QueueInput, now: Date, key?: string | null): Promise<Outcome<Queued>> {
  const submission = key ? { key, requestHash: hashOf(input) } : null
  const again = async (): Promise<Outcome<Queued> | null> => {
    const seen = submission && (await replay(actor.personId, submission))
    if (!seen) return null
    return seen.ok ? done({ bookingId: seen.value.id, orders: input.orders.length, replayed: true }) : seen
  }
  const seen = await again()
  if (seen) return seen
  const resource = await db.resource.findUnique({ where: { id: input.resourceId }, select: { labId: true, universityId: true } })
  if (!resource || !can(actor, 'record:use', resource)) return refused(problem('not_allowed', {}))
  const wish: Wish = {
    items: [{ resourceId: input.resourceId, period: { start: input.startsAt, end: input.endsAt }, mode: SENT, quantity: 1, attendance: null }],
    bookerId: actor.personId, attendeeId: actor.personId, isVouched: true, groupId: null, projectId: null, purpose: 'research',
  }
  try {
    const outcome = await withQuotaLocks((quotaKeys) => transaction(async (tx): Promise<Outcome<Queued>> => {
      const facts = await lockCarriedFacts(tx, { ...questionOf(wish, now), projectId: null, personIds: [actor.personId], bookingIds: [], quotaKeys })
      const { verdict, overridden } = asRun(actor, facts, judge(facts, wish, now), input.overrideReason)
      if (!verdict.ok) return refused(...verdict.problems)
      await lockOrders(tx, input.orders.map(({ id }) => id))
      const codes = await tx.testOrder.findMany({ where: { id: { in: input.orders.map(({ id }) => id) } }, orderBy: { askedAt: 'asc' }, select: { code: true } })
      const { id } = await insertBooking(tx, {
        bookerId: actor.personId, attendeeId: actor.personId, homeUniversityId: facts.attendee?.homeUniversityId ?? null,
        input: { items: [], title: titleOf(codes.map(({ code }) => code)) }, verdict, ...resource, key: submission, now,
      })
      await keepOverride(tx, { id, universityId: resource.universityId }, { actor, reason: input.overrideReason, overridden, now })
      const { id: itemId } = await tx.bookingItem.findFirstOrThrow({ where: { bookingId: id }, select: { id: true } })
      const placed = await placeOnRun(tx, actor, { itemId, resourceId: input.resourceId, bookingId: id }, input.orders, now)
      if (!placed.ok) throw new Refused(placed.problems)
      return done({ bookingId: id, orders: input.orders.length, replayed: false })
    }))
    if (outcome.ok) return outcome
    return (await again()) ?? refused(...(await withAlternatives(outcome.problems, wish, now)))
  } catch (error) {
    if (error instanceof Refused) return (await again()) ?? refused(...error.problems)
    if (isOverlap(error)) return refused(...(await withAlternatives([problem('slot_taken', { nextFree: [] })], wish, now)))
    const first = isUniqueViolation(error) ? await again() : null
    if (first) return first
    throw error
  }
}

/** Puts orders on a run that is there already. */
export async function joinRun(actor: Actor, { orders, runItemId }: JoinInput, now: Date): Promise<Outcome<Queued>> {
  const item = await db.bookingItem.findUnique({
    where: { id: runItemId }, select: { resourceId: true, bookingId: true, booking: { select: { attendeeId: true } }, resource: { select: { labId: true, universityId: true } } },
  })
  if (!item || !can(actor, 'record:use', item.resource)) return refused(problem('not_allowed', {}))
  const { resourceId, bookingId } = item
  try {
    return await transaction(async (tx): Promise<Outcome<Queued>> => {
      await lockBooking(tx, { personIds: [item.booking.attendeeId], resourceIds: [resourceId], bookingIds: [bookingId], now })
      await lockOrders(tx, orders.map(({ id }) => id))
      const booking = await heldBooking(bookingId, now, tx)
      // What no order stands on is not the lab's run, whoever booked it.
      const isRun = (await tx.testOrder.count({ where: { runItemId } })) > 0
      if (!isRun || !booking) return refused(problem('field_invalid', { field: 'runItemId', rule: 'choice' }))
      if (booking.status !== 'approved' && booking.status !== 'in_use') return refused(problem('state_forbids', { status: booking.status }))
      const placed = await placeOnRun(tx, actor, { itemId: runItemId, resourceId, bookingId }, orders, now)
      if (!placed.ok) throw new Refused(placed.problems)
      return done({ bookingId, orders: orders.length, replayed: placed.value === 0 })
    })
  } catch (error) {
    if (error instanceof Refused) return refused(...error.problems)
    throw error
  }
}

/** Takes back everything that was written by then. */
class Refused extends Error {
  constructor(readonly problems: Problem[]) {
    super('the orders do not fit the run')
  }
}

/** The verdict of a run: nobody more is asked and nothing is paid; rules are set aside by who may, with a reason, since it is for others. */
function asRun(actor: Actor, facts: BookingFacts, verdict: Verdict, reason: string | undefined): { verdict: Verdict; overridden: Problem[] } {
  const resources = Object.values(facts.resources)
  const set = reason
    ? setAside(verdict.problems, (permission) => resources.every(({ labId, universityId }) => can(actor, permission, { labId, universityId })))
    : { ok: verdict.ok, problems: verdict.problems, overridden: [] }
  return {
    verdict: { ...verdict, ok: set.ok, problems: set.problems, route: null, holdMode: 'hold', holdExpiresAt: null, price: null, payers: null, groupId: null, projectId: null },
    overridden: set.overridden,
  }
}

/** The codes, as far as a title reaches. */
const titleOf = (codes: readonly string[]) => (codes.length <= 12 ? codes.join(' · ') : `${codes.slice(0, 12).join(' · ')} +${codes.length - 12}`)
