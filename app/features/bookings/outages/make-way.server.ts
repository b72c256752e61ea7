import type { Actor } from '~/domain/access/permission'
import type { BookingFacts, Wish } from '~/domain/booking/facts'
import { judge } from '~/domain/booking/verdict'
import { done, type Outcome, problem, refused } from '~/domain/problem'
import { firstInTheWay, shortenedEnd } from '~/domain/scheduling/outage'
import type { Period } from '~/domain/time/interval'
import { withdrawRequest } from '~/features/approvals/resolve.server'
import { record } from '~/features/audit/record.server'
import { applyCancel } from '~/features/bookings/apply-cancel.server'
import { applyMove } from '~/features/bookings/apply-move.server'
import { carriedFrom } from '~/features/bookings/carry-answers.server'
import { closeChange } from '~/features/bookings/close-change.server'
import { questionOf } from '~/features/bookings/create.server'
import { type HeldBooking, heldBooking } from '~/features/bookings/held.server'
import type { Choice } from '~/features/bookings/outages/schema'
import { lockCarriedFacts } from '~/features/bookings/project-facts.server'
import { afterOverride, keepOverride } from '~/features/bookings/set-aside.server'
import { tellOfBooking } from '~/features/jobs/tell-of-booking.server'
import type { Tx } from '~/platform/db.server'
import { Prisma } from '~/platform/generated/prisma/client'

export type Giving = { actor: Actor; reason: string; now: Date }

/** Declines a change that waits: the hours it asks for are needed. Gives the booking as it is after that. */
export async function dropChange(tx: Tx, booking: HeldBooking, { actor, reason, now }: Giving): Promise<HeldBooking> {
  const { change } = booking
  if (change === null) return booking
  await withdrawRequest(tx, { kind: 'booking_change', id: change.id }, now)
  await closeChange(tx, booking, change.id, 'declined', now)
  await tellOfBooking(tx, {
    bookingId: booking.id, event: 'change_declined', version: booking.version + 1, actorId: actor.personId, changeId: change.id, reason,
  })
  return (await heldBooking(booking.id, now, tx))!
}

/**
 * Gives a booking's hours back: what has begun ends where the period begins, so that the time used stays its
 * own; what has not is displaced, and a request withdrawn.
 */
export async function giveBack(tx: Tx, booking: HeldBooking, periods: readonly Period[], { actor, reason, now }: Giving): Promise<'shortened' | 'cancelled'> {
  const own = booking.startsAt && booking.endsAt ? { start: booking.startsAt, end: booking.endsAt } : null
  const period = own && firstInTheWay(own, periods)
  const end = own && period && shortenedEnd(own, period, now)
  const isRunning = booking.status === 'in_use' || (booking.startsAt !== null && booking.startsAt <= now)
  if (end && isRunning && booking.items.every(({ startsAt }) => startsAt !== null && startsAt < end)) {
    await shorten(tx, booking, end, { actor, reason, now })
    return 'shortened'
  }
  await applyCancel(tx, booking, { actorId: actor.personId, by: 'lab', reason, isDisplaced: true }, now)
  return 'cancelled'
}

async function shorten(tx: Tx, booking: HeldBooking, end: Date, { actor, reason, now }: Giving): Promise<void> {
  const items = booking.items.map(({ id }) => id)
  await tx.allocation.deleteMany({ where: { itemId: { in: items }, startsAt: { gte: end } } })
  await tx.allocation.updateMany({ where: { itemId: { in: items }, endsAt: { gt: end } }, data: { endsAt: end } })
  await tx.presence.deleteMany({ where: { itemId: { in: items }, startsAt: { gte: end } } })
  await tx.presence.updateMany({ where: { itemId: { in: items }, endsAt: { gt: end } }, data: { endsAt: end } })
  await tx.bookingItem.updateMany({ where: { id: { in: items }, endsAt: { gt: end } }, data: { endsAt: end } })
  await tx.booking.update({
    where: { id: booking.id, version: booking.version },
    data: {
      ...(booking.status === 'in_use' && end <= now ? { status: 'completed' as const } : {}),
      endedReason: reason, endedById: actor.personId, version: { increment: 1 }, sequence: { increment: 1 }, updatedAt: now,
    },
    select: { id: true },
  })
  await record(tx, {
    actorId: actor.personId, action: 'booking.shortened', subjectKind: 'booking', subjectId: booking.id,
    universityId: booking.universityId, data: { from: booking.endsAt?.toISOString() ?? null, to: end.toISOString(), reason },
  })
  await tellOfBooking(tx, {
    bookingId: booking.id, event: 'moved', version: booking.version + 1, actorId: actor.personId, was: booking.status, reason,
    from: booking.items.flatMap(({ startsAt, endsAt }) => (startsAt && endsAt ? [{ start: startsAt, end: endsAt }] : [])),
  })
}

