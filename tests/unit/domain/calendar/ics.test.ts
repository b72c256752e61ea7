import * as fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { type IcsEvent, icsCalendar } from '~/domain/calendar/ics'
import { localStamp } from '~/domain/calendar/vtimezone'
import { wallToInstant } from '~/domain/time/zone'
import { instants, MINUTE, zones } from '../generators'

const NOW = new Date('2026-11-22T00:00:00Z')
const event = (more: Partial<IcsEvent> = {}): IcsEvent => ({
  uid: 'b1@alliance',
  sequence: 0,
  start: new Date('2026-11-24T01:00:00Z'),
  end: new Date('2026-11-24T03:30:00Z'),
  summary: 'Cryo-EM',
  status: 'CONFIRMED',
  ...more,
})
const write = (...events: IcsEvent[]) => icsCalendar({ events, productId: '-//Alliance//Booking//EN', now: NOW })

type Line = { name: string; params: Record<string, string>; value: string }

/** A reader written from the grammar of RFC 5545 alone; it knows nothing of the writer. */
function read(file: string): Line[] {
  expect(file.endsWith('\r\n')).toBe(true)
  const physical = file.slice(0, -2).split('\r\n')
  for (const each of physical) {
    expect(new TextEncoder().encode(each).length).toBeLessThanOrEqual(75)
    // oxlint-disable-next-line no-control-regex -- what must not be there
    expect(each).not.toMatch(/[\u0000-\u001f\u007f]|\p{Surrogate}/u)
  }
  const logical: string[] = []
  for (const each of physical) {
    if (each.startsWith(' ')) logical[logical.length - 1] += each.slice(1)
    else logical.push(each)
  }
  return logical.map((line) => {
    const match = /^([A-Z-]+)((?:;[A-Z-]+=(?:"[^"]*"|[^":;,]*))*):(.*)$/u.exec(line)
    if (!match) throw new Error(`not a content line: ${line}`)
    const params = Object.fromEntries(
      [...(match[2] ?? '').matchAll(/;([A-Z-]+)=("[^"]*"|[^":;,]*)/g)].map(([, key, raw]) => [
        key,
        (raw ?? '').replaceAll('"', '').replaceAll(/\^(.)/g, (_, sign: string) => ({ n: '\n', "'": '"', '^': '^' })[sign] ?? sign),
      ]),
    )
    return { name: match[1] ?? '', params: params as Record<string, string>, value: match[3] ?? '' }
  })
}
function unescape(text: string): string {
  expect(text.replaceAll(/\\[\\;,nN]/g, '')).not.toMatch(/[\\;,]/)
  return text.replaceAll(/\\(.)/g, (_, sign: string) => (sign === 'n' || sign === 'N' ? '\n' : sign))
}
const valueOf = (lines: Line[], name: string) => lines.find((each) => each.name === name)?.value

/** Text as it may come back: one kind of line break, tabs as blanks, no other control characters. */
const plain = (text: string) =>
  // oxlint-disable-next-line no-control-regex -- the same set, written another way
  text.replace(/\r\n|\r|\u2028|\u2029|\u0085/g, '\n').replace(/\t/g, ' ').replace(/[\u0000-\u0009\u000b-\u001f\u007f-\u009f]/g, '')

const nastyText = fc.oneof(
  fc.string({ unit: 'grapheme', maxLength: 120, size: 'max' }),
  fc.string({ unit: fc.constantFrom('冷', '冻', '电', '镜', '😀', ',', ';', '\\', '\n', '\r\n', '\r', ':', '"', ' ', 'a', '\t', '\u0000', '\u2028'), maxLength: 200, size: 'max' }),
)

