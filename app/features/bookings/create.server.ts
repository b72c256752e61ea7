import { createHash } from 'node:crypto'
import type { Actor } from '~/domain/access/permission'
import { judgeItemCount } from '~/domain/booking/chain'
import type { Wish } from '~/domain/booking/facts'
import { canonicalJson } from '~/domain/booking/freeze'
import { CHOSEN_FILE } from '~/domain/booking/questions'
import { judge, type Verdict } from '~/domain/booking/verdict'
import { done, type Outcome, problem, refused } from '~/domain/problem'
import type { Period } from '~/domain/time/interval'
import { withAlternatives } from '~/features/bookings/alternatives.server'
import { answerFilesOf } from '~/features/bookings/answer-files/queries.server'
import { attendeeOf } from '~/features/bookings/on-behalf.server'
import { lockCarriedFacts, readCarriedFacts } from '~/features/bookings/project-facts.server'
import { withQuotaLocks } from '~/features/bookings/quota-facts.server'
import type { BookingInput } from '~/features/bookings/schema'
import { afterOverride, keepOverride } from '~/features/bookings/set-aside.server'
import { insertBooking, type Written } from '~/features/bookings/write.server'
import { db, isOverlap, isUniqueViolation, rawTransaction } from '~/platform/db.server'
import { countBooking } from '~/platform/metrics.server'

export type Created = Written & { replayed: boolean }

/**
 * Books, or asks for, the resources of the input. The verdict falls under the locks of the person and
 * the resources; should the constraint refuse nevertheless, the slot is taken. A repeated key has one
 * effect: the first booking is the answer.
 */
export async function createBooking(...asked: Parameters<typeof create>): Promise<Outcome<Created>> {
  const outcome = await create(...asked)
  countBooking(outcomeName(outcome))
  return outcome
}

function outcomeName(outcome: Outcome<Created>): string {
  if (outcome.ok) return outcome.value.replayed ? 'replayed' : outcome.value.status
  return outcome.problems.find(({ severity }) => severity === 'refuse')?.code ?? 'refused'
}

async function create(
  actor: Actor,
  input: BookingInput,
  now: Date,
  key?: string | null,
): Promise<Outcome<Created>> {
  const submission = key ? { key, requestHash: hashOf(input) } : null
  if (submission) {
    const seen = await replay(actor.personId, submission)
    if (seen) return seen
  }
  const asked = await wishOf(actor, input, now)
  if (!asked.ok) return asked
  const wish = asked.value

  try {
    const outcome = await withQuotaLocks((quotaKeys) => rawTransaction(async (tx): Promise<Outcome<Created>> => {
      const facts = await lockCarriedFacts(tx, {
        ...questionOf(wish, now),
        projectId: wish.projectId,
        personIds: [wish.attendeeId],
        bookingIds: [],
        quotaKeys,
      })
      const { verdict, overridden } = afterOverride(actor, facts, wish, judge(facts, wish, now), input.overrideReason)
      if (!verdict.ok) return refused(...verdict.problems)
      const first = facts.resources[wish.items[0]!.resourceId]!
      const written = await insertBooking(tx, {
        bookerId: actor.personId,
        attendeeId: wish.attendeeId,
        homeUniversityId: facts.attendee?.homeUniversityId ?? null,
        input, verdict, now,
        universityId: first.universityId,
        labId: first.labId,
        key: submission,
      }, (row) => tx.$send`SELECT write_booking(${row}::jsonb)`)
      await keepOverride(tx, { id: written.id, universityId: first.universityId }, { actor, reason: input.overrideReason, overridden, now })
      return done({ ...written, replayed: false })
    }))
    if (outcome.ok) return outcome
    // A repeat that ran beside the first one meets the booking it made itself.
    const seen = submission && (await replay(actor.personId, submission))
    return seen || refused(...(await withAlternatives(outcome.problems, wish, now)))
  } catch (error) {
    if (isOverlap(error)) {
      return refused(...(await withAlternatives([problem('slot_taken', { nextFree: [] })], wish, now)))
    }
    const seen = submission && isUniqueViolation(error) && (await replay(actor.personId, submission))
    if (seen) return seen
    throw error
  }
}