/** What the booking would be at another time, or on another resource; null where it cannot be such a thing. */
export function movedWish(booking: HeldBooking, choice: Exclude<Choice, { do: 'cancel' }>, actor: Actor): Wish | null {
  const first = booking.items[0]
  if (!first?.startsAt || (choice.do === 'elsewhere' && booking.items.length > 1)) return null
  const shift = choice.startsAt.getTime() - first.startsAt.getTime()
  const items = booking.items.flatMap(({ resourceId, mode, quantity, attendance, startsAt, endsAt }) =>
    startsAt && endsAt
      ? [{
          resourceId: choice.do === 'elsewhere' ? choice.resourceId : resourceId,
          period: { start: new Date(startsAt.getTime() + shift), end: new Date(endsAt.getTime() + shift) },
          mode, quantity, keptAttendance: attendance,
        }]
      : [])
  if (items.length !== booking.items.length) return null
  return {
    items, bookerId: actor.personId, attendeeId: booking.attendeeId, isVouched: true, groupId: null, projectId: null, heldGroupId: booking.groupId, headCount: booking.headCount,
  }
}

/** On another resource what it asks has to be answered by what was answered before: the lab cannot answer for its people. */
export function withKeptAnswers(wish: Wish, booking: HeldBooking, choice: Choice, { questions }: Pick<BookingFacts, 'questions'>): Wish {
  if (choice.do !== 'elsewhere') return wish
  const { answers, answerFiles } = carriedFrom(booking.items, wish.items, questions)
  return { ...wish, answers, answerFiles }
}

/** Moves a booking whose hours are already free; judged by today's rules, some of which the lab may set aside. */
export async function moveAway(
  tx: Tx, booking: HeldBooking, choice: Exclude<Choice, { do: 'cancel' }>, { actor, reason, now, quotaKeys }: Giving & { quotaKeys: readonly string[] },
): Promise<Outcome<null>> {
  const wish = movedWish(booking, choice, actor)
  if (wish === null) return refused(problem('state_forbids', { status: booking.status }))
  const facts = await lockCarriedFacts(tx, {
    ...questionOf(wish, now, booking.id), projectId: booking.projectId, personIds: [booking.attendeeId], bookingIds: [booking.id], quotaKeys,
  })
  const { verdict, overridden } = afterOverride(actor, facts, wish, judge(facts, withKeptAnswers(wish, booking, choice, facts), now), reason)
  if (!verdict.ok) return refused(...verdict.problems)
  // A request that waits for one lab cannot wait for another's machine.
  const labId = facts.resources[wish.items[0]!.resourceId]?.labId
  if (booking.status === 'pending' && labId !== booking.labId) return refused(problem('state_forbids', { status: booking.status }))
  if (choice.do === 'elsewhere') {
    await tx.bookingItem.update({ where: { id: booking.items[0]!.id }, data: { resourceId: choice.resourceId, answers: verdict.items[0]!.answers ?? Prisma.DbNull }, select: { id: true } })
  }
  await applyMove(tx, { actor, booking, verdict, reason, now })
  await keepOverride(tx, booking, { actor, reason, overridden, now })
  return done(null)
}
