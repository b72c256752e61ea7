import { randomUUID } from 'node:crypto'
import { beforeAll, beforeEach, describe, expect, it } from 'vitest'
import type { Actor } from '~/domain/access/permission'
import type { ConductRules } from '~/domain/conduct/rules'
import type { Outcome } from '~/domain/problem'
import { createBooking } from '~/features/bookings/create.server'
import { settleBookings } from '~/features/bookings/jobs.server'
import { checkIn } from '~/features/usage/check-in.server'
import { checkOut } from '~/features/usage/check-out.server'
import { correctUse } from '~/features/usage/correct.server'
import { recordUse } from '~/features/usage/record-use.server'
import { sayLate } from '~/features/usage/say-late.server'
import { settleUses } from '~/features/usage/settle.server'
import { syncDevice } from '~/features/usage/sync.server'
import { db } from '~/platform/db.server'
import { at, booking, makePerson, makeResource, makeWorld, managerOf, NOW, occupancy } from '#tests/factories/world'
import { expectInvariants } from '../bookings/invariants'

let manager: Actor
let person: Actor
beforeAll(async () => {
  await makeWorld()
  manager = await managerOf('a')
})
beforeEach(async () => {
  person = await makePerson()
})

const codes = (outcome: Outcome<unknown>) => (outcome.ok ? ['ok'] : outcome.problems.map(({ code }) => code))
const DAWN = new Date(0)

type Booked = { item: string; booking: string; code: string; resource: string }
/** A booking on Tuesday from 10 to 12, unless told otherwise; `required`: nobody is assumed to have come. */
async function booked(rest: { resource?: string; from?: number; to?: number; rules?: Partial<ConductRules>; by?: Actor } = {}): Promise<Booked> {
  const resource = rest.resource ?? (await makeResource())
  if (rest.rules) await db.conductRuleVersion.create({ data: { ownerKind: 'resource', ownerId: resource, rules: rest.rules, validFrom: DAWN } })
  const made = await createBooking(rest.by ?? person, booking(resource, at(1, rest.from ?? 10), at(1, rest.to ?? 12)), NOW)
  if (!made.ok) throw new Error(codes(made).join())
  const { id, code, items } = await db.booking.findUniqueOrThrow({ where: { id: made.value.id }, select: { id: true, code: true, items: { select: { id: true } } } })
  return { item: items[0]!.id, booking: id, code, resource }
}
async function stateOf({ item, booking: id }: Booked) {
  const [row, own, record, findings] = await Promise.all([
    db.booking.findUniqueOrThrow({ where: { id }, select: { status: true } }),
    db.bookingItem.findUniqueOrThrow({ where: { id: item }, select: { status: true, completionSource: true } }),
    db.usageRecord.findUnique({ where: { itemId: item }, select: { id: true, usedSeconds: true, startSource: true, endSource: true, samples: true, operatorId: true, events: { select: { id: true } } } }),
    db.conductFinding.findMany({ where: { personId: person.personId, withdrawnAt: null }, select: { kind: true, points: true } }),
  ])
  return { booking: row.status, item: own.status, source: own.completionSource, record, findings: findings.map(({ kind }) => kind) }
}
const REQUIRED = { checkIn: 'required' } as const

