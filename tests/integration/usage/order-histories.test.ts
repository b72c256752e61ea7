import { randomUUID } from 'node:crypto'
import * as fc from 'fast-check'
import { beforeAll, describe, expect, it } from 'vitest'
import type { Actor } from '~/domain/access/permission'
import { ORDER_RULES, type OrderStep } from '~/domain/orders/states'
import type { Outcome } from '~/domain/problem'
import { cancelBooking } from '~/features/bookings/cancel.server'
import { acceptOrder } from '~/features/usage/orders/accept.server'
import { declineOrder } from '~/features/usage/orders/decline.server'
import { markSamples } from '~/features/usage/orders/mark.server'
import { measureOrder } from '~/features/usage/orders/measure.server'
import { queueOrders } from '~/features/usage/orders/queue.server'
import { receiveOrder } from '~/features/usage/orders/receive.server'
import { releaseOrder } from '~/features/usage/orders/release.server'
import { returnSamples } from '~/features/usage/orders/return.server'
import { unqueueOrder } from '~/features/usage/orders/unqueue.server'
import { withdrawOrder } from '~/features/usage/orders/withdraw.server'
import { db } from '~/platform/db.server'
import { at, makePerson, makeWorld, managerOf, NOW } from '#tests/factories/world'
import { expectInvariants } from '../bookings/invariants'
import { asked, machine } from './order-world'

let manager: Actor
let applicant: Actor
beforeAll(async () => {
  await makeWorld()
  manager = await managerOf('a')
  applicant = await makePerson('b')
})

const ACTS = ['accept', 'accept', 'receive', 'receive', 'queue', 'queue', 'unqueue', 'measure', 'release', 'return', 'decline', 'withdraw', 'cancel_run', 'mark'] as const
type Act = (typeof ACTS)[number]

/** What somebody does, at nine on Monday, or on Wednesday when every run has begun. */
const act = fc.record({ what: fc.constantFrom(...ACTS), number: fc.integer({ min: 1, max: 3 }), later: fc.boolean() })

async function run(id: string, resource: string, { what, number }: { what: Act; number: number }, now: Date): Promise<Outcome<unknown> | null> {
  switch (what) {
    case 'accept': return acceptOrder(manager, id, { minutes: 30 }, now)
    case 'decline': return declineOrder(manager, id, { reason: 'no' }, now)
    case 'receive': return receiveOrder(manager, id, { missing: [number], place: 'x' }, now)
    case 'queue': return queueOrders(manager, { orders: [{ id }], resourceId: resource, startsAt: at(now > NOW ? 3 : 1, 9 + number), endsAt: at(now > NOW ? 3 : 1, 10 + number) }, now, randomUUID())
    case 'unqueue': return unqueueOrder(manager, id, { reason: 'other' }, now)
    case 'measure': return measureOrder(manager, id, { lost: [number] }, now)
    case 'release': return releaseOrder(manager, id, { link: 'https://x.example', until: '2027-01-01' }, now)
    case 'return': return returnSamples(manager, id, { how: number === 1 ? 'return' : 'dispose', note: 'so' }, now)
    case 'withdraw': return withdrawOrder(applicant, id, {}, now)
    case 'mark': return markSamples(manager, id, { samples: [{ number, state: number === 1 ? 'lost' : 'received' }] }, now)
    case 'cancel_run': {
      const { runItemId } = await db.testOrder.findUniqueOrThrow({ where: { id }, select: { runItemId: true } })
      const item = runItemId && (await db.bookingItem.findUnique({ where: { id: runItemId }, select: { bookingId: true } }))
      return item ? cancelBooking(manager, item.bookingId, { reason: 'off' }, now) : null
    }
  }
}

/** What must hold of an order at any time, from its rows alone. */
async function expectConsistent(id: string): Promise<void> {
  const order = await db.testOrder.findUniqueOrThrow({ where: { id }, include: { samples: true, steps: { orderBy: { id: 'asc' } } } })
  // The steps follow one another by the rules, and the order stands where the last led.
  let status: string | null = null
  for (const { step, fromStatus, toStatus } of order.steps) {
    expect(fromStatus).toBe(status)
    const rule = step === 'ask' ? null : ORDER_RULES[step as OrderStep]
    if (rule && fromStatus !== toStatus) expect([rule.from.includes(fromStatus!), rule.to]).toEqual([true, toStatus])
    status = toStatus
  }
  expect(order.status).toBe(status)
  const states = new Set(order.samples.map(({ state }) => state))
  const only = (...allowed: string[]) => expect([...states].filter((each) => !allowed.includes(each))).toEqual([])
  if (order.status === 'asked' || order.status === 'accepted') only('announced')
  if (order.status === 'received' || order.status === 'queued') only('announced', 'received', 'lost')
  if (order.status === 'returned') only('announced', 'returned', 'disposed', 'lost')
  expect(order.status === 'queued' || order.runItemId === null || ['measured', 'ready', 'returned'].includes(order.status)).toBe(true)
  // One that is queued has a run that holds the machine; one that left the last order is given back.
  if (order.status === 'queued') expect(await db.allocation.count({ where: { itemId: order.runItemId! } })).toBe(1)
  const held = await db.allocation.count({ where: { resourceId: order.resourceId } })
  expect(held).toBeLessThanOrEqual(order.steps.filter(({ step }) => step === 'queue').length)
  expect(await db.auditEvent.count({ where: { subjectKind: 'test_order', subjectId: id, action: { startsWith: 'order.', not: 'order.samples_marked' } } })).toBe(order.steps.length)
}

describe('any history of an order', () => {
  it('leaves steps, samples, run and machine saying the same', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(act, { minLength: 4, maxLength: 14 }), async (acts) => {
        const resource = await machine()
        const id = await asked(applicant, resource, { samples: 3 })
        let isLater = false
        for (const each of acts) {
          isLater ||= each.later && each.what === 'measure'
          const before = await db.testOrder.findUniqueOrThrow({ where: { id }, select: { version: true } })
          const outcome = await run(id, resource, each, isLater ? at(2, 9) : NOW)
          const after = await db.testOrder.findUniqueOrThrow({ where: { id }, select: { version: true } })
          if (outcome && !outcome.ok) expect(after.version).toBe(before.version)
          await expectConsistent(id)
        }
      }),
      { numRuns: 25 },
    )
    await expectInvariants(at(2, 9))
  }, 120_000)
})
