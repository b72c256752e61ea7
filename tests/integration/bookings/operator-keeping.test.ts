import { randomUUID } from 'node:crypto'
import { beforeAll, describe, expect, it } from 'vitest'
import type { Actor } from '~/domain/access/permission'
import type { Outcome } from '~/domain/problem'
import { createBooking } from '~/features/bookings/create.server'
import { addOperator } from '~/features/bookings/operators/add.server'
import { changeOperator } from '~/features/bookings/operators/change.server'
import { endLeave } from '~/features/bookings/operators/end-leave.server'
import { operatorPage, operatorsOf, swapPage } from '~/features/bookings/operators/queries.server'
import { retireOperator } from '~/features/bookings/operators/retire.server'
import { swapOperator } from '~/features/bookings/operators/swap.server'
import { previewLeave, takeLeave } from '~/features/bookings/operators/take-leave.server'
import { answerHours } from '~/features/bookings/previews/answer-hours.server'
import { hoursPage } from '~/features/scheduling/hours/queries.server'
import { type KeptOwner, keptOwner } from '~/features/scheduling/owner.server'
import { db } from '~/platform/db.server'
import { at, booking, makeOperator, makePerson, makeResource, makeWorld, managerOf, NOW, occupancy } from '#tests/factories/world'
import { expectInvariants } from './invariants'

let people: Actor[]
let manager: Actor
beforeAll(async () => {
  await makeWorld()
  people = await Promise.all(Array.from({ length: 8 }, () => makePerson()))
  manager = await managerOf('a')
})

const codes = (outcome: Outcome<unknown>) => (outcome.ok ? [] : outcome.problems.map(({ code }) => code))
const machine = (university: 'a' | 'b' = 'a') => makeResource({ modes: ['assisted_booking'], university })
async function made(who: number, resource: string, from: Date, to: Date): Promise<string> {
  const said = await createBooking(people[who]!, booking(resource, from, to), NOW)
  if (!said.ok) throw new Error(JSON.stringify(said.problems))
  return said.value.id
}
const promised = (bookingId: string) => db.bookingItem.findFirstOrThrow({ where: { bookingId }, select: { id: true, operatorId: true, booking: { select: { version: true, status: true } } } })
const mailsAbout = async (kind: string, id: string) =>
  (await db.$queryRaw<{ n: number }[]>`SELECT count(*)::int AS n FROM graphile_worker._private_jobs WHERE payload ->> 'kind' = ${kind} AND payload ->> 'subjectId' = ${id}`)[0]!.n

it('is named by who keeps the resources, once, of one campus, one person one operator', async () => {
  const [one, far] = [await machine(), await machine('b')]
  const account = await makePerson()
  const input = { key: randomUUID(), nameZh: '甲', resourceIds: [one], email: account.email }
  expect(codes(await addOperator(people[0]!, input, NOW))).toEqual(['not_allowed'])
  expect(codes(await addOperator(manager, { ...input, resourceIds: [one, far] }, NOW))).toEqual(['not_allowed'])
  expect(codes(await addOperator(manager, { ...input, resourceIds: [await makeResource()] }, NOW))).toEqual(['field_invalid'])
  const [added, again] = [await addOperator(manager, input, NOW), await addOperator(manager, input, NOW)]
  expect(added).toEqual(again)
  expect(codes(await addOperator(manager, { ...input, key: randomUUID() }, NOW))).toEqual(['field_invalid'])
  const id = added.ok ? added.value.id : ''
  expect((await operatorsOf(manager, NOW)).map((each) => each.id)).toContain(id)
  expect(await operatorsOf(await managerOf('b'), NOW)).toEqual([])
  const { version } = (await operatorPage(manager, id, NOW))!
  expect(await operatorPage(account, id, NOW)).toMatchObject({ mayKeep: false })
  expect(await operatorPage(people[0]!, id, NOW)).toBeNull()
  expect(await changeOperator(manager, id, { version, nameZh: '乙', resourceIds: [one, await machine()] }, NOW)).toMatchObject({ ok: true })
  expect(codes(await changeOperator(manager, id, { version, nameZh: '丙', resourceIds: [one] }, NOW))).toEqual(['version_conflict'])
  await made(0, one, at(1, 9), at(1, 10))
  expect(codes(await retireOperator(manager, id, NOW))).toEqual(['bookings_in_the_way'])
  expect(await retireOperator(manager, id, at(1, 11))).toMatchObject({ ok: true })
})

