import { type Actor, can } from '~/domain/access/permission'
import { done, type Outcome, problem, type Problem, refused } from '~/domain/problem'
import { addMinutes, overlaps, type Period } from '~/domain/time/interval'
import { record } from '~/features/audit/record.server'
import { lockBooking } from '~/features/bookings/facts.server'
import { type HeldBooking, heldBookings } from '~/features/bookings/held.server'
import { firstInLine, takeBackOffer } from '~/features/bookings/outages/first-in-line.server'
import { type InTheWay, inTheWayOf, type OfferInTheWay, offersInTheWay, type Root, rootsOf } from '~/features/bookings/outages/facts.server'
import { dropChange, type Giving, giveBack, moveAway } from '~/features/bookings/outages/make-way.server'
import { runBy } from '~/features/bookings/outages/queries.server'
import { type Choice, MOST_REPEATS } from '~/features/bookings/outages/schema'
import { insertOutage } from '~/features/bookings/outages/write.server'
import { lockProjectHours } from '~/features/bookings/project-facts.server'
import { lockQuotas, withQuotaLocks } from '~/features/bookings/quota-facts.server'
import { freeOccupancy } from '~/features/bookings/write.server'
import { db, isOverlap, transaction, type Tx } from '~/platform/db.server'

export type TakeOut = {
  /** From the form: a repeat with the same key is the same act. */
  key: string
  resourceIds: string[]
  periods: Period[]
  kind: 'maintenance' | 'closure' | 'fault'
  reason: string
  /** By booking. */
  choices: Readonly<Record<string, Choice>>
  /** What becomes of a booking in the way that nothing was chosen for. */
  otherwise: 'refuse' | 'cancel'
}
export type TakenOut = { outages: string[]; moved: string[]; cancelled: string[]; shortened: string[] }

const LONGEST_DAYS = 366
/** Said by whoever runs it; longer is for the manager to say. */
export const LONGEST_FAULT_DAYS = 7
const YEARS_AHEAD = 3
const TRIES = 6

/** Thrown to begin anew, or to give up, without anything staying written. */
class Grew extends Error {}
class Refusal extends Error {
  constructor(readonly problems: Problem[]) {
    super('the taking-out is refused')
  }
}

/**
 * Takes resources out of service for one period or several, with what is inside them and what hangs on them.
 * The bookings in the way are moved, taken to a like resource or cancelled, as chosen for each, in the same
 * transaction; one that nothing was chosen for refuses the whole, or gives way where it must happen at once.
 */
export async function takeOut(actor: Actor, input: TakeOut, now: Date): Promise<Outcome<TakenOut>> {
  if (!(await mayTakeOut(actor, input, now))) return refused(problem('not_allowed', {}))
  const problems = judgePeriods(input.periods, now)
  if (problems.length > 0) return refused(...problems)
  const periods = input.periods.map(({ start, end }) => ({ start: start > now ? start : now, end }))
  for (let attempt = 1; ; attempt += 1) {
    try {
      return await withQuotaLocks((quotaKeys) => attemptTakeOut(actor, { ...input, periods }, quotaKeys, now))
    } catch (error) {
      if (error instanceof Refusal) return refused(...error.problems)
      if (attempt < TRIES && (error instanceof Grew || isOverlap(error))) continue
      if (isOverlap(error) || error instanceof Grew) return refused(problem('slot_taken', { nextFree: [] }))
      throw error
    }
  }
}

/**
 * Managers take out what they like. Whoever runs a machine says that it is broken now, for a week at most: what is in
 * the way gives way, and nobody is moved by them.
 */
async function mayTakeOut(actor: Actor, input: TakeOut, now: Date): Promise<boolean> {
  const asked = await db.resource.findMany({ where: { id: { in: input.resourceIds } }, select: { id: true, labId: true, universityId: true } })
  if (asked.length === 0) return false
  if (asked.every((each) => can(actor, 'manage:resource', each))) return true
  const isFault = input.kind === 'fault' && input.otherwise === 'cancel' && Object.values(input.choices).every((each) => each.do === 'cancel')
  const isNow = input.periods.every(({ start, end }) => start <= now && end <= addMinutes(now, LONGEST_FAULT_DAYS * 1440))
  const run = await runBy(actor, input.resourceIds)
  return isFault && isNow && asked.every((each) => can(actor, 'stop:resource', { ...each, runnerIds: run.has(each.id) ? [actor.personId] : [] }))
}

/** What is wrong with periods to be taken out, whatever is in their way. */
export function judgePeriods(periods: readonly Period[], now: Date): Problem[] {
  if (periods.length === 0 || periods.length > MOST_REPEATS) return [problem('recurrence_too_many', { limit: MOST_REPEATS })]
  if (periods.some(({ start, end }) => !(start < end))) return [problem('period_reversed', {})]
  if (periods.some(({ end }) => end <= now)) return [problem('period_in_past', {})]
  if (periods.some(({ start, end }) => end > addMinutes(now, YEARS_AHEAD * 366 * 1440) || end > addMinutes(start, LONGEST_DAYS * 1440))) {
    return [problem('period_too_far', { years: YEARS_AHEAD })]
  }
  const sorted = periods.toSorted((a, b) => a.start.getTime() - b.start.getTime())
  return sorted.some((each, at) => at > 0 && overlaps(each, sorted[at - 1]!)) ? [problem('recurrence_invalid', { part: 'DTEND' })] : []
}

