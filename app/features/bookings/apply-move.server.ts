import type { Actor } from '~/domain/access/permission'
import type { Verdict } from '~/domain/booking/verdict'
import { record } from '~/features/audit/record.server'
import type { HeldBooking } from '~/features/bookings/held.server'
import { splitAnew } from '~/features/bookings/payers.server'
import { freezePolicy, occupancyOf, replaceOccupancy } from '~/features/bookings/write.server'
import { tellOfBooking } from '~/features/jobs/tell-of-booking.server'
import type { Tx } from '~/platform/db.server'

/**
 * Puts a booking where the verdict says: items, occupancy, price and the rules that judged it. The
 * caller holds the locks and has found the verdict acceptable.
 */
export async function applyMove(
  tx: Tx,
  move: {
    actor: Actor
    booking: HeldBooking
    verdict: Verdict
    details?: Record<string, unknown>
    changeId?: string
    /** Why the lab moves it; told to its people. */
    reason?: string | null
    now: Date
  },
): Promise<void> {
  const { booking, verdict, now } = move
  const isPending = booking.status === 'pending'
  const holdExpiresAt = isPending ? earlier(booking.holdExpiresAt, verdict.holdExpiresAt) : null
  const holds = !isPending || booking.holdMode === 'hold'
  const items = booking.items.map((item, at) => ({ id: item.id, verdict: verdict.items[at]! }))
  const policyHash = await freezePolicy(tx, verdict)

  for (const { id, verdict: item } of items) {
    await tx.bookingItem.update({
      where: { id },
      data: {
        startsAt: item.period.start, endsAt: item.period.end, attendance: item.attendance, operatorId: item.operatorId,
        setUpMinutes: item.policy.setUpMinutes, cleanUpMinutes: item.policy.cleanUpMinutes,
      },
      select: { id: true },
    })
  }
  await replaceOccupancy(
    tx,
    booking.id,
    holds
      ? occupancyOf(items, { attendeeId: booking.attendeeId, expiresAt: holdExpiresAt })
      : { units: [], allocations: [], presences: [] },
  )
  await tx.booking.update({
    where: { id: booking.id, version: booking.version },
    data: {
      ...move.details,
      policyHash,
      holdExpiresAt,
      quotedFen: verdict.price?.totalFen ?? null,
      ...(verdict.price ? { quote: verdict.price } : {}),
      ...(verdict.payers ? { payers: verdict.payers } : {}),
      version: { increment: 1 },
      sequence: { increment: 1 },
      updatedAt: now,
    },
    select: { id: true },
  })
  if (!verdict.payers) await splitAnew(tx, booking.id, verdict.price?.totalFen ?? null)
  await record(tx, {
    actorId: move.actor.personId,
    action: 'booking.moved',
    subjectKind: 'booking',
    subjectId: booking.id,
    universityId: booking.universityId,
    data: {
      changeId: move.changeId ?? null,
      from: booking.items.map(({ startsAt, endsAt }) => ({ startsAt, endsAt })),
      to: verdict.items.map(({ period }) => ({ startsAt: period.start, endsAt: period.end })),
    },
  })
  await tellOfBooking(tx, {
    bookingId: booking.id, event: 'moved', version: booking.version + 1, actorId: move.actor.personId,
    changeId: move.changeId, was: booking.status, reason: move.reason,
    from: booking.items.flatMap(({ startsAt, endsAt }) => (startsAt && endsAt ? [{ start: startsAt, end: endsAt }] : [])),
  })
}

function earlier(a: Date | null, b: Date | null): Date | null {
  if (!a || !b) return a ?? b
  return a < b ? a : b
}