it('is swapped by the manager for one who can, is on duty and free', async () => {
  const [one, two] = [await machine(), await machine()]
  const [first, second, off] = [await makeOperator([one, two], { id: 'o-1' }), await makeOperator([one, two], { id: 'o-2' }), await makeOperator([one], { id: 'o-3', weekly: [] })]
  const id = await made(1, one, at(2, 9), at(2, 10))
  const before = await promised(id)
  expect(before.operatorId).toBe(first)
  const swap = (operatorId: string, version = before.booking.version) => swapOperator(manager, id, { itemId: before.id, operatorId, version }, NOW)
  expect(codes(await swapOperator(people[1]!, id, { itemId: before.id, operatorId: second, version: before.booking.version }, NOW))).toEqual(['not_allowed'])
  const other = await made(2, two, at(2, 9), at(2, 10))
  expect((await swapPage(manager, id, NOW))?.items[0]?.choices.map(({ id: each, state }) => [each, state])).toEqual([[first, 'current'], [second, 'taken'], [off, 'off_duty']])
  expect(codes(await swap(second))).toEqual(['operator_unfit'])
  expect(codes(await swap(off))).toEqual(['operator_unfit'])
  await db.booking.update({ where: { id: other }, data: { status: 'cancelled' } })
  await db.allocation.deleteMany({ where: { item: { bookingId: other } } })
  await db.auditEvent.create({ data: { action: 'booking.cancelled', subjectKind: 'booking', subjectId: other, data: {} } })
  await db.presence.deleteMany({ where: { item: { bookingId: other } } })
  expect(await swap(second)).toMatchObject({ ok: true })
  expect(codes(await swap(first))).toEqual(['version_conflict'])
  expect((await promised(id)).operatorId).toBe(second)
  expect(await occupancy(second)).toEqual([[1, 57, 58, 'booking']])
  expect(await mailsAbout('operator-changed', id)).toBe(1)
  await expectInvariants(NOW)
})

it('takes leave: bookings go to others, or refuse it, or are cancelled by the manager', async () => {
  const [one, two] = [await machine(), await machine()]
  const account = await makePerson()
  const away = await makeOperator([one, two], { id: 'o-a', personId: account.personId })
  const stays = await makeOperator([one, two], { id: 'o-b' })
  const moved = await made(3, one, at(3, 9), at(3, 10))
  await made(4, two, at(3, 13), at(3, 14))
  // Fewest hours: the third goes to the first again; both are then promised from 15 to 16.
  const stuck = await made(5, one, at(3, 15), at(3, 16))
  const beside = await made(6, two, at(3, 15), at(3, 16))
  const leave = (from: number, to: number, more = {}) => ({ key: randomUUID(), period: { start: at(3, from), end: at(3, to) }, reason: 'x', stuck: 'refuse' as const, ...more })
  expect(codes(await takeLeave(people[0]!, away, leave(9, 12), NOW))).toEqual(['not_allowed'])
  expect(codes(await takeLeave(account, away, leave(12, 9), NOW))).toEqual(['period_reversed'])
  expect((await previewLeave(account, away, { start: at(3, 9), end: at(3, 18) }, NOW)).map(({ to }) => to?.id ?? null)).toEqual([stays, null])
  expect(codes(await takeLeave(account, away, leave(9, 18), NOW))).toEqual(['bookings_in_the_way'])
  expect((await promised(moved)).operatorId).toBe(away)
  expect(codes(await takeLeave(account, away, leave(9, 18, { stuck: 'cancel' }), NOW))).toEqual(['not_allowed'])
  const morning = leave(9, 12)
  expect(await takeLeave(account, away, morning, NOW)).toMatchObject({ ok: true, value: { handedOver: 1, cancelled: 0 } })
  expect(await takeLeave(account, away, morning, NOW)).toMatchObject({ ok: true, value: { handedOver: 0 } })
  expect((await promised(moved)).operatorId).toBe(stays)
  expect(await takeLeave(manager, away, leave(14, 18, { stuck: 'cancel' }), NOW)).toMatchObject({ ok: true, value: { cancelled: 1 } })
  expect([(await promised(stuck)).booking.status, (await promised(beside)).booking.status].toSorted()).toEqual(['approved', 'displaced'])
  expect(codes(await createBooking(people[7]!, booking(two, at(3, 9), at(3, 10)), NOW))).toEqual(['operators_taken'])
  const [outage] = await db.outage.findMany({ where: { resourceId: away, startsAt: at(3, 9) }, select: { id: true, version: true } })
  expect(await endLeave(account, away, { outageId: outage!.id, version: outage!.version }, NOW)).toMatchObject({ ok: true })
  expect(await createBooking(people[7]!, booking(two, at(3, 9), at(3, 10)), NOW)).toMatchObject({ ok: true })
  await expectInvariants(NOW)
})

