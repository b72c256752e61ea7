import { approversOf } from '~/features/approvals/approvers.server'
import { orderMail } from '~/features/jobs/order-mail.server'
import type { OrderEvent, OrderMailOrder } from '~/features/jobs/schema'
import { db, transaction } from '~/platform/db.server'

type Kind = OrderMailOrder['kind']

/** What the applicant's side is told of a step of the lab's; a run or a measurement is not yet worth a letter. */
const TO_APPLICANT: Partial<Record<OrderEvent['event'], Kind>> = {
  ask: 'order-asked', accept: 'order-accepted', decline: 'order-declined', receive: 'order-received', release: 'order-ready', return: 'order-returned',
  result_ending: 'order-result-ending',
}

/** Orders the mails of one step of an entrusted test. Repeated, it orders none again: each has its key. */
export async function announceOrder(event: OrderEvent, now: Date): Promise<void> {
  const order = await db.testOrder.findUnique({ where: { id: event.orderId }, select: { id: true, applicantId: true, askedById: true, resource: { select: { labId: true, universityId: true } } } })
  if (order === null) return
  const own = [...new Set([order.applicantId, order.askedById])]
  const letters: { kind: Kind; personId: string }[] = []
  const kind = TO_APPLICANT[event.event]
  // Whoever asked gets a receipt of it; of other steps nobody hears what they did themselves.
  if (kind) letters.push(...own.filter((id) => event.event === 'ask' || id !== event.actorId).map((personId) => ({ kind, personId })))
  if (event.event === 'ask') letters.push(...(await approversOf(order.id, now)).map(({ personId }) => ({ kind: 'order-waiting' as const, personId })))
  if (event.event === 'withdraw') {
    const lab = await keepersOf(order.resource, now)
    letters.push(...lab.filter((id) => id !== event.actorId).map((personId) => ({ kind: 'order-withdrawn' as const, personId })))
  }
  if (letters.length === 0) return
  await transaction(async (tx) => {
    for (const { kind: each, personId } of letters) {
      await orderMail(tx, { key: `${each}:${order.id}:${event.version}:${personId}`, kind: each, personId, orderId: order.id, reason: event.reason ?? null })
    }
  })
}

async function keepersOf({ labId, universityId }: { labId: string; universityId: string }, now: Date): Promise<string[]> {
  const grants = await db.roleGrant.findMany({
    where: { role: 'lab_manager', startsAt: { lte: now }, AND: [{ OR: [{ endsAt: null }, { endsAt: { gt: now } }] }, { OR: [{ labId }, { scopeKind: 'university', universityId }] }], person: { status: 'active' } },
    select: { personId: true },
  })
  return [...new Set(grants.map(({ personId }) => personId))]
}
