import { beforeAll, describe, expect, it } from 'vitest'
import { availability, nextFree, weekStrips, whoIsFree } from '~/features/finder/availability.server'
import { db } from '~/platform/db.server'
import { makeResource, makeWorld, openOnWorkdays } from '#tests/integration/catalogue/world'

/** Wall clock of Chengdu; 2026-11-23 is a Monday. */
const at = (wall: string) => new Date(`${wall}:00+08:00`)
const hours = (list: { start: Date; end: Date }[]) =>
  list.map(({ start, end }) => [start, end].map((each) => new Date(each.getTime() + 8 * 3_600_000).toISOString().slice(5, 16)).join(' – '))

async function outage(resourceId: string, start: string, end: string, units = 1, kind: 'maintenance' | 'closure' = 'maintenance') {
  const [startsAt, endsAt] = [at(start), at(end)]
  const { id } = await db.outage.create({ data: { resourceId, kind, startsAt, endsAt, reason: 'test' } })
  await db.allocation.createMany({
    data: Array.from({ length: units }, (_, unit) => ({ resourceId, unit: unit + 1, startsAt, endsAt, cause: kind, outageId: id })),
  })
}

beforeAll(async () => {
  await makeWorld()
  await makeResource({ id: 'one', nameZh: '单台' })
  await makeResource({ id: 'four', nameZh: '四席', capacity: 4 })
  await makeResource({ id: 'room', nameZh: '整间' })
  await makeResource({ id: 'inside', nameZh: '间内', parentId: 'room' })
  await makeResource({ id: 'unset', nameZh: '无开放时间' })
  await makeResource({ id: 'contact', nameZh: '须联系', shareScope: 'contact_only' })
  await makeResource({ id: 'restricted', nameZh: '受限', labId: 'cqu-closed' })
  for (const id of ['one', 'four', 'room', 'inside', 'contact', 'restricted']) await openOnWorkdays(id)
  await outage('one', '2026-11-23T10:00', '2026-11-23T12:00')
  await outage('one', '2026-11-23T12:00', '2026-11-23T13:00', 1, 'closure')
  await outage('four', '2026-11-23T09:00', '2026-11-23T18:00', 3)
  await outage('four', '2026-11-24T09:00', '2026-11-24T12:00', 4)
  await outage('inside', '2026-11-23T14:00', '2026-11-23T16:00')
  await db.calendarDay.create({ data: { date: new Date('2026-11-25'), kind: 'holiday', nameZh: '假日', nameEn: 'Holiday' } })
})

describe('availability', () => {
  const now = at('2026-11-20T08:00')
  const monday = [at('2026-11-23T00:00'), at('2026-11-24T00:00')] as const

  it('cuts what is taken out of what is open, and says by what', async () => {
    const found = await availability('one', ...monday, now)
    expect(hours(found!.opening)).toEqual(['11-23T09:00 – 11-23T18:00'])
    expect(found!.busy.map((each) => each.kind)).toEqual(['maintenance', 'closure'])
    expect(hours(found!.free)).toEqual(['11-23T09:00 – 11-23T10:00', '11-23T13:00 – 11-23T18:00'])
  })

  it('is busy only when no unit is left', async () => {
    const found = await availability('four', at('2026-11-23T00:00'), at('2026-11-25T00:00'), now)
    expect(hours(found!.busy)).toEqual(['11-24T09:00 – 11-24T12:00'])
    expect(hours(found!.free)).toEqual(['11-23T09:00 – 11-23T18:00', '11-24T12:00 – 11-24T18:00'])
  })

  it('takes a space when something inside it is taken, not the other way round', async () => {
    await outage('room', '2026-11-24T09:00', '2026-11-24T10:00')
    const room = await availability('room', at('2026-11-23T00:00'), at('2026-11-25T00:00'), now)
    expect(hours(room!.busy)).toEqual(['11-23T14:00 – 11-23T16:00', '11-24T09:00 – 11-24T10:00'])
    const inside = await availability('inside', ...monday, now)
    expect(hours(inside!.busy)).toEqual(['11-23T14:00 – 11-23T16:00'])
  })

  it('knows holidays, the past and its bounds', async () => {
    expect((await availability('one', at('2026-11-25T00:00'), at('2026-11-26T00:00'), now))!.opening).toEqual([])
    expect((await availability('one', ...monday, at('2026-11-23T17:00')))!.free).toEqual([{ start: at('2026-11-23T17:00'), end: at('2026-11-23T18:00') }])
    expect(await availability('one', monday[1], monday[0], now)).toEqual({ externalUrl: null, opening: [], busy: [], free: [] })
    const year = await availability('one', at('2026-11-23T00:00'), at('2036-11-23T00:00'), now)
    expect(year!.opening.at(-1)!.end.getTime()).toBeLessThanOrEqual(at('2026-11-23T00:00').getTime() + 92 * 86_400_000)
    expect(await availability('nothing', ...monday, now)).toBeNull()
  })

  it('ignores a hold that has lapsed', async () => {
    const kept = { resourceId: 'inside', startsAt: at('2026-11-23T09:00'), endsAt: at('2026-11-23T10:00'), cause: 'maintenance' as const }
    const { id } = await db.outage.create({ data: { resourceId: 'inside', kind: 'maintenance', startsAt: kept.startsAt, endsAt: kept.endsAt, reason: 'test' } })
    await db.allocation.create({ data: { ...kept, outageId: id, expiresAt: at('2026-11-20T07:59') } })
    expect(hours((await availability('inside', ...monday, now))!.busy)).toEqual(['11-23T14:00 – 11-23T16:00'])
    expect(hours((await availability('inside', ...monday, at('2026-11-20T07:00')))!.busy)).toContain('11-23T09:00 – 11-23T10:00')
  })
})

