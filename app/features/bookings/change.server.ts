import { type Actor, can } from '~/domain/access/permission'
import { changeWish, judgeChangeable, type Move, movesOf, staysApproved } from '~/domain/booking/change'
import type { BookingFacts, Wish } from '~/domain/booking/facts'
import { newlyHeld } from '~/domain/booking/newly-held'
import { judge, type Verdict } from '~/domain/booking/verdict'
import { done, isAcceptable, type Outcome, problem, refused } from '~/domain/problem'
import { judgePurpose } from '~/domain/scheduling/who-may-book'
import { record } from '~/features/audit/record.server'
import { withAlternatives } from '~/features/bookings/alternatives.server'
import { applyMove } from '~/features/bookings/apply-move.server'
import { questionOf } from '~/features/bookings/create.server'
import { withQuotaLocks } from '~/features/bookings/quota-facts.server'
import { type HeldBooking, heldBooking } from '~/features/bookings/held.server'
import { lockCarriedFacts } from '~/features/bookings/project-facts.server'
import type { ChangeInput } from '~/features/bookings/schema'
import { afterOverride, keepOverride } from '~/features/bookings/set-aside.server'
import { addOccupancy, allocationRow, openRequest } from '~/features/bookings/write.server'
import { tellOfBooking } from '~/features/jobs/tell-of-booking.server'
import { isOverlap, transaction, type Tx } from '~/platform/db.server'

export type Changed = { id: string; change: 'details' | 'moved' | 'proposed' }

/**
 * Moves a booking or changes its details. Within its day and not longer an approved booking stays
 * approved; otherwise the new period is held beside the old one until somebody decides.
 */
export async function changeBooking(
  actor: Actor,
  bookingId: string,
  input: ChangeInput,
  context: { version?: number | null; now: Date },
): Promise<Outcome<Changed>> {
  const { now } = context
  const seen = await heldBooking(bookingId, now)
  if (!seen || !can(actor, 'update:booking', seen.target)) return refused(problem('not_allowed', {}))
  const wish = changeWish(seen, input, actor)
  if (!wish) return refused(problem('state_forbids', { status: seen.status }))

  try {
    const outcome = await withQuotaLocks((quotaKeys) => transaction(async (tx): Promise<Outcome<Changed>> => {
      const facts = await lockCarriedFacts(tx, {
        ...questionOf(wish, now, bookingId),
        projectId: seen.projectId,
        personIds: [seen.attendeeId],
        bookingIds: [seen.id],
        quotaKeys,
      })
      const booking = await heldBooking(bookingId, now, tx)
      if (!booking) return refused(problem('not_allowed', {}))
      const expected = context.version ?? booking.version
      if (expected !== booking.version) return refused(problem('version_conflict', { current: booking.version }))

      return changeHeld(tx, { actor, booking, facts, wish, input, now })
    }))
    return outcome.ok ? outcome : refused(...(await withAlternatives(outcome.problems, wish, now)))
  } catch (error) {
    if (!isOverlap(error)) throw error
    return refused(...(await withAlternatives([problem('slot_taken', { nextFree: [] })], wish, now)))
  }
}

/** The same for a booking that is locked and may be changed by the actor; `wish` is its `changeWish`. */
export async function changeHeld(
  tx: Tx,
  asked: { actor: Actor; booking: HeldBooking; facts: BookingFacts; wish: Wish; input: ChangeInput; now: Date },
): Promise<Outcome<Changed>> {
  const { actor, booking, facts, wish, input, now } = asked
  const isManager = can(actor, 'update:booking', { ...booking.target, ownerIds: [] })
  const problems = judgeChangeable(booking, booking.keptPolicy, { isManager }, now)
  if (!isAcceptable(problems)) return refused(...problems)
  const moves = movesOf(booking, wish)
  const purposes = booking.items.flatMap(({ resourceId }) => judgePurpose(facts.resources[resourceId]?.policy ?? booking.keptPolicy, input.purpose))
  if (purposes.length > 0 && input.purpose !== booking.purpose) return refused(...purposes)
  if (moves.every(isSame)) return updateDetails(tx, actor, booking, input, now)
  if (booking.change) return refused(problem('change_pending', {}))

  const { verdict, overridden } = afterOverride(actor, facts, wish, judge(facts, wish, now), input.overrideReason)
  if (!verdict.ok) return refused(...verdict.problems)
  await keepOverride(tx, booking, { actor, reason: input.overrideReason, overridden, now })
  const needsDecision = booking.status === 'approved' && verdict.route !== null && !staysApproved(moves)
  if (needsDecision) return propose(tx, actor, booking, verdict, moves, now)

  await applyMove(tx, { actor, booking, verdict, details: detailsOf(input), now })
  return done({ id: booking.id, change: 'moved' })
}

