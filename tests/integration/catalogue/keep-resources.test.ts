import { randomUUID } from 'node:crypto'
import { beforeAll, describe, expect, it } from 'vitest'
import type { Actor } from '~/domain/access/permission'
import { createBooking } from '~/features/bookings/create.server'
import { listChanges } from '~/features/catalogue/history.server'
import { changeMany, previewMany } from '~/features/catalogue/resources/change-many.server'
import { createResource } from '~/features/catalogue/resources/create.server'
import { listKeptResources, parseKeptFilters } from '~/features/catalogue/resources/queries.server'
import { patchSchema, type ResourceInput } from '~/features/catalogue/resources/schema'
import { answerPrices } from '~/features/catalogue/resources/answer-prices.server'
import { PRICE_CELLS } from '~/features/catalogue/resources/price-form'
import { pricesAt, setPrices } from '~/features/catalogue/resources/set-prices.server'
import { changeResourceStatus, updateResource } from '~/features/catalogue/resources/update.server'
import { db } from '~/platform/db.server'
import { at, booking, coordinatorOf, makePerson, makeResource, makeWorld, managerOf, NOW, occupancy } from '#tests/factories/world'
import { codesOf, labManager, lastAudit, resourceInput, ruleFor, versionOf } from './listing-world'

let manager: Actor
let foreign: Actor

beforeAll(async () => {
  await makeWorld()
  manager = await managerOf('a')
  foreign = await managerOf('b')
  await db.tag.create({ data: { id: 't:micro', scheme: 't', zh: '显微', en: 'Microscopy' } })
  await db.resourceKind.create({ data: { id: 'space', nature: 'space', zh: '空间', en: 'Space' } })
})

const create = (actor: Actor, input: ResourceInput, key = randomUUID()) =>
  createResource(actor, { input, key, copyOf: null, copyPrices: false }, NOW)

async function made(wish: Parameters<typeof resourceInput>[0] = {}): Promise<string> {
  const outcome = await create(manager, resourceInput(wish))
  if (!outcome.ok) throw new Error(JSON.stringify(outcome.problems))
  return outcome.value.id
}

describe('adding a resource', () => {
  it('makes a draft once, however often the form is sent, with its history and search text', async () => {
    const key = randomUUID()
    const input = resourceInput({ nameEn: 'Field-emission SEM', assetNumber: 'A-1', tags: ['t:micro'], valueFen: '1,200,000.50', gateZh: '东门' })
    const [first, second] = await Promise.all([create(manager, input, key), create(manager, input, key)])
    const again = await create(manager, input, key)
    const id = first.ok ? first.value.id : second.ok ? second.value.id : ''
    expect(again).toEqual({ ok: true, value: { id } })
    const row = await db.resource.findUniqueOrThrow({ where: { id }, include: { tags: true, standings: true } })
    expect(row).toMatchObject({ status: 'draft', universityId: 'a', valueFen: 120_000_050n, gateZh: '东门', version: 1 })
    expect(row.searchText).toContain(' field-emission ')
    expect(row.searchText).toContain('smdzxwj')
    expect(row.searchText).toContain('显微')
    expect(row.sortKey).toMatch(/^sao miao dian zi/)
    expect(row.standings).toHaveLength(1)
    const { events } = await listChanges('resource', id, null)
    expect(events).toMatchObject([{ action: 'resource.created', who: { email: manager.email }, changes: { valueFen: { from: null, to: 120_000_050 } } }])
  })

  it('is for those who keep that lab', async () => {
    const input = resourceInput()
    const operator = await makePerson('a', [{ role: 'operator', scopeKind: 'lab', scopeId: 'a-lab' }])
    for (const actor of [foreign, operator, await makePerson('a'), await coordinatorOf('b')]) {
      expect(ruleFor(await create(actor, input), 'labId')).toBe('listing.rules.lab_not_yours')
    }
    for (const actor of [await coordinatorOf('a'), await labManager('a-lab')]) expect((await create(actor, input)).ok).toBe(true)
  })

  it('says in words that an asset number is taken, in its own university only', async () => {
    await made({ assetNumber: 'TAKEN' })
    expect(ruleFor(await create(manager, resourceInput({ assetNumber: 'TAKEN' })), 'assetNumber')).toBe('listing.rules.asset_taken')
    expect((await create(foreign, resourceInput({ assetNumber: 'TAKEN' }, 'b'))).ok).toBe(true)
  })

  it('names each reference that does not belong', async () => {
    const wrong = async (wish: Parameters<typeof resourceInput>[0], field: string) => ruleFor(await create(manager, resourceInput(wish)), field)
    expect(await wrong({ campusId: 'b-campus' }, 'campusId')).toBe('listing.rules.campus_elsewhere')
    expect(await wrong({ kindId: 'nothing' }, 'kindId')).toBe('choice')
    expect(await wrong({ roomId: 'nothing' }, 'roomId')).toBe('listing.rules.room_elsewhere')
    expect(await wrong({ tags: ['nothing'] }, 'tags')).toBe('choice')
    expect(await wrong({ listedBy: ['nothing'] }, 'listedBy')).toBe('choice')
    expect(await wrong({ universityId: 'b' }, 'universityId') ?? await wrong({ universityId: 'b' }, 'labId')).not.toBeNull()
    const instrument = await makeResource({})
    expect(await wrong({ parentId: instrument }, 'parentId')).toBe('listing.rules.parent')
  })

  it('copies the prices of today from a like one', async () => {
    const from = await makeResource({ yuan: 30 })
    const outcome = await createResource(manager, { input: resourceInput(), key: randomUUID(), copyOf: from, copyPrices: true }, NOW)
    const id = outcome.ok ? outcome.value.id : ''
    const own = (await pricesAt(id, NOW)).find((each) => each.mode === null && each.originClass === 'own_university')
    expect(own?.perHourFen).toBe(3000)
  })
})

