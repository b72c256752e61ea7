import { randomUUID } from 'node:crypto'
import { beforeAll, beforeEach, describe, expect, it } from 'vitest'
import type { Actor } from '~/domain/access/permission'
import type { ConductRules } from '~/domain/conduct/rules'
import type { Outcome } from '~/domain/problem'
import { createBooking } from '~/features/bookings/create.server'
import { checkIn } from '~/features/usage/check-in.server'
import { checkOut } from '~/features/usage/check-out.server'
import { deviceActor } from '~/features/usage/devices/device-actor.server'
import { issueDevice } from '~/features/usage/devices/issue.server'
import { labDevices } from '~/features/usage/devices/queries.server'
import { revokeDevice } from '~/features/usage/devices/revoke.server'
import type { DeviceKind } from '~/features/usage/devices/schema'
import { labSessions } from '~/features/usage/kiosk/sessions.server'
import { settleUses } from '~/features/usage/settle.server'
import { syncDevice } from '~/features/usage/sync.server'
import { db } from '~/platform/db.server'
import { at, booking, makePerson, makeResource, makeWorld, managerOf, NOW } from '#tests/factories/world'
import { call } from '../api/client'
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

type Booked = { item: string; booking: string; code: string; resource: string }
async function booked(from: number, to: number, rest: { by?: Actor; resource?: string; rules?: Partial<ConductRules>; day?: number } = {}): Promise<Booked> {
  const resource = rest.resource ?? (await makeResource())
  if (rest.rules) await db.conductRuleVersion.create({ data: { ownerKind: 'resource', ownerId: resource, rules: rest.rules, validFrom: new Date(0) } })
  const made = await createBooking(rest.by ?? person, booking(resource, at(rest.day ?? 1, from), at(rest.day ?? 1, to)), NOW)
  if (!made.ok) throw new Error(codes(made).join())
  const { id, code, items } = await db.booking.findUniqueOrThrow({ where: { id: made.value.id }, select: { id: true, code: true, items: { select: { id: true } } } })
  return { item: items[0]!.id, booking: id, code, resource }
}

async function device(kind: DeviceKind = 'kiosk', lab = 'a-lab') {
  const made = await issueDevice(await managerOf(lab === 'a-lab' ? 'a' : 'b'), lab, { name: 'door', kind }, NOW)
  if (!made.ok) throw new Error(codes(made).join())
  const caller = await deviceActor(new Request('http://x.test', { headers: { Authorization: `Bearer ${made.value.secret}` } }), NOW)
  if (caller.actor === null) throw new Error('no device')
  return { ...made.value, ...caller.actor }
}
type Device = Awaited<ReturnType<typeof device>>
type Event = { id: string; kind: 'start' | 'end'; itemId?: string; code?: string; resourceId?: string; personId?: string; at: Date; agoMs?: number; offsetMs?: number }
const event = (kind: 'start' | 'end', by: Partial<Event>, when: Date): Event => ({ id: randomUUID(), kind, at: when, ...by })
async function send({ actor, id, kind }: Device, events: Event[], now: Date, sentAt = now) {
  const outcome = await syncDevice(actor, { deviceId: id, source: kind, sentAt, events }, now, null)
  return outcome.ok ? outcome.value.map(({ is, why }) => why ?? is) : codes(outcome)
}
const useOf = (item: string) => db.usageRecord.findUnique({ where: { itemId: item }, select: { status: true, startSource: true, endSource: true, usedSeconds: true, startsAt: true, endsAt: true, events: { select: { id: true, source: true } } } })

describe('a device of a lab', () => {
  it('is given a token and signed out by those who keep the lab', async () => {
    expect(codes(await issueDevice(person, 'a-lab', { name: 'x', kind: 'kiosk' }, NOW))).toEqual(['not_allowed'])
    expect(codes(await issueDevice(await managerOf('b'), 'a-lab', { name: 'x', kind: 'kiosk' }, NOW))).toEqual(['not_allowed'])
    const made = await device()
    expect(JSON.stringify(await labDevices('a-lab'))).not.toContain(made.secret)
    expect(await db.labDevice.count({ where: { tokenHash: made.secret } })).toBe(0)
    expect((await call('/use/sessions', { token: made.secret })).status).toBe(200)
    expect(codes(await revokeDevice(await managerOf('b'), 'a-lab', made.id, NOW))).toEqual(['not_allowed'])
    for (const _ of [1, 2]) expect(codes(await revokeDevice(manager, 'a-lab', made.id, NOW))).toEqual(['ok'])
    expect((await call('/use/sessions', { token: made.secret })).status).toBe(401)
    expect((await call('/use/sync', { token: 'ccd_nothing-of-the-kind-at-all', body: {} })).status).toBe(401)
    expect(await db.auditEvent.count({ where: { action: { in: ['device.issued', 'device.revoked'] }, data: { path: ['deviceId'], equals: made.id } } })).toBe(2)
  })

  it('sees names and times of its own lab, and no more of anybody', async () => {
    await db.person.update({ where: { id: person.personId }, data: { nameEn: 'Somebody Here', phone: '13800000000' } })
    const here = await booked(10, 12)
    await booked(10, 12, { resource: await makeResource({ university: 'b' }), by: await makePerson('b') })
    const { items } = await labSessions('a-lab', at(1, 9))
    const own = items.filter(({ itemId }) => itemId === here.item)
    expect(own).toMatchObject([{ name: { en: 'Somebody Here' }, startsAt: at(1, 10), status: 'not_started' }])
    expect(items.every(({ resource }) => resource.id !== 'b')).toBe(true)
    const text = JSON.stringify(items)
    for (const secret of ['13800000000', person.email, person.personId, here.code]) expect(text).not.toContain(secret)
  })
})

