import { randomUUID } from 'node:crypto'
import sharp from 'sharp'
import { beforeAll, describe, expect, it } from 'vitest'
import type { Actor } from '~/domain/access/permission'
import type { Outcome } from '~/domain/problem'
import { createBooking } from '~/features/bookings/create.server'
import { checkIn } from '~/features/usage/check-in.server'
import { closeIncident } from '~/features/usage/incidents/close.server'
import { placesToReport } from '~/features/usage/incidents/place.server'
import { countOpenIncidents, incidentPage, incidentPhoto, listIncidents } from '~/features/usage/incidents/queries.server'
import { reportIncident } from '~/features/usage/incidents/report.server'
import { suspendAfterIncident } from '~/features/usage/incidents/suspend.server'
import { db } from '~/platform/db.server'
import { at, booking, makePerson, makeResource, makeWorld, managerOf, NOW } from '#tests/factories/world'
import { installQueue } from '../inventory/world'

let manager: Actor
let safety: Actor
let resource: string
let user: Actor
beforeAll(async () => {
  await makeWorld()
  await installQueue()
  manager = await managerOf('a')
  safety = await makePerson('a', [{ role: 'safety_officer', scopeKind: 'university', scopeId: 'a' }])
  resource = await makeResource()
  user = await makePerson()
  const made = await createBooking(user, booking(resource, at(1, 10), at(1, 12)), NOW)
  if (!made.ok) throw new Error(JSON.stringify(made.problems))
  const item = await db.bookingItem.findFirstOrThrow({ where: { bookingId: made.value.id }, select: { id: true } })
  await checkIn(user, item.id, {}, at(1, 10))
})

const codes = (outcome: Outcome<unknown>) => (outcome.ok ? ['ok'] : outcome.problems.map((each) => (each.code === 'field_invalid' ? `${each.params.field} ${each.params.rule}` : each.code)))
const now = at(1, 11)
const wish = (rest: object = {}) => ({ key: randomUUID(), place: `resource:${resource}`, severity: 'minor' as const, at: '2026-11-24T10:30', what: 'A flask broke', measures: null, ...rest })
const mails = async (kind: string, id: string) =>
  (await db.$queryRaw<{ person: string }[]>`
    SELECT payload ->> 'personId' AS person FROM graphile_worker._private_jobs j JOIN graphile_worker._private_tasks t ON t.id = j.task_id
     WHERE t.identifier = 'mail' AND payload ->> 'kind' = ${kind} AND payload ->> 'subjectId' = ${id}`).map(({ person }) => person).toSorted()
const report = async (by = user, rest: object = {}) => {
  const outcome = await reportIncident(by, wish(rest), null, now)
  if (!outcome.ok) throw new Error(codes(outcome).join())
  return outcome.value.id
}

describe('a report', () => {
  it('is made by users and staff, once for a key, and told to safety officers and managers', async () => {
    const input = wish()
    const made = await Promise.all([1, 2, 3].map(() => reportIncident(user, input, null, now)))
    expect(made.map(codes)).toEqual([['ok'], ['ok'], ['ok']])
    const id = input.key
    expect(await db.incident.findUnique({ where: { id }, select: { labId: true, universityId: true, reportedById: true, recordId: true, closedAt: true } })).toMatchObject({
      labId: 'a-lab', universityId: 'a', reportedById: user.personId, recordId: expect.any(String), closedAt: null,
    })
    expect(await mails('incident-reported', id)).toEqual([manager.personId, safety.personId].toSorted())
    expect(await db.auditEvent.count({ where: { subjectId: id, action: 'incident.reported' } })).toBe(1)
    expect(codes(await reportIncident(await makePerson(), wish(), null, now))).toEqual(['not_allowed'])
    expect(codes(await reportIncident(manager, input, null, now))).toEqual(['key_reused'])
    expect(codes(await reportIncident(safety, wish(), null, now))).toEqual(['ok'])
    expect((await placesToReport(user)).map(({ value }) => value)).toEqual([`resource:${resource}`])
  })

  it.each([
    ['to come', { at: '2026-11-24T11:30' }, 'at usageIncidents.rules.future'], ['long ago', { at: '2024-11-24T11:30' }, 'at usageIncidents.rules.long_ago'],
    ['at no time', { at: '2026-02-30T11:30' }, 'at datetime'], ['nowhere', { place: 'resource:nothing' }, 'place choice'], ['of an odd place', { place: 'planet:earth' }, 'place choice'],
  ])('of something %s is refused', async (_, rest, expected) => expect(codes(await reportIncident(user, wish(rest), null, now))).toEqual([expected]))

  it('keeps a picture made anew, for those who may see it', async () => {
    const bytes = new Uint8Array(await sharp({ create: { width: 40, height: 30, channels: 3, background: '#888' } }).jpeg().toBuffer())
    const input = wish()
    expect(codes(await reportIncident(user, input, { name: 'photo.jpg', bytes }, now))).toEqual(['ok'])
    expect((await incidentPhoto(safety, input.key))?.contentType).toBe('image/webp')
    expect(await incidentPhoto(user, input.key)).not.toBeNull()
    expect(await incidentPhoto(await makePerson(), input.key)).toBeNull()
    expect(codes(await reportIncident(user, wish(), { name: 'photo.jpg', bytes: new TextEncoder().encode('<html>') }, now))).toEqual(['photo listing.rules.file_type'])
    expect(codes(await reportIncident(user, wish(), { name: 'photo.jpg', bytes: new Uint8Array(50_000_000) }, now))).toEqual(['photo listing.rules.file_large'])
  })
})

