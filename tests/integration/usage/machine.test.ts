import { randomUUID } from 'node:crypto'
import { beforeAll, beforeEach, describe, expect, it } from 'vitest'
import sharp from 'sharp'
import type { Actor } from '~/domain/access/permission'
import type { Outcome } from '~/domain/problem'
import { createBooking } from '~/features/bookings/create.server'
import { getBooking } from '~/features/bookings/queries.server'
import { checkIn } from '~/features/usage/check-in.server'
import { checkOut } from '~/features/usage/check-out.server'
import { closeFault } from '~/features/usage/faults/close.server'
import { faultPhoto, faultReport, openFaults } from '~/features/usage/faults/queries.server'
import { reportFault } from '~/features/usage/faults/report.server'
import { actionsOf, overdueUses, stillRunningBefore } from '~/features/usage/machine/actions.server'
import { answerAct, answerAfter } from '~/features/usage/machine/answer.server'
import { machinePage, toldUse } from '~/features/usage/machine/queries.server'
import { tellNextUsers } from '~/features/usage/overdue/tell-next.server'
import { tellUse } from '~/features/usage/tell.server'
import { db } from '~/platform/db.server'
import { at, booking, makePerson, makeResource, makeWorld, managerOf, NOW } from '#tests/factories/world'
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

async function booked(by: Actor, resource: string, from: number, to: number) {
  const made = await createBooking(by, booking(resource, at(1, from), at(1, to)), NOW)
  if (!made.ok) throw new Error(codes(made).join())
  const { id, items } = await db.booking.findUniqueOrThrow({ where: { id: made.value.id }, select: { id: true, items: { select: { id: true } } } })
  return { booking: id, item: items[0]!.id }
}

const mails = async (kind: string) => {
  const rows = await db.$queryRaw<{ payload: { kind: string; personId: string; subjectId: string } }[]>`
    SELECT j.payload FROM graphile_worker._private_jobs j WHERE j.key LIKE ${`mail:${kind}:%`}`
  return rows.map(({ payload }) => payload)
}

function form(values: Record<string, string | Blob>): FormData {
  const posted = new FormData()
  for (const [name, value] of Object.entries(values)) posted.append(name, value)
  return posted
}

describe('the page of a machine', () => {
  it('says who is there, what its reader may do, and nobody’s name to a stranger', async () => {
    await db.person.update({ where: { id: person.personId }, data: { nameEn: 'First User' } })
    const resource = await makeResource()
    const [own, next] = [await booked(person, resource, 10, 12), await booked(await makePerson(), resource, 14, 15)]
    const early = await machinePage(person, resource, null, at(1, 9))
    expect(early?.own).toMatchObject({ itemId: own.item, may: { in: false, late: true }, problems: [{ code: 'use_too_early' }] })
    expect(await machinePage(person, resource, null, at(1, 10))).toMatchObject({ own: { may: { in: true, out: false } }, isFree: false })
    await checkIn(person, own.item, {}, at(1, 10))
    expect(await machinePage(person, resource, null, at(1, 10.5))).toMatchObject({ own: { may: { in: false, out: true }, status: 'in_use' } })
    const stranger = await machinePage(await makePerson('b'), resource, null, at(1, 10.5))
    expect(stranger).toMatchObject({ own: null, isFree: false, mayStop: false })
    expect(stranger?.sessions.map(({ itemId, nameEn, isOwn }) => [itemId, nameEn, isOwn])).toEqual([[own.item, null, false], [next.item, null, false]])
    expect((await machinePage(manager, resource, null, at(1, 10.5)))?.sessions[0]).toMatchObject({ nameEn: 'First User', isOwn: false })
    expect(await machinePage(await makePerson('b'), resource, null, at(1, 12.5))).toMatchObject({ isFree: false })
    await checkOut(person, own.item, {}, at(1, 11))
    expect(await machinePage(await makePerson('b'), resource, null, at(1, 12.5))).toMatchObject({ isFree: true, freeUntil: at(1, 14) })
  })

  it('says of a retired machine that it is one, and shows drafts and others’ to nobody', async () => {
    const gone = await makeResource({ status: 'retired' })
    expect(await machinePage(person, gone, null, NOW)).toMatchObject({ machine: { status: 'retired' }, own: null })
    expect(await machinePage(person, await makeResource({ status: 'draft' }), null, NOW)).toBeNull()
    expect(await machinePage(person, await makeResource({ university: 'b', shareScope: 'own_university' }), null, NOW)).toBeNull()
    expect(await machinePage(person, 'no\0such', null, NOW)).toBeNull()
  })

  it('answers its buttons, of this machine alone', async () => {
    const [resource, other] = [await makeResource(), await makeResource()]
    const own = await booked(person, resource, 10, 12)
    const press = (intent: string, on: string, hour: number, item = own.item) => answerAct(person, on, form({ intent, item, key: randomUUID() }), at(1, hour))
    expect(await press('in', other, 10)).toMatchObject({ problems: [{ code: 'not_allowed' }] })
    expect(await press('in', resource, 10, randomUUID())).toMatchObject({ problems: [{ code: 'not_allowed' }] })
    expect(await press('in', resource, 9)).toMatchObject({ problems: [{ code: 'use_too_early' }] })
    expect(await press('dance', resource, 10)).toMatchObject({ problems: [{ code: 'field_invalid' }] })
    expect(await press('late', resource, 9.9)).toMatchObject({ saved: 'usageMachine.notice.late' })
    expect(await press('in', resource, 10.1)).toMatchObject({ saved: 'usageMachine.notice.in' })
    expect(await press('out', resource, 11)).toMatchObject({ saved: 'usageMachine.notice.out', itemId: own.item })
    await expectInvariants(at(1, 11))
  })

  it('gives the same buttons to lists, and has uses that run over among them', async () => {
    const resource = await makeResource()
    const own = await booked(person, resource, 10, 12)
    const view = async (by: Actor, hour: number) => actionsOf(by, [(await getBooking(by, own.booking, at(1, hour)))!], at(1, hour))
    expect((await view(person, 6))[own.booking]).toBeUndefined()
    expect((await view(person, 10))[own.booking]).toMatchObject([{ may: { in: true } }])
    await checkIn(person, own.item, {}, at(1, 10))
    expect(await overdueUses(person, at(1, 11))).toEqual([])
    expect(await overdueUses(person, at(1, 12.2))).toMatchObject([{ itemId: own.item, may: { out: true } }])
    expect((await view(manager, 12.2))[own.booking]).toMatchObject([{ may: { out: true } }])
  })
})

