import { beforeAll, describe, expect, it } from 'vitest'
import { judgeItem, judgePeriod } from '~/domain/booking/item'
import { addMinutes, type Period } from '~/domain/time/interval'
import { createBooking } from '~/features/bookings/create.server'
import { readFacts } from '~/features/bookings/facts.server'
import { slotsOf, slotsTogether } from '~/features/finder/slots/queries.server'
import { slotsQuery } from '~/features/finder/slots/rows.server'
import type { SlotQuestion } from '~/features/finder/slots/schema'
import { searchSlots } from '~/features/finder/slots/search.server'
import { Prisma } from '~/platform/generated/prisma/client'
import { db } from '~/platform/db.server'
import { at, booking, makeOperator, makePerson, makeResource, makeWorld, NOW } from '#tests/factories/world'

/** Two weeks from NOW on. */
const WINDOW: Period = { start: NOW, end: at(14, 0) }
const day = (offset: number) => new Date(at(offset, 8).toISOString().slice(0, 10))

async function outage(resourceId: string, start: Date, end: Date, units = [1]) {
  const { id } = await db.outage.create({ data: { resourceId, kind: 'maintenance', startsAt: start, endsAt: end, reason: 'test' } })
  await db.allocation.createMany({ data: units.map((unit) => ({ resourceId, unit, startsAt: start, endsAt: end, cause: 'maintenance' as const, outageId: id })) })
}

/** Every resource is strange in its own way. */
const IDS = ['plain', 'three', 'space', 'buffers', 'shared', 'days', 'edges', 'notice', 'night', 'coarse', 'soon', 'full', 'assisted', 'run', 'hand']

beforeAll(async () => {
  await makeWorld()
  await makeResource({ id: 'plain' })
  await makeResource({ id: 'three', capacity: 3 })
  await makeResource({ id: 'space' })
  await makeResource({ id: 'within', parentId: 'space' })
  await makeResource({ id: 'buffers', university: 'b', policy: { setUpMinutes: 45, cleanUpMinutes: 20, turnaround: 'sum' } })
  await makeResource({ id: 'shared', university: 'b', policy: { setUpMinutes: 15, cleanUpMinutes: 50, turnaround: 'shared' } })
  await makeResource({ id: 'days', policy: { wholeDays: true, minMinutes: 1440, maxMinutes: 4 * 1440, attendance: 'none', allowUnattendedOutsideHours: true } })
  await makeResource({ id: 'edges', policy: { attendance: 'ends', allowUnattendedOutsideHours: true, maxMinutes: 3 * 1440 } })
  await makeResource({ id: 'notice', policy: { minNoticeMinutes: 3 * 1440 + 17, gridMinutes: 60 } })
  await makeResource({ id: 'night' })
  await makeResource({ id: 'coarse', policy: { gridMinutes: 120, minMinutes: 120 } })
  await makeResource({ id: 'soon', policy: { horizonDays: 1 } })
  await makeResource({ id: 'full' })
  await makeResource({ id: 'assisted', modes: ['assisted_booking'] })
  await makeResource({ id: 'hand', modes: ['assisted_booking'] })
  await makeResource({ id: 'run', modes: ['assisted_booking'], policy: { attendance: 'ends', allowUnattendedOutsideHours: true, maxMinutes: 3 * 1440 } })
  const weekly = (...blocks: [weekday: number, from: number, to: number][]) => blocks.map(([weekday, from, to]) => ({ weekday, from: from * 60, to: to * 60 }))
  await makeOperator(['assisted', 'run'], { id: 'o-late', weekly: weekly([1, 13, 17], [3, 10, 16], [5, 9, 12]) })
  await makeOperator(['assisted'], { id: 'o-early', weekly: weekly([2, 9, 12.5], [3, 8, 11], [4, 9, 18]) })
  await makeOperator(['hand'], { id: 'o-away' })
  await makeResource({ id: 'hidden', shareScope: 'contact_only' })
  await db.openingSchedule.create({
    data: { ownerKind: 'resource', ownerId: 'night', validFrom: day(-30), observesHolidays: false, weekly: [1, 3, 5].map((weekday) => ({ weekday, from: 1260, to: 1860 })) },
  })
  await db.openingException.createMany({
    data: [
      { ownerKind: 'lab', ownerId: 'b-lab', date: day(1), closed: true, blocks: [] },
      { ownerKind: 'resource', ownerId: 'plain', date: day(5), closed: false, blocks: [{ from: 600, to: 720 }] },
    ],
  })
  await db.calendarDay.createMany({
    data: [
      { date: day(2), kind: 'holiday', nameZh: '假', nameEn: 'Holiday' },
      { date: day(12), kind: 'workday', nameZh: '补', nameEn: 'Make-up' },
    ],
  })
  await outage('full', at(0, 0), at(13, 17))
  await outage('within', at(0, 9), at(1, 12))
  await outage('three', at(0, 9), at(0, 12), [1, 2])
  await outage('three', at(1, 9), at(1, 15), [1])
  await outage('edges', at(3, 20), at(3, 21))
  await outage('days', at(1, 3), at(1, 4))
  await outage('o-away', at(0, 0), at(3, 12))
  await outage('o-late', at(0, 13.5), at(0, 14.5))
  await outage('o-early', at(-3, 0), at(1, 9.5))
  for (const id of ['plain', 'three', 'buffers', 'shared', 'coarse', 'soon']) {
    for (const [offset, from, to] of [[0, 10, 12], [0, 14, 16], [1, 10, 12], [3, 10, 14], [4, 12, 14]] as const) {
      const person = await makePerson('a')
      await createBooking(person, booking(id, at(offset, from), at(offset, to)), NOW)
    }
  }
})

