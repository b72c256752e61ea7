import type { Actor } from '~/domain/access/permission'
import { chooseOperator } from '~/domain/booking/operator'
import { done, type Outcome, problem, refused } from '~/domain/problem'
import { addMinutes, overlaps, type Period } from '~/domain/time/interval'
import { record } from '~/features/audit/record.server'
import { applyCancel } from '~/features/bookings/apply-cancel.server'
import { lockBooking, readOperators } from '~/features/bookings/facts.server'
import { type HeldBooking, heldBooking } from '~/features/bookings/held.server'
import { heldOperator, isOwn, keeps, reassign } from '~/features/bookings/operators/write.server'
import { inTheWayOf } from '~/features/bookings/outages/facts.server'
import { dropChange } from '~/features/bookings/outages/make-way.server'
import { insertOutage } from '~/features/bookings/outages/write.server'
import { db, isOverlap, transaction, type Tx } from '~/platform/db.server'

export type Leave = { key: string; period: Period; reason: string; stuck: 'refuse' | 'cancel' }
export type LeaveTaken = { handedOver: number; cancelled: number }
/** What becomes of a booking that leave lies over; `to` null: nobody else can assist. */
export type InLeave = { bookingId: string; to: { id: string; nameZh: string; nameEn: string | null } | null }

/** Thrown to leave everything as it was. */
class Refusal extends Error {
  constructor(readonly count: number) {
    super('somebody has to decide about bookings first')
  }
}
/** Thrown where bookings came in between reading and locking. */
class Grew extends Error {}
const TRIES = 6
const LONGEST_DAYS = 366

/**
 * Takes an operator off duty for a period, by themselves or by whoever keeps the lab. Each booking in it goes to
 * another operator who can assist. Where nobody can, the leave is refused, or the lab cancels the booking: it is
 * displaced, with notice, and nothing of it counts against its people. What has begun stays with its operator.
 */
export async function takeLeave(actor: Actor, operatorId: string, leave: Leave, now: Date): Promise<Outcome<LeaveTaken>> {
  const operator = await heldOperator(operatorId)
  if (operator === null || !(keeps(actor, operator) || isOwn(actor, operator))) return refused(problem('not_allowed', {}))
  if (leave.stuck === 'cancel' && !keeps(actor, operator)) return refused(problem('not_allowed', {}))
  const { start, end } = leave.period
  if (!(start < end)) return refused(problem('period_reversed', {}))
  if (end <= now) return refused(problem('period_in_past', {}))
  if (end > addMinutes(now, 3 * LONGEST_DAYS * 1440) || end > addMinutes(start, LONGEST_DAYS * 1440)) return refused(problem('period_too_far', { years: 1 }))
  const asked = { ...leave, period: { start: start > now ? start : now, end } }
  for (let attempt = 1; ; attempt += 1) {
    try {
      return await transaction((tx) => attemptLeave(tx, actor, operatorId, asked, now))
    } catch (error) {
      if (error instanceof Refusal) return refused(problem('bookings_in_the_way', { count: error.count }))
      if (!(error instanceof Grew || isOverlap(error))) throw error
      if (attempt >= TRIES) return refused(problem('slot_taken', { nextFree: [] }))
    }
  }
}

async function attemptLeave(tx: Tx, actor: Actor, operatorId: string, leave: Leave, now: Date): Promise<Outcome<LeaveTaken>> {
  const seen = await inTheWayOf([operatorId], [leave.period], now, tx)
  await lockBooking(tx, {
    personIds: [...new Set(seen.map(({ attendeeId }) => attendeeId))],
    resourceIds: [...new Set([operatorId, ...seen.flatMap(({ resourceIds }) => resourceIds)])],
    bookingIds: seen.map(({ bookingId }) => bookingId),
    now,
  })
  if ((await tx.outage.count({ where: { batchId: leave.key } })) > 0) return done({ handedOver: 0, cancelled: 0 })
  const found = await inTheWayOf([operatorId], [leave.period], now, tx)
  if (found.some(({ bookingId }) => !seen.some((each) => each.bookingId === bookingId))) throw new Grew()

  const { universityId } = (await heldOperator(operatorId, tx))!.resource
  const giving = { actor, reason: leave.reason, now }
  const taken: LeaveTaken = { handedOver: 0, cancelled: 0 }
  let stuck = 0
  for (const each of found) {
    const read = await heldBooking(each.bookingId, now, tx)
    if (!read) continue
    const booking = await dropChange(tx, read, giving)
    if (!each.byItem) continue
    if (await handOver(tx, booking, operatorId, giving)) taken.handedOver += 1
    else if (leave.stuck === 'refuse' || (booking.startsAt !== null && booking.startsAt <= now)) stuck += 1
    else {
      await applyCancel(tx, booking, { actorId: actor.personId, by: 'lab', reason: leave.reason, isDisplaced: true }, now)
      taken.cancelled += 1
    }
  }
  if (stuck > 0) throw new Refusal(stuck)
  await insertOutage(tx, { batchId: leave.key, resourceId: operatorId, kind: 'closure', reason: leave.reason, period: leave.period, actorId: actor.personId, now })
  await record(tx, {
    actorId: actor.personId, action: 'operator.leave_taken', subjectKind: 'resource', subjectId: operatorId, universityId,
    data: { period: leave.period, ...taken },
  })
  return done(taken)
}

