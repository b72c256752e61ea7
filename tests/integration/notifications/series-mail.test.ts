import ICAL from 'ical.js'
import nodeIcal from 'node-ical'
import { afterAll, beforeAll, expect, it } from 'vitest'
import type { Outcome } from '~/domain/problem'
import { calendarsOf, openPostOffice, type Received } from './post-office'

const office = await openPostOffice()
process.env.SMTP_URL = office.url
process.env.MAIL_FROM = 'Alliance Booking <no-reply@booking.test>'
process.env.BASE_URL = 'https://booking.test'
process.env.DEMO = '0'

const { settleBookings } = await import('~/features/bookings/jobs.server')
const { cancelSeries } = await import('~/features/bookings/series/cancel.server')
const { createSeries } = await import('~/features/bookings/series/create.server')
const { decideSeries } = await import('~/features/bookings/series/decide.server')
const { db } = await import('~/platform/db.server')
const { at, booking, makePerson, makeResource, makeWorld, managerOf, NOW } = await import('#tests/factories/world')
const { runJobs } = await import('#tests/setup/jobs')

beforeAll(() => makeWorld())
afterAll(() => office.close())

async function value<T>(outcome: Promise<Outcome<T>>): Promise<T> {
  const answer = await outcome
  if (!answer.ok) throw new Error(JSON.stringify(answer.problems))
  return answer.value
}

async function post(): Promise<Received[]> {
  office.accepted.length = 0
  await runJobs(NOW)
  return office.accepted.toSorted((a, b) => (a.mail.subject! < b.mail.subject! ? -1 : 1))
}

/** What two libraries that share nothing read of a calendar file. */
function entriesOf(mail: Received | undefined) {
  const [file] = mail ? calendarsOf(mail) : []
  const calendar = new ICAL.Component(ICAL.parse(file!.text))
  for (const zone of calendar.getAllSubcomponents('vtimezone')) ICAL.TimezoneService.register(new ICAL.Timezone(zone))
  const one = calendar.getAllSubcomponents('vevent').map((each) => {
    const event = new ICAL.Event(each)
    return { uid: event.uid, start: event.startDate.toJSDate().getTime(), end: event.endDate.toJSDate().getTime(), status: String(each.getFirstPropertyValue('status')), sequence: Number(event.sequence) }
  })
  const other = Object.values(nodeIcal.sync.parseICS(file!.text)).flatMap((each) =>
    each?.type === 'VEVENT' ? [{ uid: each.uid, start: each.start.getTime(), end: each.end.getTime(), status: String(each.status), sequence: Number(each.sequence) }] : [])
  const byStart = (a: { start: number }, b: { start: number }) => a.start - b.start
  expect(other.toSorted(byStart)).toEqual(one.toSorted(byStart))
  return { method: calendar.getFirstPropertyValue('method'), entries: one.toSorted(byStart) }
}

it('one message for a whole series, with every booking in one calendar file', async () => {
  const resource = await makeResource({ policy: { approval: 'lab_manager' } })
  const [person, manager] = [await makePerson(), await managerOf('a')]
  await db.person.updateMany({ where: { id: { in: [person.personId, manager.personId] } }, data: { locale: 'en' } })
  const wish = { booking: booking(resource, at(1, 9), at(1, 11)), rule: 'FREQ=WEEKLY;COUNT=3', days: 'all', except: [], onClash: 'fail' } as const
  const { bookings } = await value(createSeries(person, { ...wish, except: [] }, { now: NOW }))
  const ids = bookings.map(({ id }) => id)
  const asked = await post()
  expect(asked.map(({ to, mail }) => [to, mail.subject?.split(':')[0]])).toEqual([
    [person.email, 'Series requested, 3 times'], [manager.email, 'Series waiting for you, 3 times'],
  ])
  for (const time of ['24 Nov', '1 Dec', '8 Dec']) expect(asked[1]!.text).toContain(time)
  expect(asked[1]!.text).toContain('https://booking.test/approvals/')

  await value(decideSeries(manager, ids[0]!, { decision: 'approve', scope: 'all' }, { now: NOW }))
  const [approved, ...rest] = await post()
  expect(rest).toEqual([])
  expect([approved?.to, approved?.mail.subject?.split(':')[0]]).toEqual([person.email, 'Series approved, 3 times'])
  expect(entriesOf(approved)).toEqual({
    method: 'PUBLISH',
    entries: ids.map((id, week) => ({ uid: `${id}@alliance`, start: at(1 + 7 * week, 9).getTime(), end: at(1 + 7 * week, 11).getTime(), status: 'CONFIRMED', sequence: 0 })),
  })

  await value(cancelSeries(person, ids[1]!, { scope: 'following' }, NOW))
  const [cancelled, ...others] = await post()
  expect(others).toEqual([])
  const { entries } = entriesOf(cancelled)
  expect(entries.map(({ uid, status, sequence }) => [uid, status, sequence])).toEqual(ids.slice(1).map((id) => [`${id}@alliance`, 'CANCELLED', 1]))
})

it('requests of a series that lapse together are told of in one message, one that lapses alone in its own', async () => {
  const resource = await makeResource({ policy: { approval: 'lab_manager', holdHours: 48 } })
  const person = await makePerson()
  await db.person.update({ where: { id: person.personId }, data: { locale: 'en' } })
  const wish = { booking: booking(resource, at(1, 9), at(1, 11)), rule: 'FREQ=WEEKLY;COUNT=4', days: 'all', except: [], onClash: 'fail' } as const
  const { bookings } = await value(createSeries(person, { ...wish, except: [] }, { now: NOW }))
  await post()
  // All wait until the first begins; give its own request a deadline of its own.
  const ids = bookings.map(({ id }) => id)
  const lapseAt = async (which: string[], when: Date) => {
    await db.booking.updateMany({ where: { id: { in: which } }, data: { holdExpiresAt: when } })
    await db.allocation.updateMany({ where: { item: { bookingId: { in: which } } }, data: { expiresAt: when } })
  }
  await lapseAt(ids.slice(0, 1), at(0, 12))
  await lapseAt(ids.slice(1), at(0, 20))
  await settleBookings(at(0, 13))
  expect((await post()).map(({ to, mail }) => [to, mail.subject?.split(':')[0]])).toEqual([[person.email, 'Request lapsed']])
  await settleBookings(at(0, 21))
  const [told, ...rest] = await post()
  expect(rest).toEqual([])
  expect([told?.to, told?.mail.subject?.split(':')[0]]).toEqual([person.email, 'Series lapsed, 3 times'])
  for (const time of ['1 Dec', '8 Dec', '15 Dec']) expect(told!.text).toContain(time)
  expect(told!.text).not.toContain('24 Nov')
})
