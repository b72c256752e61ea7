import type { z } from 'zod'
import type { Actor } from '~/domain/access/permission'
import { type Outcome, problem, refused } from '~/domain/problem'
import { localDateTimeToInstant } from '~/domain/time/zone'
import type { runForm } from '~/features/usage/orders/form'
import { joinRun, type Queued, queueOrders } from '~/features/usage/orders/queue.server'
import { db } from '~/platform/db.server'

/** Orders ticked on a list put on a run: a new one at times of the campus's clock, or one that is there. */
export async function planRun(actor: Actor, form: z.output<typeof runForm>, now: Date): Promise<Outcome<Queued>> {
  const orders = Object.entries(form.order).map(([id, version]) => ({ id: id.toLowerCase(), version: Number(version) }))
  if (form.intent === 'join') return joinRun(actor, { orders, runItemId: form.run!.toLowerCase() }, now)
  const resource = await db.resource.findUnique({ where: { id: form.resource }, select: { campus: { select: { timeZone: true } } } })
  if (!resource) return refused(problem('not_allowed', {}))
  const [startsAt, endsAt] = [form.start, form.end].map((each) => localDateTimeToInstant((each ?? '').slice(0, 16), resource.campus.timeZone))
  if (!startsAt || !endsAt) return refused(problem('field_invalid', { field: startsAt ? 'end' : 'start', rule: 'datetime' }))
  return queueOrders(actor, { orders, resourceId: form.resource, startsAt, endsAt, overrideReason: form.overrideReason || undefined }, now, form.key)
}
