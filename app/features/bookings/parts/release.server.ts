import { randomUUID } from 'node:crypto'
import { type Actor, can } from '~/domain/access/permission'
import { attendedParts } from '~/domain/booking/attendance'
import { isGivenInTime, judgeRelease, piecesLeft } from '~/domain/booking/release'
import { done, isAcceptable, type Outcome, problem, refused } from '~/domain/problem'
import type { Period } from '~/domain/time/interval'
import { record } from '~/features/audit/record.server'
import type { HeldBooking } from '~/features/bookings/held.server'
import { openHeld } from '~/features/bookings/open-held.server'
import { copyBooking, priceAnew, takeSpan } from '~/features/bookings/parts/write.server'
import { tellOfBooking } from '~/features/jobs/tell-of-booking.server'
import type { Tx } from '~/platform/db.server'

/** `restId`: the booking of what follows, where the part was in the middle. */
export type Released = { id: string; restId: string | null }

/**
 * Gives back a part of a booking: its front, its back or its middle, or from now on what is left of one that
 * runs. Nothing is judged anew or asked: less is taken than was granted. A part given back in time is no longer
 * paid for. Given from the middle, what follows becomes a booking of its own.
 */
export async function releasePart(
  actor: Actor,
  bookingId: string,
  input: { given: Period; version?: number | null },
  now: Date,
): Promise<Outcome<Released>> {
  return openHeld(bookingId, now, (seen) => can(actor, 'update:booking', seen.target), async (tx, booking) => {
    const expected = input.version ?? booking.version
    if (expected !== booking.version) return refused(problem('version_conflict', { current: booking.version }))
    return releaseHeld(tx, { actor, booking, given: input.given, now })
  })
}

/** Ends a booking that runs, now: the whole minute that comes is the first that is free. */
export async function endEarly(actor: Actor, bookingId: string, now: Date): Promise<Outcome<Released>> {
  return openHeld(bookingId, now, (seen) => can(actor, 'update:booking', seen.target), async (tx, booking) => {
    const { startsAt, endsAt } = booking
    if (!startsAt || !endsAt || startsAt > now || endsAt <= now) return refused(problem('not_running', {}))
    const start = new Date(Math.ceil(now.getTime() / 60_000) * 60_000)
    return releaseHeld(tx, { actor, booking, given: { start, end: endsAt }, now })
  })
}

async function releaseHeld(
  tx: Tx,
  { actor, booking, given, now }: { actor: Actor; booking: HeldBooking; given: Period; now: Date },
): Promise<Outcome<Released>> {
  const problems = judgeRelease(booking, given, booking.keptPolicy, now)
  const item = booking.items[0]
  if (!isAcceptable(problems) || !item?.startsAt || !item.endsAt) return refused(...problems)
  const held = { start: item.startsAt, end: item.endsAt }
  const [first, rest] = piecesLeft(held, given)
  if (!first) return refused(problem('nothing_left', {}))

  const attendance = (period: Period) => attendedParts(period, item.attendance)
  const restId = rest ? randomUUID() : null
  // The booking gives up its time before what follows takes some of it.
  const taken = await takeSpan(tx, { itemId: item.id, period: first, attended: attendance(first), personId: booking.attendeeId, policy: booking.keptPolicy })
  if (rest && restId) {
    const itemId = await copyBooking(tx, { booking, id: restId, now })
    await takeSpan(tx, { itemId, period: rest, attended: attendance(rest), personId: booking.attendeeId, policy: booking.keptPolicy, taken })
  }
  if (isGivenInTime(given, booking.keptPolicy, now)) {
    await priceAnew(tx, booking.id, first)
    if (rest && restId) await priceAnew(tx, restId, rest)
  } else if (restId) {
    // All of it stays paid for, with the booking that it was asked with.
    await tx.$executeRaw`UPDATE booking SET quoted_fen = 0, quote = NULL, payers = NULL WHERE id = ${restId}::uuid AND quoted_fen IS NOT NULL`
  }

  await tx.booking.update({
    where: { id: booking.id, version: booking.version },
    data: { version: { increment: 1 }, sequence: { increment: 1 }, updatedAt: now },
    select: { id: true },
  })
  await record(tx, {
    actorId: actor.personId, action: 'booking.part_released', subjectKind: 'booking', subjectId: booking.id,
    universityId: booking.universityId, data: { from: [held], given, to: [first, ...(rest ? [rest] : [])], restId },
  })
  await tellOfBooking(tx, {
    bookingId: booking.id, event: 'moved', version: booking.version + 1, actorId: actor.personId, was: booking.status, from: [held],
  })
  if (restId) {
    await record(tx, {
      actorId: actor.personId, action: 'booking.created', subjectKind: 'booking', subjectId: restId,
      universityId: booking.universityId, data: { status: booking.status, splitFrom: booking.id },
    })
    await tellOfBooking(tx, { bookingId: restId, event: 'created', version: 1, actorId: actor.personId, was: booking.status })
  }
  return done({ id: booking.id, restId })
}
