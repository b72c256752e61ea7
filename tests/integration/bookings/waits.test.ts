import { beforeAll, describe, expect, it } from 'vitest'
import type { Actor } from '~/domain/access/permission'
import type { Outcome } from '~/domain/problem'
import { addMinutes } from '~/domain/time/interval'
import { cancelBooking } from '~/features/bookings/cancel.server'
import { createBooking } from '~/features/bookings/create.server'
import { settleBookings } from '~/features/bookings/jobs.server'
import { previewExtension, previewRelease } from '~/features/bookings/parts/queries.server'
import { extendBooking } from '~/features/bookings/parts/extend.server'
import { endEarly, releasePart } from '~/features/bookings/parts/release.server'
import { acceptOffer } from '~/features/bookings/waits/accept.server'
import { keepAlert } from '~/features/bookings/waits/keep-alert.server'
import { joinWaits } from '~/features/bookings/waits/join.server'
import { leaveWait } from '~/features/bookings/waits/leave.server'
import { lapseWaits } from '~/features/bookings/waits/jobs.server'
import { offerFreed } from '~/features/bookings/waits/offer.server'
import { getWait, lineOf, ownAlerts, ownWaits } from '~/features/bookings/waits/queries.server'
import { db, transaction, type Tx } from '~/platform/db.server'
import { runJobs } from '#tests/setup/jobs'
import { at, booking, makePerson, makeResource, makeWorld, managerOf, NOW, occupancy } from '#tests/factories/world'
import { allInvariants } from '../../../scripts/doctor/invariants'
import { expectInvariants } from './invariants'

let [ann, bob, cat]: Actor[] = []
beforeAll(async () => {
  await makeWorld()
  ;[ann, bob, cat] = await Promise.all([makePerson(), makePerson(), makePerson()])
})

function value<T>(outcome: Outcome<T>): T {
  if (!outcome.ok) throw new Error(JSON.stringify(outcome.problems))
  return outcome.value
}
const codes = (outcome: Outcome<unknown>) => (outcome.ok ? [] : outcome.problems.map(({ code }) => code))
const statusOf = async (id: string) => (await db.wait.findUniqueOrThrow({ where: { id } })).status

