import { randomUUID } from 'node:crypto'
import { beforeAll, describe, expect, it } from 'vitest'
import type { Actor } from '~/domain/access/permission'
import type { Outcome } from '~/domain/problem'
import { resourceCalendar } from '~/features/bookings/calendar.server'
import { cancelBooking } from '~/features/bookings/cancel.server'
import { createBooking } from '~/features/bookings/create.server'
import { availability, nextFree as nextFreeTime, whoIsFree } from '~/features/finder/availability.server'
import { endLeave } from '~/features/bookings/operators/end-leave.server'
import { takeLeave } from '~/features/bookings/operators/take-leave.server'
import { acceptOffer } from '~/features/bookings/waits/accept.server'
import { joinWaits } from '~/features/bookings/waits/join.server'
import { db } from '~/platform/db.server'
import { runJobs } from '#tests/setup/jobs'
import { at, booking, makeOperator, makePerson, makeResource, makeWorld, managerOf, NOW, occupancy } from '#tests/factories/world'
import { expectInvariants } from './invariants'

/* Time is free for assisted use only where somebody who can run the resource is on duty and free. */

let [ann, bob, cat]: Actor[] = []
beforeAll(async () => {
  await makeWorld()
  ;[ann, bob, cat] = await Promise.all([makePerson(), makePerson(), makePerson()])
})

const machine = () => makeResource({ modes: ['assisted_booking'] })
function value<T>(outcome: Outcome<T>): T {
  if (!outcome.ok) throw new Error(JSON.stringify(outcome.problems))
  return outcome.value
}
const codes = (outcome: Outcome<unknown>) => (outcome.ok ? [] : outcome.problems.map(({ code }) => code))
const statusOf = async (id: string) => (await db.wait.findUniqueOrThrow({ where: { id } })).status
const nextFree = (outcome: Outcome<unknown>, code: string) => {
  const found = outcome.ok ? undefined : outcome.problems.find((each) => each.code === code)
  return found && 'nextFree' in found.params ? found.params.nextFree?.map(({ start, end }) => [start, end]) : undefined
}
const iso = (...times: [Date, Date][]) => times.map(([from, to]) => [from.toISOString(), to.toISOString()])

describe('after a refusal', () => {
  it('the times offered are those that somebody can assist', async () => {
    const [one, two] = [await machine(), await machine()]
    // On duty on Tuesday from 10 to 12 and on Thursday from 9 to 18.
    await makeOperator([one, two], { weekly: [{ weekday: 2, from: 600, to: 720 }, { weekday: 4, from: 540, to: 1080 }] })
    value(await createBooking(ann!, booking(one, at(1, 10), at(1, 11)), NOW))
    const taken = await createBooking(bob!, booking(one, at(1, 10), at(1, 11)), NOW)
    expect(nextFree(taken, 'slot_taken')).toEqual(iso([at(1, 11), at(1, 12)], [at(3, 9), at(3, 10)], [at(3, 10), at(3, 11)]))
    const busy = await createBooking(bob!, booking(two, at(1, 10), at(1, 11.5)), NOW)
    expect(codes(busy)).toEqual(['operators_taken'])
    expect(nextFree(busy, 'operators_taken')).toEqual(iso([at(3, 9), at(3, 10.5)], [at(3, 10.5), at(3, 12)], [at(3, 12), at(3, 13.5)]))
    const off = await createBooking(bob!, booking(two, at(2, 9), at(2, 15)), NOW)
    expect(nextFree(off, 'no_operator_on_duty')).toEqual(iso([at(3, 9), at(3, 15)], [at(10, 9), at(10, 15)], [at(17, 9), at(17, 15)]))
    for (const [start, end] of nextFree(busy, 'operators_taken')!) {
      expect(await createBooking(cat!, booking(two, new Date(start!), new Date(end!)), NOW)).toMatchObject({ ok: true })
    }
  })

  it('of several in one booking they are times at which each has somebody', async () => {
    const [one, two] = [await machine(), await makeResource()]
    await makeOperator([one], { weekly: [{ weekday: 3, from: 540, to: 660 }, { weekday: 5, from: 540, to: 720 }] })
    value(await createBooking(ann!, booking(two, at(2, 11), at(2, 12)), NOW))
    const block = { items: [{ resourceId: one, startsAt: at(2, 10), endsAt: at(2, 11), quantity: 1, mode: 'assisted_booking' as const }, { resourceId: two, startsAt: at(2, 11), endsAt: at(2, 12), quantity: 1, mode: undefined }] }
    expect(nextFree(await createBooking(bob!, block, NOW), 'slot_taken')?.[0]).toEqual(iso([at(4, 9), at(4, 11)])[0])
  })
})

