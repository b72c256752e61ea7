import type { BookingFacts, ResourceFacts } from '~/domain/booking/facts'
import { type Quota, type QuotaUse, reachDays } from '~/domain/scheduling/quota'
import { addMinutes, type Period } from '~/domain/time/interval'
import { db, type RawTx } from '~/platform/db.server'

type Question = { window: Period; now: Date; ownBookingId?: string | null }

const withQuotas = (facts: BookingFacts) => Object.values(facts.resources).filter(({ policy }) => policy.quotas.length > 0)

/**
 * The buckets that neither the person's lock nor the resource's serialises: those of a group or a
 * university over several resources, and rooms that hold only so many people. Every other quota is judged under locks that are held anyway.
 */
function bucketsOf(facts: BookingFacts): string[] {
  const keys = withQuotas(facts).flatMap((resource) =>
    resource.policy.quotas.filter(({ per, over }) => over === 'kind_at_lab' && per !== 'person').flatMap((quota) => keysOf(facts, resource, quota)),
  )
  const rooms = Object.values(facts.rooms ?? {}).map(({ id }) => `room:${id}`)
  return [...new Set([...keys, ...rooms])].toSorted()
}

function keysOf({ attendee }: BookingFacts, { labId, kindId }: ResourceFacts, { per }: Quota): string[] {
  const bearers = per === 'group' ? (attendee?.groups.map(({ id }) => id) ?? []) : [attendee?.homeUniversityId ?? 'none']
  return bearers.map((bearer) => `quota:${labId}:${kindId}:${per}:${bearer}`)
}

/** Thrown where buckets must be locked that nobody could know before the facts were read. */
class QuotaLocksNeeded extends Error {
  constructor(readonly keys: string[]) {
    super('quota buckets have to be locked first')
  }
}

/**
 * Runs a transaction, and once more with the quota buckets that it turns out to need: they have to be
 * locked before the resources, yet only the resources' rules name them.
 */
export async function withQuotaLocks<T>(work: (quotaKeys: readonly string[]) => Promise<T>): Promise<T> {
  let keys: readonly string[] = []
  for (;;) {
    try {
      return await work(keys)
    } catch (error) {
      if (!(error instanceof QuotaLocksNeeded)) throw error
      keys = [...new Set([...keys, ...error.keys])].toSorted()
    }
  }
}

/** Locks persons, then buckets, in the one order; nothing to do where no bucket is known. */
export async function lockQuotas(tx: RawTx, { personIds, quotaKeys }: { personIds: string[]; quotaKeys: readonly string[] }): Promise<void> {
  if (quotaKeys.length === 0) return
  await tx.$queryRaw`SELECT 1 AS locked FROM person WHERE id = ANY (${personIds}::uuid[]) ORDER BY id FOR NO KEY UPDATE`
  await tx.$queryRaw`
    SELECT pg_advisory_xact_lock(hashtextextended(key, 0))::text AS locked
      FROM unnest(${[...quotaKeys]}::text[]) WITH ORDINALITY AS wanted(key, position) ORDER BY position`
}

/** @throws QuotaLocksNeeded */
export function requireQuotaLocks(facts: BookingFacts, held: readonly string[]): void {
  const missing = bucketsOf(facts).filter((key) => !held.includes(key))
  if (missing.length > 0) throw new QuotaLocksNeeded(missing)
}

/** Adds the uses that count, where a policy has quotas; one statement, after the locks. Each wish gets all uses around all of them, of which only those of its bearer count. */
export async function withQuotaUses(client: RawTx | typeof db, asked: readonly { facts: BookingFacts; question: Question }[]): Promise<BookingFacts[]> {
  const concerned = asked.filter(({ facts }) => facts.attendee && withQuotas(facts).length > 0)
  const [first] = concerned
  if (!first) return asked.map(({ facts }) => facts)
  const attendees = concerned.flatMap(({ facts }) => facts.attendee ?? [])
  const groups = attendees.flatMap((each) => each.groups.map(({ id }) => id))
  const window = {
    start: new Date(Math.min(...concerned.map(({ question }) => question.window.start.getTime()))),
    end: new Date(Math.max(...concerned.map(({ question }) => question.window.end.getTime()))),
  }
  const limited = concerned.flatMap(({ facts }) => withQuotas(facts))
  const quotas = limited.flatMap(({ policy }) => policy.quotas)
  const reach = reachDays(quotas) * 1440
  const bears = (per: Quota['per']) => quotas.some((each) => each.per === per)
  const wide = limited.filter(({ policy }) => policy.quotas.some(({ over }) => over === 'kind_at_lab'))
  const uses = await client.$queryRaw<(QuotaUse & { bookingId: string })[]>`
    SELECT i.starts_at AS start, i.ends_at AS "end", r.id AS "resourceId", r.kind_id AS "kindId", r.lab_id AS "labId",
           b.attendee_id::text AS "personId", b.group_id AS "groupId", b.home_university_id AS "universityId", b.id::text AS "bookingId"
      FROM booking_item i
      JOIN booking b ON b.id = i.booking_id
      JOIN resource r ON r.id = i.resource_id
     WHERE i.resource_id IN (
             SELECT id FROM resource WHERE id = ANY (${limited.map(({ id }) => id)}::text[])
             UNION
             SELECT x.id FROM resource x JOIN unnest(${wide.map(({ labId }) => labId)}::text[], ${wide.map(({ kindId }) => kindId)}::text[]) AS class(lab, kind)
               ON x.lab_id = class.lab AND x.kind_id = class.kind)
       AND i.starts_at < ${addMinutes(window.end, reach)}::timestamptz
       AND i.starts_at > ${addMinutes(window.start, -reach - LONGEST_BOOKING_MINUTES)}::timestamptz
       AND i.ends_at > ${addMinutes(window.start, -reach)}::timestamptz
       AND (b.status IN ('approved', 'in_use', 'completed', 'no_show')
         OR (b.status = 'pending' AND b.hold_mode = 'hold' AND (b.hold_expires_at IS NULL OR b.hold_expires_at > ${first.question.now}::timestamptz)))
       AND (b.attendee_id = ANY (${attendees.map(({ id }) => id)}::uuid[])
         OR (${bears('group')} AND b.group_id = ANY (${groups}::text[]))
         OR (${bears('university')} AND b.home_university_id = ANY (${attendees.map(({ homeUniversityId }) => homeUniversityId)}::text[])))`
  return asked.map((each) =>
    concerned.includes(each) ? { ...each.facts, quotaUses: uses.filter(({ bookingId }) => bookingId !== each.question.ownBookingId).map(({ bookingId: _, ...use }) => use) } : each.facts)
}

/** So that a use which began long before is found by its start: MAX_PERIOD_DAYS of the domain. */
const LONGEST_BOOKING_MINUTES = 366 * 1440
