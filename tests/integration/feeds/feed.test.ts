import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import type { Actor } from '~/domain/access/permission'
import { cancelBooking } from '~/features/bookings/cancel.server'
import { createBooking } from '~/features/bookings/create.server'
import { tasks } from '~/features/scheduling/feeds/jobs.server'
import { parseBusy } from '~/features/scheduling/feeds/parse.server'
import { feedPage } from '~/features/scheduling/feeds/queries.server'
import { readFeed } from '~/features/scheduling/feeds/read.server'
import { removeFeed, saveFeed } from '~/features/scheduling/feeds/save.server'
import { db } from '~/platform/db.server'
import { at, booking, coordinatorOf, makePerson, makeResource, makeWorld, managerOf, NOW, occupancy } from '#tests/factories/world'
import { expectInvariants } from '../bookings/invariants'
import { installQueue, never } from '../inventory/world'
import { calendar, calendarServer, event } from './server'

let server: Awaited<ReturnType<typeof calendarServer>>
let manager: Actor
let person: Actor
let resource: string
let feedId: string

beforeAll(async () => {
  await makeWorld()
  await installQueue()
  server = await calendarServer()
  manager = await managerOf('a')
  person = await makePerson()
})
afterAll(() => server.close())

beforeEach(async () => {
  resource = await makeResource()
  feedId = await feedOf(resource)
})

async function feedOf(resourceId: string): Promise<string> {
  const saved = await saveFeed(manager, resourceId, { url: server.url(), intervalMinutes: 15, isEnabled: 'on', version: 0 }, NOW)
  if (!saved.ok) throw new Error(JSON.stringify(saved.problems))
  return saved.value.id
}

const says = (...events: string[]) => {
  server.state.answer = (_, res) => res.end(calendar(...events))
}
const later = (minutes: number) => new Date(NOW.getTime() + minutes * 60_000)
const read = (now = NOW) => readFeed(feedId, now, server.options)
const feed = () => db.calendarFeed.findUniqueOrThrow({ where: { id: feedId } })

