import { type Actor, can } from '~/domain/access/permission'
import { judgeCancellable } from '~/domain/booking/change'
import type { BookingFacts, Wish } from '~/domain/booking/facts'
import type { Answers, AskedAgain } from '~/domain/booking/questions'
import { judge, type Verdict } from '~/domain/booking/verdict'
import { done, type Outcome, problem, type Problem, refused } from '~/domain/problem'
import { withAlternatives } from '~/features/bookings/alternatives.server'
import { cancelHeld } from '~/features/bookings/cancel.server'
import { answeredNow, carriedFrom } from '~/features/bookings/carry-answers.server'
import { hashOf, questionOf, replay } from '~/features/bookings/create.server'
import { type HeldBooking, heldBooking } from '~/features/bookings/held.server'
import { lockCarriedFacts, readCarriedFacts } from '~/features/bookings/project-facts.server'
import { withQuotaLocks } from '~/features/bookings/quota-facts.server'
import type { BookingInput } from '~/features/bookings/schema'
import { insertBooking, type Written } from '~/features/bookings/write.server'
import { db, isOverlap, isUniqueViolation, transaction } from '~/platform/db.server'

export type Relocation = { resourceId: string; startsAt: Date; endsAt: Date }

/**
 * Gives one's own booking up and books another resource in its place, in one step: both happen, or neither.
 * The old one may be given up as late as it may be cancelled; the new one is judged, priced and asked for
 * by today's rules like every booking, except that the old one is not in its way. What was answered for the old one
 * is carried where the new one asks the same; `answers` says the rest.
 */
export async function relocateBooking(
  actor: Actor,
  bookingId: string,
  to: Relocation,
  context: { version: number; key?: string | null; answers?: Answers; now: Date },
): Promise<Outcome<Written>> {
  const { now } = context
  const key = context.key ? { key: context.key, requestHash: hashOf({ bookingId, ...to, ...(context.answers && { answers: context.answers }) }) } : null
  const again = key && (await replay(actor.personId, key))
  if (again) return again
  const asked = await wishOf(actor, bookingId, to, now)
  if (!asked.ok) return asked
  const { seen, wish } = asked.value
  const given = context.answers ?? {}
  try {
    const outcome = await withQuotaLocks((quotaKeys) => transaction(async (tx): Promise<Outcome<Written>> => {
      const question = questionOf(wish, now, bookingId)
      const facts = await lockCarriedFacts(tx, {
        ...question,
        // What is given up is locked in the same order as what is taken.
        resourceIds: [...new Set([...question.resourceIds, ...seen.items.map((each) => each.resourceId)])],
        projectId: wish.projectId, personIds: [wish.attendeeId], bookingIds: [bookingId], quotaKeys,
      })
      const booking = await heldBooking(bookingId, now, tx)
      if (!booking) return refused(problem('not_allowed', {}))
      if (booking.version !== context.version) return refused(problem('version_conflict', { current: booking.version }))
      const verdict = judge(facts, (await withAnswers(actor, seen, wish, facts, given)).wish, now)
      if (!verdict.ok) return refused(...verdict.problems)
      const cancelled = await cancelHeld(tx, { actor, booking, reason: null, now })
      if (!cancelled.ok) return cancelled
      const place = facts.resources[to.resourceId]!
      return done(await insertBooking(tx, {
        bookerId: booking.bookerId,
        attendeeId: wish.attendeeId,
        homeUniversityId: facts.attendee?.homeUniversityId ?? null,
        input: inputOf(booking, to), verdict, now, key,
        universityId: place.universityId,
        labId: place.labId,
        filesFrom: bookingId,
      }))
    }))
    return outcome.ok ? outcome : refused(...(await withAlternatives(outcome.problems, wish, now)))
  } catch (error) {
    if (isOverlap(error)) return refused(...(await withAlternatives([problem('slot_taken', { nextFree: [] })], wish, now)))
    const first = key && isUniqueViolation(error) ? await replay(actor.personId, key) : null
    if (first) return first
    throw error
  }
}

/** What would become of it, without writing; `givingUp` says why the old one cannot be cancelled, `again` what has to be answered. */
export async function checkRelocation(
  actor: Actor, bookingId: string, to: Relocation, now: Date, given: Answers = {},
): Promise<Outcome<{ verdict: Verdict; givingUp: Problem[]; again: AskedAgain[] }>> {
  const asked = await wishOf(actor, bookingId, to, now)
  if (!asked.ok) return asked
  const { seen, wish } = asked.value
  const facts = await readCarriedFacts({ ...questionOf(wish, now, bookingId), projectId: wish.projectId })
  const { wish: answered, again } = await withAnswers(actor, seen, wish, facts, given)
  const verdict = judge(facts, answered, now)
  const problems = verdict.ok ? verdict.problems : await withAlternatives(verdict.problems, wish, now)
  return done({ again, verdict: { ...verdict, problems }, givingUp: judgeCancellable(seen, seen.keptPolicy, { isManager: false }, now) })
}

async function wishOf(actor: Actor, bookingId: string, to: Relocation, now: Date): Promise<Outcome<{ seen: HeldBooking; wish: Wish }>> {
  const seen = await heldBooking(bookingId, now)
  if (!seen || !seen.target.ownerIds.includes(actor.personId) || !can(actor, 'cancel:booking', seen.target)) return refused(problem('not_allowed', {}))
  const [item, ...more] = seen.items
  if (!item || more.length > 0) return refused(problem('state_forbids', { status: seen.status }))
  const place = to.resourceId.includes('\0') ? null : await db.resource.findUnique({ where: { id: to.resourceId }, select: { labId: true, universityId: true, modes: true } })
  if (!place) return refused(problem('not_allowed', {}))
  const isForOther = seen.attendeeId !== actor.personId
  const isVouched = isForOther && can(actor, 'book:resource_for_others', place)
  if (isForOther && !isVouched) return refused(problem('not_allowed', {}))
  return done({
    seen,
    wish: {
      // The new place's first way of use, where the old way is none of its own.
      items: [{ resourceId: to.resourceId, period: { start: to.startsAt, end: to.endsAt }, mode: place.modes.includes(item.mode) ? item.mode : null, quantity: 1 }],
      bookerId: isForOther ? actor.personId : seen.bookerId,
      attendeeId: seen.attendeeId,
      isVouched,
      groupId: seen.groupId,
      projectId: seen.projectId,
      declaration: seen.declaration,
      purpose: seen.purpose,
      headCount: seen.headCount,
    },
  })
}

async function withAnswers(actor: Actor, seen: HeldBooking, wish: Wish, facts: BookingFacts, given: Answers): Promise<{ wish: Wish; again: AskedAgain[] }> {
  const { answers, answerFiles, again } = await answeredNow(actor, carriedFrom(seen.items, wish.items, facts.questions), given)
  return { wish: { ...wish, answers, answerFiles }, again }
}

function inputOf(booking: HeldBooking, to: Relocation): BookingInput {
  return {
    items: [{ ...to, quantity: 1 }],
    purpose: booking.purpose,
    activity: (booking.activity ?? undefined) as BookingInput['activity'],
    title: booking.title ?? undefined,
    notes: booking.notes ?? undefined,
    declaration: booking.declaration ?? undefined,
    headCount: booking.headCount ?? undefined,
  }
}
