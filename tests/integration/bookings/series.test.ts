import { randomUUID } from 'node:crypto'
import { beforeAll, beforeEach, describe, expect, it } from 'vitest'
import type { Actor } from '~/domain/access/permission'
import type { Outcome } from '~/domain/problem'
import { createBooking } from '~/features/bookings/create.server'
import { cancelSeries } from '~/features/bookings/series/cancel.server'
import { changeSeries } from '~/features/bookings/series/change.server'
import { createSeries } from '~/features/bookings/series/create.server'
import { decideSeries } from '~/features/bookings/series/decide.server'
import { previewSeries } from '~/features/bookings/series/preview.server'
import type { SeriesInput } from '~/features/bookings/series/schema'
import { db } from '~/platform/db.server'
import { at, booking, makeOperator, makePerson, makeResource, makeWorld, managerOf, NOW, occupancy } from '#tests/factories/world'
import { expectInvariants } from './invariants'

const CLIENTS = 12
const ROUNDS = 6

let people: Actor[]
let person: Actor
beforeAll(async () => {
  await makeWorld()
  people = await Promise.all(Array.from({ length: CLIENTS }, () => makePerson()))
})
// Nobody is in the way of another test by being elsewhere.
beforeEach(async () => {
  person = await makePerson()
})

type Wish = Partial<Omit<SeriesInput, 'booking'>> & { day?: number; from?: number; to?: number }

/** A series on a resource whose first time is on a day of the week after NOW. */
const series = (resourceId: string, { day = 1, from = 9, to = 10, ...rest }: Wish = {}): SeriesInput => ({
  booking: booking(resourceId, at(day, from), at(day, to)),
  rule: 'FREQ=WEEKLY;COUNT=4', days: 'all', except: [], onClash: 'fail', ...rest,
})
const value = <T>(outcome: Outcome<T>): T => {
  if (!outcome.ok) throw new Error(JSON.stringify(outcome.problems))
  return outcome.value
}
const codes = (outcome: Outcome<unknown>) => (outcome.ok ? [] : outcome.problems.map((each) => each.code))
const hoursOf = async (resourceId: string) => (await occupancy(resourceId)).map(([, from, to]) => [from, to])
const jobs = () => db.jobOutbox.findMany({ orderBy: { id: 'asc' }, select: { task: true, payload: true } })

