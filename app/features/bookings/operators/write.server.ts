import { randomUUID } from 'node:crypto'
import { type Actor, can } from '~/domain/access/permission'
import { type Outcome, problem, refused } from '~/domain/problem'
import { recordAll } from '~/features/audit/record.server'
import type { HeldBooking } from '~/features/bookings/held.server'
import { orderMails } from '~/features/jobs/order-mail.server'
import { tellOperators } from '~/features/jobs/tell-operators.server'
import { db, type Tx } from '~/platform/db.server'

/** The one place that writes operators and who is promised to what. */

export type Team = { labId: string; universityId: string; campusId: string }

const invalid = (field: string, rule: string) => refused(problem('field_invalid', { field, rule: `operators.rule.${rule}` }))

/** Where an operator belongs who runs these resources: one campus, all kept by the actor. */
export async function teamOf(tx: Tx, actor: Actor, resourceIds: readonly string[]): Promise<Outcome<Team>> {
  const rows = await tx.resource.findMany({
    where: { id: { in: [...resourceIds] } },
    select: { labId: true, universityId: true, campusId: true, modes: true }, orderBy: { id: 'asc' },
  })
  const first = rows[0]
  if (!first || rows.length < new Set(resourceIds).size || !rows.every((each) => can(actor, 'manage:resource', each))) return refused(problem('not_allowed', {}))
  if (rows.some(({ modes }) => !modes.includes('assisted_booking'))) return invalid('resourceIds', 'not_assisted')
  if (rows.some(({ campusId }) => campusId !== first.campusId)) return invalid('resourceIds', 'other_campus')
  return { ok: true, value: first }
}

/** The account of an address, where it is nobody else's operator: one person is promised in one place. */
export async function accountOf(tx: Tx, email: string | undefined, operatorId: string | null): Promise<Outcome<string | null>> {
  if (!email) return { ok: true, value: null }
  const person = await tx.person.findUnique({
    where: { email }, select: { id: true, status: true, operators: { where: { resource: { status: { not: 'retired' } } }, select: { resourceId: true } } },
  })
  if (person === null || person.status !== 'active') return invalid('email', 'nobody')
  if (person.operators.some(({ resourceId }) => resourceId !== operatorId)) return invalid('email', 'known')
  return { ok: true, value: person.id }
}

/** Whether the operator runs for the actor to keep, or is the actor. */
export async function heldOperator(operatorId: string, client: Tx | typeof db = db) {
  return client.operator.findUnique({
    where: { resourceId: operatorId },
    select: {
      resourceId: true, personId: true,
      resource: { select: { labId: true, universityId: true, campusId: true, status: true, version: true, nameZh: true, nameEn: true, campus: { select: { timeZone: true } } } },
      skills: { select: { resourceId: true } },
    },
  })
}
export type HeldOperator = NonNullable<Awaited<ReturnType<typeof heldOperator>>>

export const keeps = (actor: Actor, operator: HeldOperator) => can(actor, 'manage:resource', operator.resource)
export const isOwn = (actor: Actor, operator: HeldOperator) => operator.personId === actor.personId

export type Handover = { booking: HeldBooking; itemId: string; from: string; to: string }

/**
 * Gives items of bookings to other operators, who are free; the caller holds the locks. All concerned are told. The
 * same number of statements, however many.
 */
export async function reassign(tx: Tx, handovers: readonly Handover[], { actorId, reason, now }: { actorId: string; reason: string | null; now: Date }): Promise<void> {
  if (handovers.length === 0) return
  const items = JSON.stringify(handovers.map(({ itemId, from, to }) => ({ itemId, from, to })))
  await tx.$executeRaw`
    UPDATE allocation a SET resource_id = g."to" FROM jsonb_to_recordset(${items}::jsonb) AS g("itemId" uuid, "from" text, "to" text)
     WHERE a.item_id = g."itemId" AND a.resource_id = g."from"`
  await tx.$executeRaw`
    UPDATE booking_item i SET operator_id = g."to" FROM jsonb_to_recordset(${items}::jsonb) AS g("itemId" uuid, "to" text) WHERE i.id = g."itemId"`
  const bookings = [...new Map(handovers.map(({ booking }) => [booking.id, booking])).values()]
  const versions = JSON.stringify(bookings.map(({ id, version }) => ({ id, version })))
  const count = await tx.$executeRaw`
    UPDATE booking b SET version = b.version + 1, updated_at = ${now}::timestamptz
      FROM jsonb_to_recordset(${versions}::jsonb) AS g(id uuid, version int) WHERE b.id = g.id AND b.version = g.version`
  if (count < bookings.length) throw new Error('a booking changed under its lock')
  await recordAll(tx, handovers.map(({ booking, itemId, from, to }) => ({
    actorId, action: 'booking.operator_changed', subjectKind: 'booking', subjectId: booking.id, universityId: booking.universityId,
    data: { itemId, from, to, reason },
  })))
  await tellOperators(tx, ...bookings.map(({ id, version }) => ({
    bookingId: id, version: version + 1, also: handovers.flatMap(({ booking, from }) => (booking.id === id ? [from] : [])),
  })))
  await orderMails(tx, bookings.filter(({ status }) => status !== 'pending').map(({ id, version, attendeeId }) => ({
    key: `operator-changed:${id}:${version + 1}:${randomUUID()}`, kind: 'operator-changed', personId: attendeeId, subjectId: id,
  })))
}