async function attemptTakeOut(actor: Actor, input: TakeOut, quotaKeys: readonly string[], now: Date): Promise<Outcome<TakenOut>> {
  const roots = await rootsOf(input.resourceIds)
  const seen = await inTheWayOf(roots.map(({ id }) => id), input.periods, now)
  const offered = await offersInTheWay(roots.map(({ id }) => id), input.periods, now)
  const giving: Giving = { actor, reason: input.reason, now }
  return transaction(async (tx) => {
    const elsewhere = Object.values(input.choices).flatMap((each) => (each.do === 'elsewhere' ? [each.resourceId] : []))
    await lockAll(tx, { roots, seen, offered, elsewhere, quotaKeys }, now)
    const known = await tx.outage.findMany({ where: { batchId: input.key }, select: { id: true } })
    if (known.length > 0) return done({ outages: known.map(({ id }) => id), moved: [], cancelled: [], shortened: [] })
    const found = await inTheWayOf(roots.map(({ id }) => id), input.periods, now, tx)
    const offers = await offersInTheWay(roots.map(({ id }) => id), input.periods, now, tx)
    const locked = new Set(seen.map(({ bookingId }) => bookingId))
    if (offers.some(({ waitId }) => !offered.some((each) => each.waitId === waitId))) throw new Grew()
    if (found.some(({ bookingId }) => !locked.has(bookingId)) || !isSame(roots, await rootsOf(input.resourceIds, tx))) throw new Grew()
    const others = await tx.resource.findMany({ where: { id: { in: elsewhere } }, select: { labId: true, universityId: true } })
    if (!others.every((each) => can(actor, 'manage:resource', each))) return refused(problem('not_allowed', {}))

    const unanswered = input.otherwise === 'cancel' ? [] : found.filter(({ bookingId, byItem }) => byItem && !input.choices[bookingId])
    if (unanswered.length > 0) return refused(problem('bookings_in_the_way', { count: unanswered.length }))
    for (const { waitId } of offers) await takeBackOffer(tx, waitId, giving)
    const taken: TakenOut = { outages: [], moved: [], cancelled: [], shortened: [] }
    const moving: { booking: HeldBooking; choice: Exclude<Choice, { do: 'cancel' }> }[] = []
    const held = await heldBookings(found.map(({ bookingId }) => bookingId), now, tx)
    for (const each of found) {
      const read = held.get(each.bookingId)
      if (!read) continue
      const booking = await dropChange(tx, read, giving)
      if (!each.byItem) continue
      const choice = input.choices[each.bookingId] ?? { do: 'cancel' }
      const hasBegun = booking.startsAt !== null && booking.startsAt <= now
      if (choice.do === 'cancel' || hasBegun) {
        const what = await giveBack(tx, booking, input.periods, giving)
        taken[what].push(booking.id)
        if (what === 'cancelled' && input.kind === 'fault') await firstInLine(tx, booking, input.periods, now)
      } else moving.push({ booking, choice })
    }
    // All places are given up before the first new one is judged, so that none stands in another's way.
    for (const { booking } of moving) await freeOccupancy(tx, booking.id)
    for (const { id: resourceId } of roots) {
      for (const period of input.periods) {
        taken.outages.push(await insertOutage(tx, { ...input, batchId: input.key, resourceId, period, actorId: actor.personId, now }))
      }
    }
    for (const { booking, choice } of moving) {
      const moved = await moveAway(tx, booking, choice, { ...giving, quotaKeys })
      if (!moved.ok) throw new Refusal([problem('booking_cannot_move', { bookingId: booking.id }), ...moved.problems])
      taken.moved.push(booking.id)
    }
    for (const root of roots) {
      await record(tx, {
        actorId: actor.personId, action: 'outage.created', subjectKind: 'resource', subjectId: root.id, universityId: root.universityId,
        data: {
          batchId: input.key, kind: input.kind, reason: input.reason,
          periods: input.periods.map(({ start, end }) => ({ start: start.toISOString(), end: end.toISOString() })),
          moved: taken.moved.length, cancelled: taken.cancelled.length, shortened: taken.shortened.length,
        },
      })
    }
    return done(taken)
  })
}

type Locks = { roots: readonly Root[]; seen: readonly InTheWay[]; offered: readonly OfferInTheWay[]; elsewhere: string[]; quotaKeys: readonly string[] }

/** Everything at once and in the one order: persons, hours of projects and quotas, resources, bookings. */
async function lockAll(tx: Tx, { roots, seen, offered, elsewhere, quotaKeys }: Locks, now: Date): Promise<void> {
  const personIds = [...new Set([...seen.map(({ attendeeId }) => attendeeId), ...offered.map(({ personId }) => personId)])]
  await tx.$queryRaw`SELECT 1 AS locked FROM person WHERE id = ANY (${personIds}::uuid[]) ORDER BY id FOR NO KEY UPDATE`
  const carried = new Map(seen.flatMap(({ projectId, attendeeId }) => (projectId === null ? [] : [[projectId, attendeeId] as const])))
  for (const [projectId, attendeeId] of [...carried].toSorted(([a], [b]) => (a < b ? -1 : 1))) await lockProjectHours(tx, { projectId, attendeeId })
  await lockQuotas(tx, { personIds, quotaKeys })
  await lockBooking(tx, {
    personIds,
    resourceIds: [...new Set([...roots.map(({ id }) => id), ...seen.flatMap(({ resourceIds }) => resourceIds), ...offered.flatMap(({ resourceIds }) => resourceIds), ...elsewhere])],
    bookingIds: seen.map(({ bookingId }) => bookingId),
    now,
  })
}

const isSame = (a: readonly Root[], b: readonly Root[]) => a.map(({ id }) => id).join() === b.map(({ id }) => id).join()
