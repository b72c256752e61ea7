import { isOpen } from '~/domain/booking/states'
import { record } from '~/features/audit/record.server'
import { applyCancel } from '~/features/bookings/apply-cancel.server'
import { lockBooking } from '~/features/bookings/facts.server'
import { openHandovers } from '~/features/bookings/handovers/open.server'
import { heldBooking } from '~/features/bookings/held.server'
import { parseLocale } from '~/i18n/locale'
import { createTranslator } from '~/i18n/translator'
import { db, transaction } from '~/platform/db.server'
import type { Tasks } from '~/platform/jobs.server'

const AT_ONCE = 200

export const tasks: Tasks = {
  'leaver-bookings': async (payload, { now }) => {
    const { personId } = payload as { personId: string }
    await openHandovers(personId, now)
  },
  'settle-handovers': async (_payload, { now }) => {
    await settleHandovers(now)
  },
}

export const cron = `
*/10 * * * * settle-handovers ?jobKey=settle-handovers&max=3`

/** What nobody has decided when the person leaves is cancelled, and its people are told. Gives how many. */
export async function settleHandovers(now: Date): Promise<number> {
  const due = await db.bookingHandover.findMany({
    where: { status: 'open', leavesAt: { lte: now } },
    select: { id: true, bookingId: true, personId: true },
    orderBy: { leavesAt: 'asc' },
    take: AT_ONCE,
  })
  for (const handover of due) await cancelUndecided(handover, now)
  return due.length
}

async function cancelUndecided({ id, bookingId, personId }: { id: string; bookingId: string; personId: string }, now: Date): Promise<void> {
  const seen = await heldBooking(bookingId, now)
  await transaction(async (tx) => {
    if (seen !== null) {
      await lockBooking(tx, { personIds: [seen.attendeeId], resourceIds: seen.items.map((each) => each.resourceId), bookingIds: [seen.id], now })
    }
    const [open] = await tx.$queryRaw<{ id: string }[]>`
      SELECT id::text FROM booking_handover WHERE id = ${id}::uuid AND status = 'open' FOR UPDATE`
    if (!open) return
    const booking = await heldBooking(bookingId, now, tx)
    // What has begun is left to end; what somebody else attends by now is theirs.
    const isLeft = booking !== null && isOpen(booking.status) && booking.attendeeId === personId && (booking.startsAt === null || booking.startsAt > now)
    if (isLeft) {
      // The reason is read by the one who leaves, so it is in their language.
      const { locale } = await tx.person.findUniqueOrThrow({ where: { id: personId }, select: { locale: true } })
      const reason = createTranslator(parseLocale(locale) ?? 'zh-CN')('affiliations.handover.undecided')
      await applyCancel(tx, booking, { actorId: null, by: 'system', reason }, now)
    }
    await tx.bookingHandover.update({ where: { id }, data: { status: isLeft ? 'cancelled' : 'kept', decidedAt: now }, select: { id: true } })
    await record(tx, {
      actorId: null, action: isLeft ? 'handover.cancelled' : 'handover.kept', subjectKind: 'booking', subjectId: bookingId,
      universityId: booking?.universityId ?? null, data: { handoverId: id, from: personId, undecided: true },
    })
  })
}