/** The verdict on an input without writing anything. */
export async function checkBooking(actor: Actor, input: BookingInput, now: Date): Promise<Outcome<Verdict>> {
  const asked = await wishOf(actor, input, now)
  if (!asked.ok) return asked
  const wish = { ...asked.value, answerFiles: { ...asked.value.answerFiles, [CHOSEN_FILE]: '' } }
  const facts = await readCarriedFacts({ ...questionOf(wish, now), projectId: wish.projectId })
  const { verdict } = afterOverride(actor, facts, wish, judge(facts, wish, now), input.overrideReason)
  return done(verdict.ok ? verdict : { ...verdict, problems: await withAlternatives(verdict.problems, wish, now) })
}

export function questionOf(wish: Pick<Wish, 'items' | 'attendeeId'>, now: Date, ownBookingId?: string) {
  return {
    attendeeId: wish.attendeeId,
    resourceIds: [...new Set(wish.items.map((each) => each.resourceId))],
    window: windowOf(wish.items.map((each) => each.period), now),
    now,
    ownBookingId,
  }
}

/** The longest stretch facts are read for; what lies outside is refused before it matters. */
const MAX_WINDOW_MS = 400 * 86_400_000

function windowOf(periods: readonly Period[], now: Date): Period {
  const starts = Math.min(...periods.map((each) => Math.min(each.start.getTime(), each.end.getTime())))
  const ends = Math.max(...periods.map((each) => Math.max(each.start.getTime(), each.end.getTime())))
  const start = Math.max(Math.min(starts, now.getTime() + 4 * MAX_WINDOW_MS), now.getTime() - MAX_WINDOW_MS)
  return { start: new Date(start), end: new Date(Math.max(start + 60_000, Math.min(ends, start + MAX_WINDOW_MS))) }
}

/** The wish of an input, as far as the actor may wish it. */
export async function wishOf(actor: Actor, input: BookingInput, now: Date): Promise<Outcome<Wish>> {
  const tooMany = judgeItemCount(input.items.length)
  if (tooMany.length > 0) return refused(...tooMany)
  const items = input.items.map((each) => ({
    resourceId: each.resourceId,
    period: { start: each.startsAt, end: each.endsAt },
    mode: each.mode ?? null,
    quantity: each.quantity,
    attendance: each.attendance ?? null,
  }))
  const resourceIds = items.map((each) => each.resourceId)
  const attendee = await attendeeOf(actor, { ...input, resourceIds }, now)
  if (!attendee.ok) return attendee
  const { personId, isVouched, groupId = input.groupId ?? null } = attendee.value
  return done({
    items, bookerId: actor.personId, attendeeId: personId, isVouched, groupId, projectId: input.projectId ?? null,
    declaration: input.declaration ?? null, answers: input.answers ?? {}, answerFiles: await answerFilesOf(actor, input.answers ?? {}), purpose: input.purpose ?? 'research', headCount: input.headCount ?? null,
  })
}

export async function replay(
  personId: string,
  submission: { key: string; requestHash: string },
): Promise<Outcome<Created> | null> {
  const seen = await db.idempotencyKey.findUnique({
    where: { personId_key: { personId, key: submission.key } },
    select: { requestHash: true, subjectId: true },
  })
  if (!seen) return null
  if (seen.requestHash !== submission.requestHash) return refused(problem('key_reused', {}))
  const booking = await db.booking.findUniqueOrThrow({ where: { id: seen.subjectId }, select: { id: true, status: true } })
  return done({ ...booking, replayed: true })
}

export function hashOf(input: object): string {
  return createHash('sha256').update(canonicalJson(JSON.parse(JSON.stringify(input)))).digest('hex')
}
