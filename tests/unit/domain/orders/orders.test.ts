import * as fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { placeInQueue, queueOf, type QueuedOrder, usualTurnaround } from '~/domain/orders/queue'
import { isOrderOver, judgeStep, ORDER_RULES, ORDER_STATUSES, ORDER_STEPS, type OrderStatus, stepsFor } from '~/domain/orders/states'
import { tick } from '../generators'

const WITH = { reason: 'why', quotedFen: 100, runId: 'run', result: 'link' }

describe('an entrusted test', () => {
  it('goes its way from asking to returning', () => {
    let status: OrderStatus = 'asked'
    for (const step of ['accept', 'receive', 'queue', 'measure', 'release', 'return'] as const) {
      const outcome = judgeStep({ status }, { step, ...WITH }, ['lab'])
      if (!outcome.ok) throw new Error(step)
      status = outcome.to
    }
    expect([status, isOrderOver(status)]).toEqual(['returned', true])
  })

  it('lets each party take its own steps alone, and nobody one that is not offered', () => {
    fc.assert(fc.property(fc.constantFrom(...ORDER_STATUSES), fc.constantFrom(...ORDER_STEPS), fc.subarray(['applicant' as const, 'lab' as const]), (status, step, parties) => {
      expect(judgeStep({ status }, { step, ...WITH }, parties).ok).toBe(stepsFor(status, parties).includes(step))
    }))
    expect(ORDER_STATUSES.filter(isOrderOver)).toEqual(['returned', 'declined', 'withdrawn'])
    expect(stepsFor('measured', ['applicant'])).toEqual([])
  })

  it('asks for a reason, a quote, a run or a result where one belongs', () => {
    for (const step of ORDER_STEPS.filter((each) => ORDER_RULES[each].needs)) {
      expect(judgeStep({ status: ORDER_RULES[step].from[0]! }, { step }, ['lab'])).toMatchObject({ ok: false })
    }
    expect(judgeStep({ status: 'asked' }, { step: 'accept', quotedFen: -1 }, ['lab'])).toMatchObject({ ok: false })
    expect(judgeStep({ status: 'asked' }, { step: 'decline', reason: '  ' }, ['lab'])).toMatchObject({ problems: [{ code: 'reason_required' }] })
  })
})

describe('the queue', () => {
  const order = (id: string, rest: Partial<QueuedOrder>): QueuedOrder => ({ id, status: 'accepted', receivedAt: null, askedAt: tick(0), runStartsAt: null, ...rest })
  it('is by run, then by samples, then by asking', () => {
    const orders = [
      order('asked', { status: 'asked', askedAt: tick(1) }), order('later', { status: 'received', receivedAt: tick(9) }),
      order('run', { status: 'queued', receivedAt: tick(10), runStartsAt: tick(50) }), order('sooner', { status: 'received', receivedAt: tick(8) }), order('over', { status: 'ready' }),
    ]
    expect(queueOf(orders).map(({ id }) => id)).toEqual(['run', 'sooner', 'later', 'asked'])
    expect(queueOf(orders.toReversed())).toEqual(queueOf(orders))
    expect([placeInQueue(orders, 'run'), placeInQueue(orders, 'asked'), placeInQueue(orders, 'over')]).toEqual([0, 3, null])
  })

  it('tells a usual time only when there is one', () => {
    const past = (...minutes: number[]) => minutes.map((each) => ({ receivedAt: tick(0), readyAt: tick(each) }))
    expect([usualTurnaround(past(1, 2)), usualTurnaround(past(100, 1, 3)), usualTurnaround(past(1, 2, 4, 100))]).toEqual([null, 180, 180])
  })
})
