import { randomUUID } from 'node:crypto'
import { beforeAll, beforeEach, describe, expect, it } from 'vitest'
import type { Actor } from '~/domain/access/permission'
import { inbox } from '~/features/bookings/inbox.server'
import { cancelBooking } from '~/features/bookings/cancel.server'
import { createBooking } from '~/features/bookings/create.server'
import { acceptOrder } from '~/features/usage/orders/accept.server'
import { askOrder } from '~/features/usage/orders/ask.server'
import { declineOrder } from '~/features/usage/orders/decline.server'
import { standingOf } from '~/features/usage/orders/line.server'
import { markSamples } from '~/features/usage/orders/mark.server'
import { measureOrder } from '~/features/usage/orders/measure.server'
import { getOrder, labOrders, ownOrders, resultFile } from '~/features/usage/orders/queries.server'
import { joinRun, queueOrders } from '~/features/usage/orders/queue.server'
import { receiveOrder } from '~/features/usage/orders/receive.server'
import { releaseOrder } from '~/features/usage/orders/release.server'
import { releaseInput } from '~/features/usage/orders/schema'
import { retireResults } from '~/features/usage/orders/retire-results.server'
import { returnSamples } from '~/features/usage/orders/return.server'
import { unqueueOrder } from '~/features/usage/orders/unqueue.server'
import { withdrawOrder } from '~/features/usage/orders/withdraw.server'
import { db } from '~/platform/db.server'
import { at, booking, coordinatorOf, makePerson, makeResource, makeWorld, managerOf, NOW, occupancy } from '#tests/factories/world'
import { expectInvariants } from '../bookings/invariants'
import { asked, codes, machine, queued, received, stateOf, wish } from './order-world'

let manager: Actor
let other: Actor
let applicant: Actor
beforeAll(async () => {
  await makeWorld()
  manager = await managerOf('a')
  other = await managerOf('a')
})
beforeEach(async () => {
  applicant = await makePerson('b')
})

describe('asking', () => {
  it('keeps what was asked, waits for the lab, and happens once for one key', async () => {
    const resource = await machine()
    const key = randomUUID()
    const input = wish(resource, { names: ['A1', '', 'A3'], hazards: ['toxic', 'flammable'], storage: 'frozen' })
    const made = await Promise.all(Array.from({ length: 6 }, () => askOrder(applicant, input, NOW, key)))
    expect(new Set(made.map((each) => (each.ok ? each.value.id : 'refused'))).size).toBe(1)
    expect(made.filter((each) => each.ok && !each.value.replayed)).toHaveLength(1)
    const id = made[0]!.ok ? made[0]!.value.id : ''
    expect(codes(await askOrder(applicant, wish(resource, { samples: 9 }), NOW, key))).toEqual(['key_reused'])
    const view = await getOrder(applicant, id, NOW)
    expect(view).toMatchObject({ status: 'asked', originClass: 'alliance_member', hazards: ['toxic', 'flammable'], storage: 'frozen', homeUniversity: { id: 'b' }, quotedFen: null })
    expect(view?.samples.map(({ name }) => name)).toEqual(['A1', null, 'A3', null, null, null, null, null])
    expect(await db.approvalRequest.count({ where: { subjectKind: 'test_order', subjectId: id, status: 'pending' } })).toBe(1)
    expect((await inbox(manager, {}, NOW)).items).toEqual([])
    expect((await labOrders(manager, { isOver: false, resourceId: resource }, NOW)).map((each) => each.id)).toEqual([id])
    expect((await ownOrders(applicant, NOW)).map((each) => each.id)).toEqual([id])
  })

  it('is refused by the same rules as a booking for entrusted tests', async () => {
    expect(codes(await askOrder(applicant, wish('no-such'), NOW))).toEqual(['resource_unknown'])
    expect(codes(await askOrder(applicant, wish(await makeResource()), NOW))).toEqual(['mode_not_offered'])
    expect(codes(await askOrder(applicant, wish(await machine({ status: 'retired' })), NOW))).toEqual(['resource_not_in_service'])
    expect(codes(await askOrder(applicant, wish(await machine({ shareScope: 'own_university' })), NOW))).toEqual(['not_shared_with_you'])
    expect(codes(await askOrder(await makePerson(null), wish(await machine()), NOW))).toEqual(['affiliation_missing'])
    const resource = await machine()
    await db.questionSet.create({ data: { resourceId: resource, version: 1, createdAt: NOW, questions: [{ id: 'q', kind: 'text', zh: '成分', en: 'Composition', modes: ['entrusted_test'], isRequired: true, choices: [], min: null, max: null }] } })
    expect(codes(await askOrder(applicant, wish(resource), NOW))).toEqual(['answer_missing'])
    expect(codes(await askOrder(applicant, wish(resource, { answers: { q: 'Al' } }), NOW))).toEqual(['ok'])
    expect(codes(await askOrder(applicant, wish(resource, { answers: { q: 'Al' }, groupId: 'nobody' }), NOW))).toEqual(['group_not_yours'])
  })

  it('for somebody else is for who may: the manager, whose word needs no other, or nobody', async () => {
    const resource = await machine()
    expect(codes(await askOrder(applicant, wish(resource, { attendeeId: (await makePerson('b')).personId }), NOW))).toEqual(['not_allowed'])
    const id = await asked(manager, resource, { attendeeId: applicant.personId })
    expect(await db.approvalRequest.count({ where: { subjectId: id } })).toBe(0)
    expect(codes(await acceptOrder(manager, id, { minutes: 60 }, NOW))).toEqual(['ok'])
    expect(await getOrder(applicant, id, NOW)).toMatchObject({ status: 'accepted', applicant: { id: applicant.personId }, askedBy: { id: manager.personId } })
  })
})

