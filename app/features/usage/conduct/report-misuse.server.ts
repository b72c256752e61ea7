import { type Actor, can } from '~/domain/access/permission'
import { done, type Outcome, problem, refused } from '~/domain/problem'
import { record } from '~/features/audit/record.server'
import { orderMail } from '~/features/jobs/order-mail.server'
import { deriveConduct, lockPerson } from '~/features/usage/conduct/derive.server'
import { rulesOfPlaces } from '~/features/usage/conduct/place-rules.server'
import type { ReportMisuseInput } from '~/features/usage/conduct/schema'
import { db, transaction } from '~/platform/db.server'

/**
 * Writes down, by who decides about conduct there, that somebody misused what they had booked, with what was seen.
 * The same key is the same report. Its points are those of the rules in force at the resource.
 */
export async function reportMisuse(actor: Actor, input: ReportMisuseInput, now: Date): Promise<Outcome<{ id: string }>> {
  const code = input.code.toUpperCase()
  const items = await db.bookingItem.findMany({
    where: { booking: { code }, startsAt: { lte: now } },
    orderBy: [{ startsAt: 'asc' }, { id: 'asc' }],
    select: { id: true, startsAt: true, endsAt: true, resource: { select: { id: true, labId: true, universityId: true } }, booking: { select: { attendeeId: true, status: true } } },
  })
  const item = items.find(({ resource }) => can(actor, 'decide:conduct', resource))
  if (!item || !['approved', 'in_use', 'completed'].includes(item.booking.status)) return refused(problem('field_invalid', { field: 'code', rule: 'conduct.rules.code' }))
  const { resource, startsAt, endsAt, booking: { attendeeId: personId } } = item
  if (personId === actor.personId) return refused(problem('own_request', {}))
  return transaction(async (tx): Promise<Outcome<{ id: string }>> => {
    await lockPerson(tx, personId)
    const known = await tx.conductFinding.findUnique({ where: { id: input.key }, select: { id: true } })
    if (known) return done(known)
    const rulesOf = await rulesOfPlaces([{ scope: 'resource', scopeId: resource.id }], now, tx)
    const use = await tx.usageRecord.findUnique({ where: { itemId: item.id }, select: { id: true } })
    await tx.conductFinding.create({
      data: {
        id: input.key, kind: 'misuse', recordId: use?.id ?? null, personId, resourceId: resource.id, labId: resource.labId, universityId: resource.universityId,
        at: startsAt ?? now, points: rulesOf('resource', resource.id).points.misuse, reportedById: actor.personId, foundAt: now,
        evidence: { code, what: input.what, ...(startsAt && { bookedFrom: startsAt.toISOString() }), ...(endsAt && { bookedTo: endsAt.toISOString() }) },
      },
      select: { id: true },
    })
    await orderMail(tx, { key: `conduct-found:${input.key}`, kind: 'conduct-found', personId, subjectId: input.key })
    await record(tx, {
      actorId: actor.personId, action: 'conduct.misuse_reported', subjectKind: 'conduct_finding', subjectId: input.key, universityId: resource.universityId,
      data: { personId, resourceId: resource.id, code },
    })
    await deriveConduct(tx, personId, now)
    return done({ id: input.key })
  })
}