describe('next free', () => {
  it('is now, while there is time left', async () => {
    expect(await nextFree('one', at('2026-11-23T13:10'))).toMatchObject({ kind: 'now', until: at('2026-11-23T18:00'), slot: { start: at('2026-11-23T13:30') } })
  })

  it('is later, over the weekend and past what is taken', async () => {
    expect(await nextFree('one', at('2026-11-21T12:00'), 120)).toMatchObject({
      kind: 'later',
      period: { start: at('2026-11-23T13:00'), end: at('2026-11-23T18:00') },
      slot: { start: at('2026-11-23T13:00'), end: at('2026-11-23T15:00') },
    })
  })

  it('is none without opening hours, and by contact where nothing is booked online', async () => {
    expect(await nextFree('unset', at('2026-11-23T09:00'))).toMatchObject({ kind: 'none', days: 14 })
    expect(await nextFree('contact', at('2026-11-23T09:00'))).toEqual({ kind: 'contact' })
    expect(await nextFree('restricted', at('2026-11-23T09:00'))).toEqual({ kind: 'contact' })
  })

  it('keeps the notice that the rules ask for', async () => {
    await db.policyVersion.create({ data: { ownerKind: 'resource', ownerId: 'unset', rules: { minNoticeMinutes: 2880 }, validFrom: new Date('2026-01-01') } })
    await openOnWorkdays('unset')
    expect(await nextFree('unset', at('2026-11-23T09:00'))).toMatchObject({ kind: 'later', slot: { start: at('2026-11-26T09:00') } })
  })
})

describe('week strips', () => {
  it('counts open and free minutes day by day on the campus’s calendar', async () => {
    const view = (await weekStrips(['one', 'contact'], at('2026-11-23T00:30'))).get('one')!
    expect(view.days.map((each) => each.date)).toEqual(['2026-11-23', '2026-11-24', '2026-11-25', '2026-11-26', '2026-11-27', '2026-11-28', '2026-11-29'])
    expect(view.days.map((each) => [each.openMinutes, each.freeMinutes])).toEqual([
      [540, 360], [540, 540], [0, 0], [540, 540], [540, 540], [0, 0], [0, 0],
    ])
  })

  it('answers for nothing and for many at once', async () => {
    expect((await weekStrips([], at('2026-11-23T00:30'))).size).toBe(0)
    expect((await weekStrips(['one', 'four', 'room', 'nothing'], at('2026-11-23T00:30'))).size).toBe(3)
  })
})

describe('who is free', () => {
  const now = at('2026-11-20T08:00')
  const all = ['one', 'four', 'room', 'contact', 'restricted']
  const free = async (start: string, end: string, minutes: number) =>
    (await whoIsFree(all, { period: { start: at(start), end: at(end) }, minutes }, now)).toSorted()

  it('asks for the length on end', async () => {
    expect(await free('2026-11-23T09:00', '2026-11-23T13:00', 60)).toEqual(['four', 'one', 'room'])
    expect(await free('2026-11-23T09:00', '2026-11-23T13:00', 120)).toEqual(['four', 'room'])
    expect(await free('2026-11-23T09:00', '2026-11-23T18:00', 360)).toEqual(['four'])
  })

  it('names nobody on a weekend, on a holiday or for longer than the rules allow', async () => {
    expect(await free('2026-11-21T00:00', '2026-11-23T00:00', 30)).toEqual([])
    expect(await free('2026-11-25T00:00', '2026-11-26T00:00', 30)).toEqual([])
    expect(await free('2026-11-23T00:00', '2026-11-28T00:00', 481)).toEqual([])
  })
})