describe('deciding', () => {
  it('quotes machine time by the list, for where the applicant comes from; another total with a word why', async () => {
    const resource = await machine()
    const id = await asked(applicant, resource)
    expect(codes(await acceptOrder(manager, id, { minutes: 90, totalFen: 5_000 }, NOW))).toEqual(['field_invalid'])
    expect(codes(await acceptOrder(manager, id, { minutes: 90 }, NOW))).toEqual(['ok'])
    expect((await getOrder(applicant, id, NOW))?.quote).toMatchObject({ totalFen: 18_000, minutes: 90, lines: [{ perHourFen: 12_000 }] })
    const unpriced = await asked(applicant, await machine({ yuan: undefined }))
    expect(codes(await acceptOrder(manager, unpriced, { minutes: 90 }, NOW))).toEqual(['field_invalid'])
    expect(codes(await acceptOrder(manager, unpriced, { minutes: 90, totalFen: 40_001, note: 'eight at 50' }, NOW))).toEqual(['ok'])
    expect((await stateOf(unpriced)).quotedFen).toBe(40_001n)
  })

  it('is nobody’s own, nobody’s without a right, and once done, done', async () => {
    const resource = await machine()
    const own = await asked(manager, resource)
    expect(codes(await acceptOrder(manager, own, { minutes: 60 }, NOW))).toEqual(['own_request'])
    expect(codes(await acceptOrder(other, own, { minutes: 60 }, NOW))).toEqual(['ok'])
    const id = await asked(applicant, resource)
    for (const stranger of [applicant, await makePerson('a'), await managerOf('b')]) expect(codes(await acceptOrder(stranger, id, { minutes: 60 }, NOW))).toEqual(['not_allowed'])
    const operator = await makePerson('a', [{ role: 'operator', scopeKind: 'university', scopeId: 'a' }])
    expect(codes(await acceptOrder(operator, id, { minutes: 60 }, NOW))).toEqual(['not_allowed'])
    expect(codes(await declineOrder(manager, id, {}, NOW))).toEqual(['reason_required'])
    expect(codes(await declineOrder(manager, id, { reason: 'Too large' }, NOW))).toEqual(['ok'])
    expect(await declineOrder(manager, id, { reason: 'Too large' }, NOW)).toMatchObject({ value: { repeated: true } })
    expect(codes(await declineOrder(other, id, { reason: 'Too large' }, NOW))).toEqual(['state_forbids'])
    expect(await db.approvalRequest.findFirst({ where: { subjectId: id }, select: { status: true } })).toEqual({ status: 'declined' })
    expect((await stateOf(id)).path).toEqual(['ask', 'decline'])
  })

  it('by two at once decides once', async () => {
    const id = await asked(applicant, await machine())
    const both = await Promise.all([acceptOrder(manager, id, { minutes: 60, version: 1 }, NOW), declineOrder(other, id, { reason: 'no', version: 1 }, NOW), acceptOrder(other, id, { minutes: 90, version: 1 }, NOW)])
    expect(both.filter(({ ok }) => ok)).toHaveLength(1)
    expect((await stateOf(id)).path).toHaveLength(2)
    expect(await db.approvalDecision.count({ where: { request: { subjectId: id } } })).toBe(1)
  })

  it('asks the coordinator where the only manager asks', async () => {
    await db.roleGrant.updateMany({ where: { role: 'lab_manager', universityId: 'b' }, data: { endsAt: new Date(0) } })
    const [sole, coordinator] = [await managerOf('b'), await coordinatorOf('b')]
    const id = await asked(sole, await machine({ university: 'b' }))
    expect(codes(await acceptOrder(sole, id, { minutes: 60 }, NOW))).toEqual(['own_request'])
    expect(codes(await acceptOrder(coordinator, id, { minutes: 60 }, NOW))).toEqual(['ok'])
  })
})

