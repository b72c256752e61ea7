import { type Actor, can } from '~/domain/access/permission'
import { quoteOrder } from '~/domain/orders/quote'
import { freezePayers } from '~/domain/people/shares'
import { done, type Outcome, problem, refused } from '~/domain/problem'
import { resolveRequest } from '~/features/approvals/resolve.server'
import type { HeldOrder } from '~/features/usage/orders/facts.server'
import { openOrder, type Stepped, stepped } from '~/features/usage/orders/open.server'
import type { AcceptInput } from '~/features/usage/orders/schema'
import { takeStep } from '~/features/usage/orders/write.server'
import type { Prisma } from '~/platform/generated/prisma/client'
import type { Tx } from '~/platform/db.server'

/**
 * Accepts an order with what it will cost. The yes is a decision on its approval request, as with a booking: nobody
 * gives it to themselves, and where more have to agree the order waits for them with the quote.
 */
export async function acceptOrder(actor: Actor, orderId: string, input: AcceptInput, now: Date): Promise<Outcome<Stepped>> {
  return openOrder(actor, orderId, { step: 'accept', quotedFen: 0 }, { version: input.version, now, may: (order) => mayDecide(actor, order) }, async (tx, order, to) => {
    const quoted = quoteOrder({ originClass: order.originClass, prices: await pricesOf(tx, order.resourceId) }, input, now)
    if (!quoted.ok) return refused(...quoted.problems)
    const { totalFen } = quoted.quote
    if (totalFen > 0 && order.groupId !== null && !order.isGroupConfirmed) return refused(problem('group_not_confirmed', {}))
    const decided = await decide(tx, actor, order, { decision: 'approve', comment: null }, now)
    if (!decided.ok) return decided
    const payers = freezePayers(await payersOf(tx, order.projectId), totalFen)
    const data = {
      quotedFen: BigInt(totalFen), quote: JSON.parse(JSON.stringify(quoted.quote)) as Prisma.InputJsonObject,
      ...(payers && { payers: JSON.parse(JSON.stringify(payers)) as Prisma.InputJsonArray }),
    }
    if (decided.value === 'pending') {
      await tx.testOrder.update({ where: { id: order.id, version: order.version }, data: { ...data, version: { increment: 1 }, updatedAt: now }, select: { id: true } })
      return stepped(order, order.status)
    }
    await takeStep(tx, order, { step: 'accept', to, actorId: actor.personId, now, data, audit: { totalFen, minutes: input.minutes } })
    return stepped(order, to)
  })
}

/** Who sees the question at all; whether it is theirs to decide is the approval's to say. */
export const mayDecide = (actor: Actor, { target }: Pick<HeldOrder, 'target'>): boolean =>
  can(actor, 'decide:booking', { labId: target.labId, universityId: target.universityId }) || can(actor, 'record:use', { labId: target.labId, universityId: target.universityId })

/** The decision on what waits. Without a request the lab has asked for somebody else, and its manager decides. */
export async function decide(tx: Tx, actor: Actor, order: HeldOrder, said: { decision: 'approve' | 'decline'; comment: string | null }, now: Date): Promise<Outcome<'pending' | 'approved' | 'declined'>> {
  const subject = { kind: 'test_order' as const, id: order.id }
  const asks = await tx.approvalRequest.count({ where: { subjectKind: subject.kind, subjectId: order.id, status: 'pending' } })
  if (asks > 0) {
    const resolved = await resolveRequest(tx, actor, subject, said, now)
    return resolved.ok ? done(resolved.value.state) : resolved
  }
  if (order.applicantId === actor.personId) return refused(problem('own_request', {}))
  const may = can(actor, 'decide:booking', { labId: order.labId, universityId: order.universityId })
  return may ? done(said.decision === 'approve' ? 'approved' : 'declined') : refused(problem('not_allowed', {}))
}

async function pricesOf(tx: Tx, resourceId: string) {
  const rows = await tx.listPrice.findMany({ where: { resourceId }, select: { originClass: true, perHourFen: true, validFrom: true, validTo: true, mode: true } })
  return rows.map((each) => ({ ...each, perHourFen: Number(each.perHourFen) }))
}

async function payersOf(tx: Tx, projectId: string | null) {
  return projectId === null ? [] : tx.projectPayer.findMany({ where: { projectId }, orderBy: [{ share: 'desc' }, { id: 'asc' }], select: { groupId: true, label: true, share: true } })
}