describe('a series', () => {
  it('is booked as it was previewed, once for each key, with one word for all', async () => {
    const resource = await makeResource()
    const input = series(resource)
    const seen = value(await previewSeries(person, input, NOW))
    expect(seen).toMatchObject({ ok: true, occurrences: [{ outcome: 'fits' }, { outcome: 'fits' }, { outcome: 'fits' }, { outcome: 'fits' }] })
    await db.jobOutbox.deleteMany()
    const key = randomUUID()
    const both = await Promise.all([1, 2].map(() => createSeries(person, input, { now: NOW, key, seen: seen.seen })))
    const [first, second] = both.map(value)
    expect(first!.id).toBe(second!.id)
    expect(both.map((each) => value(each).replayed).toSorted()).toEqual([false, true])
    expect(await hoursOf(resource)).toEqual([0, 1, 2, 3].map((week) => [24 + 168 * week + 9, 24 + 168 * week + 10]))
    expect((await jobs()).map(({ task }) => task)).toEqual(['series-event'])
    expect(codes(await createSeries(person, series(resource, { day: 2 }), { now: NOW, key }))).toEqual(['key_reused'])
    expect(await db.auditEvent.count({ where: { subjectKind: 'series', subjectId: first!.id } })).toBe(1)
    await expectInvariants(NOW)
  })

  it('is attended as asked, every time, and what was seen says so', async () => {
    const rig = await makeResource({ policy: { attendance: 'ends', allowUnattendedOutsideHours: true } })
    const asked = series(rig, { from: 9, to: 15, rule: 'FREQ=WEEKLY;COUNT=2' })
    const whole: SeriesInput = { ...asked, booking: { ...asked.booking, items: asked.booking.items.map((each) => ({ ...each, attendance: 'whole' as const })) } }
    const none: SeriesInput = { ...asked, booking: { ...asked.booking, items: asked.booking.items.map((each) => ({ ...each, attendance: 'none' as const })) } }
    const [little, all] = [value(await previewSeries(person, asked, NOW)), value(await previewSeries(person, whole, NOW))]
    expect([little.attendance, all.attendance]).toEqual(['ends', 'whole'])
    expect((await previewSeries(person, none, NOW))).toMatchObject({ value: { ok: false, occurrences: [{ problems: [{ code: 'attendance_required' }] }, {}] } })
    expect(codes(await createSeries(person, whole, { now: NOW, seen: little.seen }))).toEqual(['series_changed'])
    value(await createSeries(person, whole, { now: NOW, seen: all.seen }))
    expect(await db.presence.count({ where: { personId: person.personId } })).toBe(2)
    expect(await db.bookingItem.findMany({ where: { resourceId: rig }, select: { attendance: true } })).toEqual([{ attendance: 'whole' }, { attendance: 'whole' }])
    const other = await makePerson()
    value(await createSeries(other, { ...asked, booking: booking(rig, at(2, 9), at(2, 15)) }, { now: NOW }))
    expect(await db.presence.count({ where: { personId: other.personId } })).toBe(4)
    await expectInvariants(NOW)
  })

  it('moves to the nearest time that somebody can assist', async () => {
    const resource = await makeResource({ modes: ['assisted_booking'] })
    await makeOperator([resource], { weekly: [{ weekday: 2, from: 540, to: 660 }, { weekday: 4, from: 860, to: 960 }] })
    value(await createBooking(await makePerson(), booking(resource, at(8, 9), at(8, 11)), NOW))
    const seen = value(await previewSeries(person, series(resource, { onClash: 'nearest', rule: 'FREQ=WEEKLY;COUNT=2' }), NOW))
    expect(seen.occurrences.map(({ outcome, period }) => [outcome, period?.start])).toEqual([['fits', at(1, 9)], ['nearest', at(10, 14.5)]])
  })

  it('leaves out, moves or refuses what clashes, as chosen', async () => {
    for (const [onClash, expected] of [
      ['skip', [[9, 10], [168 + 9, 168 + 10]]],
      ['nearest', [[9, 10], [168 + 9, 168 + 10], [336 + 11, 336 + 12]]],
      ['fail', null],
    ] as const) {
      const resource = await makeResource()
      value(await createBooking(await makePerson(), booking(resource, at(15, 9), at(15, 11)), NOW))
      const input = series(resource, { rule: 'FREQ=WEEKLY;COUNT=3', onClash })
      const seen = value(await previewSeries(person, input, NOW))
      expect(seen.occurrences.map(({ outcome }) => outcome)).toEqual(['fits', 'fits', onClash === 'nearest' ? 'nearest' : 'clash'])
      expect(seen.ok).toBe(onClash !== 'fail')
      const outcome = await createSeries(person, input, { now: NOW, seen: seen.seen })
      if (expected) value(outcome)
      else expect(codes(outcome)).toEqual(['series_clash'])
      const own = (await hoursOf(resource)).filter(([from]) => from !== 24 * 15 + 9)
      expect(own).toEqual((expected ?? []).map(([from, to]) => [from + 24, to + 24]))
      if (onClash !== 'fail') value(await cancelSeries(person, value(outcome).bookings[0]!.id, { scope: 'all' }, NOW))
    }
    await expectInvariants(NOW)
  })

  it('is refused when something else would come of it than was looked at', async () => {
    const resource = await makeResource()
    const input = series(resource, { day: 2, onClash: 'skip' })
    const { seen } = value(await previewSeries(person, input, NOW))
    value(await createBooking(people[1]!, booking(resource, at(9, 9), at(9, 10)), NOW))
    expect(codes(await createSeries(person, input, { now: NOW, seen }))).toEqual(['series_changed'])
    expect(await hoursOf(resource)).toHaveLength(1)
  })

  it('counts towards quotas as it goes', async () => {
    const quota = { measure: 'hours', window: 'month', days: null, per: 'person', limit: 3, over: 'resource' } as const
    const resource = await makeResource({ policy: { quotas: [quota] } })
    const input = series(resource, { day: 3, rule: 'FREQ=DAILY;BYDAY=TH,FR,MO,TU;COUNT=6', onClash: 'skip' })
    const { occurrences } = value(await previewSeries(person, input, NOW))
    // 26, 27 and 30 November fill the month; December has room for three.
    expect(occurrences.map(({ outcome }) => outcome)).toEqual(['fits', 'fits', 'fits', 'fits', 'fits', 'fits'])
    const longer = value(await previewSeries(person, { ...input, booking: booking(resource, at(3, 9), at(3, 10.5)) }, NOW))
    expect(longer.occurrences.map(({ outcome }) => outcome)).toEqual(['fits', 'fits', 'clash', 'fits', 'fits', 'clash'])
    expect(longer.occurrences[2]!.problems.map(({ code }) => code)).toEqual(['quota_exceeded'])
  })

  it('skips the holidays over National Day and keeps the make-up workday', async () => {
    const holidays = ['01', '02', '03', '04', '05', '06', '07']
    const row = (date: string, kind: 'holiday' | 'workday') => ({ date: new Date(date), kind, nameZh: '国庆节', nameEn: 'National Day', source: 'test' })
    await db.calendarDay.createMany({ data: [...holidays.map((each) => row(`2027-10-${each}`, 'holiday')), row('2027-10-09', 'workday')] })
    const resource = await makeResource({ policy: { horizonDays: 366 } })
    const now = new Date('2027-09-20T01:00:00Z')
    const start = new Date('2027-09-23T01:00:00Z')
    const input = { ...series(resource), booking: booking(resource, start, new Date(start.getTime() + 3_600_000)), rule: 'FREQ=WEEKLY;BYDAY=TH,SA;UNTIL=20271016', days: 'workdays' as const }
    const made = value(await createSeries(person, input, { now }))
    expect(made.clashes).toBe(0)
    const rows = await db.bookingItem.findMany({ where: { resourceId: resource }, orderBy: { startsAt: 'asc' } })
    expect(rows.map(({ startsAt }) => startsAt!.toISOString().slice(0, 10))).toEqual(['2027-09-23', '2027-09-30', '2027-10-09', '2027-10-14'])
  })

  it.each([
    ['never ends', { rule: 'FREQ=DAILY' }, 'recurrence_endless'],
    ['never occurs', { rule: 'FREQ=WEEKLY;UNTIL=20200101' }, 'recurrence_empty'],
    ['of ten years', { rule: 'FREQ=WEEKLY;UNTIL=20361231' }, 'recurrence_too_long'],
    ['of 101 times', { rule: 'FREQ=DAILY;COUNT=101' }, 'recurrence_too_many'],
    ['of every second', { rule: 'FREQ=SECONDLY;COUNT=3' }, 'recurrence_invalid'],
    ['that ends before it begins', { from: 10, to: 9 }, 'period_reversed'],
    ['nothing of which fits', { from: 2, to: 3, onClash: 'skip' as const }, 'series_clash'],
  ])('%s is refused, and nothing is written', async (_, wish, code) => {
    const resource = await makeResource()
    expect(codes(await createSeries(person, series(resource, wish), { now: NOW }))).toEqual([code])
    expect(await db.bookingItem.count({ where: { resourceId: resource } })).toBe(0)
    expect(await db.series.count({ where: { resourceId: resource } })).toBe(0)
  })

  it('of a resource that is not there, or of several items, is refused', async () => {
    expect(codes(await previewSeries(person, series('nothing'), NOW))).toEqual(['resource_unknown'])
    const two = series(await makeResource())
    expect(codes(await previewSeries(person, { ...two, booking: { ...two.booking, items: [...two.booking.items, ...two.booking.items] } }, NOW))).toEqual(['recurrence_invalid'])
  })
})

