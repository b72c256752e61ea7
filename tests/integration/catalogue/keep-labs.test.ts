import { randomUUID } from 'node:crypto'
import { beforeAll, describe, expect, it } from 'vitest'
import type { Actor } from '~/domain/access/permission'
import { createLab } from '~/features/catalogue/labs/create.server'
import { listKeptLabs } from '~/features/catalogue/labs/queries.server'
import { changeLabStatus } from '~/features/catalogue/labs/retire.server'
import { labOwnSchema, labSchema } from '~/features/catalogue/labs/schema'
import { updateLab } from '~/features/catalogue/labs/update.server'
import { getLab } from '~/features/catalogue/queries.server'
import { changeRoomStatus } from '~/features/catalogue/rooms/retire.server'
import { saveRoom } from '~/features/catalogue/rooms/save.server'
import { roomSchema } from '~/features/catalogue/rooms/schema'
import { createResource } from '~/features/catalogue/resources/create.server'
import { db } from '~/platform/db.server'
import { coordinatorOf, makePerson, makeResource, makeWorld, managerOf, NOW } from '#tests/factories/world'
import { codesOf, labManager, lastAudit, resourceInput, ruleFor } from './listing-world'

let coordinator: Actor
let manager: Actor
const admin = () => makePerson(null, [{ role: 'admin', scopeKind: 'alliance', scopeId: null }])

beforeAll(async () => {
  await makeWorld()
  coordinator = await coordinatorOf('a')
  manager = await labManager('a-lab')
})

const own = { nameZh: '新实验室', nameEn: 'New lab', access: 'open', tags: [] }
const lab = (wish: object = {}) => labSchema.parse({ ...own, level: 'university_platform', hostUniversityId: 'a', owners: [], ...wish })
const create = (actor: Actor, wish: object = {}, key = randomUUID()) => createLab(actor, { key, input: lab(wish) }, NOW)
async function made(wish: object = {}): Promise<string> {
  const outcome = await create(coordinator, wish)
  if (!outcome.ok) throw new Error(JSON.stringify(outcome.problems))
  return outcome.value.id
}

describe('a lab', () => {
  it('is added once by the coordinator, who vouches for it; nobody else adds one there', async () => {
    const key = randomUUID()
    const [first, again] = [await create(coordinator, {}, key), await create(coordinator, {}, key)]
    expect(first).toEqual(again)
    const id = first.ok ? first.value.id : ''
    const row = await db.lab.findUniqueOrThrow({ where: { id }, include: { owners: true } })
    expect(row).toMatchObject({ confirmedById: coordinator.personId, isJoint: false, owners: [{ universityId: 'a', role: 'lead' }] })
    for (const actor of [manager, await managerOf('a'), await coordinatorOf('b'), await makePerson('a')]) {
      expect(ruleFor(await create(actor), 'hostUniversityId')).toBe('listing.rules.university_not_yours')
    }
    const byAdmin = await create(await admin())
    expect(byAdmin.ok && (await db.lab.findUniqueOrThrow({ where: { id: byAdmin.value.id } })).confirmedAt).toBeNull()
  })

  it('of several owners has one lead, and its host among them', async () => {
    expect(await db.lab.findUnique({ where: { id: await made({ owners: ['lead:a', 'member:b'] }) } })).toMatchObject({ isJoint: true })
    expect(ruleFor(await create(coordinator, { owners: ['lead:a', 'lead:b'] }), 'owners')).toBe('listing.rules.one_lead')
    expect(ruleFor(await create(coordinator, { owners: ['lead:b'] }), 'owners')).toBe('listing.rules.host_is_owner')
    expect(ruleFor(await create(coordinator, { campusId: 'b-campus' }), 'campusId')).toBe('listing.rules.campus_elsewhere')
    expect(labSchema.safeParse({ ...own, level: 'university_platform', owners: ['member:a'] }).success).toBe(false)
    expect(labSchema.safeParse({ ...own, level: 'university_platform', owners: [] }).success).toBe(false)
  })

  it('keeps its level when its manager edits it; the search follows the new name', async () => {
    const id = await made()
    const keeper = await labManager(id)
    const resource = await makeResource({})
    await db.resource.update({ where: { id: resource }, data: { labId: id } })
    expect((await updateLab(keeper, id, 1, labOwnSchema.parse({ ...own, nameZh: '量子光学中心' }))).ok).toBe(true)
    const row = await db.resource.findUniqueOrThrow({ where: { id: resource } })
    expect([row.searchText.includes('量子光学中心'), row.searchText.includes('lzgxzx'), row.version]).toEqual([true, true, 1])
    expect(await lastAudit(id)).toMatchObject({ action: 'lab.updated', data: { changes: { nameZh: { from: '新实验室', to: '量子光学中心' } } } })
    const raised = lab({ nameZh: '量子光学中心', level: 'national_key_lab' })
    expect(ruleFor(await updateLab(keeper, id, 2, raised), 'level')).toBe('listing.rules.coordinator_only')
    expect((await updateLab(coordinator, id, 2, raised)).ok).toBe(true)
    expect(codesOf(await updateLab(coordinator, id, 2, raised))).toEqual(['version_conflict'])
    expect(ruleFor(await updateLab(coordinator, id, 3, lab({ nameZh: '量子光学中心', level: 'national_key_lab', hostUniversityId: 'b' })), 'hostUniversityId')).toBe('listing.rules.coordinator_only')
    expect(codesOf(await updateLab(await coordinatorOf('b'), id, 3, lab()))).toEqual(['not_allowed'])
  })

  it('retires once nothing of it is in service, leaves the lists and comes back', async () => {
    const id = await made()
    const resource = await makeResource({})
    await db.resource.update({ where: { id: resource }, data: { labId: id } })
    expect(await changeLabStatus(coordinator, id, 1, 'retired', NOW)).toMatchObject({ problems: [{ code: 'entries_in_the_way', params: { entries: [{ id: resource }] } }] })
    await db.resource.update({ where: { id: resource }, data: { status: 'retired' } })
    expect(codesOf(await changeLabStatus(await labManager(id), id, 1, 'retired', NOW))).toEqual(['not_allowed'])
    expect((await changeLabStatus(coordinator, id, 1, 'retired', NOW)).ok).toBe(true)
    expect((await changeLabStatus(coordinator, id, 1, 'retired', NOW)).ok).toBe(true)
    expect((await getLab(id, null))?.retiredAt).not.toBeNull()
    const added = await createResource(coordinator, { input: resourceInput({ labId: id }), key: randomUUID(), copyOf: null, copyPrices: false }, NOW)
    expect(ruleFor(added, 'labId')).toBe('listing.rules.lab_retired')
    expect((await changeLabStatus(coordinator, id, 2, 'active', NOW)).ok).toBe(true)
  })

  it('is kept by its manager, its university and nobody else', async () => {
    const ids = async (actor: Actor) => (await listKeptLabs(actor, { q: '', page: 1 })).items.map((each) => each.id)
    expect(await ids(manager)).toEqual(['a-lab'])
    expect(await ids(await coordinatorOf('b'))).toEqual(['b-lab'])
    expect(await ids(await makePerson('a'))).toEqual([])
  })
})

