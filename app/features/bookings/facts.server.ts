import type { AttendeeFacts, BookingFacts, OperatorFacts, ResourceFacts, TakenFact } from '~/domain/booking/facts'
import type { ListPrice } from '~/domain/pricing/quote'
import { narrowest, narrowestByDate, type OwnerKind } from '~/domain/scheduling/layers'
import type { OpeningException, OpeningSchedule } from '~/domain/scheduling/opening'
import { effectivePolicy, type Policy } from '~/domain/scheduling/policy'
import { heldFacts, type RawEligibility, ruleBook } from '~/features/people/eligibility/facts.server'
import type { Period } from '~/domain/time/interval'
import { lockQuotas, requireQuotaLocks, withQuotaUses } from '~/features/bookings/quota-facts.server'
import { withShareFacts } from '~/features/bookings/share-facts.server'
import { db, rawQuery, type RawTx } from '~/platform/db.server'

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
export async function readFacts(question: FactsQuestion): Promise<BookingFacts> {
  const rows = await rawQuery<RawFacts>`
    SELECT booking_facts(${question.attendeeId}::uuid, ${question.resourceIds}::text[],
      ${question.window.start}::timestamptz, ${question.window.end}::timestamptz,
      ${question.now}::timestamptz, ${question.ownBookingId ?? null}::uuid) AS facts`
  return withShareFacts(db, await withQuotaUses(db, decode(rows[0]!), question), question)
}

/** Who can run the resources, alone; within a transaction read after the locks of a booking of them. */
export async function readOperators(client: RawTx | typeof db, question: Omit<FactsQuestion, 'attendeeId'>): Promise<NonNullable<BookingFacts['operators']>> {
  const [row] = await client.$queryRaw<{ operators: RawOperators | null }[]>`
    SELECT operator_facts(${question.resourceIds}::text[], ${question.window.start}::timestamptz, ${question.window.end}::timestamptz,
      ${question.now}::timestamptz, ${question.ownBookingId ?? null}::uuid) AS operators`
  return row?.operators ? decodeOperators(row.operators)! : { all: [], kept: {} }
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
  const rows = await tx.$queryRaw<RawFacts[]>`
    SELECT locked_booking_facts(${question.personIds}::uuid[], ${question.bookingIds}::uuid[],
      ${question.attendeeId}::uuid, ${question.resourceIds}::text[],
      ${question.window.start}::timestamptz, ${question.window.end}::timestamptz,
      ${question.now}::timestamptz, ${question.ownBookingId ?? null}::uuid) AS facts`
  const facts = decode(rows[0]!)
  requireQuotaLocks(facts, question.quotaKeys)
  return withShareFacts(tx, await withQuotaUses(tx, facts, question), question)
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

/** What the database function `booking_facts` answers. */
type RawFacts = {
  facts: Pick<BookingFacts, 'campuses' | 'rail'> & Pick<RawEligibility, 'held' | 'rules'> & {
    attendee: Json | null
    resources: Record<string, Json>
    questions: BookingFacts['questions'] | null
    operators: RawOperators | null
  }
}
type RawOperators = {
  operators: Record<string, Json>
  runs: { operatorId: string; resourceId: string }[]
  promised: (Period & { operatorId: string })[]
  kept: Record<string, string>
}

function decode({ facts }: RawFacts): BookingFacts {
  return {
    attendee: facts.attendee && { ...decodeAttendee(facts.attendee), ...heldFacts(facts.held) },
    resources: Object.fromEntries(Object.entries(facts.resources).map(([id, each]) => [id, decodeResource(each)])),
    campuses: facts.campuses,
    rail: facts.rail,
    rules: ruleBook(facts.rules),
    questions: facts.questions ?? undefined,
    operators: facts.operators ? decodeOperators(facts.operators) : undefined,
  }
}

function decodeOperators({ operators, runs, promised, kept }: RawOperators): BookingFacts['operators'] {
  const all = Object.values(operators).map((json): OperatorFacts => {
    const resource = decodeResource(json)
    const isOwn = (each: { operatorId: string }) => each.operatorId === resource.id
    return {
      ...resource,
      runs: runs.filter(isOwn).map(({ resourceId }) => resourceId),
      promised: promised.filter(isOwn).map(withDates),
    }
  })
  return { all, kept }
}

function decodeAttendee(json: Json): AttendeeFacts {
  const person = json as unknown as Omit<AttendeeFacts, 'homeUniversityId' | 'homeKind'>
  const home = person.affiliations?.find(({ isHome }) => isHome)
  return {
    ...person,
    homeUniversityId: home?.universityId ?? null,
    homeKind: home?.kind ?? null,
    presences: person.presences.map(withDates),
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
