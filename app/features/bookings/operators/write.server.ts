import { randomUUID } from 'node:crypto'
import { type Actor, can } from '~/domain/access/permission'
import { type Outcome, problem, refused } from '~/domain/problem'
import { record } from '~/features/audit/record.server'
import type { HeldBooking } from '~/features/bookings/held.server'
import { orderMail } from '~/features/jobs/order-mail.server'
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

/**
 * Gives an item of a booking to another operator, who is free; the caller holds the locks. All concerned are told.
 */
export async function reassign(
  tx: Tx,
  asked: { booking: HeldBooking; itemId: string; from: string; to: string; actorId: string; reason: string | null; now: Date },
): Promise<void> {
  const { booking, itemId, from, to, actorId, now } = asked
  await tx.allocation.updateMany({ where: { itemId, resourceId: from }, data: { resourceId: to } })
  await tx.bookingItem.update({ where: { id: itemId }, data: { operatorId: to }, select: { id: true } })
  const { version } = await tx.booking.update({
    where: { id: booking.id, version: booking.version }, data: { version: { increment: 1 }, updatedAt: now }, select: { version: true },
  })
  await record(tx, {
    actorId, action: 'booking.operator_changed', subjectKind: 'booking', subjectId: booking.id, universityId: booking.universityId,
    data: { itemId, from, to, reason: asked.reason },
  })
  await tellOperators(tx, { bookingId: booking.id, version, also: [from] })
  if (booking.status === 'pending') return
  await orderMail(tx, { key: `operator-changed:${booking.id}:${version}:${randomUUID()}`, kind: 'operator-changed', personId: booking.attendeeId, subjectId: booking.id })
}