describe('waiting for a period that is taken', () => {
  it('is offered in turn; an offer lapses by time, and whoever locks first gives it to the next', async () => {
    const resource = await makeResource()
    const wanted = booking(resource, at(1, 9), at(1, 11))
    expect(codes(await joinWaits(bob!, wanted, NOW))).toEqual(['time_is_free'])
    const { id } = value(await createBooking(ann!, booking(resource, at(1, 10), at(1, 12)), NOW))
    const first = value(await joinWaits(bob!, wanted, NOW)).id
    const second = value(await joinWaits(cat!, wanted, addMinutes(NOW, 1))).id
    expect(codes(await joinWaits(bob!, wanted, NOW))).toEqual(['already_waiting'])
    await runJobs(NOW)
    expect([await statusOf(first), await statusOf(second)]).toEqual(['waiting', 'waiting'])

    value(await cancelBooking(ann!, id, {}, NOW))
    await runJobs(NOW)
    expect([await statusOf(first), await statusOf(second)]).toEqual(['offered', 'waiting'])
    expect(await occupancy(resource)).toEqual([[1, 33, 35, 'offer']])
    expect(codes(await createBooking(ann!, booking(resource, at(1, 10), at(1, 11)), NOW))).toContain('slot_taken')
    expect(codes(await acceptOffer(cat!, first, NOW))).toEqual(['not_allowed'])
    await expectInvariants(NOW)

    // Nothing waits for a job: once lapsed it is anybody's, and whoever comes first releases it.
    const later = at(0, 22)
    expect(codes(await acceptOffer(bob!, first, later))).toEqual(['offer_over'])
    expect(await statusOf(first)).toBe('lapsed')
    await runJobs(later)
    expect(await statusOf(second)).toBe('offered')
    const booked = value(await acceptOffer(cat!, second, later))
    expect(value(await acceptOffer(cat!, second, later))).toEqual(booked)
    expect(await occupancy(resource)).toEqual([[1, 33, 35, 'booking']])
    expect(codes(await leaveWait(cat!, second, later))).toEqual(['offer_over'])
    await expectInvariants(later)
  })

  it('goes on by the clock alone: unanswered it is offered to the next, with a mail; begun it is over', async () => {
    const resource = await makeResource()
    const wanted = booking(resource, at(2, 16), at(2, 18))
    const { id } = value(await createBooking(ann!, wanted, NOW))
    const first = value(await joinWaits(bob!, wanted, NOW)).id
    const second = value(await joinWaits(cat!, wanted, addMinutes(NOW, 1))).id
    value(await cancelBooking(ann!, id, {}, NOW))
    await runJobs(NOW)
    const deadline = (await db.wait.findUniqueOrThrow({ where: { id: first } })).offerExpiresAt!
    await settleBookings(addMinutes(deadline, -1))
    await runJobs(addMinutes(deadline, -1))
    expect([await statusOf(first), await statusOf(second)]).toEqual(['offered', 'waiting'])
    await settleBookings(deadline)
    await runJobs(deadline)
    expect([await statusOf(first), await statusOf(second)]).toEqual(['lapsed', 'offered'])
    const mails = await db.mailDelivery.findMany({ where: { kind: 'wait-offered', personId: { in: [bob!.personId, cat!.personId] }, OR: [first, second].map((each) => ({ key: { startsWith: `wait-offered:${each}:` } })) }, select: { personId: true }, orderBy: { queuedAt: 'asc' } })
    expect(mails.map(({ personId }) => personId)).toEqual([bob!.personId, cat!.personId])

    const third = value(await joinWaits(ann!, wanted, deadline)).id
    expect(await lapseWaits(at(2, 15.9))).toBe(0)
    expect(await lapseWaits(at(2, 16))).toBe(1)
    expect(await statusOf(third)).toBe('lapsed')
    await settleBookings(at(2, 16))
    expect(await occupancy(resource)).toEqual([])
    await expectInvariants(at(2, 16))
  })

  it('is seen by its own person alone; who keeps the resource sees the line, and names only there', async () => {
    const resource = await makeResource()
    const wanted = booking(resource, at(2, 14), at(2, 16), { title: 'Rail' })
    const { id } = value(await createBooking(ann!, wanted, NOW))
    const first = value(await joinWaits(bob!, wanted, NOW)).id
    const second = value(await joinWaits(cat!, booking(resource, at(2, 15), at(2, 16)), addMinutes(NOW, 1))).id
    const third = value(await joinWaits(bob!, booking(resource, at(2, 14), at(2, 15)), addMinutes(NOW, 2))).id
    const seen = async (actor: Actor, wait: string) => (await getWait(actor, wait, NOW))?.before
    expect([await seen(bob!, first), await seen(cat!, second), await seen(bob!, third)]).toEqual([0, 1, 1])
    expect([await seen(cat!, first), await seen(ann!, first), await getWait(bob!, 'x', NOW)]).toEqual([undefined, undefined, null])
    expect((await getWait(bob!, first, NOW))?.input.title).toBe('Rail')
    const manager = await managerOf('a')
    const kept = { id: resource, labId: 'a-lab', universityId: 'a' }
    const { line } = await lineOf(manager, kept, NOW)
    expect(line.map((each) => [each.id, each.person?.email])).toEqual([[first, bob!.email], [second, cat!.email], [third, bob!.email]])
    // Whoever keeps another university's resources is shown nobody.
    const elsewhere = await lineOf(await managerOf('b'), kept, NOW)
    expect(elsewhere.line.map(({ person, university }) => [person, university])).toEqual([[null, null], [null, null], [null, null]])

    // Offered to the first; the last overlaps what is held.
    value(await cancelBooking(ann!, id, {}, NOW))
    await runJobs(NOW)
    const mine = await ownWaits(bob!, NOW)
    expect(mine.open.filter((each) => each.resource.id === resource).map((each) => [each.id, each.status, each.before])).toEqual([[first, 'offered', 0], [third, 'waiting', 1]])
    expect((await ownWaits(bob!, at(0, 23))).ended.map((each) => each.id)).toContain(first)
    for (const [actor, wait] of [[bob!, first], [cat!, second], [bob!, third]] as const) value(await leaveWait(actor, wait, NOW))
    await expectInvariants(NOW)
  })

  it('goes to the next when it is declined', async () => {
    const resource = await makeResource()
    const wanted = booking(resource, at(2, 9), at(2, 11))
    const { id } = value(await createBooking(ann!, wanted, NOW))
    const first = value(await joinWaits(bob!, wanted, NOW)).id
    const second = value(await joinWaits(cat!, wanted, addMinutes(NOW, 1))).id
    value(await cancelBooking(ann!, id, {}, NOW))
    await runJobs(NOW)
    value(await leaveWait(bob!, first, NOW))
    await runJobs(NOW)
    expect([await statusOf(first), await statusOf(second)]).toEqual(['declined', 'offered'])
    value(await leaveWait(cat!, second, NOW))
    expect(await occupancy(resource)).toEqual([])
    await expectInvariants(NOW)
  })

  it('races with a booking of the same time: one has it', async () => {
    for (let round = 0; round < 6; round += 1) {
      const resource = await makeResource()
      const wanted = booking(resource, at(3, 9), at(3, 11))
      const { id } = value(await createBooking(ann!, wanted, NOW))
      const wait = value(await joinWaits(bob!, wanted, NOW)).id
      value(await cancelBooking(ann!, id, {}, NOW))
      const freed = { resourceId: resource, start: at(3, 9), end: at(3, 11) }
      const [offers, other, again] = await Promise.all([offerFreed(freed, NOW), createBooking(cat!, wanted, NOW), offerFreed(freed, NOW)])
      expect(offers + again + (other.ok ? 1 : 0)).toBe(1)
      expect(await occupancy(resource)).toHaveLength(1)
      if (other.ok) value(await cancelBooking(cat!, other.value.id, {}, NOW))
      else value(await leaveWait(bob!, wait, NOW))
    }
    await expectInvariants(NOW)
  })

  it('tells of freed time whoever asked for as much of it', async () => {
    const resource = await makeResource()
    await keepAlert(bob!, resource, { minMinutes: 120, daysAhead: 7, fromMinute: 540, toMinute: 720 })
    await keepAlert(cat!, resource, { minMinutes: 240, daysAhead: 7, fromMinute: 540, toMinute: 720 })
    const { id } = value(await createBooking(ann!, booking(resource, at(1, 9), at(1, 12)), NOW))
    value(await cancelBooking(ann!, id, {}, NOW))
    await runJobs(NOW)
    const mails = await db.mailDelivery.findMany({ where: { kind: 'time-freed' }, select: { personId: true } })
    expect(mails).toEqual([{ personId: bob!.personId }])
    expect((await ownAlerts(bob!)).map((each) => [each.resource.id, each.minMinutes])).toEqual([[resource, 120]])
  })
})