describe('after use', () => {
  it('more is told of it, once for each form, by its own people and for a week', async () => {
    const resource = await makeResource()
    const own = await booked(person, resource, 10, 12)
    const details = { samples: 8, warmUpSeconds: 600 }
    const key = randomUUID()
    expect(codes(await tellUse(person, own.item, { key, details }, at(1, 10)))).toEqual(['use_not_begun'])
    await checkIn(person, own.item, {}, at(1, 10))
    await checkOut(person, own.item, {}, at(1, 11))
    expect(codes(await tellUse(await makePerson(), own.item, { key, details }, at(1, 11)))).toEqual(['not_allowed'])
    expect(codes(await tellUse(person, own.item, { key, details: { measuringSeconds: 7200 } }, at(1, 11)))).toEqual(['use_parts_too_long'])
    const told = await Promise.all([1, 2, 3].map(() => tellUse(person, own.item, { key, details }, at(1, 11))))
    expect(told.map(codes)).toEqual([['ok'], ['ok'], ['ok']])
    const record = () => db.usageRecord.findUniqueOrThrow({ where: { itemId: own.item }, select: { samples: true, warmUpSeconds: true, measuringSeconds: true, remarks: true, events: { select: { id: true } } } })
    expect(await record()).toMatchObject({ samples: 8, warmUpSeconds: 600, measuringSeconds: 3000 })
    expect((await record()).events).toHaveLength(3)
    const more = form({ key: randomUUID(), faultKey: randomUUID(), remarks: 'fine', 'counter[0].name': 'kWh', 'counter[0].value': '12.5', samples: '', warmUp: '' })
    expect(await answerAfter(person, resource, own.item, more, at(1, 12))).toMatchObject({ saved: 'usageMachine.notice.told' })
    expect(await record()).toMatchObject({ samples: 8, remarks: 'fine' })
    expect(await toldUse(person, resource, own.item, at(1, 12))).toMatchObject({ details: { counters: { kWh: 12.5 }, samples: 8 } })
    const bad = { key: randomUUID(), faultKey: randomUUID(), samples: '-3', hasFault: 'on', what: '' }
    expect(await answerAfter(person, resource, own.item, form(bad), at(1, 12))).toMatchObject({ errors: { samples: ['too_small:0'], what: ['required'] }, values: { samples: '-3' } })
    expect(codes(await tellUse(person, own.item, { key: randomUUID(), details }, at(9, 12)))).toEqual(['use_over'])
    await expectInvariants(at(1, 12))
  })
})

