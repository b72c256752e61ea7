import type { Actor } from '~/domain/access/permission'
import { SENT } from '~/domain/orders/ask'
import { type Overdue, overdueOf } from '~/domain/orders/overdue'
import { isSampleOwed, type OrderStep, stepsFor } from '~/domain/orders/states'
import { quote } from '~/domain/pricing/quote'
import { addMinutes } from '~/domain/time/interval'
import { addDays, plainDateOf } from '~/domain/time/zone'
import { approversOf } from '~/features/approvals/approvers.server'
import { mayDecide } from '~/features/usage/orders/accept.server'
import { partiesOf } from '~/features/usage/orders/facts.server'
import { type Standing, standingOf } from '~/features/usage/orders/line.server'
import { getOrder, type OrderView } from '~/features/usage/orders/queries.server'
import { USUALLY_KEPT_DAYS } from '~/features/usage/orders/release.server'
import { db } from '~/platform/db.server'

/** What the lab's page of an order shows; null where the actor is not of the lab. */
export type LabSheet = {
  order: OrderView
  /** What the actor may do now. */
  steps: OrderStep[]
  standing: Standing
  overdue: Overdue | null
  perHourFen: number | null
  usualUntil: string
}

export async function labSheet(actor: Actor, id: string, now: Date): Promise<LabSheet | null> {
  const order = await getOrder(actor, id, now)
  if (order === null || !partiesOf(actor, order).includes('lab')) return null
  const [standing, prices, decides] = await Promise.all([
    standingOf(order),
    db.listPrice.findMany({ where: { resourceId: order.resource.id }, select: { originClass: true, perHourFen: true, validFrom: true, validTo: true, mode: true } }),
    order.status === 'asked' ? decidesNow(actor, order, now) : mayDecide(actor, order),
  ])
  const hour = quote({
    prices: prices.map((each) => ({ ...each, perHourFen: Number(each.perHourFen) })), originClass: order.originClass, mode: SENT,
    period: { start: now, end: addMinutes(now, 60) }, quantity: 1,
  })
  return {
    order, standing,
    steps: stepsFor(order.status, ['lab']).filter((step) => decides || (step !== 'accept' && step !== 'decline')),
    overdue: overdueOf({
      ...order, sinceAt: order.steps.at(-1)?.at ?? order.askedAt, runEndsAt: order.run?.endsAt ?? null,
      owed: order.samples.filter(({ state }) => isSampleOwed(state)).length,
    }, standing.usualSeconds, now),
    perHourFen: hour?.totalFen ?? null,
    usualUntil: addDays(plainDateOf(now, order.resource.timeZone), USUALLY_KEPT_DAYS),
  }
}

/** Whether what waits is the actor's to decide; without a request it is the manager's who did not ask for themselves. */
async function decidesNow(actor: Actor, order: OrderView, now: Date): Promise<boolean> {
  const asks = await db.approvalRequest.count({ where: { subjectKind: 'test_order', subjectId: order.id, status: 'pending' } })
  if (asks === 0) return order.applicant.id !== actor.personId && mayDecide(actor, order)
  return (await approversOf(order.id, now)).some(({ personId }) => personId === actor.personId)
}