describe('a calendar of the owner’s system', () => {
  it('closes what is busy, follows what moves, and frees what goes', async () => {
    says(event('one', at(1, 9), at(1, 11)), event('two', at(2, 9), at(2, 10)), event('overlapping', at(2, 9.5), at(2, 12)))
    expect(await read()).toEqual({ ok: true, applied: { closed: 2, freed: 0, clashes: 0 } })
    expect(await occupancy(resource)).toEqual([[1, 33, 35, 'closure'], [1, 57, 60, 'closure']])
    const refused = await createBooking(person, booking(resource, at(1, 10), at(1, 12)), NOW)
    expect(refused).toMatchObject({ ok: false, problems: [{ code: 'slot_taken' }] })

    says(event('one', at(1, 10), at(1, 12)))
    expect(await read(later(15))).toMatchObject({ applied: { closed: 1, freed: 2 } })
    expect(await occupancy(resource)).toEqual([[1, 34, 36, 'closure']])
    expect(await db.outage.count({ where: { resourceId: resource, kind: 'booked_elsewhere', endedAt: null } })).toBe(1)
    const audits = await db.auditEvent.count({ where: { subjectId: resource, action: 'feed.applied' } })
    expect(await read(later(30))).toMatchObject({ applied: { closed: 0, freed: 0, clashes: 0 } })
    expect(await db.auditEvent.count({ where: { subjectId: resource, action: 'feed.applied' } })).toBe(audits)
    await expectInvariants(NOW)
  })

  it('leaves a booking of ours alone, tells the clash, and takes the time when the booking goes', async () => {
    const made = await createBooking(person, booking(resource, at(1, 10), at(1, 12)), NOW)
    if (!made.ok) throw new Error(JSON.stringify(made.problems))
    says(event('one', at(1, 9), at(1, 11)), event('two', at(1, 12), at(1, 13)))
    expect(await read()).toMatchObject({ applied: { closed: 1, clashes: 1 } })
    expect(await occupancy(resource)).toEqual([[1, 34, 36, 'booking'], [1, 36, 37, 'closure']])
    const page = await feedPage(manager, resource, NOW)
    expect(page?.clashes).toMatchObject([{ startsAt: at(1, 9), endsAt: at(1, 11), bookings: [{ id: made.value.id }] }])
    expect(await feedPage(await coordinatorOf('b'), resource, NOW)).toBeNull()

    // A calendar that has not changed tries its clashes again all the same.
    server.state.answer = (_, res) => res.writeHead(304).end()
    expect(await read(later(15))).toMatchObject({ applied: { clashes: 1 } })
    await cancelBooking(person, made.value.id, {}, later(20))
    expect(await read(later(30))).toMatchObject({ applied: { closed: 1, clashes: 0 } })
    expect(await occupancy(resource)).toEqual([[1, 33, 35, 'closure'], [1, 36, 37, 'closure']])
    expect((await feedPage(manager, resource, NOW))?.clashes).toEqual([])
  })

  it('takes every unit, what is inside, and what maintenance leaves over', async () => {
    const space = await makeResource({ capacity: 2 })
    const inside = await makeResource({ parentId: space })
    feedId = await feedOf(space)
    const outage = await db.outage.create({ data: { resourceId: space, kind: 'maintenance', startsAt: at(1, 9), endsAt: at(1, 10), reason: 'x' } })
    await db.allocation.create({ data: { resourceId: space, unit: 2, startsAt: at(1, 9), endsAt: at(1, 10), cause: 'maintenance', outageId: outage.id } })
    says(event('one', at(1, 9), at(1, 11)))
    expect(await read()).toMatchObject({ applied: { closed: 1, clashes: 0 } })
    expect(await occupancy(space)).toEqual([[1, 33, 35, 'closure'], [2, 33, 34, 'maintenance'], [2, 34, 35, 'closure']])
    expect(await occupancy(inside)).toEqual([[1, 33, 35, 'closure']])
    await removeFeed(manager, space, later(1))
    expect(await occupancy(space)).toEqual([[2, 33, 34, 'maintenance']])
    expect(await occupancy(inside)).toEqual([])
  })

  it('keeps the past: what is over is not taken back, what runs is ended now', async () => {
    says(event('running', at(0, 8), at(0, 12)), event('next', at(1, 9), at(1, 10)))
    await read()
    expect(await occupancy(resource)).toEqual([[1, 9, 12, 'closure'], [1, 33, 34, 'closure']])
    says()
    await read(later(60))
    expect(await occupancy(resource)).toEqual([[1, 9, 10, 'closure']])
  })

  it.each([
    ['hangs', () => {}, 'too_slow'],
    ['is refused', (_: unknown, res: { writeHead: (status: number) => { end: () => void } }) => res.writeHead(500).end(), 'refused'],
    ['is broken halfway', (_: unknown, res: { end: (text: string) => void }) => res.end(calendar(event('one', at(3, 9), at(3, 10))).slice(0, 120)), 'cut_off'],
    ['is another thing', (_: unknown, res: { end: (text: string) => void }) => res.end('<html>Please sign in</html>'), 'not_a_calendar'],
    ['is 500 MB', (_: unknown, res: { setHeader: (name: string, value: string) => void; write: (text: string) => void }) => {
      res.setHeader('Content-Length', '500000000')
      res.write('BEGIN:VCALENDAR')
    }, 'too_large'],
  ] as const)('changes nothing when it %s, and says so', async (_, answer, code) => {
    says(event('one', at(1, 9), at(1, 11)))
    await read()
    const before = { taken: await occupancy(resource), events: await db.feedEvent.findMany({ where: { feedId } }), read: (await feed()).readAt }
    server.state.answer = answer as never
    expect(await read(later(15))).toMatchObject({ ok: false, failure: { code } })
    expect(await read(later(30))).toMatchObject({ ok: false, failure: { code } })
    expect({ taken: await occupancy(resource), events: await db.feedEvent.findMany({ where: { feedId } }), read: (await feed()).readAt }).toEqual(before)
    expect(await feed()).toMatchObject({ triedAt: later(30), failures: 2, failure: { code }, nextReadAt: later(60) })
    says(event('one', at(1, 9), at(1, 11)))
    await read(later(60))
    expect(await feed()).toMatchObject({ failures: 0, failure: null, readAt: later(60) })
  })

  it('is read when it is due, once', async () => {
    await db.calendarFeed.updateMany({ data: { nextReadAt: later(60) } })
    await db.calendarFeed.update({ where: { id: feedId }, data: { nextReadAt: NOW } })
    await db.$executeRaw`DELETE FROM graphile_worker._private_jobs`
    for (let time = 0; time < 2; time += 1) await tasks['read-feeds']!({}, { now: NOW, signal: never })
    const jobs = await db.$queryRaw<{ task: string }[]>`SELECT task_identifier AS task FROM graphile_worker.jobs`
    expect(jobs).toEqual([{ task: 'read-feed' }])
    expect((await feed()).nextReadAt).toEqual(later(15))
  })

  it('is set by who manages the resource, one setting after another', async () => {
    const form = { url: 'https://calendar.example/1.ics', intervalMinutes: 60 as const, isEnabled: undefined, version: 0 }
    expect(await saveFeed(person, resource, form, NOW)).toMatchObject({ problems: [{ code: 'not_allowed' }] })
    expect(await saveFeed(manager, resource, form, NOW)).toMatchObject({ problems: [{ code: 'version_conflict' }] })
    expect(await saveFeed(manager, resource, { ...form, version: 1 }, NOW)).toMatchObject({ ok: true })
    expect(await read()).toBeNull()
  })
})

