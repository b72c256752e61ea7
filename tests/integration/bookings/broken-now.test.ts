import { randomUUID } from 'node:crypto'
import { beforeAll, expect, it } from 'vitest'
import type { Actor } from '~/domain/access/permission'
import type { Outcome } from '~/domain/problem'
import { addMinutes } from '~/domain/time/interval'
import { createBooking } from '~/features/bookings/create.server'
import { affectedBookings, stoppableResource } from '~/features/bookings/outages/queries.server'
import { type TakeOut, takeOut } from '~/features/bookings/outages/take-out.server'
import { db } from '~/platform/db.server'
import { at, booking, makeOperator, makePerson, makeResource, makeWorld, managerOf, NOW } from '#tests/factories/world'
import { expectInvariants } from './invariants'

/* Whoever runs a machine says that it is broken now; everything else about it stays the manager's. */

let [runner, technician, stranger, booker]: Actor[] = []
beforeAll(async () => {
  await makeWorld()
  ;[runner, technician, stranger, booker] = await Promise.all([
    makePerson(), makePerson('a', [{ role: 'operator', scopeKind: 'lab', scopeId: 'a-lab' }]), makePerson('b', [{ role: 'operator', scopeKind: 'lab', scopeId: 'b-lab' }]), makePerson('b'),
  ])
})

const codes = (outcome: Outcome<unknown>) => (outcome.ok ? [] : outcome.problems.map(({ code }) => code))
const fault = (resourceId: string, more: Partial<TakeOut> = {}): TakeOut => ({
  key: randomUUID(), resourceIds: [resourceId], periods: [{ start: NOW, end: at(1, 18) }], kind: 'fault', reason: 'pump', choices: {}, otherwise: 'cancel', ...more,
})

it('is said by the named operator and by technicians of the lab, and by nobody else', async () => {
  const [resource, other] = [await makeResource({ modes: ['assisted_booking'] }), await makeResource({ university: 'b' })]
  await makeOperator([resource], { personId: runner!.personId })
  const booked = await createBooking(booker!, booking(resource, at(1, 9), at(1, 11)), NOW)
  const id = booked.ok ? booked.value.id : ''
  expect([await stoppableResource(runner!, resource), await stoppableResource(technician!, resource)]).toEqual([
    expect.objectContaining({ id: resource, mayKeep: false }), expect.objectContaining({ id: resource, mayKeep: false }),
  ])
  expect([await stoppableResource(stranger!, resource), await stoppableResource(runner!, other), await stoppableResource(booker!, resource)]).toEqual([null, null, null])
  for (const who of [stranger!, booker!]) expect(codes(await takeOut(who, fault(resource), NOW))).toEqual(['not_allowed'])
  expect(codes(await takeOut(runner!, fault(resource, { resourceIds: [resource, other] }), NOW))).toEqual(['not_allowed'])

  const said = await takeOut(runner!, fault(resource), NOW)
  expect(said).toMatchObject({ ok: true, value: { cancelled: [id] } })
  expect((await db.booking.findUniqueOrThrow({ where: { id } })).status).toBe('displaced')
  expect(await db.wait.count({ where: { displacedId: id } })).toBeGreaterThan(0)
  await expectInvariants(NOW)
})

it('is no more than that: a fault, at once, for a week, with nobody moved', async () => {
  const resource = await makeResource({ modes: ['assisted_booking'] })
  await makeOperator([resource], { personId: runner!.personId })
  await createBooking(booker!, booking(resource, at(1, 14), at(1, 15)), NOW)
  const { id } = await db.booking.findFirstOrThrow({ where: { attendeeId: booker!.personId, status: 'approved' } })
  for (const wish of [
    { kind: 'closure' as const }, { kind: 'maintenance' as const }, { otherwise: 'refuse' as const },
    { periods: [{ start: at(1, 9), end: at(1, 18) }] }, { periods: [{ start: NOW, end: addMinutes(NOW, 7 * 1440 + 1) }] },
    { choices: { [id]: { do: 'move' as const, startsAt: at(2, 9) } } },
  ]) {
    for (const who of [runner!, technician!]) expect(codes(await takeOut(who, fault(resource, wish), NOW)), JSON.stringify(wish)).toEqual(['not_allowed'])
    expect(codes(await takeOut(await managerOf('a'), fault(resource, { ...wish, key: randomUUID(), resourceIds: ['nothing'] }), NOW))).toEqual(['not_allowed'])
  }
  expect(await db.outage.count({ where: { resourceId: resource } })).toBe(0)
})

it('shows who runs the machine the phone of those who may be on their way to it', async () => {
  const resource = await makeResource({ modes: ['assisted_booking'] })
  const operator = await makeOperator([resource], { personId: runner!.personId })
  await db.person.update({ where: { id: booker!.personId }, data: { phone: '13800000000' } })
  const booked = await createBooking(booker!, booking(resource, at(3, 9), at(3, 11)), NOW)
  const ids = booked.ok ? [booked.value.id] : []
  const phone = async (who: Actor) => (await affectedBookings(who, ids, NOW)).map((each) => each.phone)
  expect([await phone(runner!), await phone(technician!), await phone(stranger!)]).toEqual([['13800000000'], ['13800000000'], [null]])
  await db.resource.update({ where: { id: operator }, data: { status: 'retired' } })
  expect(await phone(runner!)).toEqual([null])
})
