import * as fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { attribute } from '~/domain/usage/attribution'
import { mendTime, OLDEST_DAYS } from '~/domain/usage/clock'
import { attributed } from '~/domain/usage/ledger'
import { DEFAULT_USE_RULES } from '~/domain/usage/rules'
import { HOUR, periodLists, span, tick, ticksOf } from '../generators'

const received = new Date('2026-11-23T01:00:00Z')
const YEARS = 9 * 365 * 24 * HOUR
const ago = (ms: number) => new Date(received.getTime() - ms)

describe('the clock of a device', () => {
  it('may be years off: what counts is how long before sending it happened', () => {
    fc.assert(fc.property(fc.integer({ min: -YEARS, max: YEARS }), fc.integer({ min: 0, max: 30 * 24 * HOUR }), (off, before) => {
      const told = { at: new Date(received.getTime() + off - before) }
      const mended = mendTime(told, { sentAt: new Date(received.getTime() + off), receivedAt: received })
      expect(mended).toMatchObject({ ok: true, at: ago(before) })
    }))
  })

  it('that was set in between is mended by the forward-only clock, or the offset of that time', () => {
    const told = { at: new Date('2001-01-01T00:00:00Z') }
    const sending = { sentAt: received, receivedAt: received }
    expect(mendTime({ ...told, agoMs: HOUR }, sending)).toMatchObject({ ok: true, at: ago(HOUR), clock: 'mended' })
    expect(mendTime({ ...told, offsetMs: ago(2 * HOUR).getTime() - told.at.getTime() }, sending)).toMatchObject({ ok: true, at: ago(2 * HOUR) })
    expect(mendTime(told, sending)).toEqual({ ok: false, why: 'too_old' })
  })

  it('tells nothing that comes after its arrival, too long before it, or at no time', () => {
    const sending = { sentAt: received, receivedAt: received }
    expect(mendTime({ at: ago(-5 * 60_000) }, sending)).toEqual({ ok: false, why: 'in_future' })
    expect(mendTime({ at: ago(-60_000) }, sending)).toMatchObject({ ok: true, at: received })
    expect(mendTime({ at: ago((OLDEST_DAYS + 1) * 24 * HOUR) }, sending)).toEqual({ ok: false, why: 'too_old' })
    expect(mendTime({ at: new Date(Number.NaN) }, sending)).toEqual({ ok: false, why: 'unreadable' })
    expect(mendTime({ at: received, agoMs: Number.POSITIVE_INFINITY }, sending)).toEqual({ ok: false, why: 'unreadable' })
  })
})

describe('a start or an end', () => {
  const item = (itemId: string, start: number, end: number) => ({ itemId, plan: span(start, end), rules: DEFAULT_USE_RULES })
  const day = [item('a', 60, 120), item('b', 120, 180), item('c', 400, 460)]
  it('belongs to one booking or none', () => {
    expect([30, 50, 60, 119, 120, 175, 200, 390].map((minute) => attribute('start', tick(minute), day))).toEqual([null, 'a', 'a', 'a', 'b', 'b', null, 'c'])
    expect([50, 110, 120, 190, 299, 300, 390].map((minute) => attribute('end', tick(minute), day))).toEqual(['a', 'a', 'b', 'b', 'b', null, 'c'])
  })
})

describe('the moments of a resource', () => {
  const uses = fc.array(fc.record({ spells: periodLists(), isAssumed: fc.boolean() }), { maxLength: 6 })
    .map((list) => list.map((each, at) => ({ ...each, id: String(at) })))
  it('are given to no more uses than it has units, to nobody who was not there, and none is lost', () => {
    fc.assert(fc.property(uses, fc.integer({ min: 1, max: 3 }), (list, capacity) => {
      const given = attributed(list, capacity)
      const told = new Map(list.map(({ id, spells }) => [id, ticksOf(spells)]))
      const held = new Map(list.map(({ id }) => [id, ticksOf(given.get(id)!)]))
      for (let minute = 0; minute < 60; minute += 1) {
        const present = list.filter(({ id }) => told.get(id)!.has(minute))
        const holders = list.filter(({ id }) => held.get(id)!.has(minute))
        expect(holders.length).toBe(Math.min(capacity, present.length))
        expect(holders.every((each) => present.includes(each))).toBe(true)
      }
      expect(attributed(list.toReversed(), capacity)).toEqual(given)
    }))
  })

  it('go to the next user who has taken over, and to a measured use before an assumed one', () => {
    const overrun = attributed([{ id: 'a', spells: [span(0, 40)], isAssumed: false }, { id: 'b', spells: [span(30, 60)], isAssumed: false }], 1)
    expect(overrun.get('a')).toEqual([span(0, 30)])
    const assumed = attributed([{ id: 'a', spells: [span(0, 40)], isAssumed: false }, { id: 'b', spells: [span(30, 60)], isAssumed: true }], 1)
    expect(assumed.get('b')).toEqual([span(40, 60)])
  })
})
