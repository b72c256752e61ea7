import { type Actor, can } from '~/domain/access/permission'
import { done, type Outcome, problem, refused } from '~/domain/problem'
import type { Period } from '~/domain/time/interval'
import { record } from '~/features/audit/record.server'
import { orderMails } from '~/features/jobs/order-mail.server'
import { db, isUniqueViolation, transaction } from '~/platform/db.server'

/** Writes to everybody who holds a booking on a resource in a period: those who come and those who booked. */
export async function writeToBooked(
  actor: Actor, resourceId: string, input: { key: string; body: string } & Period, now: Date,
): Promise<Outcome<{ recipients: number }>> {
  const resource = await db.resource.findUnique({ where: { id: resourceId }, select: { labId: true, universityId: true } })
  if (resource === null || !can(actor, 'manage:resource', resource)) return refused(problem('not_allowed', {}))
  if (!(input.start < input.end)) return refused(problem('field_invalid', { field: 'to', rule: 'problems.period_reversed' }))
  const known = () => db.resourceMessage.findFirst({ where: { id: input.key, resourceId }, select: { recipients: true } })
  const seen = await known()
  if (seen) return done(seen)
  try {
    return await transaction(async (tx): Promise<Outcome<{ recipients: number }>> => {
      const people = await tx.$queryRaw<{ id: string }[]>`
        SELECT DISTINCT who.id::text FROM booking_item i JOIN booking b ON b.id = i.booking_id
         CROSS JOIN LATERAL (VALUES (b.attendee_id), (b.booker_id)) AS who(id)
         WHERE i.resource_id IN (SELECT resource_tree(ARRAY[${resourceId}]::text[]))
           AND b.status IN ('pending', 'approved', 'in_use') AND NOT (b.status = 'pending' AND coalesce(b.hold_expires_at <= ${now}::timestamptz, FALSE))
           AND tstzrange(i.starts_at, i.ends_at) && tstzrange(${input.start}::timestamptz, ${input.end}::timestamptz) ORDER BY 1`
      if (people.length === 0) return refused(problem('field_invalid', { field: 'from', rule: 'outages.rules.nobody' }))
      await tx.resourceMessage.create({
        data: { id: input.key, resourceId, startsAt: input.start, endsAt: input.end, body: input.body, recipients: people.length, sentAt: now },
        select: { id: true },
      })
      await record(tx, {
        actorId: actor.personId, action: 'resource.message_sent', subjectKind: 'resource', subjectId: resourceId, universityId: resource.universityId,
        data: { messageId: input.key, recipients: people.length },
      })
      await orderMails(tx, people.map(({ id }) => ({ key: `resource-message:${input.key}:${id}`, kind: 'resource-message', personId: id, subjectId: input.key })))
      return done({ recipients: people.length })
    })
  } catch (error) {
    const first = isUniqueViolation(error) ? await known() : null
    if (first) return done(first)
    throw error
  }
}
