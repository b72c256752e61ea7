import { randomUUID } from 'node:crypto'
import { assistedParts } from '~/domain/booking/operator'
import type { Occupation } from '~/domain/booking/item'
import { requote, type Quote } from '~/domain/pricing/quote'
import { allocatedPeriod, type Turnaround } from '~/domain/scheduling/occupancy'
import type { Period } from '~/domain/time/interval'
import type { HeldBooking } from '~/features/bookings/held.server'
import { newCode } from '~/features/bookings/write.server'
import { splitAnew } from '~/features/bookings/payers.server'
import type { db, Tx } from '~/platform/db.server'

/** What one item of a booking takes now, without the time of whoever assists. */
export async function heldUnits(tx: Tx | typeof db, itemId: string): Promise<Occupation[]> {
  const rows = await tx.allocation.findMany({
    where: { itemId }, select: { resourceId: true, unit: true, startsAt: true, endsAt: true, item: { select: { operatorId: true } } }, orderBy: { id: 'asc' },
  })
  return rows.filter((each) => each.resourceId !== each.item?.operatorId).map(({ resourceId, unit, startsAt, endsAt }) => ({ resourceId, unit, start: startsAt, end: endsAt }))
}

/**
 * Makes an item last for another period on the units that it has, or on those `taken` from another item. The
 * buffers are those kept with the booking. Gives the units.
 */
export async function takeSpan(
  tx: Tx,
  span: { itemId: string; period: Period; attended: readonly Period[]; personId: string; policy: Turnaround; taken?: readonly Occupation[] },
): Promise<Occupation[]> {
  const { itemId, period } = span
  const block = allocatedPeriod(period, span.policy)
  const units = span.taken ?? (await heldUnits(tx, itemId))
  const { resource, operatorId, attendance } = await tx.bookingItem.update({
    where: { id: itemId }, data: { startsAt: period.start, endsAt: period.end },
    select: { resource: { select: { campusId: true } }, operatorId: true, attendance: true },
  })
  if (span.taken) {
    await tx.allocation.createMany({
      data: units.map(({ resourceId, unit }) => ({ resourceId, unit, startsAt: block.start, endsAt: block.end, cause: 'booking' as const, itemId })),
    })
  } else {
    await tx.allocation.updateMany({ where: { itemId, NOT: { resourceId: operatorId ?? '' } }, data: { startsAt: block.start, endsAt: block.end } })
  }
  if (operatorId) {
    await tx.allocation.deleteMany({ where: { itemId, resourceId: operatorId } })
    await tx.allocation.createMany({
      data: assistedParts(period, attendance).map((part) => ({ resourceId: operatorId, startsAt: part.start, endsAt: part.end, cause: 'booking' as const, itemId })),
    })
  }
  await tx.presence.deleteMany({ where: { itemId } })
  await tx.presence.createMany({
    data: span.attended.map((part) => ({
      personId: span.personId, campusId: resource.campusId, startsAt: part.start, endsAt: part.end, attended: true, itemId,
    })),
  })
  return [...units]
}

/** A second booking like the first, of one item, that takes nothing yet; it belongs to no series. Gives its item. */
export async function copyBooking(tx: Tx, { booking, id, now }: { booking: HeldBooking; id: string; now: Date }): Promise<string> {
  const itemId = randomUUID()
  await tx.$executeRaw`
    INSERT INTO booking (id, code, status, booker_id, attendee_id, home_university_id, origin_class, group_id, project_id, purpose, activity,
                         title, notes, hold_mode, policy_hash, quoted_fen, quote, payers, declaration, rules_set_aside, created_at, updated_at)
    SELECT ${id}::uuid, ${newCode()}, status, booker_id, attendee_id, home_university_id, origin_class, group_id, project_id, purpose, activity,
           title, notes, hold_mode, policy_hash, quoted_fen, quote, payers, declaration, rules_set_aside, ${now}::timestamptz, ${now}::timestamptz
      FROM booking WHERE id = ${booking.id}::uuid`
  await tx.$executeRaw`
    INSERT INTO booking_item (id, booking_id, resource_id, operator_id, mode, quantity, starts_at, ends_at, attendance, set_up_minutes, clean_up_minutes, answers)
    SELECT ${itemId}::uuid, ${id}::uuid, resource_id, operator_id, mode, quantity, starts_at, ends_at, attendance, set_up_minutes, clean_up_minutes, answers
      FROM booking_item WHERE booking_id = ${booking.id}::uuid`
  return itemId
}

/** The price of what is left, or of what was added, by the lines kept with the booking. */
export async function priceAnew(tx: Tx, bookingId: string, period: Period): Promise<void> {
  const { quote } = await tx.booking.findUniqueOrThrow({ where: { id: bookingId }, select: { quote: true } })
  if (quote === null) return
  const price = requote(quote as Quote, period)
  await tx.booking.update({ where: { id: bookingId }, data: { quote: price, quotedFen: price.totalFen }, select: { id: true } })
  await splitAnew(tx, bookingId, price.totalFen)
}