describe('what it tells', () => {
  it('by a name or a code begins and ends a use, and is nobody in the log', async () => {
    const [desk, it1, it2] = [await device(), await booked(10, 12), await booked(14, 15)]
    expect(await send(desk, [event('start', { itemId: it1.item }, at(1, 10))], at(1, 10))).toEqual(['taken'])
    expect(await send(desk, [event('end', { code: it1.code.toLowerCase() }, at(1, 11))], at(1, 11))).toEqual(['taken'])
    expect(await useOf(it1.item)).toMatchObject({ status: 'completed', startSource: 'kiosk', usedSeconds: 3600 })
    const log = await db.auditEvent.findMany({ where: { action: { startsWith: 'use.kiosk' } }, select: { actorId: true } })
    expect(log.map(({ actorId }) => actorId)).toEqual([null, null])
    expect(await send(await device('meter'), [event('start', { resourceId: it2.resource, personId: person.personId }, at(1, 14.1))], at(1, 14.5))).toEqual(['taken'])
    expect(await useOf(it2.item)).toMatchObject({ status: 'in_use', startSource: 'meter' })
    await expectInvariants(at(1, 14.5))
  })

  it('of who stands there now is judged as on a phone; what it tells of the past is a fact', async () => {
    const [desk, meter] = [await device(), await device('meter')]
    const it1 = await booked(10, 12, { resource: await makeResource() })
    const now = (hour: number, kind: 'start' | 'end' = 'start') => send(desk, [event(kind, { itemId: it1.item }, at(1, hour))], at(1, hour))
    expect(await now(9)).toEqual(['use_too_early'])
    expect(await now(10, 'end')).toEqual(['use_not_begun'])
    await db.resource.update({ where: { id: it1.resource }, data: { needsQualification: true } })
    expect(await now(10)).toEqual(['qualification_missing'])
    expect(await useOf(it1.item)).toBeNull()
    expect(await send(desk, [event('start', { itemId: it1.item }, at(1, 10))], at(1, 11))).toEqual(['taken'])
    await db.resource.update({ where: { id: it1.resource }, data: { needsQualification: false, status: 'retired' } })
    expect(await send(meter, [event('start', { code: it1.code }, at(1, 10.5))], at(1, 11.5))).toEqual(['resource_not_in_service'])
    expect(await send(meter, [event('end', { code: it1.code }, at(1, 11))], at(1, 11.5))).toEqual(['taken'])
  })

  it('is refused for good where it cannot be: a foreign code, another lab, years away, nobody named', async () => {
    const [desk, other] = [await device(), await device('kiosk', 'b-lab')]
    const it1 = await booked(10, 12)
    const told = (by: Partial<Event>, when = at(1, 10.5), from = desk) => send(from, [event('start', by, when)], at(1, 11))
    expect(await told({ code: it1.code }, at(1, 10.5), other)).toEqual(['booking'])
    expect(await told({ itemId: it1.item }, at(1, 10.5), other)).toEqual(['booking'])
    expect(await told({ code: it1.code, resourceId: it1.resource }, at(1, 10.5), other)).toEqual(['resource'])
    expect(await told({ code: 'NOSUCH' })).toEqual(['booking'])
    expect(await told({ itemId: randomUUID() })).toEqual(['booking'])
    expect(await told({})).toEqual(['booking'])
    expect(await told({ code: it1.code }, at(1 - 40, 10))).toEqual(['too_old'])
    expect(await told({ code: it1.code }, at(900, 10))).toEqual(['in_future'])
    expect(await useOf(it1.item)).toBeNull()
  })
})

