import { randomUUID } from 'node:crypto'
import { beforeAll, describe, expect, it } from 'vitest'
import type { Actor } from '~/domain/access/permission'
import type { Outcome } from '~/domain/problem'
import { addMinutes } from '~/domain/time/interval'
import { cancelBooking } from '~/features/bookings/cancel.server'
import { createBooking } from '~/features/bookings/create.server'
import { endOutage } from '~/features/bookings/outages/end.server'
import { takeOut } from '~/features/bookings/outages/take-out.server'
import { acceptOffer } from '~/features/bookings/waits/accept.server'
import { joinWaits } from '~/features/bookings/waits/join.server'
import { leaveWait } from '~/features/bookings/waits/leave.server'
import { offerFreed } from '~/features/bookings/waits/offer.server'
import { getWait, lineOf } from '~/features/bookings/waits/queries.server'
import { db } from '~/platform/db.server'
import { at, booking, makePerson, makeResource, makeWorld, managerOf, NOW, occupancy } from '#tests/factories/world'
import { runJobs } from '#tests/setup/jobs'
import { expectInvariants } from './invariants'

let manager: Actor
let [ann, bob, cat]: Actor[] = []
beforeAll(async () => {
  await makeWorld()
  manager = await managerOf('a')
  ;[ann, bob, cat] = await Promise.all([makePerson(), makePerson(), makePerson()])
})

function value<T>(outcome: Outcome<T>): T {
  if (!outcome.ok) throw new Error(JSON.stringify(outcome.problems))
  return outcome.value
}
const stop = (resourceId: string, start: Date, end: Date, kind: 'fault' | 'maintenance' = 'fault', now = NOW) =>
  takeOut(manager, { key: randomUUID(), resourceIds: [resourceId], periods: [{ start, end }], kind, reason: 'Pump', choices: {}, otherwise: 'cancel' }, now)
const waitsOf = (person: Actor, resourceId: string) =>
  db.wait.findMany({ where: { personId: person.personId, resourceId }, orderBy: { startsAt: 'asc' }, select: { id: true, status: true, startsAt: true, endsAt: true, displacedId: true } })

describe('who had to give way to a fault', () => {
  it('is offered the same hours on the next day that fits, and the lost ones before others when the fault ends early', async () => {
    const resource = await makeResource()
    const lost = value(await createBooking(ann!, booking(resource, at(1, 14), at(1, 16)), NOW)).id
    value(await createBooking(cat!, booking(resource, at(2, 15), at(2, 17)), NOW))
    value(await stop(resource, at(0, 10), at(1, 18)))
    // Bob came first, but lost nothing.
    await db.$executeRaw`UPDATE wait SET created_at = ${addMinutes(NOW, 60)} WHERE displaced_id = ${lost}::uuid`
    const bobs = value(await joinWaits(bob!, booking(resource, at(1, 14), at(1, 16)), NOW)).id
    await runJobs(NOW)
    // Day 2 is taken at these hours; day 3 is free.
    const [hers, later] = await waitsOf(ann!, resource)
    expect(hers).toMatchObject({ status: 'waiting', startsAt: at(1, 14), displacedId: lost })
    expect(later).toMatchObject({ status: 'offered', startsAt: at(3, 14), endsAt: at(3, 16), displacedId: lost })
    expect((await occupancy(resource)).filter(([, , , cause]) => cause === 'offer')).toEqual([[1, 86, 88, 'offer']])
    await runJobs(NOW)
    expect(await waitsOf(ann!, resource)).toHaveLength(2)

    const outage = await db.outage.findFirstOrThrow({ where: { resourceId: resource } })
    value(await endOutage(manager, { outageId: outage.id, version: outage.version }, at(0, 12)))
    await runJobs(at(0, 12))
    expect((await waitsOf(ann!, resource)).map(({ status }) => status)).toEqual(['offered', 'offered'])
    expect((await waitsOf(bob!, resource))[0]).toMatchObject({ id: bobs, status: 'waiting' })
    await expectInvariants(at(0, 12))

    // One accepted, the other is free for others again.
    value(await acceptOffer(ann!, hers!.id, at(0, 12)))
    expect((await waitsOf(ann!, resource)).map(({ status }) => status)).toEqual(['accepted', 'declined'])
    expect((await occupancy(resource)).filter(([, , , cause]) => cause === 'offer')).toEqual([])
    await expectInvariants(at(0, 12))
  })

  it('keeps nobody else from waiting, and maintenance puts nobody first', async () => {
    const resource = await makeResource()
    value(await createBooking(ann!, booking(resource, at(1, 9), at(1, 10)), NOW))
    value(await stop(resource, at(1, 8), at(1, 12), 'maintenance'))
    await runJobs(NOW)
    expect(await waitsOf(ann!, resource)).toEqual([])
  })
})

