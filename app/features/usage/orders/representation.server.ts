import { z } from 'zod'
import { ORDER_STATUSES, SAMPLE_STATES } from '~/domain/orders/states'
import { rfc3339 } from '~/features/catalogue/representation.server'
import type { Standing } from '~/features/usage/orders/line.server'
import type { OrderView } from '~/features/usage/orders/queries.server'
import { AFTERWARDS, HAZARDS, orderInput, reasonInput, STORAGES } from '~/features/usage/orders/schema'
import { instantShape } from '~/platform/json-shapes'
import { apiPaths, paths } from '~/platform/paths'

/** Orders as the JSON API shows them. */

export const orderBody = orderInput
export const withdrawBody = reasonInput.pick({ reason: true })

export const orderShape = z.object({
  id: z.string(),
  code: z.string(),
  status: z.enum(ORDER_STATUSES),
  version: z.number().int(),
  resourceId: z.string(),
  title: z.string(),
  nature: z.string(),
  hazards: z.array(z.enum(HAZARDS)),
  storage: z.enum(STORAGES).nullable(),
  conditions: z.string().nullable(),
  afterwards: z.enum(AFTERWARDS),
  samples: z.array(z.object({ number: z.number().int(), name: z.string().nullable(), state: z.enum(SAMPLE_STATES), place: z.string().nullable() })),
  quotedFen: z.number().int().nullable(),
  groupId: z.string().nullable(),
  projectId: z.string().nullable(),
  /** How many stand before it; null: it does not wait. */
  before: z.number().int().nullable(),
  usualSeconds: z.number().int().nullable(),
  run: z.object({ startsAt: instantShape, endsAt: instantShape }).nullable(),
  result: z.object({ link: z.string().nullable(), file: z.string().nullable(), until: z.string() }).nullable(),
  steps: z.array(z.object({ step: z.string(), to: z.enum(ORDER_STATUSES), at: instantShape, reason: z.string().nullable() })),
  askedAt: instantShape,
  links: z.object({ self: z.string(), withdraw: z.string(), resource: z.string(), page: z.string() }),
})

export function orderJson(order: OrderView, standing: Pick<Standing, 'before' | 'usualSeconds'>, mayHave: boolean): z.output<typeof orderShape> {
  const at = (instant: Date) => rfc3339(instant, order.resource.timeZone)
  const self = apiPaths.order(order.id)
  const { id, code, status, version, title, nature, hazards, storage, conditions, afterwards, quotedFen, run, resultUntil } = order
  return {
    id, code, status, version, title, nature, hazards, storage, conditions, afterwards, quotedFen,
    resourceId: order.resource.id,
    samples: order.samples.map(({ number, name, state, place }) => ({ number, name, state, place })),
    groupId: order.group?.id ?? null,
    projectId: order.project?.id ?? null,
    before: standing.before,
    usualSeconds: standing.usualSeconds,
    run: run && { startsAt: at(run.startsAt), endsAt: at(run.endsAt) },
    result: resultUntil === null || order.resultGoneAt !== null || !mayHave ? null : { link: order.resultLink, file: order.resultFile ? paths.orderResult(id) : null, until: resultUntil },
    steps: order.steps.map((each) => ({ step: each.step, to: each.to, at: at(each.at), reason: each.reason })),
    askedAt: at(order.askedAt),
    links: { self, withdraw: `${self}/withdraw`, resource: apiPaths.resource(order.resource.id), page: paths.order(id) },
  }
}