it('taking leave while people book, nobody is promised who is away', async () => {
  const machines = await Promise.all(Array.from({ length: 6 }, () => machine()))
  const operators = [await makeOperator(machines), await makeOperator(machines)]
  const outcomes = await Promise.all([
    ...machines.map((resource, index) => createBooking(people[index]!, booking(resource, at(8, 9 + index), at(8, 10 + index)), NOW)),
    takeLeave(manager, operators[0]!, { key: randomUUID(), period: { start: at(8, 9), end: at(8, 18) }, reason: 'x', stuck: 'refuse' }, NOW),
  ])
  expect(outcomes.every(({ ok }) => ok)).toBe(true)
  expect((await occupancy(operators[0]!)).map(([, , , cause]) => cause)).toEqual(['closure'])
  expect(await occupancy(operators[1]!)).toHaveLength(6)
  await expectInvariants(NOW)
})

describe('changed hours of duty', () => {
  const week = (from: number, to: number) => [1, 2, 3, 4, 5].map((weekday) => ({ weekday: weekday as 1, from: from * 60, to: to * 60 }))
  const hoursOf = async (owner: KeptOwner, from: number, to: number, more: Record<string, string>) => {
    const text = `${from}:00-${to}:00`
    const days = Object.fromEntries([1, 2, 3, 4, 5].map((day) => [`day${day}`, text]))
    const { seen } = await hoursPage(owner, NOW)
    const form = { form: 'hours', ...days, from: '2026-11-23', seen, ...more }
    const post = (fields: Record<string, string>) => new Request('http://x.example/', { method: 'POST', body: new URLSearchParams(fields) })
    const shown = await answerHours(post({ ...form, do: 'check' }), manager, owner, NOW)
    if ('saved' in shown) throw new Error('saved without being shown')
    return { shown, save: () => answerHours(post({ ...form, do: 'save', checked: shown.checked ?? '' }), manager, owner, NOW) }
  }

  it('show the promised bookings that they leave, and hand them over where the manager says so', async () => {
    const [one, two] = [await machine(), await machine()]
    const changed = await makeOperator([one, two], { weekly: week(9, 18) })
    const [early, late] = [await made(0, one, at(28, 9), at(28, 10)), await made(1, two, at(28, 16), at(28, 17))]
    const colleague = await makeOperator([one], { weekly: week(9, 18) })
    const third = await made(2, two, at(29, 9), at(29, 10))
    const owner = (await keptOwner(manager, { kind: 'resource', id: changed }))!
    const { shown, save } = await hoursOf(owner, 10, 15, { duty: 'swap' })
    expect(shown.preview?.offDuty?.map(({ bookingId, operator, to }) => [bookingId, operator.id, to?.id ?? null])).toEqual([
      [early, changed, colleague], [late, changed, null], [third, changed, null],
    ])
    expect((await promised(early)).operatorId).toBe(changed)
    expect(await save()).toMatchObject({ saved: 'hours.saved' })
    expect([(await promised(early)).operatorId, (await promised(late)).operatorId]).toEqual([colleague, changed])
    expect(await occupancy(colleague)).toEqual([[1, 28 * 24 + 9, 28 * 24 + 10, 'booking']])
    expect(await mailsAbout('operator-changed', early)).toBe(1)
    // What was left once is not asked about again, nor shown.
    expect((await hoursOf(owner, 10, 14, {})).shown.preview?.offDuty).toEqual([])
    await expectInvariants(NOW)
  })

  it('leave everything as it is where the manager says that, and count where they come from the lab', async () => {
    const resource = await machine('b')
    const keeper = await managerOf('b')
    const operator = await makeOperator([resource], { university: 'b' })
    const id = await made(3, resource, at(30, 9), at(30, 10))
    const owner = (await keptOwner(keeper, { kind: 'lab', id: 'b-lab' }))!
    const { shown, save } = await hoursOf(owner, 11, 18, { duty: 'keep' })
    expect(shown.preview).toMatchObject({ count: 1, offDuty: [{ bookingId: id, to: null }] })
    await save()
    expect((await promised(id)).operatorId).toBe(operator)
  })
})