describe('checking in and out', () => {
  it('begins and ends the use, gives back the rest, and says the same in booking, item and record', async () => {
    const it1 = await booked()
    expect(codes(await checkIn(person, it1.item, {}, at(1, 9.5)))).toEqual(['use_too_early'])
    expect(await checkIn(person, it1.item, {}, at(1, 9.9))).toMatchObject({ value: { status: 'in_use', repeated: false } })
    expect(await stateOf(it1)).toMatchObject({ booking: 'in_use', item: 'in_use' })
    expect(await checkIn(person, it1.item, {}, at(1, 10))).toMatchObject({ value: { repeated: true } })
    const out = await checkOut(person, it1.item, { details: { samples: 8, warmUpSeconds: 600 } }, at(1, 11.5))
    expect(out).toMatchObject({ value: { status: 'completed', usedSeconds: Math.round(1.6 * 3600) } })
    expect(await checkOut(person, it1.item, {}, at(1, 11.6))).toMatchObject({ value: { repeated: true } })
    expect(await stateOf(it1)).toMatchObject({
      booking: 'completed', item: 'completed', source: 'checked_out', findings: [],
      record: { startSource: 'phone', endSource: 'phone', samples: 8, operatorId: person.personId },
    })
    expect(await occupancy(it1.resource)).toEqual([[1, 34, 35.5, 'booking']])
    expect(codes(await createBooking(person, booking(it1.resource, at(1, 11.5), at(1, 12)), at(1, 11.5)))).toEqual(['ok'])
    await expectInvariants(at(1, 11.6))
  })

  it('is refused to strangers, without a check-in, after the end, and once the right has lapsed', async () => {
    const it1 = await booked({ resource: await makeResource({ needsQualification: false }) })
    expect(codes(await checkIn(await makePerson(), it1.item, {}, at(1, 10)))).toEqual(['not_allowed'])
    expect(codes(await checkOut(person, it1.item, {}, at(1, 10)))).toEqual(['use_not_begun'])
    expect(codes(await checkIn(person, it1.item, {}, at(1, 12)))).toEqual(['use_over'])
    await db.resource.update({ where: { id: it1.resource }, data: { needsQualification: true } })
    expect(codes(await checkIn(person, it1.item, {}, at(1, 10)))).toEqual(['qualification_missing'])
    await db.resource.update({ where: { id: it1.resource }, data: { needsQualification: false, status: 'retired' } })
    expect(codes(await checkIn(person, it1.item, {}, at(1, 10)))).toEqual(['resource_not_in_service'])
    expect(codes(await checkIn(person, 'no-such', {}, at(1, 10)))).toEqual(['not_allowed'])
    expect(codes(await checkIn(person, randomUUID(), {}, at(1, 10)))).toEqual(['not_allowed'])
  })

  it('of many at once, and with one key sent again, happens once', async () => {
    for (const key of [undefined, randomUUID()]) {
      const it1 = await booked()
      const ins = await Promise.all(Array.from({ length: 8 }, () => checkIn(person, it1.item, { key }, at(1, 10))))
      expect(ins.filter((each) => each.ok && !each.value.repeated)).toHaveLength(1)
      const outs = await Promise.all(Array.from({ length: 8 }, () => checkOut(person, it1.item, {}, at(1, 11))))
      expect(outs.filter((each) => each.ok && !each.value.repeated)).toHaveLength(1)
      expect((await stateOf(it1)).record?.events).toHaveLength(2)
      person = await makePerson()
    }
    const [one, two] = [await booked({ from: 9, to: 10 }), await booked({ from: 14, to: 15 })]
    const key = randomUUID()
    expect((await checkIn(person, one.item, { key }, at(1, 9))).ok).toBe(true)
    expect(codes(await checkIn(person, two.item, { key }, at(1, 14)))).toEqual(['key_reused'])
    await expectInvariants(at(1, 14))
  })

  it('finds who is late, leaves early or overruns, by the rules kept with the booking', async () => {
    const it1 = await booked()
    await checkIn(person, it1.item, {}, at(1, 10.4))
    await checkOut(person, it1.item, {}, at(1, 10.6))
    expect((await stateOf(it1)).findings.toSorted()).toEqual(['early_leave', 'late'])
    person = await makePerson()
    const it2 = await booked()
    await checkIn(person, it2.item, {}, at(1, 10))
    await db.conductRuleVersion.create({ data: { ownerKind: 'resource', ownerId: it2.resource, rules: { overrunAfterMinutes: 600 }, validFrom: at(1, 9) } })
    await checkOut(person, it2.item, {}, at(1, 13))
    expect(await stateOf(it2)).toMatchObject({ findings: ['overrun'], record: { usedSeconds: 3 * 3600 } })
  })
})