/** The first start, by quarter hours, to which the verdict has nothing to say; the person is left out. */
async function firstByVerdict(resourceId: string, minutes: number, window: Period): Promise<Period | null> {
  const facts = await readFacts({ attendeeId: null, resourceIds: [resourceId], window, now: NOW })
  const resource = facts.resources[resourceId]!
  for (let start = window.start; start < window.end; start = addMinutes(start, 15)) {
    const period = { start, end: addMinutes(start, minutes) }
    if (period.end > window.end || judgePeriod(period, NOW).length > 0) continue
    const verdict = judgeItem(facts, resource, { resourceId, period, mode: null, quantity: 1 }, { isVouched: false, now: NOW, earlier: [] })
    if (verdict.problems.length === 0) return period
  }
  return null
}

describe('the free slots of one resource', () => {
  it.each(IDS)('%s: the first is the first that the verdict lets through', async (id) => {
    const grid = id === 'days' ? 1440 : id === 'coarse' ? 120 : id === 'notice' ? 60 : 30
    for (const minutes of id === 'days' ? [1440, 2 * 1440] : [30, 180, 480]) {
      const length = Math.ceil(minutes / grid) * grid
      const [found] = await slotsOf(null, [id], { minutes, window: WINDOW, count: 3 }, NOW)
      const oracle = length > (id === 'days' ? 4 * 1440 : 8 * 60) && id !== 'edges' && id !== 'run' ? null : await firstByVerdict(id, length, WINDOW)
      expect(found!.slots[0] ?? null, `${id} ${minutes}`).toEqual(oracle)
      const later = found!.slots[1]
      if (later) expect(later).toEqual(await firstByVerdict(id, length, { start: found!.slots[0]!.end, end: WINDOW.end }))
    }
  })

  it('is nothing where nothing can be booked', async () => {
    expect(await slotsOf(null, ['hidden', 'nobody\0'], { minutes: 60, window: WINDOW, count: 3 }, NOW)).toEqual([])
    expect((await slotsOf(null, ['plain'], { minutes: 481, window: WINDOW, count: 3 }, NOW))[0]!.slots).toEqual([])
  })
})

const question: SlotQuestion = {
  q: '', kind: [], city: [], campus: [], university: [], mode: null, minutes: 180, window: WINDOW,
  isUsable: false, sort: 'earliest', near: null, page: 1, limit: 100,
}

describe('the search across resources', () => {
  it('says the same of each as the search of one', async () => {
    const found = await searchSlots(null, question, NOW)
    const one = await slotsOf(null, [...IDS, 'within'], { minutes: 180, window: WINDOW, count: 1 }, NOW)
    const expected = one.flatMap(({ resourceId, slots }) => slots.map((slot) => [resourceId, slot]))
    expect(Object.fromEntries(found.items.map(({ resourceId, slot }) => [resourceId, slot]))).toEqual(Object.fromEntries(expected))
    expect(found.free).toBe(expected.length)
    expect(found.searched).toBe(IDS.length + 1)
    const starts = found.items.map(({ slot }) => slot.start.getTime())
    expect(starts).toEqual(starts.toSorted((a, b) => a - b))
  })

  it('orders by journey and by price, filters and pages', async () => {
    const person = await makePerson('b')
    const nearest = await searchSlots(person, { ...question, sort: 'nearest' }, NOW)
    expect(nearest.items.slice(0, 2).map(({ resourceId, journeyMinutes }) => [resourceId, journeyMinutes])).toEqual(
      expect.arrayContaining([['buffers', 0], ['shared', 0]]),
    )
    expect(nearest.items[2]!.journeyMinutes).toBeGreaterThan(60)
    await db.listPrice.create({ data: { resourceId: 'coarse', originClass: 'alliance_member', perHourFen: 100n, validFrom: day(-30) } })
    const cheapest = await searchSlots(null, { ...question, sort: 'cheapest' }, NOW)
    expect(cheapest.items[0]!.resourceId).toBe('coarse')
    const inChongqing = await searchSlots(null, { ...question, city: ['Chongqing'] }, NOW)
    expect(inChongqing.items.map(({ resourceId }) => resourceId).toSorted()).toEqual(['buffers', 'shared'])
    const pages = await Promise.all([1, 2, 3].map((page) => searchSlots(null, { ...question, page, limit: 4 }, NOW)))
    expect(pages.flatMap(({ items }) => items.map((each) => each.resourceId))).toEqual((await searchSlots(null, question, NOW)).items.map((each) => each.resourceId).slice(0, 12))
  })

  it('keeps to what the reader may use, when that is asked', async () => {
    const person = await makePerson('b')
    await db.resource.update({ where: { id: 'buffers' }, data: { needsQualification: true } })
    const found = await searchSlots(person, { ...question, city: ['Chongqing'], isUsable: true }, NOW)
    expect(found.items.map(({ resourceId }) => resourceId)).toEqual(['shared'])
    await db.resource.update({ where: { id: 'buffers' }, data: { needsQualification: false } })
  })
})