/** Gives every item that the operator assists to somebody else; false when one cannot be given. */
async function handOver(tx: Tx, booking: HeldBooking, operatorId: string, { actor, reason, now }: { actor: Actor; reason: string; now: Date }): Promise<boolean> {
  const items = await tx.bookingItem.findMany({ where: { bookingId: booking.id, operatorId }, select: { id: true }, orderBy: { position: 'asc' } })
  let current = booking
  for (const { id } of items) {
    const to = await successor(tx, current, id, operatorId, now)
    if (to === null) return false
    await reassign(tx, { booking: current, itemId: id, from: operatorId, to, actorId: actor.personId, reason, now })
    current = (await heldBooking(booking.id, now, tx))!
  }
  return items.length > 0
}

/** Who else can assist with an item to come, by the hours that hold; null: nobody. */
export async function successor(client: Tx | typeof db, booking: HeldBooking, itemId: string, operatorId: string, now: Date): Promise<string | null> {
  const item = booking.items.find(({ id }) => id === itemId)
  if (!item?.startsAt || !item.endsAt || item.startsAt <= now) return null
  const period = { start: item.startsAt, end: item.endsAt }
  const operators = await readOperators(client, { resourceIds: [item.resourceId], window: period, now, ownBookingId: booking.id })
  const others = await client.allocation.findMany({
    where: { item: { bookingId: booking.id, id: { not: itemId } } }, select: { resourceId: true, unit: true, startsAt: true, endsAt: true },
  })
  return chooseOperator(
    { operators: { kept: {}, all: operators.all.filter(({ id }) => id !== operatorId) } },
    {
      resourceId: item.resourceId, mode: item.mode, period, attendance: item.attendance,
      earlier: others.map(({ resourceId, unit, startsAt, endsAt }) => ({ resourceId, unit, start: startsAt, end: endsAt })),
    },
  ).operatorId
}

/** What leave would do to the bookings in it, in order; as things are now, and one by one. */
export async function previewLeave(actor: Actor, operatorId: string, period: Period, now: Date): Promise<InLeave[]> {
  const operator = await heldOperator(operatorId)
  if (operator === null || !(keeps(actor, operator) || isOwn(actor, operator)) || !(period.start < period.end)) return []
  const given: (Period & { to: string })[] = []
  const fates: InLeave[] = []
  for (const { bookingId, byItem } of await inTheWayOf([operatorId], [period], now)) {
    const booking = await heldBooking(bookingId, now)
    if (!booking || !byItem) continue
    const items = await db.bookingItem.findMany({ where: { bookingId, operatorId }, select: { id: true, startsAt: true, endsAt: true }, orderBy: { position: 'asc' } })
    const found = await Promise.all(items.map(({ id }) => successor(db, booking, id, operatorId, now)))
    const isTwice = items.some(({ startsAt, endsAt }, at) =>
      startsAt && endsAt && given.some((each) => each.to === found[at] && overlaps(each, { start: startsAt, end: endsAt })))
    const to = found.some((each) => each === null) || isTwice ? null : (found[0] ?? null)
    items.forEach(({ startsAt, endsAt }, at) => {
      if (to !== null && startsAt && endsAt) given.push({ start: startsAt, end: endsAt, to: found[at]! })
    })
    fates.push({ bookingId, to: to === null ? null : await db.resource.findUnique({ where: { id: to }, select: { id: true, nameZh: true, nameEn: true } }) })
  }
  return fates
}
