import type { Actor } from '~/domain/access/permission'
import type { OperatorFacts } from '~/domain/booking/facts'
import type { Occupation } from '~/domain/booking/item'
import { chooseOperator } from '~/domain/booking/operator'
import { done, type Outcome, problem, refused } from '~/domain/problem'
import { addMinutes, type Period } from '~/domain/time/interval'
import { record } from '~/features/audit/record.server'
import { applyCancel } from '~/features/bookings/apply-cancel.server'
import { lockBooking, readOperators } from '~/features/bookings/facts.server'
import { type HeldBooking, heldBookings } from '~/features/bookings/held.server'
import { type Handover, heldOperator, isOwn, keeps, reassign } from '~/features/bookings/operators/write.server'
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
  const held = await heldBookings(found.map(({ bookingId }) => bookingId), now, tx)
  const bookings: HeldBooking[] = []
  for (const { bookingId, byItem } of found) {
    const read = held.get(bookingId)
    // What a change alone holds is free once it is dropped.
    const booking = read && (await dropChange(tx, read, giving))
    if (booking && byItem) bookings.push(booking)
  }
  const fates = await successors(tx, bookings, operatorId, now)
  let stuck = 0
  for (const { booking, handovers } of fates) {
    if (handovers !== null) taken.handedOver += 1
    else if (leave.stuck === 'refuse' || (booking.startsAt !== null && booking.startsAt <= now)) stuck += 1
    else {
      await applyCancel(tx, booking, { actorId: actor.personId, by: 'lab', reason: leave.reason, isDisplaced: true }, now)
      taken.cancelled += 1
    }
  }
  await reassign(tx, fates.flatMap(({ handovers }) => handovers ?? []), { actorId: actor.personId, reason: leave.reason, now })
  if (stuck > 0) throw new Refusal(stuck)
  await insertOutage(tx, { batchId: leave.key, resourceId: operatorId, kind: 'closure', reason: leave.reason, period: leave.period, actorId: actor.personId, now })
  await record(tx, {
    actorId: actor.personId, action: 'operator.leave_taken', subjectKind: 'resource', subjectId: operatorId, universityId,
    data: { period: leave.period, ...taken },
  })
  return done(taken)
}

type Fate = { booking: HeldBooking; handovers: Handover[] | null }

/**
 * Who takes over what an operator assists, booking by booking in their order: nobody is given two at once. Null where
 * one item of it can be given to nobody, or has begun.
 */
export async function successors(client: Tx | typeof db, bookings: readonly HeldBooking[], operatorId: string, now: Date): Promise<Fate[]> {
  const assisted = bookings.flatMap(({ items }) => items.filter((each) => each.operatorId === operatorId))
  const times = assisted.flatMap(({ startsAt, endsAt }) => (startsAt && endsAt ? [startsAt.getTime(), endsAt.getTime()] : []))
  if (times.length === 0) return bookings.map((booking) => ({ booking, handovers: null }))
  const window = { start: new Date(Math.min(...times)), end: new Date(Math.max(...times)) }
  const { all } = await readOperators(client, { resourceIds: [...new Set(assisted.map(({ resourceId }) => resourceId))], window, now })
  let others = all.filter(({ id }) => id !== operatorId)
  return bookings.map((booking): Fate => {
    const before = others
    const handovers: Handover[] = []
    for (const item of booking.items.filter((each) => each.operatorId === operatorId)) {
      const to = item.startsAt && item.endsAt && item.startsAt > now
        ? chooseOperator({ operators: { kept: {}, all: others } }, {
            resourceId: item.resourceId, mode: item.mode, attendance: item.attendance, earlier: [], period: { start: item.startsAt, end: item.endsAt },
          })
        : null
      if (!to || to.operatorId === null) {
        others = before
        return { booking, handovers: null }
      }
      others = others.map((each) => (each.id === to.operatorId ? promisedTo(each, to.occupations) : each))
      handovers.push({ booking, itemId: item.id, from: operatorId, to: to.operatorId })
    }
    return { booking, handovers: handovers.length > 0 ? handovers : null }
  })
}

const promisedTo = (operator: OperatorFacts, parts: readonly Occupation[]): OperatorFacts => ({
  ...operator,
  promised: [...operator.promised, ...parts],
  taken: [...operator.taken, ...parts.map((part) => ({ ...part, allocationId: '', cause: 'booking' as const }))],
})

/** What leave would do to the bookings in it, in order, as things are now. */
export async function previewLeave(actor: Actor, operatorId: string, period: Period, now: Date): Promise<InLeave[]> {
  const operator = await heldOperator(operatorId)
  if (operator === null || !(keeps(actor, operator) || isOwn(actor, operator)) || !(period.start < period.end)) return []
  const found = (await inTheWayOf([operatorId], [period], now)).filter(({ byItem }) => byItem)
  const held = await heldBookings(found.map(({ bookingId }) => bookingId), now)
  const fates = await successors(db, found.flatMap(({ bookingId }) => held.get(bookingId) ?? []), operatorId, now)
  const named = await db.resource.findMany({
    where: { id: { in: fates.flatMap(({ handovers }) => handovers?.map(({ to }) => to) ?? []) } }, select: { id: true, nameZh: true, nameEn: true },
  })
  return fates.map(({ booking, handovers }) => ({ bookingId: booking.id, to: named.find(({ id }) => id === handovers?.[0]?.to) ?? null }))
}