const isSame = ({ from, to }: Move) =>
  from.start.getTime() === to.start.getTime() && from.end.getTime() === to.end.getTime()

export function detailsOf(input: ChangeInput) {
  return {
    ...(input.title === undefined ? {} : { title: input.title || null }),
    ...(input.notes === undefined ? {} : { notes: input.notes || null }),
    ...(input.purpose === undefined ? {} : { purpose: input.purpose }),
    ...(input.activity === undefined ? {} : { activity: input.activity }),
  }
}

async function updateDetails(
  tx: Tx, actor: Actor, booking: HeldBooking, input: ChangeInput, now: Date,
): Promise<Outcome<Changed>> {
  const details = detailsOf(input)
  const isChanged = Object.entries(details).some(([key, value]) => booking[key as keyof typeof details] !== value)
  if (!isChanged) return refused(problem('nothing_changed', {}))
  await tx.booking.update({
    where: { id: booking.id, version: booking.version },
    data: { ...details, version: { increment: 1 }, updatedAt: now },
    select: { id: true },
  })
  await record(tx, {
    actorId: actor.personId, action: 'booking.details_changed', subjectKind: 'booking', subjectId: booking.id,
    universityId: booking.universityId, data: { fields: Object.keys(details) },
  })
  return done({ id: booking.id, change: 'details' })
}

/** Holds what the new periods need beyond the old ones, and asks. */
async function propose(
  tx: Tx, actor: Actor, booking: HeldBooking, verdict: Verdict, moves: Move[], now: Date,
): Promise<Outcome<Changed>> {
  const held = await tx.allocation.findMany({
    where: { item: { bookingId: booking.id } },
    select: { resourceId: true, unit: true, startsAt: true, endsAt: true },
  })
  const old = held.map((each) => ({ resourceId: each.resourceId, unit: each.unit, start: each.startsAt, end: each.endsAt }))
  const change = await tx.bookingChange.create({
    data: {
      bookingId: booking.id,
      proposedById: actor.personId,
      items: moves.map(({ itemId, to }) => ({ itemId, startsAt: to.start.toISOString(), endsAt: to.end.toISOString() })),
      expiresAt: verdict.holdExpiresAt,
      createdAt: now,
    },
    select: { id: true },
  })
  const fresh = newlyHeld(verdict.items.flatMap((each) => each.occupations), old)
  await addOccupancy(tx, {
    units: verdict.items.flatMap((each) => each.renumbered),
    allocations: fresh.map((part) => allocationRow(part, { changeId: change.id, expiresAt: verdict.holdExpiresAt })),
    presences: [],
  })
  await openRequest(tx, {
    subjectKind: 'booking_change',
    subjectId: change.id,
    route: verdict.route!,
    requesterIds: [actor.personId, booking.bookerId, booking.attendeeId],
    universityId: booking.universityId,
    labId: booking.labId,
    dueAt: verdict.holdExpiresAt,
    now,
  })
  await tx.booking.update({
    where: { id: booking.id, version: booking.version },
    data: { version: { increment: 1 }, updatedAt: now },
    select: { id: true },
  })
  await record(tx, {
    actorId: actor.personId, action: 'booking.change_proposed', subjectKind: 'booking', subjectId: booking.id,
    universityId: booking.universityId, data: { changeId: change.id, moves: moves.map(({ from, to }) => ({ from, to })) },
  })
  await tellOfBooking(tx, {
    bookingId: booking.id, event: 'change_proposed', version: booking.version + 1,
    actorId: actor.personId, changeId: change.id,
  })
  return done({ id: booking.id, change: 'proposed' })
}
