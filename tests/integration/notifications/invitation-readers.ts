import ICAL from 'ical.js'
import nodeIcal from 'node-ical'

export type Invited = {
  method: string
  uid: string
  sequence: number
  start: number
  end: number
  status: string
  organizer: string
  attendees: string[]
}

/** What one library reads in an invitation. */
export function readByIcalJs(text: string): Invited {
  const calendar = new ICAL.Component(ICAL.parse(text))
  for (const zone of calendar.getAllSubcomponents('vtimezone')) ICAL.TimezoneService.register(new ICAL.Timezone(zone))
  const component = calendar.getFirstSubcomponent('vevent')
  if (component === null) throw new Error('no event')
  const event = new ICAL.Event(component)
  return {
    method: String(calendar.getFirstPropertyValue('method')),
    uid: event.uid,
    sequence: Number(event.sequence),
    start: event.startDate.toJSDate().getTime(),
    end: event.endDate.toJSDate().getTime(),
    status: String(component.getFirstPropertyValue('status')),
    organizer: event.organizer,
    attendees: event.attendees.map((each) => String(each.getFirstValue())),
  }
}

/** What another one reads, which shares nothing with the first. */
export function readByNodeIcal(text: string): Invited {
  const parsed = nodeIcal.sync.parseICS(text)
  const event = Object.values(parsed).find((each) => each?.type === 'VEVENT')
  if (event?.type !== 'VEVENT') throw new Error('no event')
  const attendees = [event.attendee ?? []].flat()
  const value = (each: unknown) => (typeof each === 'object' && each !== null && 'val' in each ? String(each.val) : String(each))
  return {
    method: event.method,
    uid: event.uid,
    sequence: Number(event.sequence),
    start: event.start.getTime(),
    end: event.end.getTime(),
    status: String(event.status),
    organizer: value(event.organizer),
    attendees: attendees.map(value),
  }
}