describe('a fault', () => {
  const picture = async () => new Uint8Array(await sharp({ create: { width: 40, height: 30, channels: 3, background: '#888' } }).jpeg().toBuffer())

  it('is told to the managers with its photo, once, and seen by them and its reporter alone', async () => {
    const resource = await makeResource()
    const key = randomUUID()
    const photo = { name: 'IMG_1.jpg', bytes: await picture() }
    const report = () => reportFault(person, resource, { key, what: 'It smokes', takeOut: 'on' }, photo, at(1, 10))
    const made = await Promise.all([1, 2, 3].map(report))
    expect(made).toMatchObject([1, 2, 3].map(() => ({ ok: true, value: { id: key, isOut: false } })))
    expect(await db.faultReport.count({ where: { resourceId: resource } })).toBe(1)
    expect((await mails('fault-reported')).filter(({ subjectId }) => subjectId === key).map(({ personId }) => personId)).toEqual([manager.personId])
    expect(await db.outage.count({ where: { resourceId: resource } })).toBe(0)
    expect(await faultReport(manager, key)).toMatchObject({ what: 'It smokes', isUrgent: true, hasPhoto: true, mayClose: true })
    expect((await faultPhoto(person, key))?.contentType).toBe('image/webp')
    expect(await faultReport(await makePerson(), key)).toBeNull()
    expect((await openFaults(manager)).map(({ id }) => id)).toContain(key)
    expect(await openFaults(person)).toEqual([])
    expect(codes(await closeFault(person, key, at(1, 11)))).toEqual(['not_allowed'])
    for (const _ of [1, 2]) expect(codes(await closeFault(manager, key, at(1, 11)))).toEqual(['ok'])
    expect(await openFaults(manager)).toEqual([])
    expect(codes(await reportFault(await makePerson(), resource, { key, what: 'x' }, null, at(1, 10)))).toEqual(['key_reused'])
  })

  it('takes the machine out at once where its reporter may, and what is no photo is refused in words', async () => {
    const resource = await makeResource()
    const next = await booked(person, resource, 14, 15)
    const input = { key: randomUUID(), what: 'broken belt', takeOut: 'on' as const }
    const wrong = async (bytes: Uint8Array, name = 'a.jpg') => {
      const outcome = await reportFault(manager, resource, input, { name, bytes }, at(1, 10))
      return outcome.ok ? [] : outcome.problems.map((each) => (each.code === 'field_invalid' ? `${each.params.field} ${each.params.rule}` : each.code))
    }
    expect(await wrong(new TextEncoder().encode('<svg/>'))).toEqual(['photo listing.rules.file_type'])
    expect(await wrong(new Uint8Array(21_000_000))).toEqual(['photo listing.rules.file_large'])
    expect(await wrong(new TextEncoder().encode('%PDF-1.4\n%%EOF'))).toEqual(['photo usageMachine.rules.photo'])
    expect(await db.outage.count({ where: { resourceId: resource } })).toBe(0)
    for (const _ of [1, 2]) expect(await reportFault(manager, resource, input, null, at(1, 10))).toMatchObject({ value: { isOut: true } })
    expect(await db.outage.count({ where: { resourceId: resource, kind: 'fault' } })).toBe(1)
    expect((await db.booking.findUniqueOrThrow({ where: { id: next.booking }, select: { status: true } })).status).toBe('displaced')
    expect(codes(await reportFault(person, await makeResource({ status: 'retired' }), { key: randomUUID(), what: 'x' }, null, at(1, 10)))).toEqual(['resource_not_in_service'])
    await expectInvariants(at(1, 10))
  })
})

describe('who comes next', () => {
  it('is told once that the one before is still there, and sees it on the booking until they leave', async () => {
    const resource = await makeResource()
    const second = await makePerson()
    const [own, next] = [await booked(person, resource, 10, 12), await booked(second, resource, 12, 13)]
    await booked(await makePerson(), resource, 15, 16)
    await checkIn(person, own.item, {}, at(1, 10))
    const toldOf = async () => (await mails('use-still-running')).filter(({ subjectId }) => subjectId === next.item).map(({ personId }) => personId)
    expect(await tellNextUsers(at(1, 12.02))).toBe(0)
    expect((await Promise.all([1, 2, 3].map(() => tellNextUsers(at(1, 12.1))))).reduce((sum, each) => sum + each, 0)).toBe(1)
    expect(await tellNextUsers(at(1, 12.2))).toBe(0)
    expect(await toldOf()).toEqual([second.personId])
    expect(await stillRunningBefore([next.item], at(1, 12.1))).toEqual({ [next.item]: at(1, 12) })
    await checkOut(person, own.item, {}, at(1, 12.3))
    expect(await stillRunningBefore([next.item], at(1, 12.4))).toEqual({})
  })
})