describe('changing a resource', () => {
  it('writes what differs, keeps the standing history, and nothing when nothing differs', async () => {
    const id = await made()
    const outcome = await updateResource(manager, id, 1, resourceInput({ nameZh: '透射电子显微镜', ratedClass: 'special', ratedHours: 800 }), NOW)
    expect(outcome).toEqual({ ok: true, value: { id, version: 2, changed: ['nameZh', 'ratedClass', 'ratedHours'] } })
    expect(await lastAudit(id)).toMatchObject({
      action: 'resource.updated', actorId: manager.personId, universityId: 'a',
      data: { changes: { nameZh: { from: '扫描电子显微镜', to: '透射电子显微镜' }, ratedHours: { from: 1400, to: 800 } } },
    })
    const standings = await db.resourceStanding.findMany({ where: { resourceId: id }, orderBy: { id: 'asc' } })
    expect(standings.map((each) => [each.ratedHours, each.validTo === null])).toEqual([[1400, false], [800, true]])
    const before = await db.auditEvent.count()
    expect(await updateResource(manager, id, 2, resourceInput({ nameZh: '透射电子显微镜', ratedClass: 'special', ratedHours: 800 }), NOW)).toMatchObject({ ok: true, value: { version: 2, changed: [] } })
    expect(await db.auditEvent.count()).toBe(before)
  })

  it('lets one of two editors through and tells the other', async () => {
    const id = await made()
    const outcomes = await Promise.all(['甲', '乙'].map((nameZh) => updateResource(manager, id, 1, resourceInput({ nameZh }), NOW)))
    expect(outcomes.map((each) => each.ok).toSorted()).toEqual([false, true])
    expect(outcomes.flatMap(codesOf)).toEqual(['version_conflict'])
    expect(await versionOf(id)).toBe(2)
  })

  it('is for those who keep it, on both sides of a move', async () => {
    const id = await made()
    expect(codesOf(await updateResource(foreign, id, 1, resourceInput({}, 'b'), NOW))).toEqual(['not_allowed'])
    expect(ruleFor(await updateResource(manager, id, 1, resourceInput({}, 'b'), NOW), 'labId')).toBe('listing.rules.lab_not_yours')
  })

  it('shows the bookings in the way of fewer units, and numbers the others anew', async () => {
    const id = await makeResource({ capacity: 3, policy: { approval: 'none' } })
    const people = await Promise.all([1, 2, 3].map(() => makePerson('a')))
    for (const [index, person] of people.entries()) {
      const outcome = await createBooking(person, booking(id, at(1, 9 + index), at(1, 11 + index)), NOW)
      expect(outcome.ok).toBe(true)
    }
    const current = resourceInput({ nameZh: '仪器', capacity: 1 })
    const refusal = await updateResource(manager, id, 1, current, NOW)
    expect(codesOf(refusal)).toEqual(['holds_in_the_way'])
    expect(refusal).toMatchObject({ problems: [{ params: { holds: [{ cause: 'booking' }, { cause: 'booking' }, { cause: 'booking' }] } }] })
    expect((await updateResource(manager, id, 1, { ...current, capacity: 2 }, NOW)).ok).toBe(true)
    expect(Math.max(...(await occupancy(id)).map(([unit]) => unit))).toBeLessThanOrEqual(2)
  })

  it('puts nothing into a space that is booked ahead', async () => {
    const space = await makeResource({ policy: { approval: 'none' } })
    await db.resource.update({ where: { id: space }, data: { kindId: 'space' } })
    const id = await made()
    expect((await createBooking(await makePerson('a'), booking(space, at(2, 9), at(2, 11)), NOW)).ok).toBe(true)
    expect(codesOf(await updateResource(manager, id, 1, resourceInput({ parentId: space }), NOW))).toEqual(['holds_in_the_way'])
    expect(ruleFor(await updateResource(manager, space, 1, resourceInput({ kindId: 'space', parentId: space }), NOW), 'parentId')).toMatch(/^listing\.rules\.parent/)
  })
})