describe('a booking of several resources that had to give way', () => {
  const chainOf = (...items: [string, number, number, number][]) => ({
    headCount: 2, title: 'Block',
    items: items.map(([resourceId, day, from, to]) => ({ resourceId, startsAt: at(day, from), endsAt: at(day, to), quantity: 1, mode: undefined })),
  })

  it('is offered as the block that it was, on the first day on which all of it fits, and booked as one', async () => {
    const [prep, machine] = [await makeResource(), await makeResource()]
    const lost = value(await createBooking(ann!, chainOf([prep, 1, 9, 10], [machine, 1, 11, 14]), NOW)).id
    // On day 2 the machine is free at these hours, but not the preparation.
    value(await createBooking(cat!, booking(prep, at(2, 9), at(2, 10)), NOW))
    value(await stop(machine, at(0, 10), at(1, 18)))
    await runJobs(NOW)
    const [hers, later] = await waitsOf(ann!, prep)
    expect(hers).toMatchObject({ status: 'waiting', startsAt: at(1, 9), endsAt: at(1, 14), displacedId: lost })
    expect(later).toMatchObject({ status: 'offered', startsAt: at(3, 9), endsAt: at(3, 14), displacedId: lost })
    const offered = async (id: string) => (await occupancy(id)).filter(([, , , cause]) => cause === 'offer')
    expect([await offered(prep), await offered(machine)]).toEqual([[[1, 81, 82, 'offer']], [[1, 83, 86, 'offer']]])
    await expectInvariants(NOW)
    expect((await getWait(ann!, later!.id, NOW))?.parts.map(({ resource, startsAt }) => [resource.id, startsAt])).toEqual([[prep, at(3, 9)], [machine, at(3, 11)]])
    expect((await lineOf(manager, { id: machine, labId: 'a-lab', universityId: 'a' }, NOW)).line).toHaveLength(2)

    const { id } = value(await acceptOffer(ann!, later!.id, NOW))
    const made = await db.booking.findUniqueOrThrow({ where: { id }, select: { title: true, headCount: true, items: { select: { resourceId: true, startsAt: true }, orderBy: { position: 'asc' } } } })
    expect(made).toEqual({ title: 'Block', headCount: 2, items: [{ resourceId: prep, startsAt: at(3, 9) }, { resourceId: machine, startsAt: at(3, 11) }] })
    expect((await waitsOf(ann!, prep)).map(({ status }) => status)).toEqual(['withdrawn', 'accepted'])
    await expectInvariants(NOW)
  })

  it('is asked when any of its resources becomes free, before those who only wait, and left as a whole', async () => {
    const [prep, machine] = [await makeResource(), await makeResource()]
    value(await createBooking(ann!, chainOf([prep, 1, 9, 10], [machine, 1, 10, 12]), NOW))
    value(await stop(machine, at(0, 10), at(1, 18)))
    const taken = value(await createBooking(cat!, booking(prep, at(1, 9), at(1, 10)), NOW)).id
    await runJobs(NOW)
    const bobs = value(await joinWaits(bob!, booking(machine, at(1, 10), at(1, 12)), NOW)).id
    await db.$executeRaw`UPDATE wait SET created_at = ${addMinutes(NOW, -60)} WHERE id = ${bobs}::uuid`
    expect((await getWait(bob!, bobs, NOW))?.before).toBe(1)
    const outage = await db.outage.findFirstOrThrow({ where: { resourceId: machine } })
    value(await endOutage(manager, { outageId: outage.id, version: outage.version }, addMinutes(NOW, 5)))
    const [hers] = await waitsOf(ann!, prep)
    expect(hers?.status).toBe('waiting')
    value(await cancelBooking(cat!, taken, {}, addMinutes(NOW, 6)))
    await runJobs(addMinutes(NOW, 6))
    expect((await waitsOf(ann!, prep))[0]).toMatchObject({ id: hers!.id, status: 'offered' })
    expect((await waitsOf(bob!, machine))[0]?.status).toBe('waiting')
    await expectInvariants(addMinutes(NOW, 6))
    // Either of the two is in the way of a taking-out; the other is freed with it.
    value(await stop(machine, at(1, 10), at(1, 11), 'maintenance', addMinutes(NOW, 7)))
    expect((await waitsOf(ann!, prep))[0]?.status).toBe('waiting')
    expect((await occupancy(prep)).filter(([, from]) => from === 33)).toEqual([])
    value(await leaveWait(ann!, hers!.id, addMinutes(NOW, 8)))
    await expectInvariants(addMinutes(NOW, 8))
  })
})