describe('changing and cancelling', () => {
  const made = async (wish: Wish = {}, policy = {}) => {
    const resource = await makeResource({ policy })
    const outcome = value(await createSeries(person, series(resource, wish), { now: NOW }))
    return { resource, ids: outcome.bookings.map(({ id }) => id) }
  }
  const drop = (id: string) => cancelSeries(person, id, { scope: 'all' }, NOW)

  it('this one, this and following, all', async () => {
    const { resource, ids } = await made({ day: 8 })
    await db.jobOutbox.deleteMany()
    expect(value(await cancelSeries(person, ids[0]!, { scope: 'this' }, NOW)).cancelled).toEqual([ids[0]])
    expect((await jobs()).map(({ task }) => task)).toEqual(['booking-event'])
    await db.jobOutbox.deleteMany()
    expect(value(await cancelSeries(person, ids[2]!, { scope: 'following' }, NOW)).cancelled).toEqual([ids[2], ids[3]])
    expect((await jobs()).map(({ task }) => task)).toEqual(['series-event'])
    expect(await hoursOf(resource)).toEqual([[24 * 15 + 9, 24 * 15 + 10]])
    expect(value(await cancelSeries(person, ids[2]!, { scope: 'all' }, NOW)).cancelled).toEqual([ids[1]])
    expect(codes(await cancelSeries(person, ids[2]!, { scope: 'all' }, NOW))).toEqual(['state_forbids'])
    await expectInvariants(NOW)
  })

  it('leaves what has begun, and names it', async () => {
    const { resource, ids } = await made({ day: 1, from: 12, to: 14 })
    const later = at(1, 13)
    const outcome = value(await cancelSeries(person, ids[1]!, { scope: 'all' }, later))
    expect(outcome.cancelled).toEqual(ids.slice(1))
    expect(outcome.left).toMatchObject([{ bookingId: ids[0] }])
    expect(await hoursOf(resource)).toEqual([[24 + 12, 24 + 14]])
  })

  it('moves all to another time and day, or those that follow', async () => {
    const { resource, ids } = await made({ day: 1, from: 14, to: 15 })
    await db.jobOutbox.deleteMany()
    const all = value(await changeSeries(person, ids[1]!, { scope: 'all', change: { startsAt: at(9, 16), endsAt: at(9, 17.5) }, onClash: 'fail' }, NOW))
    expect(all.changed).toHaveLength(4)
    expect((await jobs()).map(({ task, payload }) => [task, (payload as { event: string }).event])).toEqual([['series-event', 'moved']])
    expect(await hoursOf(resource)).toEqual([0, 1, 2, 3].map((week) => [48 + 168 * week + 16, 48 + 168 * week + 17.5]))
    value(await changeSeries(person, ids[2]!, { scope: 'following', change: { startsAt: at(16, 9), endsAt: at(16, 10) }, onClash: 'fail' }, NOW))
    expect(await hoursOf(resource)).toEqual([...[0, 1].map((week) => [48 + 168 * week + 16, 48 + 168 * week + 17.5]), ...[2, 3].map((week) => [48 + 168 * week + 9, 48 + 168 * week + 10])])
    await drop(ids[0]!)
  })

  it('keeps those that do not fit, or changes nothing, as chosen; a trial writes nothing', async () => {
    const { resource, ids } = await made({ day: 3, from: 14, to: 15 })
    value(await createBooking(people[1]!, booking(resource, at(10, 16), at(10, 17)), NOW))
    const change = { startsAt: at(3, 16), endsAt: at(3, 17) }
    const before = await hoursOf(resource)
    expect(codes(await changeSeries(person, ids[0]!, { scope: 'all', change, onClash: 'fail' }, NOW))).toEqual(['series_clash', 'slot_taken'])
    const trial = value(await changeSeries(person, ids[0]!, { scope: 'all', change, onClash: 'keep', isTrial: true }, NOW))
    expect(trial.left.map(({ bookingId }) => bookingId)).toEqual([ids[1]])
    expect(await hoursOf(resource)).toEqual(before)
    const kept = value(await changeSeries(person, ids[0]!, { scope: 'all', change, onClash: 'keep' }, NOW))
    expect(kept.changed).toHaveLength(3)
    expect(await hoursOf(resource)).toContainEqual([24 * 10 + 14, 24 * 10 + 15])
    await drop(ids[0]!)
  })

  it('may shift a daily series into the times that its own bookings leave', async () => {
    const { resource, ids } = await made({ day: 1, from: 11, to: 12, rule: 'FREQ=DAILY;COUNT=3' })
    value(await changeSeries(person, ids[0]!, { scope: 'all', change: { startsAt: at(2, 11), endsAt: at(2, 12) }, onClash: 'fail' }, NOW))
    expect(await hoursOf(resource)).toEqual([2, 3, 4].map((day) => [24 * day + 11, 24 * day + 12]))
    await drop(ids[0]!)
  })

  it('is for those who may, and for the version they saw', async () => {
    const { ids } = await made({ day: 4, from: 13, to: 14 })
    expect(codes(await cancelSeries(people[2]!, ids[0]!, { scope: 'all' }, NOW))).toEqual(['not_allowed'])
    expect(codes(await changeSeries(people[2]!, ids[0]!, { scope: 'all', change: { startsAt: at(4, 15) }, onClash: 'fail' }, NOW))).toEqual(['not_allowed'])
    expect(codes(await cancelSeries(person, ids[0]!, { scope: 'all', seriesVersion: 7 }, NOW))).toEqual(['version_conflict'])
    expect(codes(await cancelSeries(person, randomUUID(), { scope: 'all' }, NOW))).toEqual(['not_allowed'])
    await drop(ids[0]!)
  })

  it('one decision is for all, of new requests and of a change', async () => {
    const manager = await managerOf('a')
    const { resource, ids } = await made({ day: 2, from: 13, to: 14 }, { approval: 'lab_manager' })
    await db.jobOutbox.deleteMany()
    const approved = value(await decideSeries(manager, ids[1]!, { decision: 'approve', scope: 'all' }, { now: NOW }))
    expect(approved).toMatchObject({ status: 'approved', bookings: ids })
    expect((await jobs()).map(({ payload }) => (payload as { event: string }).event)).toEqual(['approved'])
    expect(await db.booking.count({ where: { id: { in: ids }, status: 'approved' } })).toBe(4)
    value(await changeSeries(person, ids[0]!, { scope: 'following', change: { startsAt: at(3, 13), endsAt: at(3, 14) }, onClash: 'fail' }, NOW))
    value(await decideSeries(manager, ids[0]!, { decision: 'decline', comment: 'No', scope: 'all' }, { now: NOW }))
    expect(await hoursOf(resource)).toEqual([0, 1, 2, 3].map((week) => [48 + 168 * week + 13, 48 + 168 * week + 14]))
    await drop(ids[0]!)
    await expectInvariants(NOW)
  })
})

