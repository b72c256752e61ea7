import type { Actor } from '~/domain/access/permission'
import { afterStep } from '~/domain/orders/samples'
import { type Outcome, problem, refused } from '~/domain/problem'
import { openOrder, type Stepped, stepped } from '~/features/usage/orders/open.server'
import type { MeasureInput } from '~/features/usage/orders/schema'
import { takeStep, writeSamples } from '~/features/usage/orders/write.server'

/** The samples are measured, but for those that were spoilt. Not before the run has begun that they stand on. */
export async function measureOrder(actor: Actor, orderId: string, { lost, version }: MeasureInput, now: Date): Promise<Outcome<Stepped>> {
  return openOrder(actor, orderId, { step: 'measure' }, { version, touchesRun: true, now }, async (tx, order, to) => {
    if (order.run && order.run.startsAt > now) return refused(problem('run_to_come', { startsAt: order.run.startsAt.toISOString() }))
    const there = order.samples.filter(({ state }) => state === 'received')
    const states = there.map(({ id, number, state, place }) => ({ id, place, state: lost.includes(number) ? ('lost' as const) : afterStep('measure', state) }))
    if (states.every(({ state }) => state !== 'measured')) return refused(problem('samples_missing', {}))
    await writeSamples(tx, states, now)
    await takeStep(tx, order, { step: 'measure', to, actorId: actor.personId, now, data: { measuredAt: now }, audit: { samples: states.length, lost } })
    return stepped(order, to)
  })
}