describe('from the samples to the result', () => {
  it('goes its way, each step seen by both, with the machine taken for the run', async () => {
    const resource = await machine()
    const id = await queued(applicant, manager, resource)
    expect(await occupancy(resource)).toEqual([[1, 34, 36, 'booking']])
    expect(codes(await createBooking(await makePerson(), booking(resource, at(1, 11), at(1, 13)), NOW))).toContain('slot_taken')
    expect(codes(await measureOrder(manager, id, { lost: [] }, at(1, 9)))).toEqual(['run_to_come'])
    expect(codes(await withdrawOrder(applicant, id, {}, at(1, 10)))).toEqual(['run_begun'])
    expect(codes(await measureOrder(manager, id, { lost: [4] }, at(1, 11)))).toEqual(['ok'])
    expect((await stateOf(id)).samples.map(({ state }) => state)).toEqual(['measured', 'measured', 'measured', 'lost', 'measured', 'measured', 'measured', 'measured'])
    expect(codes(await releaseOrder(manager, id, { until: '2027-01-01' }, at(1, 12)))).toEqual(['field_invalid'])
    for (const link of ['http://x.example/r', 'javascript:alert(1)', 'x']) expect(releaseInput.safeParse({ link, until: '2027-01-01' }).success).toBe(false)
    expect(codes(await releaseOrder(manager, id, { link: 'https://data.example/r', until: '2026-11-24' }, at(1, 12)))).toEqual(['field_invalid'])
    expect(codes(await releaseOrder(manager, id, { link: 'https://data.example/r', until: '2027-02-01' }, at(1, 12)))).toEqual(['ok'])
    expect(codes(await returnSamples(manager, id, { how: 'dispose' }, at(2, 9)))).toEqual(['field_invalid'])
    expect(codes(await returnSamples(manager, id, { how: 'return', note: 'By courier' }, at(2, 9)))).toEqual(['ok'])
    expect(await returnSamples(manager, id, { how: 'return', note: 'By courier' }, at(2, 9))).toMatchObject({ value: { repeated: true } })
    for (const reader of [applicant, manager]) {
      const view = await getOrder(reader, id, at(2, 10))
      expect(view?.steps.map(({ step, isLab }) => [step, isLab])).toEqual([
        ['ask', false], ['accept', true], ['receive', true], ['queue', true], ['measure', true], ['release', true], ['return', true],
      ])
      expect(new Set(view?.samples.map(({ state }) => state))).toEqual(new Set(['returned', 'lost']))
    }
    expect(await getOrder(await makePerson('b'), id, NOW)).toBeNull()
    await expectInvariants(at(2, 10))
  })

  it('marks samples one by one: late ones, lost ones, another shelf', async () => {
    const resource = await machine()
    const id = await asked(applicant, resource, { samples: 3 })
    expect(codes(await receiveOrder(manager, id, { missing: [] }, NOW))).toEqual(['state_forbids'])
    await acceptOrder(manager, id, { minutes: 60 }, NOW)
    expect(codes(await receiveOrder(manager, id, { missing: [1, 2, 3] }, NOW))).toEqual(['samples_missing'])
    expect(codes(await receiveOrder(manager, id, { place: 'Fridge', missing: [2] }, NOW))).toEqual(['ok'])
    expect(codes(await markSamples(applicant, id, { samples: [{ number: 2, state: 'received' }] }, NOW))).toEqual(['not_allowed'])
    expect(codes(await markSamples(manager, id, { samples: [{ number: 2, state: 'received', place: 'Shelf' }, { number: 3, state: 'lost' }] }, NOW))).toEqual(['ok'])
    expect((await stateOf(id)).samples).toEqual([{ number: 1, state: 'received', place: 'Fridge' }, { number: 2, state: 'received', place: 'Shelf' }, { number: 3, state: 'lost', place: 'Fridge' }])
    expect(codes(await markSamples(manager, id, { samples: [{ number: 1, state: 'disposed' }] }, NOW))).toEqual(['state_forbids'])
    expect(await markSamples(manager, id, { samples: [{ number: 2, state: 'received', place: 'Shelf' }] }, NOW)).toMatchObject({ value: { repeated: true } })
  })

  it('gives a file to the applicant, the leader of the group and the lab alone, and deletes it after its day with a word before', async () => {
    const pi = await makePerson('b')
    const groupId = `g-${randomUUID().slice(0, 8)}`
    await db.researchGroup.create({ data: { id: groupId, universityId: 'b', leaderId: pi.personId, nameZh: '组', nameEn: 'Group', confirmedAt: NOW, members: { create: [pi, applicant].map(({ personId }) => ({ personId, startsAt: new Date(0) })) } } })
    const id = await received(applicant, manager, await machine())
    await measureOrder(manager, id, { lost: [] }, NOW)
    const file = { name: 'results.zip', bytes: new Uint8Array([80, 75, 3, 4]) }
    expect(codes(await releaseOrder(manager, id, { link: 'https://x.example', until: '2026-12-20' }, NOW, file))).toEqual(['field_invalid'])
    expect(codes(await releaseOrder(manager, id, { until: '2026-12-20' }, NOW, { ...file, name: '../x' }))).toEqual(['field_invalid'])
    expect(codes(await releaseOrder(manager, id, { until: '2026-12-20' }, NOW, file))).toEqual(['ok'])
    for (const reader of [applicant, pi, manager]) expect((await resultFile(reader, id, NOW))?.fileName).toBe('results.zip')
    const office = await makePerson('a', [{ role: 'office', scopeKind: 'alliance', scopeId: null }])
    expect(await getOrder(office, id, NOW)).not.toBeNull()
    for (const reader of [office, await makePerson('b'), await managerOf('b')]) expect(await resultFile(reader, id, NOW)).toBeNull()

    const day = (text: string) => new Date(`${text}T16:37:00Z`)
    expect(await retireResults(day('2026-12-01'))).toBe(0)
    expect(await retireResults(day('2026-12-12'))).toBe(1)
    expect(await retireResults(day('2026-12-19'))).toBe(0)
    expect((await resultFile(applicant, id, NOW))?.fileName).toBe('results.zip')
    expect(await retireResults(day('2026-12-20'))).toBe(1)
    expect(await stateOf(id)).toMatchObject({ status: 'ready', resultFileId: null })
    expect(await resultFile(applicant, id, NOW)).toBeNull()
    expect(await retireResults(day('2026-12-21'))).toBe(0)
    expect(codes(await returnSamples(manager, id, { how: 'return' }, day('2026-12-22')))).toEqual(['ok'])
  })

  it('that nobody told of in time is told first, and kept until the word has had its days', async () => {
    const id = await received(applicant, manager, await machine())
    await measureOrder(manager, id, { lost: [] }, NOW)
    await releaseOrder(manager, id, { link: 'https://x.example', until: '2026-12-20' }, NOW)
    const late = new Date('2027-01-05T16:37:00Z')
    expect(await retireResults(late)).toBe(1)
    expect(await retireResults(late)).toBe(0)
    expect((await stateOf(id)).resultLink).not.toBeNull()
    expect(await retireResults(new Date(late.getTime() + 7 * 86_400_000))).toBe(1)
    expect((await stateOf(id)).resultGoneAt).not.toBeNull()
  })
})