describe('an offer in the way of a taking-out', () => {
  it('is taken back, and its person keeps the place and is asked again', async () => {
    const resource = await makeResource()
    const { id } = value(await createBooking(ann!, booking(resource, at(4, 10), at(4, 12)), NOW))
    value(await joinWaits(bob!, booking(resource, at(4, 10), at(4, 12)), NOW))
    value(await cancelBooking(ann!, id, {}, NOW))
    await runJobs(NOW)
    expect((await waitsOf(bob!, resource))[0]?.status).toBe('offered')
    value(await stop(resource, at(4, 9), at(4, 11), 'maintenance', addMinutes(NOW, 5)))
    expect((await waitsOf(bob!, resource))[0]?.status).toBe('waiting')
    expect(await occupancy(resource)).toEqual([[1, 105, 107, 'maintenance']])
    await runJobs(addMinutes(NOW, 6))
    expect((await waitsOf(bob!, resource))[0]?.status).toBe('waiting')
    await expectInvariants(addMinutes(NOW, 6))
    const outage = await db.outage.findFirstOrThrow({ where: { resourceId: resource } })
    value(await endOutage(manager, { outageId: outage.id, version: outage.version }, addMinutes(NOW, 10)))
    await runJobs(addMinutes(NOW, 10))
    expect((await waitsOf(bob!, resource))[0]?.status).toBe('offered')
  })

  it('races: offers, acceptances and stops leave no overlap and no deadlock', async () => {
    for (const day of [7, 8, 9, 10]) {
      const resource = await makeResource()
      const wanted = booking(resource, at(day, 10), at(day, 12))
      const { id } = value(await createBooking(ann!, wanted, NOW))
      const wait = value(await joinWaits(bob!, wanted, NOW)).id
      value(await cancelBooking(ann!, id, {}, NOW))
      const freed = { resourceId: resource, start: at(day, 10), end: at(day, 12) }
      if (day % 2 === 0) await offerFreed(freed, NOW)
      const [stopped] = await Promise.all([
        stop(resource, at(day, 9), at(day, 13)), offerFreed(freed, NOW), acceptOffer(bob!, wait, NOW), createBooking(cat!, wanted, NOW),
      ])
      expect(stopped.ok).toBe(true)
      expect(await occupancy(resource)).toEqual([[1, day * 24 + 9, day * 24 + 13, 'maintenance']])
      await expectInvariants(NOW)
    }
  })
})