describe('waiting for somebody to assist', () => {
  it('is offered the machine with its operator when the operator becomes free elsewhere', async () => {
    const [one, two] = [await machine(), await machine()]
    const operator = await makeOperator([one, two])
    const { id } = value(await createBooking(ann!, booking(one, at(7, 9), at(7, 11)), NOW))
    const wanted = booking(two, at(7, 10), at(7, 12))
    expect(codes(await createBooking(bob!, wanted, NOW))).toEqual(['operators_taken'])
    const wait = value(await joinWaits(bob!, wanted, NOW)).id
    await runJobs(NOW)
    expect(await statusOf(wait)).toBe('waiting')
    value(await cancelBooking(ann!, id, {}, NOW))
    await runJobs(NOW)
    expect(await statusOf(wait)).toBe('offered')
    expect(await occupancy(operator)).toEqual([[1, 178, 180, 'offer']])
    expect(await occupancy(two)).toEqual([[1, 178, 180, 'offer']])
    expect(codes(await createBooking(cat!, booking(one, at(7, 11), at(7, 12)), NOW))).toEqual(['operators_taken'])
    value(await acceptOffer(bob!, wait, NOW))
    expect(await occupancy(operator)).toEqual([[1, 178, 180, 'booking']])
    await expectInvariants(NOW)
  })

  it('is offered when a leave is called off; without anybody the freed machine is not offered', async () => {
    const resource = await machine()
    const operator = await makeOperator([resource])
    const manager = await managerOf('a')
    const { id } = value(await createBooking(ann!, booking(resource, at(8, 9), at(8, 11)), NOW))
    const wait = value(await joinWaits(bob!, booking(resource, at(8, 9), at(8, 11)), NOW)).id
    value(await takeLeave(manager, operator, { key: randomUUID(), period: { start: at(8, 8), end: at(8, 18) }, reason: 'x', stuck: 'cancel' }, NOW))
    await runJobs(NOW)
    expect([(await db.booking.findUniqueOrThrow({ where: { id } })).status, await statusOf(wait)]).toEqual(['displaced', 'waiting'])
    const { id: outageId, version } = await db.outage.findFirstOrThrow({ where: { resourceId: operator } })
    value(await endLeave(manager, operator, { outageId, version }, NOW))
    await runJobs(NOW)
    expect(await statusOf(wait)).toBe('offered')
    await expectInvariants(NOW)
  })
})

describe('what is shown as free', () => {
  it('of a resource that is used with assistance is what somebody can assist in, each by themselves', async () => {
    const [resource, unnamed] = [await machine(), await machine()]
    const early = await makeOperator([resource], { weekly: [{ weekday: 3, from: 540, to: 660 }] })
    await makeOperator([resource], { weekly: [{ weekday: 3, from: 660, to: 780 }, { weekday: 4, from: 540, to: 720 }] })
    const free = async () => (await availability(resource, at(2, 0), at(5, 0), NOW))!.free.map(({ start, end }) => [start, end])
    expect(await free()).toEqual([[at(2, 9), at(2, 13)], [at(3, 9), at(3, 12)]])
    expect((await availability(unnamed, at(2, 0), at(3, 0), NOW))!.free).toEqual([{ start: at(2, 9), end: at(2, 18) }])
    // Nobody is there for three hours on end on Wednesday, though somebody always is.
    expect(await nextFreeTime(resource, NOW, 180)).toMatchObject({ kind: 'later', slot: { start: at(3, 9), end: at(3, 12) } })
    const wish = { minutes: 180, period: { start: at(2, 0), end: at(3, 0) } }
    expect(await whoIsFree([resource, unnamed], wish, NOW)).toEqual([unnamed])
    value(await createBooking(ann!, booking(resource, at(2, 9), at(2, 10)), NOW))
    expect((await occupancy(early))).toHaveLength(1)
    expect(await free()).toEqual([[at(2, 10), at(2, 13)], [at(3, 9), at(3, 12)]])
  })
})

describe('the calendar', () => {
  it('says of an offered time that it is offered, of a waiting one that it waits', async () => {
    const resource = await makeResource({ policy: { approval: 'lab_manager' } })
    const taken = value(await createBooking(ann!, booking(resource, at(14, 9), at(14, 10)), NOW)).id
    value(await joinWaits(bob!, booking(resource, at(14, 9), at(14, 10)), NOW))
    value(await createBooking(ann!, booking(resource, at(14, 11), at(14, 12)), NOW))
    value(await cancelBooking(ann!, taken, {}, NOW))
    await runJobs(NOW)
    const kinds = async (who: Actor | null) => (await resourceCalendar(who, resource, { start: at(14, 0), end: at(15, 0) }, NOW))!.entries.map(({ kind }) => kind).toSorted()
    expect(await kinds(cat!)).toEqual(['hold', 'offer'])
    expect(await kinds(ann!)).toEqual(['offer', 'own'])
  })
})
