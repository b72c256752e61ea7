import type { AttendeeFacts, BookingFacts, ResourceFacts, TakenFact } from '~/domain/booking/facts'
import type { ListPrice } from '~/domain/pricing/quote'
import { narrowest, narrowestByDate, type OwnerKind } from '~/domain/scheduling/layers'
import type { OpeningException, OpeningSchedule } from '~/domain/scheduling/opening'
import { effectivePolicy, type Policy } from '~/domain/scheduling/policy'
import type { Period } from '~/domain/time/interval'
import { lockQuotas, requireQuotaLocks, withQuotaUses } from '~/features/bookings/quota-facts.server'
import { db, type RawTx } from '~/platform/db.server'

export type FactsQuestion = {
  attendeeId: string | null
  resourceIds: string[]
  /** Everything wished for lies within. */
  window: Period
  now: Date
  /** Left out of what is taken, when a booking is judged again. */
  ownBookingId?: string | null
}

/** The facts as they are now, for a verdict that is only shown. */
export async function readFacts(question: FactsQuestion, client: RawTx | typeof db = db): Promise<BookingFacts> {
  const rows = await client.$queryRaw<{ facts: unknown }[]>`
    SELECT booking_facts(${question.attendeeId}::uuid, ${question.resourceIds}::text[],
      ${question.window.start}::timestamptz, ${question.window.end}::timestamptz,
      ${question.now}::timestamptz, ${question.ownBookingId ?? null}::uuid) AS facts`
  return withQuotaUses(client, decode(rows[0]!.facts), question)
}

/**
 * Locks the persons, resources (with what is inside them) and bookings in the one order, releases what
 * has lapsed, and reads the facts after the wait; quota buckets come between persons and resources.
 */
export async function lockFacts(
  tx: RawTx,
  question: FactsQuestion & { personIds: string[]; bookingIds: string[]; quotaKeys: readonly string[] },
): Promise<BookingFacts> {
  await lockQuotas(tx, question)
  const rows = await tx.$queryRaw<{ facts: unknown }[]>`
    SELECT locked_booking_facts(${question.personIds}::uuid[], ${question.bookingIds}::uuid[],
      ${question.attendeeId}::uuid, ${question.resourceIds}::text[],
      ${question.window.start}::timestamptz, ${question.window.end}::timestamptz,
      ${question.now}::timestamptz, ${question.ownBookingId ?? null}::uuid) AS facts`
  const facts = decode(rows[0]!.facts)
  requireQuotaLocks(facts, question.quotaKeys)
  return withQuotaUses(tx, facts, question)
}

/** Takes the same locks without reading facts. */
export async function lockBooking(
  tx: RawTx,
  lock: { personIds: string[]; resourceIds: string[]; bookingIds: string[]; now: Date },
): Promise<void> {
  await tx.$queryRaw`
    SELECT lock_for_booking(${lock.personIds}::uuid[], ${lock.resourceIds}::text[],
      ${lock.bookingIds}::uuid[], ${lock.now}::timestamptz)::text`
}

type Json = Record<string, unknown>
type Owned = { ownerKind: OwnerKind }

function decode(json: unknown): BookingFacts {
  const facts = json as {
    attendee: Json | null
    resources: Record<string, Json>
    campuses: BookingFacts['campuses']
    rail: BookingFacts['rail']
  }
  return {
    attendee: facts.attendee && decodeAttendee(facts.attendee),
    resources: Object.fromEntries(
      Object.entries(facts.resources).map(([id, each]) => [id, decodeResource(each)]),
    ),
    campuses: facts.campuses,
    rail: facts.rail,
  }
}

function decodeAttendee(json: Json): AttendeeFacts {
  const person = json as unknown as AttendeeFacts
  return {
    ...person,
    presences: person.presences.map(withDates),
    qualifications: person.qualifications.map((each) => ({
      ...each,
      validFrom: new Date(each.validFrom),
      validUntil: each.validUntil && new Date(each.validUntil),
    })),
  }
}

function decodeResource(json: Json): ResourceFacts {
  const resource = json as unknown as Omit<ResourceFacts, 'policy' | 'schedules' | 'exceptions'> & {
    schedules: (OpeningSchedule & Owned)[]
    exceptions: (OpeningException & Owned)[]
    policies: Partial<Policy>[]
  }
  return {
    ...resource,
    schedules: narrowest(resource.schedules),
    exceptions: narrowestByDate(resource.exceptions),
    policy: effectivePolicy(resource.policies).policy,
    prices: resource.prices.map(
      (each): ListPrice => ({
        ...each,
        validFrom: new Date(each.validFrom),
        validTo: each.validTo && new Date(each.validTo),
      }),
    ),
    taken: resource.taken.map((each): TakenFact => ({ ...each, ...withDates(each) })),
  }
}

function withDates<T extends Period>(each: T): T {
  return { ...each, start: new Date(each.start), end: new Date(each.end) }
}