it('the look at the whole database sees what is broken', async () => {
  const resource = await makeResource()
  const { id } = value(await createBooking(ann!, booking(resource, at(4, 14), at(4, 15)), NOW))
  const broken = async (breakIt: (tx: Tx) => Promise<unknown>) => {
    let found: { rule: string }[] = []
    const undone = new Error('undone')
    await transaction(async (tx) => {
      await breakIt(tx)
      found = await tx.$queryRawUnsafe<{ rule: string }[]>(allInvariants(), NOW.toISOString(), '-infinity')
      throw undone
    }).catch((error: unknown) => {
      if (error !== undone) throw error
    })
    return found.map(({ rule }) => rule)
  }
  const ofItem = { item: { bookingId: id } }
  expect(await broken((tx) => tx.allocation.deleteMany({ where: ofItem }))).toEqual(['holding state without allocation'])
  expect(await broken((tx) => tx.presence.deleteMany({ where: ofItem }))).toEqual(['held item whose person is not there'])
  expect(await broken((tx) => tx.allocation.updateMany({ where: ofItem, data: { unit: 2 } }))).toEqual(['unit beyond capacity'])
  expect(await broken((tx) => tx.booking.update({ where: { id }, data: { status: 'cancelled' } }))).toEqual([
    'allocation without holding state', 'presence without holding state', 'end without its audit row',
  ])
  expect(await broken((tx) => tx.wait.create({ data: { resourceId: resource, personId: bob!.personId, startsAt: at(4, 14), endsAt: at(4, 15), input: {} } }))).toEqual(['wait without its audit row'])
  value(await cancelBooking(ann!, id, {}, NOW))
})