describe('several resources in order', () => {
  it('follow each other with the journey between their campuses and no longer wait than asked', async () => {
    const parts = [{ resourceId: 'plain', minutes: 60 }, { resourceId: 'three', minutes: 60 }, { resourceId: 'buffers', minutes: 60 }]
    const { plans } = await slotsTogether(null, { parts, window: WINDOW, maxGapMinutes: 60, count: 5 }, NOW)
    expect(plans.length).toBeGreaterThan(1)
    for (const plan of plans) {
      const [first, second, third] = plan.parts
      expect(second!.start.getTime()).toBeGreaterThanOrEqual(first!.end.getTime())
      expect(third!.journeyMinutes).toBeGreaterThan(100)
      expect(third!.start.getTime()).toBeGreaterThanOrEqual(second!.end.getTime() + third!.journeyMinutes * 60_000)
      for (const part of plan.parts) {
        expect(part.waitMinutes).toBeLessThanOrEqual(60)
        const length = (part.end.getTime() - part.start.getTime()) / 60_000
        expect(await firstByVerdict(part.resourceId, length, part)).toEqual({ start: part.start, end: part.end })
      }
    }
  })

  it('says what is missing, and finds nothing where nothing fits', async () => {
    const wish = { window: WINDOW, maxGapMinutes: 0, count: 3 }
    expect(await slotsTogether(null, { ...wish, parts: [{ resourceId: 'plain', minutes: 60 }, { resourceId: 'nowhere', minutes: 60 }] }, NOW)).toMatchObject({ plans: [], missing: ['nowhere'] })
    expect(await slotsTogether(null, { ...wish, parts: [{ resourceId: 'plain', minutes: 480 }, { resourceId: 'three', minutes: 480 }] }, NOW)).toMatchObject({ plans: [] })
  })
})

describe('the plan', () => {
  type Node = { 'Relation Name'?: string; 'Actual Rows': number; 'Actual Loops': number; 'Rows Removed by Filter'?: number; 'Rows Removed by Index Recheck'?: number; Plans?: Node[] }
  const touched = (node: Node): number =>
    (node['Relation Name'] === 'allocation'
      ? (node['Actual Rows'] + (node['Rows Removed by Filter'] ?? 0) + (node['Rows Removed by Index Recheck'] ?? 0)) * node['Actual Loops']
      : 0) + (node.Plans ?? []).reduce((sum, each) => sum + touched(each), 0)

  it('reads no row of another time', async () => {
    await makeResource({ id: 'old' })
    const { id } = await db.outage.create({ data: { resourceId: 'old', kind: 'maintenance', startsAt: at(-3000, 0), endsAt: at(-3000, 1), reason: 'test' } })
    await db.$executeRaw`
      INSERT INTO allocation (resource_id, unit, starts_at, ends_at, cause, outage_id)
        SELECT 'old', 1, t, t + interval '30 minutes', 'maintenance', ${id}::uuid
          FROM generate_series(${at(-1000, 0)}::timestamptz, ${at(-5, 0)}::timestamptz, interval '1 hour') t`
    // Who assists with something searched has a past too.
    await makeOperator(['assisted'], { id: 'o-old' })
    await db.$executeRaw`
      INSERT INTO allocation (resource_id, unit, starts_at, ends_at, cause, outage_id)
        SELECT 'o-old', 1, starts_at, ends_at, cause, outage_id FROM allocation WHERE resource_id = 'old'`
    await db.$executeRaw`ANALYZE allocation`
    const query = slotsQuery({ condition: Prisma.sql`TRUE`, isNarrow: false, priceClass: null }, WINDOW, NOW)
    const [row] = await db.$queryRaw<{ 'QUERY PLAN': [{ Plan: Node }] }[]>(Prisma.sql`EXPLAIN (ANALYZE, FORMAT JSON) ${query}`)
    expect(await db.allocation.count()).toBeGreaterThan(40_000)
    // In a small world a join may read what lies within the window once for each resource.
    expect(touched(row!['QUERY PLAN'][0].Plan)).toBeLessThan(2_000)
  })
})