describe('a room', () => {
  const room = (wish: object = {}) => roomSchema.parse({ campusId: 'a-campus', number: '101', ...wish })

  it('is added once, changed and retired by those who keep it', async () => {
    const key = randomUUID()
    const [first, again] = [await saveRoom(coordinator, { key }, room()), await saveRoom(coordinator, { key }, room())]
    expect(first).toEqual(again)
    const id = first.ok ? first.value.id : ''
    expect(ruleFor(await saveRoom(coordinator, { key: randomUUID() }, room()), 'number')).toBe('listing.rules.room_twice')
    expect(ruleFor(await saveRoom(manager, { key: randomUUID() }, room({ number: '102' })), 'campusId')).toBe('listing.rules.room_not_yours')
    expect((await saveRoom(manager, { key: randomUUID() }, room({ number: '102', labId: 'a-lab' }))).ok).toBe(true)
    expect(ruleFor(await saveRoom(coordinator, { key: randomUUID() }, room({ campusId: 'b-campus' })), 'campusId')).toBe('listing.rules.room_not_yours')
    expect((await saveRoom(coordinator, { id, version: 1 }, room({ safetyLevel: 2, hazardClass: 'chemical' }))).ok).toBe(true)
    expect(codesOf(await saveRoom(coordinator, { id, version: 1 }, room()))).toEqual(['version_conflict'])
    expect(await lastAudit(id)).toMatchObject({ action: 'room.updated', data: { changes: { safetyLevel: { from: null, to: 2 } } } })

    const resource = await makeResource({})
    await db.resource.update({ where: { id: resource }, data: { roomId: id } })
    expect(codesOf(await changeRoomStatus(coordinator, id, 2, 'retired', NOW))).toEqual(['entries_in_the_way'])
    await db.resource.update({ where: { id: resource }, data: { roomId: null } })
    expect(codesOf(await changeRoomStatus(await coordinatorOf('b'), id, 2, 'retired', NOW))).toEqual(['not_allowed'])
    expect((await changeRoomStatus(coordinator, id, 2, 'retired', NOW)).ok).toBe(true)
    const placed = await createResource(coordinator, { input: resourceInput({ roomId: id }), key: randomUUID(), copyOf: null, copyPrices: false }, NOW)
    expect(ruleFor(placed, 'roomId')).toBe('listing.rules.room_elsewhere')
  })
})