describe('races', () => {
  const together = <T>(work: (actor: Actor, index: number) => Promise<T>) => Promise.all(people.map(work))

  it('of series against series and single bookings leave no overlap', async () => {
    const [left, right] = [await makeResource(), await makeResource()]
    for (let round = 0; round < ROUNDS; round += 1) {
      const outcomes = await together<Outcome<unknown>>((actor, index) => {
        const resource = index % 2 ? left : right
        const hour = 9 + round
        if (index % 3 === 2) return createBooking(actor, booking(resource, at(8, hour), at(8, hour + 1)), NOW)
        return createSeries(actor, series(resource, { day: 1, from: hour, to: hour + 1, onClash: (['fail', 'skip', 'nearest'] as const)[index % 3]! }), { now: NOW })
      })
      expect(outcomes.some((each) => each.ok)).toBe(true)
      expect(outcomes.every((each) => each.ok || each.problems.every(({ code }) => ['series_clash', 'series_changed', 'slot_taken'].includes(code)))).toBe(true)
      await expectInvariants(NOW)
    }
  })

  // On one campus no constraint of the database stands behind the locks, as it does over two.
  it('of one person on one campus, and of one key, leave one series', async () => {
    const resources = [await makeResource({ capacity: 30 }), await makeResource({ capacity: 30 })]
    for (let round = 0; round < 3; round += 1) {
      const wish = (index: number) => series(resources[index % 2]!, { day: 3, from: 9 + round, to: 10 + round })
      const [actor, other, key] = [await makePerson(), await makePerson(), randomUUID()]
      const outcomes = await together((_, index) => createSeries(actor, wish(index), { now: NOW }))
      expect(outcomes.filter((each) => each.ok)).toHaveLength(1)
      const repeats = await together(() => createSeries(other, wish(0), { now: NOW, key }))
      expect(repeats.every((each) => each.ok)).toBe(true)
      expect(await db.booking.count({ where: { attendeeId: other.personId } })).toBe(4)
      await expectInvariants(NOW)
    }
  })

  it('of one person over two campuses, and of changes against cancellations', async () => {
    const [here, there] = [await makeResource({ capacity: 30 }), await makeResource({ university: 'b', capacity: 30 })]
    const actor = await makePerson()
    const both = await Promise.all(Array.from({ length: 8 }, (_, index) => createSeries(actor, series(index % 2 ? here : there, { day: 2, from: 9, to: 11 }), { now: NOW })))
    expect(both.filter((each) => each.ok)).toHaveLength(1)
    const ids = both.flatMap((each) => (each.ok ? each.value.bookings.map(({ id }) => id) : []))
    for (const hour of [12, 13, 14]) {
      await Promise.all([
        changeSeries(actor, ids[1]!, { scope: 'all', change: { startsAt: at(9, hour), endsAt: at(9, hour + 1) }, onClash: 'keep' }, NOW),
        cancelSeries(actor, ids[(hour - 12) % 3]!, { scope: 'this' }, NOW),
        changeSeries(actor, ids[2]!, { scope: 'following', change: { startsAt: at(16, hour + 2), endsAt: at(16, hour + 3) }, onClash: 'keep' }, NOW),
      ])
      await expectInvariants(NOW)
    }
  })
})
