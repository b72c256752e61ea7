import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { ACTIVITIES, PURPOSES } from '~/domain/booking/states'
import { bookingForm, bookingInputOf, changeForm, decisionForm, periodFields, periodOf, purposeOf, readInstant, readPosted, takeChosenSlot } from '~/features/bookings/form'

const ZONES = ['Asia/Shanghai', 'Europe/Berlin', 'America/St_Johns']
const HOUR = 3_600_000
const posted = (fields: Record<string, string>) => {
  const form = new FormData()
  for (const [name, value] of Object.entries(fields)) form.set(name, value)
  return form
}
const complete = { intent: 'book', startDate: '2026-11-24', startTime: '09:00', endDate: '2026-11-24', endTime: '10:30' }

describe('a period in a form', () => {
  it('reads back as it was shown, on any campus', () => {
    const instant = fc.integer({ min: Date.UTC(2026, 0), max: Date.UTC(2028, 0) }).map((ms) => new Date(Math.floor(ms / 60_000) * 60_000))
    fc.assert(
      fc.property(instant, fc.integer({ min: 1, max: 20_000 }), fc.constantFrom(...ZONES), (start, minutes, zone) => {
        const period = { start, end: new Date(start.getTime() + minutes * 60_000) }
        const back = periodOf(periodFields(period, zone), zone)
        // In the hour that a clock runs through twice the earlier one is meant; nothing else may differ.
        for (const [shown, read] of [[period.start, back.start], [period.end, back.end]] as const) {
          expect([0, HOUR]).toContain(shown.getTime() - read.getTime())
          if (zone === 'Asia/Shanghai') expect(read).toEqual(shown)
        }
      }),
    )
  })

  it('keeps an end at midnight on its day', () => {
    const fields = periodFields({ start: new Date('2026-11-24T12:00:00Z'), end: new Date('2026-11-24T16:00:00Z') }, 'Asia/Shanghai')
    expect(fields).toEqual({ startDate: '2026-11-24', startTime: '20:00', endDate: '2026-11-24', endTime: '24:00' })
  })

  it('is told on the campus’s clock, not the server’s', () => {
    const { start } = periodOf(complete, 'Asia/Shanghai')
    expect(start.toISOString()).toBe('2026-11-24T01:00:00.000Z')
  })
})

describe('an instant of an address', () => {
  it.each([
    ['2026-11-24T09:00', '2026-11-24T01:00:00.000Z'],
    ['2026-11-24T09:00:00+08:00', '2026-11-24T01:00:00.000Z'],
    ['2026-11-24T09:00:00 08:00', '2026-11-24T01:00:00.000Z'],
    ['2026-11-24T01:00:00.000Z', '2026-11-24T01:00:00.000Z'],
  ])('%s', (text, iso) => {
    expect(readInstant(text, 'Asia/Shanghai')?.toISOString()).toBe(iso)
  })

  it.each([null, '', 'soon', '2026-02-30T09:00', '2026-11-24T09:00:00', '0000-01-01T00:00:00Z', '9999-12-31T00:00:00Z', '2026-13-01T00:00:00Z'])('%s is none, or one that reads as local', (text) => {
    const found = readInstant(text, 'Asia/Shanghai')
    expect(found === null || text === '2026-11-24T09:00:00').toBe(true)
  })
})

describe('what is posted', () => {
  it('becomes what the command asks for; a purpose follows from its activity', () => {
    const read = readPosted(posted({ ...complete, use: 'training', carrier: 'g1|p1', title: ' Run ', mode: '' }), bookingForm)
    expect(read.ok && bookingInputOf(read.value, { id: 'r', timeZone: 'Asia/Shanghai' })).toMatchObject({
      items: [{ resourceId: 'r', mode: undefined, quantity: 1, endsAt: new Date('2026-11-24T02:30:00Z') }],
      purpose: 'teaching', activity: 'training', groupId: 'g1', projectId: 'p1', title: 'Run',
    })
  })

  it('knows every purpose and activity', () => {
    for (const purpose of PURPOSES) expect(purposeOf(purpose)).toEqual({ purpose })
    for (const [activity, purpose] of Object.entries(ACTIVITIES)) expect(purposeOf(activity)).toEqual({ purpose, activity })
  })

  it('is never booked without being asked to', () => {
    const { intent: _, ...silent } = complete
    expect(readPosted(posted(silent), bookingForm)).toMatchObject({ ok: true, value: { intent: 'check' } })
    expect(readPosted(posted({ ...silent, version: '1' }), changeForm)).toMatchObject({ ok: true, value: { intent: 'check' } })
  })

  it.each([
    ['startDate', '2026-02-30'],
    ['startDate', '24.11.2026'],
    ['startTime', '25:00'],
    ['endTime', '24:30'],
    ['mode', 'by_magic'],
    ['use', 'fun'],
    ['quantity', '0'],
    ['quantity', '1.5'],
    ['title', 'a\u0000b'],
    ['title', 'x'.repeat(201)],
    ['carrier', 'g\u0000'],
    ['attendeeEmail', 'nobody'],
    ['guestUniversityId', '\u0000'],
    ['key', 'again'],
  ])('names the field: %s', (name, value) => {
    const read = readPosted(posted({ ...complete, [name]: value }), bookingForm)
    expect(read.ok ? [] : Object.keys(read.errors)).toEqual([name])
    expect(read.values[name]).toBe(value)
  })

  it('takes a picked slot in place of the fields', () => {
    const form = posted({ ...complete, slot: '2026-11-25T06:00:00.000Z/2026-11-25T07:00:00.000Z' })
    expect(takeChosenSlot(form, 'Asia/Shanghai')).toBe(true)
    expect(readPosted(form, bookingForm)).toMatchObject({ ok: true, value: { startDate: '2026-11-25', startTime: '14:00', endTime: '15:00' } })
    expect(takeChosenSlot(posted({ ...complete, slot: 'now/then' }), 'Asia/Shanghai')).toBe(false)
  })

  it('decides only with a version that is a number', () => {
    expect(readPosted(posted({ decision: 'approve', version: '3' }), decisionForm)).toMatchObject({ ok: true, value: { version: 3 } })
    expect(readPosted(posted({ decision: 'approve', version: 'x' }), decisionForm).ok).toBe(false)
  })
})