describe('the events of a calendar', () => {
  const window = { start: at(0, 0), end: at(60, 0) }
  const parse = async (body: string, zone = 'Asia/Shanghai', limits = {}) =>
    (await parseBusy(body, window, zone, limits)).map(({ uid, start, end }) => [uid, (start.getTime() - at(0, 0).getTime()) / 3_600_000, (end.getTime() - at(0, 0).getTime()) / 3_600_000])
  const raw = (...lines: string[]) => calendar(['BEGIN:VEVENT', ...lines, 'END:VEVENT'].join('\r\n'))

  it('in every kind of time', async () => {
    expect(await parse(raw('UID:utc', 'DTSTART:20261124T010000Z', 'DTEND:20261124T020000Z'))).toEqual([['utc', 33, 34]])
    expect(await parse(raw('UID:floating', 'DTSTART:20261124T090000', 'DURATION:PT90M'))).toEqual([['floating', 33, 34.5]])
    expect(await parse(raw('UID:named', 'DTSTART;TZID=Asia/Tokyo:20261124T100000', 'DTEND;TZID=Asia/Tokyo:20261124T110000'))).toEqual([['named', 33, 34]])
    expect(await parse(raw('UID:unknown', 'DTSTART;TZID=Campus Clock:20261124T090000', 'DTEND;TZID=Campus Clock:20261124T100000'))).toEqual([['unknown', 33, 34]])
    expect(await parse(raw('UID:day', 'DTSTART;VALUE=DATE:20261124'))).toEqual([['day', 24, 48]])
    expect(await parse(raw('UID:days', 'DTSTART;VALUE=DATE:20261124', 'DTEND;VALUE=DATE:20261126'))).toEqual([['days', 24, 72]])
    const zone = ['BEGIN:VTIMEZONE', 'TZID:Own', 'BEGIN:STANDARD', 'DTSTART:19700101T000000', 'TZOFFSETFROM:+0900', 'TZOFFSETTO:+0900', 'END:STANDARD', 'END:VTIMEZONE'].join('\r\n')
    expect(await parse(calendar(zone, ['BEGIN:VEVENT', 'UID:own', 'DTSTART;TZID=Own:20261124T100000', 'DTEND;TZID=Own:20261124T110000', 'END:VEVENT'].join('\r\n')))).toEqual([['own', 33, 34]])
  })

  it('repeated, with exceptions', async () => {
    const series = ['UID:s', 'DTSTART;TZID=Asia/Shanghai:20200106T090000', 'DTEND;TZID=Asia/Shanghai:20200106T100000', 'RRULE:FREQ=WEEKLY;BYDAY=MO,WE;UNTIL=20261209T235959Z', 'EXDATE;TZID=Asia/Shanghai:20261125T090000']
    const moved = ['BEGIN:VEVENT', 'UID:s', 'RECURRENCE-ID;TZID=Asia/Shanghai:20261130T090000', 'DTSTART;TZID=Asia/Shanghai:20261201T140000', 'DTEND;TZID=Asia/Shanghai:20261201T150000', 'END:VEVENT'].join('\r\n')
    const dropped = ['BEGIN:VEVENT', 'UID:s', 'RECURRENCE-ID;TZID=Asia/Shanghai:20261202T090000', 'DTSTART;TZID=Asia/Shanghai:20261202T090000', 'DTEND;TZID=Asia/Shanghai:20261202T100000', 'STATUS:CANCELLED', 'END:VEVENT'].join('\r\n')
    const found = await parse(calendar(['BEGIN:VEVENT', ...series, 'END:VEVENT'].join('\r\n'), moved, dropped))
    expect(found.toSorted((a, b) => Number(a[1]) - Number(b[1]))).toEqual([['s', 9, 10], ['s', 8 * 24 + 14, 8 * 24 + 15], ['s', 14 * 24 + 9, 14 * 24 + 10], ['s', 16 * 24 + 9, 16 * 24 + 10]])
  })

  it('that take no time, left out; free-busy lists, counted', async () => {
    expect(await parse(calendar(event('a', at(1, 9), at(1, 10), 'TRANSP:TRANSPARENT'), event('b', at(1, 9), at(1, 10), 'STATUS:CANCELLED'), event('c', at(1, 9), at(1, 9)), event('d', at(-9, 9), at(-9, 10)), event('e', at(90, 9), at(90, 10))))).toEqual([])
    expect(await parse(calendar('BEGIN:VFREEBUSY\r\nFREEBUSY:20261124T010000Z/PT1H,20261124T030000Z/20261124T040000Z\r\nFREEBUSY;FBTYPE=FREE:20261124T060000Z/PT1H\r\nEND:VFREEBUSY'))).toEqual([['freebusy', 33, 34], ['freebusy', 35, 36]])
  })

  it('that never end, never occur or are too many, refused', async () => {
    const rule = (text: string) => raw('UID:x', 'DTSTART:20260101T010000Z', 'DTEND:20260101T020000Z', `RRULE:${text}`)
    await expect(parse(rule('FREQ=SECONDLY'))).rejects.toMatchObject({ code: 'too_many_events' })
    await expect(parse(rule('FREQ=DAILY;BYMONTH=2;BYMONTHDAY=30'), 'Asia/Shanghai', { ms: 1_500 })).rejects.toMatchObject({ code: 'too_slow' })
    await expect(parse(rule('FREQ=SOMETIMES'))).rejects.toMatchObject({ code: 'broken' })
    await expect(parse(calendar(...Array.from({ length: 5_001 }, (_, n) => event(`e${n}`, at(1, 9), at(1, 10)))))).rejects.toMatchObject({ code: 'too_many_events' })
  })
})