describe('publishing and retiring', () => {
  it('moves through its states, each told in the history', async () => {
    const id = await made()
    expect((await changeResourceStatus(manager, id, 1, 'active', NOW)).ok).toBe(true)
    expect((await changeResourceStatus(manager, id, 1, 'active', NOW)).ok).toBe(true)
    expect((await changeResourceStatus(manager, id, 2, 'retired', NOW)).ok).toBe(true)
    expect(codesOf(await changeResourceStatus(manager, id, 2, 'active', NOW))).toEqual(['version_conflict'])
    expect((await changeResourceStatus(manager, id, 3, 'active', NOW)).ok).toBe(true)
    const { events } = await listChanges('resource', id, null)
    expect(events.map((each) => each.action)).toEqual(['resource.restored', 'resource.retired', 'resource.published', 'resource.created'])
  })

  it('refuses to retire while bookings are ahead, and lists them', async () => {
    const id = await makeResource({})
    const person = await makePerson('a')
    const booked = await createBooking(person, booking(id, at(1, 9), at(1, 11)), NOW)
    const refusal = await changeResourceStatus(manager, id, 1, 'retired', NOW)
    expect(refusal).toMatchObject({ problems: [{ code: 'holds_in_the_way', params: { holds: [{ cause: 'booking', start: at(1, 9).toISOString() }] } }] })
    expect(booked.ok).toBe(true)
    expect((await changeResourceStatus(manager, id, 1, 'retired', at(2, 9))).ok).toBe(true)
  })

  it('races with a booking: one of them wins, never both', async () => {
    for (let round = 0; round < 6; round += 1) {
      const id = await makeResource({ policy: { approval: 'none' } })
      const person = await makePerson('a')
      const [booked, retired] = await Promise.all([
        createBooking(person, booking(id, at(3, 9), at(3, 10)), NOW),
        changeResourceStatus(manager, id, 1, 'retired', NOW),
      ])
      expect([booked.ok, retired.ok].filter(Boolean)).toHaveLength(1)
    }
  })
})

describe('prices', () => {
  it('end the old row and begin a new one, now or on a day to come', async () => {
    const id = await makeResource({ yuan: 10 })
    const cells = PRICE_CELLS.map((cell) => ({ ...cell, perHourFen: cell.mode === null && cell.originClass === 'own_university' ? 1500 : null }))
    expect((await setPrices(manager, id, { cells, version: 1, from: '2026-12-01' }, NOW)).ok).toBe(true)
    const own = async (when: Date) => (await pricesAt(id, when)).find((each) => each.mode === null && each.originClass === 'own_university')?.perHourFen
    expect([await own(NOW), await own(new Date('2026-11-30T15:59:59Z')), await own(new Date('2026-11-30T16:00:00Z'))]).toEqual([1000, 1000, 1500])
    const now = PRICE_CELLS.map((cell) => ({ ...cell, perHourFen: cell.mode === null && cell.originClass === 'own_university' ? 2000 : null }))
    expect((await setPrices(manager, id, { cells: now, version: 2, from: null }, NOW)).ok).toBe(true)
    expect([await own(NOW), await own(new Date('2027-01-01T00:00:00Z'))]).toEqual([2000, 2000])
    const rows = await db.listPrice.findMany({ where: { resourceId: id, originClass: 'own_university' }, orderBy: { perHourFen: 'asc' } })
    expect(rows.map((row) => Number(row.perHourFen))).toEqual([1000, 1500, 2000])
    expect(codesOf(await setPrices(foreign, id, { cells, version: 3, from: null }, NOW))).toEqual(['not_allowed'])
    expect(codesOf(await setPrices(manager, id, { cells, version: 1, from: null }, NOW))).toEqual(['version_conflict'])
    expect(ruleFor(await setPrices(manager, id, { cells, version: 3, from: '2026-11-20' }, NOW), 'from')).toBe('listing.rules.price_from')
  })
})

