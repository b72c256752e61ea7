import type { Actor } from '~/domain/access/permission'
import type { Wish } from '~/domain/booking/facts'
import { isOpen } from '~/domain/booking/states'
import { judge } from '~/domain/booking/verdict'
import { done, isAcceptable, type Outcome, problem, type ProblemCode, refused } from '~/domain/problem'
import { passOnRequests } from '~/features/approvals/pass-on.server'
import { record } from '~/features/audit/record.server'
import { withQuotaLocks } from '~/features/bookings/quota-facts.server'
import { applyCancel } from '~/features/bookings/apply-cancel.server'
import { questionOf } from '~/features/bookings/create.server'
import { lockFacts } from '~/features/bookings/facts.server'
import { mayDecide } from '~/features/bookings/handovers/queries.server'
import type { HandoverInput } from '~/features/bookings/handovers/schema'
import { type HeldBooking, heldBooking } from '~/features/bookings/held.server'
import { orderMail } from '~/features/jobs/order-mail.server'
import { tellOfBooking } from '~/features/jobs/tell-of-booking.server'
import { splitAnew } from '~/features/bookings/payers.server'
import { isOverlap, transaction, type Tx } from '~/platform/db.server'

/** What was judged when the booking was made and does not hang on who comes: the time stands. */
const OF_THE_TIME: ReadonlySet<ProblemCode> = new Set([
  'notice_too_short', 'beyond_horizon', 'off_grid', 'duration_too_short', 'duration_too_long', 'outside_opening_hours', 'slot_taken',
  'quantity_exceeds_capacity', 'period_in_past', 'project_not_yours',
])

export type Decided = 'kept' | 'handed_over' | 'cancelled'
const gone = () => refused(problem('field_invalid', { field: '', rule: 'affiliations.rules.already_decided' }))

/**
 * Decides what becomes of a leaver's booking: it stays in their name, goes to another member of the
 * group, who is judged as if they had asked, or is cancelled. One decision counts; a cancelled booking
 * has nothing to decide.
 */
export async function decideHandover(actor: Actor, input: HandoverInput, now: Date): Promise<Outcome<Decided>> {
  try {
    return await withQuotaLocks((quotaKeys) => transaction(async (tx) => {
      const seen = await tx.bookingHandover.findUnique({ where: { id: input.id }, select: { bookingId: true, personId: true, deciderId: true } })
      if (seen === null || !(await mayDecide(actor, seen, tx))) return refused(problem('not_allowed', {}))
      const to = input.decision === 'hand' ? (input.personId ?? null) : null
      if (input.decision === 'hand' && (to === null || !(await isMember(tx, seen, to, now)))) {
        return refused(problem('field_invalid', { field: 'personId', rule: 'affiliations.rules.member_missing' }))
      }
      const before = await heldBooking(seen.bookingId, now, tx)
      const wish = before && wishOf(before, to ?? before.attendeeId)
      if (!before || !wish) return gone()
      const facts = await lockFacts(tx, {
        ...questionOf(wish, now, before.id), personIds: [before.attendeeId, wish.attendeeId], bookingIds: [before.id], quotaKeys,
      })
      const booking = await heldBooking(seen.bookingId, now, tx)
      const [open] = await tx.$queryRaw<{ id: string }[]>`
        SELECT id::text FROM booking_handover WHERE id = ${input.id}::uuid AND status = 'open' FOR UPDATE`
      if (!open || !booking || !isOpen(booking.status) || booking.attendeeId !== before.attendeeId) return gone()

      if (to !== null) {
        const verdict = judge(facts, { ...wish, groupId: await groupOf(tx, booking.id) }, now)
        const problems = verdict.problems.filter((each) => !OF_THE_TIME.has(each.code))
        if (!isAcceptable(problems)) return refused(...problems)
        await passOn(tx, booking, { to, homeUniversityId: facts.attendee?.homeUniversityId ?? null, verdict, actor }, now)
      }
      if (input.decision === 'cancel') await applyCancel(tx, booking, { actorId: actor.personId, by: 'group', reason: null }, now)
      const status: Decided = input.decision === 'keep' ? 'kept' : to === null ? 'cancelled' : 'handed_over'
      await tx.bookingHandover.update({
        where: { id: input.id }, data: { status, newPersonId: to, decidedAt: now, deciderId: actor.personId }, select: { id: true },
      })
      await record(tx, {
        actorId: actor.personId, action: `handover.${status}`, subjectKind: 'booking', subjectId: booking.id, universityId: booking.universityId,
        data: { handoverId: input.id, from: seen.personId, to },
      })
      return done(status)
    }))
  } catch (error) {
    // The new person was booked elsewhere at the same moment.
    if (isOverlap(error)) return refused(problem('field_invalid', { field: 'personId', rule: 'problems.nothing_changed' }))
    throw error
  }
}

function wishOf(booking: HeldBooking, attendeeId: string): Wish | null {
  const items = booking.items.flatMap(({ resourceId, mode, quantity, startsAt, endsAt }) =>
    startsAt && endsAt ? [{ resourceId, mode, quantity, period: { start: startsAt, end: endsAt } }] : [])
  if (items.length !== booking.items.length) return null
  return { items, bookerId: attendeeId, attendeeId, isVouched: false, groupId: null, projectId: null, ...(booking.declaration === null ? {} : { declaration: booking.declaration }) }
}

const groupOf = async (tx: Tx, id: string) => (await tx.booking.findUniqueOrThrow({ where: { id }, select: { groupId: true } })).groupId

async function isMember(tx: Tx, { bookingId, personId }: { bookingId: string; personId: string }, to: string, now: Date): Promise<boolean> {
  if (to === personId) return false
  const groupId = await groupOf(tx, bookingId)
  if (groupId === null) return false
  return (await tx.groupMember.count({ where: { groupId, personId: to, startsAt: { lte: now }, OR: [{ endsAt: null }, { endsAt: { gt: now } }] } })) > 0
}

/** Puts the booking in another name: attendee, booker, presence, price, and who may not decide about it. */
async function passOn(
  tx: Tx, booking: HeldBooking,
  { to, homeUniversityId, verdict, actor }: { to: string; homeUniversityId: string | null; verdict: ReturnType<typeof judge>; actor: Actor },
  now: Date,
): Promise<void> {
  const from = booking.attendeeId
  await tx.booking.update({
    where: { id: booking.id, version: booking.version },
    data: {
      attendeeId: to,
      ...(booking.bookerId === from ? { bookerId: to } : {}),
      homeUniversityId,
      originClass: verdict.originClass,
      quotedFen: verdict.price?.totalFen ?? null,
      ...(verdict.price ? { quote: verdict.price } : {}),
      version: { increment: 1 }, sequence: { increment: 1 }, updatedAt: now,
    },
    select: { id: true },
  })
  await splitAnew(tx, booking.id, verdict.price?.totalFen ?? null)
  await tx.$executeRaw`
    UPDATE presence SET person_id = ${to}::uuid WHERE item_id IN (SELECT id FROM booking_item WHERE booking_id = ${booking.id}::uuid)`
  await passOnRequests(tx, [booking.id, ...(booking.change ? [booking.change.id] : [])], { from, to })
  await tellOfBooking(tx, { bookingId: booking.id, event: 'created', version: booking.version + 1, actorId: actor.personId, was: booking.status })
  await orderMail(tx, { key: `booking-handed-over:${booking.id}:${booking.version}`, kind: 'booking-handed-over', personId: from, subjectId: booking.id })
}