describe('seeing to it', () => {
  it('is for those who keep the place; the reporter reads', async () => {
    const id = await report()
    const foreign = await managerOf('b')
    expect(await incidentPage(foreign, id, '', now)).toBeNull()
    expect(await incidentPage(await makePerson(), id, '', now)).toBeNull()
    expect(await incidentPage(user, id, '', now)).toMatchObject({ keeps: false, people: [], rights: [] })
    expect(await incidentPage(safety, id, '', now)).toMatchObject({ keeps: true, people: [{ id: user.personId }] })
    expect(await incidentPage(manager, id, 'nobody@a.example', now)).toMatchObject({ isTypedUnknown: true, stop: { resourceId: resource } })
    expect(await countOpenIncidents(safety)).toBeGreaterThan(0)
    expect(await countOpenIncidents(foreign)).toBe(0)
    expect((await listIncidents(user, { state: 'open', page: 1 })).items.every(({ reportedById }) => reportedById === user.personId)).toBe(true)
    expect((await listIncidents(foreign, { state: 'open', page: 1 })).items).toEqual([])
  })

  it('closes once, of two at a time one, and tells the reporter', async () => {
    const id = await report()
    expect(codes(await closeIncident(user, id, { version: 1, measures: 'x' }, now))).toEqual(['not_allowed'])
    const both = await Promise.all([manager, safety].map((each) => closeIncident(each, id, { version: 1, measures: 'Swept up' }, now)))
    expect(both.map(codes).toSorted()).toEqual([['ok'], ['version_conflict']])
    expect(codes(await closeIncident(safety, id, { version: 2, measures: 'again' }, now))).toEqual(['version_conflict'])
    expect(await mails('incident-closed', id)).toEqual([user.personId])
    await expect(db.$executeRaw`UPDATE incident SET measures = ' ' WHERE id = ${id}::uuid`).rejects.toThrow(/incident_closed/)
  })

  it('suspends a qualification there by its own command, and nobody’s elsewhere', async () => {
    const id = await report()
    const right = (resourceId: string) => db.qualification.create({ data: { personId: user.personId, resourceId, validFrom: NOW }, select: { id: true } })
    const [here, elsewhere] = [await right(resource), await right(await makeResource())]
    const tell = (by: Actor, rightId: string, reason = 'a flask broke') => suspendAfterIncident(by, id, { right: `qualification:${rightId}`, version: 1, reason }, now)
    const page = await incidentPage(manager, id, '', now)
    expect(page?.rights).toMatchObject([{ kind: 'qualification', id: here.id, isAllowed: true, isSuspended: false }])
    expect((await incidentPage(safety, id, '', now))?.rights).toMatchObject([{ isAllowed: false }])
    expect(codes(await tell(user, here.id))).toEqual(['not_allowed'])
    expect(codes(await tell(safety, here.id))).toEqual(['not_allowed'])
    expect(codes(await tell(manager, elsewhere.id))).toEqual(['not_allowed'])
    expect(codes(await tell(manager, here.id))).toEqual(['ok'])
    expect(await db.qualification.findUnique({ where: { id: here.id }, select: { suspendedAt: true, reason: true } })).toEqual({ suspendedAt: now, reason: 'a flask broke' })
    expect(await db.auditEvent.count({ where: { subjectId: id, action: 'incident.suspended' } })).toBe(1)
    const admission = await db.safetyAdmission.create({ data: { personId: user.personId, layer: 'local', labId: 'a-lab', validFrom: NOW }, select: { id: true } })
    expect(codes(await suspendAfterIncident(safety, id, { right: `admission:${admission.id}`, version: 0, reason: 'a flask broke' }, now))).toEqual(['ok'])
    expect(await db.safetyAdmission.findUnique({ where: { id: admission.id }, select: { revokedAt: true } })).toEqual({ revokedAt: now })
  })
})
