import { parentPort, workerData } from 'node:worker_threads'
import ICAL from 'ical.js'
import { Temporal } from 'temporal-polyfill'

/*
 * Reads a calendar in a thread of its own: a rule of recurrence that matches no day can keep the
 * library busy for ever, and a thread can be ended. Plain JavaScript, so that it starts without a
 * compiler. In: { text, from, to, timeZone, mostEvents }, instants in milliseconds. Out: { busy:
 * [{ uid, start, end }] } or { failure: { code } }.
 */

const MOST_STEPS = 20_000
const DAY_MS = 86_400_000

const { text, from, to, timeZone, mostEvents } = workerData

class Failure extends Error {
  constructor(code) {
    super(code)
    this.code = code
  }
}

/** An instant in milliseconds; wall clocks without a zone of their own are the campus's. */
function instantOf(time) {
  const { tzid } = time.zone
  if (!time.isDate && tzid !== 'floating') return time.toJSDate().getTime()
  const wall = { year: time.year, month: time.month, day: time.day }
  if (!time.isDate) Object.assign(wall, { hour: time.hour, minute: time.minute, second: Math.min(time.second, 59) })
  const plain = Temporal.PlainDateTime.from(wall)
  try {
    return plain.toZonedDateTime(time.timezone || timeZone).epochMilliseconds
  } catch {
    return plain.toZonedDateTime(timeZone).epochMilliseconds
  }
}

const wordOf = (component, name) => String(component.getFirstPropertyValue(name) ?? '').toUpperCase()

function isBusy(component) {
  return (
    wordOf(component, 'transp') !== 'TRANSPARENT' &&
    wordOf(component, 'status') !== 'CANCELLED' &&
    wordOf(component, 'x-microsoft-cdo-busystatus') !== 'FREE'
  )
}

const found = []
let steps = 0

function add(uid, start, end) {
  if (!(start < end) || end <= from || start >= to) return
  found.push({ uid: uid.slice(0, 200), start, end })
  if (found.length > mostEvents) throw new Failure('too_many_events')
}

function endOf(event, startMs) {
  const { component } = event
  if (component.hasProperty('dtend')) return instantOf(event.endDate)
  if (component.hasProperty('duration')) return startMs + event.duration.toSeconds() * 1000
  return event.startDate.isDate ? startMs + DAY_MS : startMs
}

function addEvent(event, uid) {
  if (!isBusy(event.component)) return
  const start = instantOf(event.startDate)
  add(uid, start, endOf(event, start))
}

function addRecurring(event, uid) {
  const start = instantOf(event.startDate)
  const isAllDay = event.startDate.isDate
  const length = endOf(event, start) - start
  const iterator = event.iterator()
  for (let next = iterator.next(); next; next = iterator.next()) {
    steps += 1
    if (steps > MOST_STEPS) throw new Failure('too_many_events')
    const at = instantOf(next)
    // An exception may have been moved back from beyond the window by some days.
    if (at > to + 400 * DAY_MS) break
    const details = event.getOccurrenceDetails(next)
    if (details.item !== event) continue
    if (at >= to) break
    if (isBusy(event.component)) add(uid, at, isAllDay ? instantOf(details.endDate) : at + length)
  }
}

function addFreeBusy(component) {
  for (const property of component.getAllProperties('freebusy')) {
    if (String(property.getParameter('fbtype') ?? 'BUSY').toUpperCase() === 'FREE') continue
    for (const period of property.getValues()) add('freebusy', instantOf(period.start), instantOf(period.getEnd()))
  }
}

function read() {
  const body = text.replace(/^\uFEFF/, '').trim()
  if (!/^BEGIN:VCALENDAR\r?\n/i.test(body)) throw new Failure('not_a_calendar')
  if (!/\nEND:VCALENDAR$/i.test(body)) throw new Failure('cut_off')
  if (body.split(/\nBEGIN:VEVENT/i).length - 1 > mostEvents) throw new Failure('too_many_events')
  const root = new ICAL.Component(ICAL.parse(body))
  const calendars = root.name === 'vcalendar' ? [root] : root.getAllSubcomponents('vcalendar')
  for (const calendar of calendars) {
    const series = new Map()
    const exceptions = []
    for (const component of calendar.getAllSubcomponents('vevent')) {
      if (!component.hasProperty('dtstart')) continue
      const event = new ICAL.Event(component)
      const uid = String(event.uid ?? 'event')
      if (component.hasProperty('recurrence-id')) exceptions.push({ uid, event })
      else if (event.isRecurring()) series.set(uid, event)
      else addEvent(event, uid)
    }
    for (const { uid, event } of exceptions) {
      // What was moved or changed stands for itself; its series leaves it out.
      series.get(uid)?.relateException(event)
      addEvent(event, uid)
    }
    for (const [uid, event] of series) addRecurring(event, uid)
    for (const component of calendar.getAllSubcomponents('vfreebusy')) addFreeBusy(component)
  }
}

try {
  read()
  // oxlint-disable-next-line unicorn/require-post-message-target-origin -- a thread, no window
  parentPort.postMessage({ busy: found })
} catch (error) {
  // oxlint-disable-next-line unicorn/require-post-message-target-origin -- a thread, no window
  parentPort.postMessage({ failure: { code: error instanceof Failure ? error.code : 'broken' } })
}
