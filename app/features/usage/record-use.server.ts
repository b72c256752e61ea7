import { randomUUID } from 'node:crypto'
import { type Actor, can } from '~/domain/access/permission'
import { done, type Outcome, problem, type Problem, refused } from '~/domain/problem'
import { seconds } from '~/domain/time/interval'
import { beneficiaryOf } from '~/domain/usage/beneficiary'
import { judgeSplit, judgeTold } from '~/domain/usage/judge'
import { reduceUse } from '~/domain/usage/record'
import { originClass } from '~/domain/pricing/quote'
import { record as audit } from '~/features/audit/record.server'
import { judgeOperator } from '~/features/usage/operator.server'
import type { RecordUseInput } from '~/features/usage/schema'
import type { Prisma } from '~/platform/generated/prisma/client'
import { DEFAULT_USE_RULES } from '~/domain/usage/rules'
import { db, transaction, type Tx } from '~/platform/db.server'

/**
 * Writes down a use without a booking that is over. Where a use or a booking stands at that time, and no unit is
 * left, it is refused: nothing is counted twice. The same key is the same use.
 */
export async function recordUse(actor: Actor, input: RecordUseInput, now: Date): Promise<Outcome<{ recordId: string }>> {
  const { resourceId, personId, startsAt, endsAt, key } = input
  const resource = await db.resource.findUnique({ where: { id: resourceId }, select: { labId: true, universityId: true, capacity: true } })
  if (!resource || !can(actor, 'record:use', resource)) return refused(problem('not_allowed', {}))
  const period = { start: startsAt, end: endsAt }
  const told = [...judgeTold(period, now), ...(startsAt < endsAt ? judgeSplit(seconds(period), input.details ?? {}) : [])]
  if (told.length > 0) return refused(...told)
  return transaction(async (tx): Promise<Outcome<{ recordId: string }>> => {
    await tx.$queryRaw`SELECT lock_for_booking(${[personId]}::uuid[], ${[resourceId]}::text[], '{}'::uuid[], ${now}::timestamptz)::text`
    const known = await tx.usageEvent.findUnique({ where: { id: key }, select: { recordId: true } })
    if (known) return done({ recordId: known.recordId })
    const person = await tx.person.findUnique({
      where: { id: personId },
      select: { affiliations: { where: { isHome: true, startsAt: { lte: now }, OR: [{ endsAt: null }, { endsAt: { gt: now } }] }, select: { universityId: true, kind: true }, take: 1 } },
    })
    const problems = [
      ...(person ? [] : [problem('field_invalid', { field: 'personId', rule: 'required' })]),
      ...(await judgeOperator(tx, input.details)), ...(await judgeRoom(tx, input, resource.capacity)),
    ]
    if (problems.length > 0 || !person) return refused(...problems)

    const home = person.affiliations[0]
    const origin = originClass({ personUniversityId: home?.universityId ?? null, personKind: home?.kind ?? null, resourceUniversityId: resource.universityId })
    // All of it is told with the facts, so that the use can be made of them anew.
    const details = { operation: 'self' as const, purpose: 'research' as const, beneficiary: beneficiaryOf({ groupId: null, ownerGroupIds: [], origin }), ...input.details }
    const edge = { source: 'manual' as const, details }
    const events = [{ id: key, kind: 'start' as const, at: startsAt, ...edge }, { id: randomUUID(), kind: 'end' as const, at: endsAt, ...edge }]
    const use = reduceUse(events, { plan: null, rules: DEFAULT_USE_RULES, now })
    const { id: recordId } = await tx.usageRecord.create({
      data: {
        resourceId, personId, status: use.status, startsAt, endsAt, startSource: 'manual', endSource: 'manual', usedSeconds: use.usedSeconds,
        spells: [{ start: startsAt.toISOString(), end: endsAt.toISOString() }],
        warmUpSeconds: use.split.warmUp, measuringSeconds: use.split.measuring, postSeconds: use.split.post, standbySeconds: use.split.standby,
        operatorId: details.operatorId ?? null, operation: details.operation, purpose: details.purpose, beneficiary: details.beneficiary,
        samples: details.samples ?? null, remarks: details.remarks ?? null,
        ...(details.counters && { counters: details.counters as Prisma.InputJsonObject }), createdAt: now, updatedAt: now,
      },
      select: { id: true },
    })
    await tx.usageEvent.createMany({
      data: events.map(({ id, kind, source, at }) => ({ id, recordId, kind, source, at, byId: actor.personId, data: { details: JSON.parse(JSON.stringify(details)) as Prisma.InputJsonObject }, recordedAt: now })),
    })
    await audit(tx, {
      actorId: actor.personId, action: 'use.recorded', subjectKind: 'use', subjectId: recordId, universityId: resource.universityId,
      data: { resourceId, personId, startsAt: startsAt.toISOString(), endsAt: endsAt.toISOString() },
    })
    return done({ recordId })
  })
}

/** Uses that stand at that time, with bookings that may still turn out to be one: as many as units, or one of the same person. */
async function judgeRoom(tx: Tx, { resourceId, personId, startsAt, endsAt }: RecordUseInput, capacity: number): Promise<Problem[]> {
  const standing = await tx.$queryRaw<{ personId: string; start: Date; end: Date | null; units: number }[]>`
    SELECT u.person_id::text AS "personId", u.starts_at AS start, u.ends_at AS end, coalesce(i.quantity, 1) AS units
      FROM usage_record u LEFT JOIN booking_item i ON i.id = u.item_id
     WHERE u.resource_id = ${resourceId} AND NOT u.is_void AND u.starts_at < ${endsAt} AND coalesce(u.ends_at, 'infinity') > ${startsAt}
    UNION ALL
    SELECT b.attendee_id::text, i.starts_at, i.ends_at, i.quantity
      FROM booking_item i JOIN booking b ON b.id = i.booking_id
     WHERE i.resource_id = ${resourceId} AND b.status IN ('approved', 'in_use', 'completed') AND i.starts_at < ${endsAt} AND i.ends_at > ${startsAt}
       AND NOT EXISTS (SELECT 1 FROM usage_record u WHERE u.item_id = i.id)`
  const own = standing.find((each) => each.personId === personId)
  const units = standing.reduce((sum, each) => sum + each.units, 0)
  const clash = own ?? (units >= capacity ? standing[0] : undefined)
  if (clash === undefined) return []
  // One that still runs reaches over all of it.
  return [problem('use_overlaps', { start: clash.start.toISOString(), end: (clash.end ?? endsAt).toISOString() })]
}