describe('races and cuts', () => {
  it('a tablet and a phone at once make one use, whichever is first', async () => {
    const desk = await device()
    for (let round = 0; round < 4; round += 1) {
      person = await makePerson()
      const it1 = await booked(10, 12)
      const start = event('start', { itemId: it1.item }, at(1, 10))
      const [byDesk, byPhone, again] = await Promise.all([send(desk, [start], at(1, 10)), checkIn(person, it1.item, {}, at(1, 10)), send(desk, [start], at(1, 10))])
      expect([byDesk, again].flat().toSorted()).toEqual(['known', 'taken'])
      expect(byPhone.ok).toBe(true)
      const end = event('end', { itemId: it1.item }, at(1, 11))
      await Promise.all([checkOut(person, it1.item, {}, at(1, 11)), send(desk, [end], at(1, 11))])
      expect(await useOf(it1.item)).toMatchObject({ status: 'completed', usedSeconds: 3600 })
      expect(await db.usageRecord.count({ where: { itemId: it1.item } })).toBe(1)
    }
    await expectInvariants(at(1, 11))
  })

  it('a day offline catches up in order, and a reply that was lost doubles nothing', async () => {
    const desk = await device()
    const REQUIRED = { checkIn: 'required' } as const
    const resource = await makeResource()
    const people = await Promise.all([1, 2, 3].map(() => makePerson()))
    const day = await Promise.all(people.map((by, n) => booked(9 + n * 2, 11 + n * 2, { by, resource: n === 0 ? resource : undefined, rules: REQUIRED })))
    await settleUses(at(2, 9), new Date(0))
    expect(await db.conductFinding.count({ where: { personId: { in: people.map(({ personId }) => personId) }, withdrawnAt: null, kind: 'no_show' } })).toBe(3)
    // The clock of the tablet is years behind, and the network goes down in the middle of sending.
    const off = -4 * 365 * 86_400_000
    const events = day.flatMap(({ item }, n) => [event('end', { itemId: item }, new Date(at(1, 10.8 + n * 2).getTime() + off)), event('start', { itemId: item }, new Date(at(1, 9 + n * 2).getTime() + off))])
    const sentAt = new Date(at(2, 9).getTime() + off)
    expect(await send(desk, events.slice(0, 3), at(2, 9), sentAt)).toEqual(['taken', 'taken', 'taken'])
    const again = await send(desk, events, at(2, 9), sentAt)
    expect(again.filter((each) => each === 'known')).toHaveLength(3)
    expect(again.filter((each) => each === 'taken')).toHaveLength(3)
    expect(await send(desk, events, at(2, 9.1), new Date(sentAt.getTime() + 360_000))).toEqual(events.map(() => 'known'))
    for (const [n, { item }] of day.entries()) {
      const use = await useOf(item)
      expect(use).toMatchObject({ status: 'completed', startsAt: at(1, 9 + n * 2), endsAt: at(1, 10.8 + n * 2) })
      expect(use?.events).toHaveLength(2)
    }
    expect(await db.conductFinding.count({ where: { personId: { in: people.map(({ personId }) => personId) }, withdrawnAt: null } })).toBe(0)
    await expectInvariants(at(2, 9))
  })
})

describe('the API', () => {
  it('takes what a device tells, says what became of each, and refuses bad input by its fields', async () => {
    const { secret } = await device('agent')
    const sync = async (body: unknown) => {
      const answer = await call('/use/sync', { token: secret, body })
      const json = (await answer.json()) as { results?: { is: string; why?: string }[]; problems?: { params: { field: string } }[] }
      return { status: answer.status, fields: json.problems?.map(({ params }) => params.field), results: json.results?.map(({ is, why }) => why ?? is) }
    }
    const now = new Date().toISOString()
    const good = { id: randomUUID(), kind: 'start', code: 'NOSUCH', at: now }
    expect(await sync({ sentAt: now, events: [good] })).toMatchObject({ status: 200, results: ['booking'] })
    expect(await sync({ sentAt: '0001-01-01T00:00:00Z', events: [] })).toMatchObject({ status: 422, fields: ['sentAt'] })
    expect(await sync({ sentAt: now, events: [{ ...good, at: '0000-01-01T00:00:00Z' }] })).toMatchObject({ status: 422, fields: ['events.0.at'] })
    expect(await sync({ sentAt: '1999-01-01T00:00:00Z', events: [good] })).toMatchObject({ status: 200, results: ['in_future'] })
    expect(await sync({ sentAt: now, events: [{ ...good, details: { samples: -1 } }] })).toMatchObject({ status: 422, fields: ['events.0.details.samples'] })
    expect(await sync({ sentAt: now, events: [{ ...good, agoMs: -5 }] })).toMatchObject({ status: 422, fields: ['events.0.agoMs'] })
    expect(await sync({ sentAt: now, events: [{ ...good, offsetMs: 1e300 }] })).toMatchObject({ status: 422, fields: ['events.0.offsetMs'] })
    expect(await sync({ sentAt: now, events: [{ ...good, kind: 'dance', id: 'x' }] })).toMatchObject({ status: 422 })
    expect(await sync({ sentAt: now, events: Array.from({ length: 501 }, () => ({ ...good, id: randomUUID() })) })).toMatchObject({ status: 422, fields: ['events'] })
    expect((await call('/use/sync', { token: secret, text: '{' })).status).toBe(400)
  })
})
