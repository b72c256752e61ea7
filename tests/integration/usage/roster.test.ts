import { beforeAll, describe, expect, it } from 'vitest'
import type { Actor } from '~/domain/access/permission'
import { createBooking } from '~/features/bookings/create.server'
import { checkIn } from '~/features/usage/check-in.server'
import { checkOut } from '~/features/usage/check-out.server'
import { entryPass } from '~/features/usage/entry/queries.server'
import { rosterOf, rosterPlaces } from '~/features/usage/roster/queries.server'
import { db } from '~/platform/db.server'
import { at, booking, coordinatorOf, makeOperator, makePerson, makeResource, makeWorld, managerOf, NOW } from '#tests/factories/world'

let manager: Actor
beforeAll(async () => {
  await makeWorld()
  manager = await managerOf('a')
  await db.room.create({ data: { id: 'room', campusId: 'a-campus', labId: 'a-lab', number: '101' } })
})

const inRoom = async (rest: Parameters<typeof makeResource>[0] = {}) => {
  const id = await makeResource(rest)
  await db.resource.update({ where: { id }, data: { roomId: 'room' } })
  return id
}
async function booked(by: Actor, resource: string, from: number, to: number, rest: Parameters<typeof booking>[3] = {}) {
  const made = await createBooking(by, booking(resource, at(1, from), at(1, to), rest), NOW)
  if (!made.ok) throw new Error(JSON.stringify(made.problems))
  const item = await db.bookingItem.findFirstOrThrow({ where: { bookingId: made.value.id }, select: { id: true } })
  return { booking: made.value.id, item: item.id }
}
const seen = async (actor: Actor, now: Date, kind = 'room', id = 'room') => (await rosterOf(actor, kind, id, now))?.lines ?? null

describe('the roster', () => {
  it('tells who is inside, who should be, who assists, and nobody who has left', async () => {
    const [one, two, three, operator] = [await makePerson(), await makePerson('b'), await makePerson(), await makePerson()]
    await db.person.update({ where: { id: two.personId }, data: { phone: '+86 28 5555 0100' } })
    const machine = await inRoom({ modes: ['self_operation', 'assisted_booking'] })
    const other = await inRoom()
    const op = await makeOperator([machine], { personId: operator.personId })
    const a = await booked(one, machine, 9, 11)
    await db.bookingItem.update({ where: { id: a.item }, data: { operatorId: op } })
    const b = await booked(two, other, 9, 11)
    await booked(three, other, 14, 16)
    await booked(three, await makeResource(), 9, 10)
    expect(await checkIn(two, b.item, {}, at(1, 9.2))).toMatchObject({ ok: true })
    const lines = await seen(manager, at(1, 9.5))
    expect(lines?.map(({ personId, state, phone }) => [personId, state, phone])).toEqual([
      [two.personId, 'inside', '+86 28 5555 0100'], [operator.personId, 'assisting', null], [one.personId, 'expected', null],
    ].toSorted((x, y) => ['inside', 'assisting', 'expected'].indexOf(x[1]!) - ['inside', 'assisting', 'expected'].indexOf(y[1]!)))
    // Beyond the booked end somebody is inside until they say otherwise.
    expect((await seen(manager, at(1, 11.5)))?.map(({ personId, until }) => [personId, until])).toEqual([[two.personId, at(1, 11)]])
    await checkOut(two, b.item, {}, at(1, 11.6))
    expect(await seen(manager, at(1, 11.7))).toEqual([])
    expect((await seen(manager, at(1, 9.5), 'lab', 'a-lab'))?.length).toBe(3)
  })

  it('is seen by those who keep the place, and noted where it crosses a university’s border', async () => {
    const visitor = await makePerson('b')
    const resource = await inRoom()
    await booked(visitor, resource, 12, 13)
    const now = at(1, 12.5)
    const keepers = [
      await makePerson('a', [{ role: 'safety_officer', scopeKind: 'university', scopeId: 'a' }]), await makePerson('a', [{ role: 'operator', scopeKind: 'lab', scopeId: 'a-lab' }]),
      await makePerson('a', [{ role: 'lab_manager', scopeKind: 'lab', scopeId: 'a-lab' }]), await coordinatorOf('a'),
    ]
    for (const keeper of keepers) expect((await seen(keeper, now))?.some(({ personId }) => personId === visitor.personId)).toBe(true)
    const others = [
      visitor, await managerOf('b'), await makePerson('b', [{ role: 'safety_officer', scopeKind: 'university', scopeId: 'b' }]), await makePerson('a', [{ role: 'pi', scopeKind: 'university', scopeId: 'a' }]),
      await makePerson('a', [{ role: 'office', scopeKind: 'alliance', scopeId: null }]), await makePerson('a', [{ role: 'admin', scopeKind: 'alliance', scopeId: null }]),
    ]
    for (const other of others) expect(await seen(other, now)).toBeNull()
    expect(await seen(keepers[0]!, now, 'building', 'room')).toBeNull()
    expect(await seen(keepers[0]!, now, 'room', 'nothing\0')).toBeNull()
    const noted = await db.auditEvent.findMany({ where: { action: 'person.read', subjectId: visitor.personId, actorId: { in: keepers.map(({ personId }) => personId) } }, select: { data: true } })
    expect(noted.map(({ data }) => (data as { where: string }).where)).toEqual(keepers.map(() => 'roster'))
    expect((await rosterPlaces(keepers[0]!))?.map(({ id, rooms }) => [id, rooms.map((room) => room.id)])).toEqual([['a-lab', ['room']]])
    expect(await rosterPlaces(visitor)).toBeNull()
    expect(await rosterPlaces(others[4]!)).toBeNull()
  })
})

describe('the entry pass', () => {
  it('is the visitor’s and the lab’s, names the host, and holds while the booking does', async () => {
    const visitor = await makePerson('b')
    const resource = await inRoom({ policy: {} })
    const { booking: id } = await booked(visitor, resource, 15, 16)
    const pass = await entryPass(visitor, id, at(1, 14.9))
    expect(pass).toMatchObject({ validity: 'valid', records: false, host: { nameEn: 'Laboratory' }, address: expect.stringMatching(new RegExp(`/bookings/${id}/entry$`)) })
    expect(await entryPass(manager, id, at(1, 14.9))).toMatchObject({ records: true })
    expect(await entryPass(await makePerson(), id, at(1, 14.9))).toBeNull()
    expect(await entryPass(visitor, id, at(1, 16))).toMatchObject({ validity: 'past' })
    await db.booking.update({ where: { id }, data: { status: 'cancelled' } })
    expect(await entryPass(visitor, id, at(1, 14.9))).toMatchObject({ validity: 'not_granted' })
  })
})