describe('giving back a part', () => {
  it.each([
    ['front', 9, 10, [[33 + 1, 33 + 4]]],
    ['back', 12, 13, [[33, 33 + 3]]],
    ['middle', 10, 12, [[33, 34], [36, 37]]],
  ] as const)('%s', async (_name, from, to, left) => {
    const resource = await makeResource({ yuan: 60 })
    const { id } = value(await createBooking(ann!, booking(resource, at(1, 9), at(1, 13)), NOW))
    const { restId } = value(await releasePart(ann!, id, { given: { start: at(1, from), end: at(1, to) } }, NOW))
    expect((await occupancy(resource)).map(([, start, end]) => [start, end])).toEqual(left)
    expect(restId === null).toBe(left.length === 1)
    const priced = await db.booking.findMany({ where: { items: { some: { resourceId: resource } } }, select: { quotedFen: true } })
    expect(priced.reduce((sum, each) => sum + Number(each.quotedFen), 0)).toBe((4 - (to - from)) * 6000)
    await expectInvariants(NOW)
    for (const each of [id, ...(restId ? [restId] : [])]) value(await cancelBooking(ann!, each, {}, NOW))
  })

  it('refuses what is not there, too little left and the past', async () => {
    const resource = await makeResource({ policy: { minMinutes: 60 } })
    const { id } = value(await createBooking(ann!, booking(resource, at(1, 14), at(1, 16)), NOW))
    const give = async (from: number, to: number) => codes(await releasePart(ann!, id, { given: { start: at(1, from), end: at(1, to) } }, NOW))
    expect(await give(13, 15)).toEqual(['part_outside'])
    expect(await give(14, 16)).toEqual(['nothing_left'])
    expect(await give(14, 15.5)).toEqual(['duration_too_short'])
    expect(codes(await releasePart(bob!, id, { given: { start: at(1, 14), end: at(1, 15) } }, NOW))).toEqual(['not_allowed'])
    expect(codes(await endEarly(ann!, id, NOW))).toEqual(['not_running'])
    const look = async (from: number, to: number) => previewRelease(ann!, id, { start: at(1, from), end: at(1, to) }, NOW)
    expect((await look(15, 16)).left).toEqual([{ start: at(1, 14), end: at(1, 15) }])
    expect((await look(14, 16)).problems.map(({ code }) => code)).toEqual(['nothing_left'])
    expect((await previewRelease(bob!, id, { start: at(1, 14), end: at(1, 15) }, NOW)).problems.map(({ code }) => code)).toEqual(['not_allowed'])
    value(await endEarly(ann!, id, at(1, 14.5)))
    expect(await occupancy(resource)).toEqual([[1, 38, 38.5, 'booking']])
    expect(value(await createBooking(bob!, booking(resource, at(1, 15), at(1, 16)), at(1, 14.5))).status).toBe('approved')
    await expectInvariants(NOW)
  })
})

describe('extending a running booking', () => {
  it('works where nothing follows and the rules allow it', async () => {
    const resource = await makeResource({ policy: { maxMinutes: 180 }, yuan: 60 })
    const { id } = value(await createBooking(ann!, booking(resource, at(3, 9), at(3, 10)), NOW))
    expect(codes(await extendBooking(ann!, id, { to: at(3, 11) }, NOW))).toEqual(['not_running'])
    const running = at(3, 9.5)
    expect(codes(await extendBooking(ann!, id, { to: at(3, 13) }, running))).toEqual(['duration_too_long'])
    value(await createBooking(bob!, booking(resource, at(3, 11), at(3, 12)), NOW))
    expect(codes(await extendBooking(ann!, id, { to: at(3, 12) }, running))).toEqual(['slot_taken'])
    expect(await previewExtension(ann!, id, running)).toEqual({ ends: [{ at: at(3, 10.5), moreFen: 3000 }, { at: at(3, 11), moreFen: 6000 }], problems: [] })
    expect((await previewExtension(bob!, id, running)).problems.map(({ code }) => code)).toEqual(['not_allowed'])
    expect((await previewExtension(ann!, id, NOW)).problems.map(({ code }) => code)).toEqual(['not_running'])
    value(await extendBooking(ann!, id, { to: at(3, 11) }, running))
    expect(await occupancy(resource)).toEqual([[1, 81, 83, 'booking'], [1, 83, 84, 'booking']])
    expect((await db.booking.findUniqueOrThrow({ where: { id } })).quotedFen).toBe(12_000n)
    await expectInvariants(running)
  })

  it('races with a booking of what follows: one has it', async () => {
    const manager = await managerOf('a')
    for (let round = 0; round < 6; round += 1) {
      const resource = await makeResource()
      const { id } = value(await createBooking(ann!, booking(resource, at(4, 9), at(4, 10)), NOW))
      const running = at(4, 9.5)
      const outcomes = await Promise.all([
        extendBooking(ann!, id, { to: at(4, 11) }, running),
        createBooking(bob!, booking(resource, at(4, 10), at(4, 11)), running),
      ])
      expect(outcomes.filter(({ ok }) => ok)).toHaveLength(1)
      const made = outcomes[1]
      if (made.ok) value(await cancelBooking(bob!, made.value.id, {}, running))
      value(await cancelBooking(manager, id, { reason: 'The next round' }, running))
    }
    await expectInvariants(at(4, 9.5))
  })
})