describe('what time does', () => {
  it('assumes where checking in is optional, and finds who did not come where it is required, however late', async () => {
    const [optional, required] = [await booked(), await booked({ from: 14, to: 16, rules: REQUIRED })]
    await settleUses(at(1, 14.4), DAWN)
    expect((await stateOf(required)).item).toBe('not_started')
    await settleBookings(at(2, 9))
    expect(await stateOf(required)).toMatchObject({ item: 'completed', source: 'assumed' })
    for (const _ of [1, 2]) await settleUses(at(2, 9), DAWN)
    expect(await stateOf(required)).toMatchObject({ booking: 'no_show', item: 'no_show', findings: ['no_show'] })
    expect(await stateOf(optional)).toMatchObject({ booking: 'completed', item: 'completed', source: 'assumed', record: null })
    await expectInvariants(at(2, 9))
  })

  it('holds the place for who says to be late, then gives it back', async () => {
    const it1 = await booked({ rules: REQUIRED })
    expect(await sayLate(person, it1.item, { until: at(1, 10.75) }, at(1, 10.25))).toMatchObject({ value: { heldUntil: at(1, 10.75) } })
    await settleUses(at(1, 10.6), DAWN)
    expect((await stateOf(it1)).item).toBe('not_started')
    await settleUses(at(1, 10.75), DAWN)
    expect(await stateOf(it1)).toMatchObject({ item: 'no_show', findings: ['no_show'] })
    expect(await occupancy(it1.resource)).toEqual([[1, 34, 34.75, 'booking']])
    expect(codes(await checkIn(person, it1.item, {}, at(1, 11)))).toEqual(['state_forbids'])
    expect(codes(await sayLate(person, it1.item, {}, at(1, 11)))).toEqual(['state_forbids'])
    await expectInvariants(at(1, 11))
  })

  it('ends a use that nobody ended as booked, once', async () => {
    const it1 = await booked()
    await checkIn(person, it1.item, {}, at(1, 10))
    await settleUses(at(1, 13.9), DAWN)
    expect((await stateOf(it1)).item).toBe('in_use')
    for (const _ of [1, 2]) await settleUses(at(1, 14), DAWN)
    expect(await stateOf(it1)).toMatchObject({ booking: 'completed', source: 'assumed', record: { usedSeconds: 7200, endSource: 'assumed' }, findings: [] })
    expect(await db.auditEvent.count({ where: { subjectId: it1.booking, action: 'booking.completed' } })).toBe(1)
    await expectInvariants(at(1, 14))
  })
})

describe('a kiosk that was cut off', () => {
  const event = (kind: 'start' | 'end', { resource, code }: Booked, when: Date, off = 0) =>
    ({ id: randomUUID(), resourceId: resource, kind, code, at: new Date(when.getTime() + off) })
  const send = (events: ReturnType<typeof event>[], now: Date, off = 0) =>
    syncDevice(manager, { deviceId: 'door', source: 'kiosk', sentAt: new Date(now.getTime() + off), events }, now)

  it('for a day catches up in order, whatever its clock says, and turns a no-show into a use', async () => {
    const YEARS = -9 * 365 * 86_400_000
    const it1 = await booked({ rules: REQUIRED })
    await settleUses(at(2, 9), DAWN)
    expect((await stateOf(it1)).findings).toEqual(['no_show'])
    const events = [event('end', it1, at(1, 11.9), YEARS), event('start', it1, at(1, 10.1), YEARS)]
    expect(await send(events, at(2, 9), YEARS)).toMatchObject({ value: [{ is: 'taken' }, { is: 'taken' }] })
    expect(await stateOf(it1)).toMatchObject({ booking: 'completed', item: 'completed', findings: [], record: { startSource: 'kiosk', usedSeconds: 6480 } })
    expect(await send(events, at(2, 9.1), YEARS)).toMatchObject({ value: [{ is: 'known' }, { is: 'known' }] })
    expect((await stateOf(it1)).record?.events).toHaveLength(2)
    await expectInvariants(at(2, 9))
  })

  it('tells nothing for another resource, a code that is none, or a time that cannot be', async () => {
    const it1 = await booked()
    const other = await makeResource({ university: 'b' })
    const whys = async (events: ReturnType<typeof event>[], now: Date) => {
      const outcome = await send(events, now)
      return outcome.ok ? outcome.value.map(({ is, why }) => why ?? is) : codes(outcome)
    }
    expect(await whys([event('start', { ...it1, resource: other }, at(1, 10)), event('start', { ...it1, code: 'NOPE' }, at(1, 10)), event('start', it1, at(3, 10)), event('start', it1, at(1, 15)), event('start', it1, at(1, 10))], at(1, 16)))
      .toEqual(['resource', 'in_future', 'booking', 'taken', 'booking'])
    expect(codes(await syncDevice(person, { deviceId: 'x', source: 'kiosk', sentAt: NOW, events: [] }, NOW))).toEqual(['not_allowed'])
  })
})

