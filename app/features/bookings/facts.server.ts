import type { AttendeeFacts, BookingFacts, OperatorFacts, ResourceFacts, TakenFact } from '~/domain/booking/facts'
import type { InForce } from '~/domain/conduct/in-force'
import type { ListPrice } from '~/domain/pricing/quote'
import { narrowest, narrowestByDate, type OwnerKind } from '~/domain/scheduling/layers'
import type { OpeningException, OpeningSchedule } from '~/domain/scheduling/opening'
import { effectivePolicy, type Policy } from '~/domain/scheduling/policy'
import { heldFacts, type RawEligibility, ruleBook } from '~/features/people/eligibility/facts.server'
import type { Period } from '~/domain/time/interval'
import { lockQuotas, requireQuotaLocks, withQuotaUses } from '~/features/bookings/quota-facts.server'
import { withRoomFacts } from '~/features/bookings/room-facts.server'
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
      ${question.now}::timestamptz, ${question.ownBookingId ?? null}::uuid) AS facts,
      room_limits(${question.resourceIds}::text[]) AS rooms, conduct_in_force(${question.attendeeId}::uuid) AS conduct`
  return (await withCounted(db, [{ facts: decode(rows[0]!), question }]))[0]!
}

/** The same for many questions at once, in the same number of statements; the answers in their order. */
export async function readManyFacts(questions: readonly FactsQuestion[]): Promise<BookingFacts[]> {
  if (questions.length === 0) return []
  const asked = questions.map(({ attendeeId, resourceIds, window, now, ownBookingId = null }, at) => ({ at, attendeeId, resourceIds, start: window.start, end: window.end, now, ownBookingId }))
  const rows = await rawQuery<RawFacts>`
    SELECT booking_facts(q."attendeeId", q."resourceIds", q.start, q."end", q.now, q."ownBookingId") AS facts,
           room_limits(q."resourceIds") AS rooms, conduct_in_force(q."attendeeId") AS conduct
      FROM jsonb_to_recordset(${JSON.stringify(asked)}::jsonb)
           AS q(at int, "attendeeId" uuid, "resourceIds" text[], start timestamptz, "end" timestamptz, now timestamptz, "ownBookingId" uuid)
     ORDER BY q.at`
  return withCounted(db, rows.map((row, at) => ({ facts: decode(row), question: questions[at]! })))
}

/** With what is reckoned from other bookings: quotas, shares of hours, people in a room. */
async function withCounted(client: RawTx | typeof db, asked: { facts: BookingFacts; question: FactsQuestion }[]): Promise<BookingFacts[]> {
  const again = (facts: BookingFacts[]) => facts.map((each, at) => ({ facts: each, question: asked[at]!.question }))
  const counted = again(await withQuotaUses(client, asked))
  return withRoomFacts(client, again(await withShareFacts(client, counted)))
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
    SELECT locked.facts, room_limits(${question.resourceIds}::text[]) AS rooms, conduct_in_force(${question.attendeeId}::uuid) AS conduct
      FROM (SELECT locked_booking_facts(${question.personIds}::uuid[], ${question.bookingIds}::uuid[],
      ${question.attendeeId}::uuid, ${question.resourceIds}::text[],
      ${question.window.start}::timestamptz, ${question.window.end}::timestamptz,
      ${question.now}::timestamptz, ${question.ownBookingId ?? null}::uuid) AS facts OFFSET 0) AS locked`
  const facts = decode(rows[0]!)
  requireQuotaLocks(facts, question.quotaKeys)
  return (await withCounted(tx, [{ facts, question }]))[0]!
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
  rooms: Record<string, { id: string; limit: number }> | null
  conduct: RawInForce[] | null
}
export type RawInForce = Omit<InForce, 'status' | 'isFrozen' | 'startsAt' | 'endsAt'> & { startsAt: string; endsAt: string | null }
type RawOperators = {
  operators: Record<string, Json>
  runs: { operatorId: string; resourceId: string }[]
  promised: (Period & { operatorId: string })[]
  kept: Record<string, string>
}

function decode({ facts, rooms, conduct }: RawFacts): BookingFacts {
  return {
    attendee: facts.attendee && { ...decodeAttendee(facts.attendee), ...heldFacts(facts.held) },
    resources: Object.fromEntries(Object.entries(facts.resources).map(([id, each]) => [id, decodeResource(each)])),
    campuses: facts.campuses,
    rail: facts.rail,
    rules: ruleBook(facts.rules),
    questions: facts.questions ?? undefined,
    ...(rooms && { rooms: Object.fromEntries(Object.entries(rooms).map(([id, room]) => [id, { ...room, present: [] }])) }),
    operators: facts.operators ? decodeOperators(facts.operators) : undefined,
    conduct: decodeConduct(conduct),
  }
}

/** As the database function `conduct_in_force` answers. */
export function decodeConduct(rows: RawInForce[] | null): InForce[] {
  return (rows ?? []).map((each) => ({ ...each, status: 'in_force', isFrozen: false, startsAt: new Date(each.startsAt), endsAt: each.endsAt === null ? null : new Date(each.endsAt) }))
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