describe('prices that somebody else changed meanwhile', () => {
  it('stand beside those typed, for the day they were typed for', async () => {
    const id = await makeResource({ yuan: 10 })
    const cells = (fen: number) => PRICE_CELLS.map((cell) => ({ ...cell, perHourFen: cell.mode === null && cell.originClass === 'own_university' ? fen : null }))
    expect((await setPrices(manager, id, { cells: cells(1500), version: 1, from: null }, NOW)).ok).toBe(true)
    expect((await setPrices(manager, id, { cells: cells(1800), version: 2, from: '2026-12-01' }, NOW)).ok).toBe(true)
    const typed = async (more: Record<string, string>) => {
      const body = new URLSearchParams({ version: '1', 'price-any-own_university': '20', ...more })
      const answer = await answerPrices(new Request('http://localhost/', { method: 'POST', body }), manager, id, NOW)
      return answer.ok ? null : answer.reply
    }
    const reply = await typed({})
    expect(reply?.conflict).toEqual({ version: 3, changes: { 'price.any.own_university': { from: 1500, to: 2000 } }, names: {} })
    expect(reply?.values['price-any-own_university']).toBe('20')
    expect((await typed({ from: '2026-12-02' }))?.conflict?.changes).toEqual({ 'price.any.own_university': { from: 1800, to: 2000 } })
    expect(await typed({ version: '3' })).toBeNull()
  })
})

describe('changing many at once', () => {
  const patch = (wish: object) => patchSchema.parse({ modes: [], addTags: [], removeTags: [], ...wish })

  it('previews, then changes all of them or none', async () => {
    const ids = [await made(), await made()]
    const wish = patch({ gateZh: '北门', addTags: ['t:micro'], status: 'active' })
    const rows = await previewMany(manager, ids, wish)
    expect(rows.map((row) => Object.keys(row.changes).toSorted())).toEqual([['gateZh', 'status', 'tags'], ['gateZh', 'status', 'tags']])
    expect(await previewMany(foreign, ids, wish)).toEqual([])
    const stale = await changeMany(manager, [{ id: ids[0]!, version: 1 }, { id: ids[1]!, version: 9 }], wish, NOW)
    expect(stale).toMatchObject({ ok: false, refusals: [{ id: ids[1], problems: [{ code: 'version_conflict' }] }] })
    expect(await versionOf(ids[0]!)).toBe(1)
    expect(await changeMany(manager, ids.map((id) => ({ id, version: 1 })), wish, NOW)).toEqual({ ok: true, changed: 2 })
    const changed = await db.resource.findMany({ where: { id: { in: ids } }, include: { tags: true } })
    expect(changed.map((each) => [each.status, each.gateZh, each.tags.length, each.version])).toEqual([['active', '北门', 1, 2], ['active', '北门', 1, 2]])
    const foreignTry = await changeMany(foreign, [{ id: ids[0]!, version: 2 }], wish, NOW)
    expect(foreignTry).toMatchObject({ ok: false, refusals: [{ problems: [{ code: 'not_allowed' }] }] })
  })

  it('asks why for what is not opened', () => {
    expect(patchSchema.safeParse({ modes: [], addTags: [], removeTags: [], shareScope: 'own_university' }).success).toBe(false)
  })
})

describe('the list of what one keeps', () => {
  it('holds one’s own labs or university only, found by name, asset number and state', async () => {
    const id = await made({ nameZh: '独有的名字', assetNumber: 'ZX-77' })
    const find = async (actor: Actor, address: string) => (await listKeptResources(actor, parseKeptFilters(new URLSearchParams(address)))).items.map((each) => each.id)
    expect(await find(manager, 'q=独有')).toEqual([id])
    expect(await find(manager, 'q=zx-77&status=draft')).toEqual([id])
    expect(await find(manager, 'q=zx-77&status=active')).toEqual([])
    expect(await find(foreign, 'q=独有')).toEqual([])
    expect(await find(await makePerson('a'), '')).toEqual([])
    expect((await find(manager, 'page=9999999&lab=%00&status=odd')).length).toBeGreaterThan(0)
  })
})