describe('by hand', () => {
  it('a manager corrects with a reason, never the own use, and what was measured stays', async () => {
    const it1 = await booked()
    await checkIn(person, it1.item, {}, at(1, 10.5))
    await checkOut(person, it1.item, {}, at(1, 11.9))
    expect((await stateOf(it1)).findings).toEqual(['late'])
    const say = (input: Parameters<typeof correctUse>[2], by = manager) => correctUse(by, it1.item, input, at(2, 9))
    expect(codes(await say({ startsAt: at(1, 10), reason: 'the phone was flat' }, person))).toEqual(['not_allowed'])
    expect(codes(await say({ startsAt: at(1, 12), endsAt: at(1, 11), reason: 'x' }))).toEqual(['period_reversed'])
    expect(codes(await say({ endsAt: at(3, 9), reason: 'x' }))).toEqual(['use_not_over'])
    expect(codes(await say({ details: { measuringSeconds: 99_999 }, reason: 'x' }))).toEqual(['use_parts_too_long'])
    expect(codes(await say({ startsAt: at(1, 10), reason: 'x', version: 1 }))).toEqual(['version_conflict'])
    const key = randomUUID()
    for (const _ of [1, 2]) expect(await say({ key, startsAt: at(1, 10), reason: 'the phone was flat' })).toMatchObject({ value: { usedSeconds: 6840 } })
    expect(await stateOf(it1)).toMatchObject({ findings: [], record: { startSource: 'correction', endSource: 'phone' } })
    expect((await stateOf(it1)).record?.events).toHaveLength(3)
    expect(await say({ outcome: 'absent', reason: 'it was somebody else' })).toMatchObject({ value: { status: 'no_show' } })
    expect((await stateOf(it1)).findings).toEqual(['no_show'])
    await expect(db.$executeRaw`DELETE FROM usage_event`).rejects.toThrow(/append-only/)
    await expect(db.$executeRaw`UPDATE conduct_finding SET points = 0`).rejects.toThrow(/stays as it was found/)
  })

  it('a use without a booking is recorded once, and not where another stands', async () => {
    const resource = await makeResource()
    const walkIn = { key: randomUUID(), resourceId: resource, personId: person.personId, startsAt: at(1, 9), endsAt: at(1, 10), details: { samples: 2, beneficiary: 'enterprise' as const } }
    expect(codes(await recordUse(person, walkIn, at(1, 11)))).toEqual(['not_allowed'])
    expect(codes(await recordUse(manager, walkIn, at(1, 9.5)))).toEqual(['use_not_over'])
    const made = await Promise.all([1, 2, 3].map(() => recordUse(manager, walkIn, at(1, 11))))
    expect(new Set(made.map((each) => (each.ok ? each.value.recordId : codes(each).join()))).size).toBe(1)
    expect(codes(await recordUse(manager, { ...walkIn, key: randomUUID(), personId: (await makePerson()).personId }, at(1, 11)))).toEqual(['use_overlaps'])
    expect(codes(await recordUse(manager, { ...walkIn, key: randomUUID(), startsAt: at(1, 10), endsAt: at(1, 10.5) }, at(1, 11)))).toEqual(['ok'])
    const it1 = await booked({ resource, from: 14, to: 16 })
    expect(codes(await recordUse(manager, { ...walkIn, key: randomUUID(), startsAt: at(1, 15), endsAt: at(1, 17), personId: manager.personId }, at(2, 9)))).toEqual(['use_overlaps'])
    const recordId = made[0]!.ok ? made[0]!.value.recordId : ''
    expect(await correctUse(manager, recordId, { endsAt: at(1, 9.5), reason: 'shorter' }, at(2, 9))).toMatchObject({ value: { usedSeconds: 1800 } })
    expect(await db.usageRecord.findUnique({ where: { id: recordId }, select: { beneficiary: true, samples: true } })).toEqual({ beneficiary: 'enterprise', samples: 2 })
    await settleBookings(at(2, 9))
    const all = await db.$queryRaw<{ assumed: boolean }[]>`SELECT is_assumed AS assumed FROM every_use WHERE resource_id = ${resource} ORDER BY starts_at`
    expect([it1.resource, all.map(({ assumed }) => assumed)]).toEqual([resource, [false, false, true]])
  })
})
