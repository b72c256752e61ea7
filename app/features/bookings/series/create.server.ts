import type { Actor } from '~/domain/access/permission'
import type { BookingFacts } from '~/domain/booking/facts'
import { isFeasible } from '~/domain/booking/series'
import type { BookingStatus } from '~/domain/booking/states'
import { done, type Outcome, problem, refused } from '~/domain/problem'
import { hashOf } from '~/features/bookings/create.server'
import { lockCarriedFacts } from '~/features/bookings/project-facts.server'
import { withQuotaLocks } from '~/features/bookings/quota-facts.server'
import { type AskedSeries, askedSeries, planHash, planOf, type SeriesPlan } from '~/features/bookings/series/facts.server'
import type { SeriesInput } from '~/features/bookings/series/schema'
import { insertSeries, nameOccurrences, recordSeries, tellOfSeries } from '~/features/bookings/series/write.server'
import { insertBooking } from '~/features/bookings/write.server'
import { db, isOverlap, isUniqueViolation, type RawTx, rawTransaction } from '~/platform/db.server'
import { countBooking } from '~/platform/metrics.server'

export type CreatedSeries = {
  id: string
  bookings: { id: string; status: BookingStatus }[]
  /** How many occurrences were left out because they clash. */
  clashes: number
  replayed: boolean
}

/**
 * Books every occurrence of a series in one transaction, by the choice made for those that clash. `seen` names the
 * plan that the person looked at: when something else would come of it now, nothing is written. A repeated key has
 * one effect.
 */
export async function createSeries(
  actor: Actor,
  input: SeriesInput,
  context: { now: Date; key?: string | null; seen?: string | null },
): Promise<Outcome<CreatedSeries>> {
  const { now } = context
  const submission = context.key ? { key: context.key, requestHash: hashOf({ series: input }) } : null
  const replayed = submission && (await replay(actor.personId, submission))
  if (replayed) return replayed
  const asked = await askedSeries(actor, input, now)
  if (!asked.ok) return asked
  const { question, wish } = asked.value
  try {
    const outcome = await withQuotaLocks((quotaKeys) => rawTransaction(async (tx): Promise<Outcome<CreatedSeries>> => {
      const facts = await lockCarriedFacts(tx, { ...question, personIds: [wish.attendeeId], bookingIds: [], quotaKeys })
      const plan = planOf(asked.value, facts, now)
      if (!plan.ok) return plan
      const { occurrences } = plan.value
      if (!isFeasible(occurrences, input.onClash)) {
        return refused(problem('series_clash', { count: occurrences.filter((each) => each.outcome === 'clash').length }))
      }
      if (context.seen && context.seen !== planHash(occurrences)) return refused(problem('series_changed', {}))
      return done(await writePlan(tx, { actor, input, asked: asked.value, plan: plan.value, facts, submission, now }))
    }))
    if (outcome.ok) for (const { status } of outcome.value.bookings) countBooking(status)
    // A repeat that ran beside the first one meets the bookings it made itself.
    return outcome.ok ? outcome : ((submission && (await replay(actor.personId, submission))) ?? outcome)
  } catch (error) {
    if (isOverlap(error)) return refused(problem('series_changed', {}))
    const seen = submission && isUniqueViolation(error) && (await replay(actor.personId, submission))
    if (seen) return seen
    throw error
  }
}

type Plan = {
  actor: Actor; input: SeriesInput; asked: AskedSeries; plan: SeriesPlan; facts: BookingFacts
  submission: { key: string; requestHash: string } | null; now: Date
}

async function writePlan(tx: RawTx, { actor, input, asked, plan, facts, submission, now }: Plan): Promise<CreatedSeries> {
  const { wish, repetition, onClash } = asked
  const { resourceId } = wish.item
  const { universityId, labId } = facts.resources[resourceId]!
  const seriesId = await insertSeries(tx, { resourceId, repetition, onClash, now })
  const bookings: CreatedSeries['bookings'] = []
  const named: { bookingId: string; key: Date }[] = []
  for (const { key, period, verdict } of plan.occurrences) {
    if (period === null) continue
    const written = await insertBooking(tx, {
      bookerId: actor.personId,
      attendeeId: wish.attendeeId,
      homeUniversityId: facts.attendee?.homeUniversityId ?? null,
      input: input.booking,
      verdict, universityId, labId, seriesId, now,
      key: null,
    })
    bookings.push(written)
    named.push({ bookingId: written.id, key })
  }
  await nameOccurrences(tx, named)
  if (submission) {
    await tx.$executeRaw`
      INSERT INTO idempotency_key (person_id, key, request_hash, subject_id, created_at)
      VALUES (${actor.personId}::uuid, ${submission.key}, ${submission.requestHash}, ${seriesId}::uuid, ${now}::timestamptz)`
  }
  const clashes = plan.occurrences.length - bookings.length
  await recordSeries(tx, { actorId: actor.personId, action: 'created', seriesId, universityId, data: { bookings: bookings.length, clashes }, now })
  await tellOfSeries(tx, { seriesId, event: 'created', version: 1, bookingIds: bookings.map(({ id }) => id), actorId: actor.personId })
  return { id: seriesId, bookings, clashes, replayed: false }
}

async function replay(personId: string, submission: { key: string; requestHash: string }): Promise<Outcome<CreatedSeries> | null> {
  const seen = await db.idempotencyKey.findUnique({
    where: { personId_key: { personId, key: submission.key } },
    select: { requestHash: true, subjectId: true },
  })
  if (!seen) return null
  if (seen.requestHash !== submission.requestHash) return refused(problem('key_reused', {}))
  const bookings = await db.booking.findMany({ where: { seriesId: seen.subjectId }, orderBy: { occurrenceAt: 'asc' }, select: { id: true, status: true } })
  return done({ id: seen.subjectId, bookings, clashes: 0, replayed: true })
}