describe('a calendar file', () => {
  it('has the parts that RFC 5545 asks for, in UTC by default', () => {
    const lines = read(write(event({ sequence: 3, location: 'A, Room 101', url: 'https://x.example/b/1?a=1;b=2', description: 'one\ntwo' })))
    expect(lines.map((each) => `${each.name}:${each.value}`)).toEqual([
      'BEGIN:VCALENDAR', 'VERSION:2.0', 'PRODID:-//Alliance//Booking//EN', 'CALSCALE:GREGORIAN',
      'BEGIN:VEVENT', 'UID:b1@alliance', 'SEQUENCE:3', 'DTSTAMP:20261122T000000Z', 'DTSTART:20261124T010000Z', 'DTEND:20261124T033000Z',
      'STATUS:CONFIRMED', 'SUMMARY:Cryo-EM', 'DESCRIPTION:one\\ntwo', 'LOCATION:A\\, Room 101', 'URL:https://x.example/b/1?a=1;b=2',
      'TRANSP:OPAQUE', 'END:VEVENT', 'END:VCALENDAR',
    ])
  })

  it('names its method and itself only when told', () => {
    const lines = read(icsCalendar({ method: 'CANCEL', name: '我的预约', events: [event({ status: 'CANCELLED' })], productId: 'p', now: NOW }))
    expect(valueOf(lines, 'METHOD')).toBe('CANCEL')
    expect(valueOf(lines, 'X-WR-CALNAME')).toBe('我的预约')
    expect(valueOf(lines, 'TRANSP')).toBe('TRANSPARENT')
    expect(read(write()).map((each) => each.name)).toEqual(['BEGIN', 'VERSION', 'PRODID', 'CALSCALE', 'END'])
  })

  it('names people with their addresses', () => {
    const lines = read(write(event({ organizer: { name: 'Lab "A"; B', email: 'lab@cqu.example' }, attendees: [{ name: '研究人员', email: 'r@swjtu.example' }] })))
    expect(lines.find((each) => each.name === 'ORGANIZER')).toEqual({ name: 'ORGANIZER', params: { CN: 'Lab "A"; B' }, value: 'mailto:lab@cqu.example' })
    expect(lines.find((each) => each.name === 'ATTENDEE')?.params.CN).toBe('研究人员')
  })

  it('carries any text through whole, in lines of at most 75 octets', () => {
    fc.assert(
      fc.property(nastyText, nastyText, nastyText, (summary, description, location) => {
        const lines = read(write(event({ summary, description, location })))
        expect(unescape(valueOf(lines, 'SUMMARY') ?? '')).toBe(plain(summary))
        expect(unescape(valueOf(lines, 'DESCRIPTION') ?? '')).toBe(plain(description))
        expect(unescape(valueOf(lines, 'LOCATION') ?? '')).toBe(plain(location))
      }),
      { numRuns: 300 },
    )
  })

  it('leaves no blank in an address', () => {
    const lines = read(write(event({ url: 'https://x.example/a b\u2028c', organizer: { name: 'A', email: 'a b@x.example' } })))
    expect(valueOf(lines, 'URL')).toBe('https://x.example/abc')
    expect(valueOf(lines, 'ORGANIZER')).toBe('mailto:ab@x.example')
  })

  it('lets no field begin a line of its own', () => {
    const attack = 'x\r\nATTENDEE:mailto:evil@x.example\r\nBEGIN:VALARM'
    const person = { name: attack, email: attack }
    const lines = read(
      icsCalendar({
        events: [event({ uid: attack, summary: attack, description: attack, location: attack, url: attack, timeZone: attack, organizer: person, attendees: [person] })],
        productId: attack,
        name: attack,
        now: NOW,
      }),
    )
    expect(lines.filter((each) => each.name === 'BEGIN').map((each) => each.value)).toEqual(['VCALENDAR', 'VEVENT'])
    expect(lines.filter((each) => each.name === 'ATTENDEE')).toHaveLength(1)
    expect(lines.find((each) => each.name === 'ATTENDEE')?.value).not.toBe('mailto:evil@x.example')
    expect(valueOf(lines, 'DTSTART')).toBe('20261124T010000Z')
  })
})

/** The UTC offset in force at a local time, by the observances alone, as RFC 5545 3.6.5 says. */
function offsetByObservances(lines: Line[], local: string): number {
  let latest = ''
  let offset = Number.NaN
  lines.forEach((each, at) => {
    if (each.name !== 'BEGIN' || !['STANDARD', 'DAYLIGHT'].includes(each.value)) return
    const onset = lines[at + 1]?.value ?? ''
    const to = lines[at + 3]?.value ?? ''
    if (onset > local || onset < latest) return
    latest = onset
    const sign = to.startsWith('-') ? -1 : 1
    offset = sign * (Number(to.slice(1, 3)) * 60 + Number(to.slice(3, 5)))
  })
  return offset
}

const comesTwice = (instant: Date, timeZone: string) =>
  [-60, -30, 30, 60].some(
    (shift) => localStamp(new Date(instant.getTime() + shift * MINUTE), timeZone) === localStamp(instant, timeZone),
  )

describe('times on the wall clock', () => {
  it('name the zone and describe it', () => {
    const lines = read(write(event({ timeZone: 'Asia/Shanghai' }), event({ uid: 'b2', timeZone: 'Asia/Shanghai' })))
    const start = lines.find((each) => each.name === 'DTSTART' && each.params.TZID)
    expect(start).toEqual({ name: 'DTSTART', params: { TZID: 'Asia/Shanghai' }, value: '20261124T090000' })
    expect(lines.filter((each) => each.value === 'VTIMEZONE' && each.name === 'BEGIN')).toHaveLength(1)
    expect(valueOf(lines, 'TZOFFSETTO')).toBe('+0800')
  })

  it('write out the change of clocks', () => {
    const start = wallToInstant('2026-03-28', 22 * 60, 'Europe/Berlin')
    const lines = read(write(event({ timeZone: 'Europe/Berlin', start, end: wallToInstant('2026-03-29', 360, 'Europe/Berlin') })))
    const at = lines.findIndex((each) => each.name === 'BEGIN' && each.value === 'DAYLIGHT')
    expect(lines.slice(at, at + 5).map((each) => `${each.name}:${each.value}`)).toEqual([
      'BEGIN:DAYLIGHT', 'DTSTART:20260329T020000', 'TZOFFSETFROM:+0100', 'TZOFFSETTO:+0200', 'END:DAYLIGHT',
    ])
  })

  it('lead back to the instants, by the file alone', () => {
    fc.assert(
      fc.property(instants, fc.integer({ min: 1, max: 60 * 24 * 200 }), zones, (start, length, timeZone) => {
        const end = new Date(start.getTime() + length * MINUTE)
        const lines = read(write(event({ start, end, timeZone })))
        for (const [name, instant] of [['DTSTART', start], ['DTEND', end]] as const) {
          const local = lines.find((each) => each.name === name && each.params.TZID)?.value ?? ''
          const [, y, mo, d, h, mi, s] = /^(\d{4})(\d\d)(\d\d)T(\d\d)(\d\d)(\d\d)$/.exec(local) ?? []
          const asUtc = Date.UTC(Number(y), Number(mo) - 1, Number(d), Number(h), Number(mi), Number(s))
          const found = new Date(asUtc - offsetByObservances(lines, local) * MINUTE)
          expect(localStamp(found, timeZone)).toBe(local)
          // In the hour that comes twice a local time cannot tell which turn is meant.
          expect(comesTwice(instant, timeZone) || found.getTime() === instant.getTime()).toBe(true)
        }
      }),
    )
  })
})