describe('runs', () => {
  const period = { startsAt: at(2, 10), endsAt: at(2, 12) }
  it('carry several orders, take more, and give the time back when nobody needs them', async () => {
    const resource = await machine()
    const [first, second, third] = [await received(applicant, manager, resource), await received(applicant, manager, resource), await received(applicant, manager, resource)]
    const key = randomUUID()
    const input = { orders: [{ id: first }, { id: second }], resourceId: resource, ...period }
    const runs = await Promise.all([queueOrders(manager, input, NOW, key), queueOrders(manager, input, NOW, key)])
    expect(runs.map((each) => codes(each))).toEqual([['ok'], ['ok']])
    expect(await occupancy(resource)).toEqual([[1, 58, 60, 'booking']])
    const { runItemId } = await stateOf(first)
    const run = await db.booking.findFirstOrThrow({ where: { items: { some: { id: runItemId! } } } })
    expect(run).toMatchObject({ status: 'approved', bookerId: manager.personId, quotedFen: null, originClass: 'alliance_member', homeUniversityId: 'b' })
    expect(codes(await joinRun(other, { orders: [{ id: third }], runItemId: runItemId! }, NOW))).toEqual(['ok'])
    expect(await joinRun(other, { orders: [{ id: third }], runItemId: runItemId! }, NOW)).toMatchObject({ value: { replayed: true } })
    const own = await received(await makePerson('a'), manager, resource)
    expect(codes(await joinRun(other, { orders: [{ id: own }], runItemId: runItemId! }, NOW))).toEqual(['ok'])
    expect(await db.booking.findUnique({ where: { id: run.id }, select: { originClass: true, homeUniversityId: true } })).toEqual({ originClass: 'own_university', homeUniversityId: 'a' })
    for (const id of [first, second, own]) expect(codes(await unqueueOrder(manager, id, { reason: 'Another day' }, NOW))).toEqual(['ok'])
    expect(await occupancy(resource)).toHaveLength(1)
    expect(codes(await withdrawOrder(applicant, third, {}, NOW))).toEqual(['ok'])
    expect(await occupancy(resource)).toEqual([])
    expect(await db.booking.findUnique({ where: { id: run.id }, select: { status: true } })).toEqual({ status: 'cancelled' })
    expect((await stateOf(third)).states).toEqual(['received'])
    expect(codes(await returnSamples(manager, third, { how: 'return' }, NOW))).toEqual(['ok'])
    expect(await stateOf(third)).toMatchObject({ status: 'withdrawn', states: ['returned'] })
    await expectInvariants(NOW)
  })

  it('are refused in words where the machine is taken, closed or another', async () => {
    const resource = await machine()
    const [id, elsewhere] = [await received(applicant, manager, resource), await received(applicant, manager, await machine())]
    const taken = await createBooking(await makePerson(), booking(resource, at(2, 11), at(2, 13)), NOW)
    expect(codes(taken)).toEqual(['ok'])
    const run = (orders: { id: string; version?: number }[], rest: object = {}) => queueOrders(manager, { orders, resourceId: resource, ...period, ...rest }, NOW)
    expect(codes(await run([{ id }]))).toEqual(['slot_taken'])
    expect(codes(await run([{ id }], { startsAt: at(2, 20), endsAt: at(2, 22) }))).toEqual(['outside_opening_hours'])
    expect(codes(await run([{ id }], { startsAt: at(2, 20), endsAt: at(2, 22), overrideReason: 'Night run' }))).toEqual(['ok'])
    expect(codes(await run([{ id: elsewhere }], { startsAt: at(2, 13), endsAt: at(2, 14) }))).toEqual(['field_invalid'])
    expect(codes(await queueOrders(applicant, { orders: [{ id }], resourceId: resource, ...period }, NOW))).toEqual(['not_allowed'])
    // What was refused has left nothing behind.
    expect(await occupancy(resource)).toEqual([[1, 59, 61, 'booking'], [1, 68, 70, 'booking']])
    const foreign = await db.bookingItem.findFirstOrThrow({ where: { resourceId: resource, startsAt: at(2, 11) }, select: { id: true } })
    const more = await received(applicant, manager, resource)
    expect(codes(await joinRun(manager, { orders: [{ id: more }], runItemId: foreign.id }, NOW))).toEqual(['field_invalid'])
  })

  it('that are called off or displaced put their orders back in the queue, by whatever way', async () => {
    const resource = await machine()
    const id = await queued(applicant, manager, resource)
    const run = await db.bookingItem.findUniqueOrThrow({ where: { id: (await stateOf(id)).runItemId! }, select: { bookingId: true } })
    expect(codes(await cancelBooking(manager, run.bookingId, { reason: 'Broken' }, NOW))).toEqual(['ok'])
    expect(await stateOf(id)).toMatchObject({ status: 'received', runItemId: null, path: ['ask', 'accept', 'receive', 'queue', 'unqueue'] })
    await expectInvariants(NOW)
  })

  it('by two at once: one machine, one run; withdrawn against received: one of them', async () => {
    for (let round = 0; round < 4; round += 1) {
      const resource = await machine()
      const [first, second] = [await received(applicant, manager, resource), await received(applicant, manager, resource)]
      const put = (by: Actor, ...ids: string[]) => queueOrders(by, { orders: ids.map((id) => ({ id })), resourceId: resource, ...period }, NOW)
      const both = await Promise.all([put(manager, first, second), put(other, second, first)])
      expect(both.filter(({ ok }) => ok)).toHaveLength(1)
      expect(await occupancy(resource)).toHaveLength(1)
      const leaving = await Promise.all([withdrawOrder(applicant, first, {}, NOW), unqueueOrder(manager, first, { reason: 'x' }, NOW), withdrawOrder(applicant, second, {}, NOW)])
      expect(leaving.filter(({ ok }) => ok).length).toBeGreaterThan(0)
      const states = await Promise.all([first, second].map(stateOf))
      expect(states[1]!.status).toBe('withdrawn')
      expect(await occupancy(resource)).toEqual([])

      const third = await asked(applicant, resource)
      await acceptOrder(manager, third, { minutes: 60 }, NOW)
      const [gone, came] = await Promise.all([withdrawOrder(applicant, third, { version: 2 }, NOW), receiveOrder(manager, third, { missing: [], version: 2 }, NOW)])
      expect([gone.ok, came.ok].filter(Boolean)).toHaveLength(1)
      expect((await stateOf(third)).status).toBe(gone.ok ? 'withdrawn' : 'received')
    }
    await expectInvariants(NOW)
  })
})

describe('the line', () => {
  it('tells the place and, from three on, the usual time with how many it rests on', async () => {
    const resource = await machine()
    const ids = []
    for (let at1 = 0; at1 < 3; at1 += 1) ids.push(await received(applicant, manager, resource))
    const last = await asked(applicant, resource)
    const view = (id: string) => getOrder(applicant, id, NOW).then((each) => standingOf(each!))
    expect(await view(last)).toMatchObject({ before: 3, usualSeconds: null, past: 0 })
    for (const [index, id] of ids.entries()) {
      await measureOrder(manager, id, { lost: [] }, at(1, 9))
      await releaseOrder(manager, id, { link: 'https://x.example', until: '2027-01-01' }, at(index + 1, 9))
    }
    expect(await view(last)).toMatchObject({ before: 0, past: 3, usualSeconds: 48 * 3600 })
    expect((await view(ids[0]!)).before).toBeNull()
  })
})
