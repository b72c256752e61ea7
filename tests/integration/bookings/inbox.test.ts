import { beforeAll, describe, expect, it } from 'vitest'
import type { Actor } from '~/domain/access/permission'
import { calendarOf, kinds } from './calendar-reader'
import { createBooking } from '~/features/bookings/create.server'
import { decideBooking } from '~/features/bookings/decide.server'
import { changeBooking } from '~/features/bookings/change.server'
import { bookingHistory } from '~/features/bookings/history.server'
import { bookingCalendarFile } from '~/features/bookings/ics.server'
import { inbox, inboxItem } from '~/features/bookings/inbox.server'
import { managedResources } from '~/features/bookings/managed.server'
import { registerGuest } from '~/features/people/register-guest.server'
import { db } from '~/platform/db.server'
import { at, booking, coordinatorOf, makePerson, makeResource, makeWorld, managerOf, NOW } from '#tests/factories/world'

beforeAll(makeWorld)

async function ask(person: Actor, resource: string, day: number, hour: number, hours = 1): Promise<string> {
  const outcome = await createBooking(person, booking(resource, at(day, hour), at(day, hour + hours), { title: 'Secret' }), NOW)
  if (!outcome.ok) throw new Error(JSON.stringify(outcome.problems))
  return outcome.value.id
}
const subjects = async (actor: Actor, now = NOW) => (await inbox(actor, {}, now)).items.map((each) => each.booking.id)

describe('what waits for a decision', () => {
  it('comes to those who may decide it, by deadline, and to nobody else', async () => {
    const resource = await makeResource({ policy: { approval: 'lab_manager', holdHours: 200 } })
    const [person, manager, stranger] = [await makePerson('b'), await managerOf('a'), await managerOf('b')]
    const late = await ask(person, resource, 3, 9)
    const soon = await ask(person, resource, 1, 9)
    expect(await subjects(manager)).toEqual([soon, late])
    expect(await subjects(stranger)).toEqual([])
    expect(await subjects(person)).toEqual([])
    // What has lapsed waits for nobody, whether or not a job has said so.
    expect(await subjects(manager, at(2, 9))).toEqual([late])

    const pages = await inbox(manager, { limit: 1 }, NOW)
    expect(pages.total).toBe(2)
    const next = await inbox(manager, { limit: 1, cursor: pages.nextCursor }, NOW)
    expect([...pages.items, ...next.items].map((each) => each.booking.id)).toEqual([soon, late])
    expect(next.nextCursor).toBeNull()

    for (const id of [soon, late]) await decideBooking(manager, id, { decision: 'decline', comment: 'No' }, { now: NOW })
    expect(await subjects(manager)).toEqual([])
  })

  it('never comes to who asked; then the coordinator decides', async () => {
    const resource = await makeResource({ university: 'b', policy: { approval: 'lab_manager' } })
    const [manager, coordinator] = [await managerOf('b'), await coordinatorOf('b')]
    await db.roleGrant.updateMany({ where: { role: 'lab_manager', universityId: 'b', personId: { not: manager.personId } }, data: { endsAt: NOW } })
    const id = await ask(manager, resource, 1, 14)
    expect(await subjects(manager)).toEqual([])
    expect(await subjects(coordinator)).toEqual([id])
    const [item] = (await inbox(coordinator, {}, NOW)).items
    expect(await inboxItem(manager, item!.requestId, NOW)).toBeNull()
    expect((await inboxItem(coordinator, item!.requestId, NOW))?.booking.id).toBe(id)
  })

  it('shows a longer booking as a change with its new time', async () => {
    const resource = await makeResource({ policy: { approval: 'lab_manager' } })
    const [person, manager] = [await makePerson(), await managerOf('a')]
    const id = await ask(person, resource, 2, 9)
    await decideBooking(manager, id, { decision: 'approve' }, { now: NOW })
    await changeBooking(person, id, { endsAt: at(2, 12) }, { now: NOW })
    const item = (await inbox(manager, {}, NOW)).items.find((each) => each.booking.id === id)
    expect(item).toMatchObject({ kind: 'change', booking: { change: { items: [{ endsAt: at(2, 12) }] } } })
    const told = (await bookingHistory({ id })).map((each) => each.action)
    expect(told).toEqual(['booking.created', 'approval.approved', 'booking.change_proposed'])
    expect(kinds(await calendarOf(person, resource))).toEqual(['own', 'own proposal'])
  })
})

describe('the calendar of a resource', () => {
  it('tells a stranger that time is taken and nothing else', async () => {
    const resource = await makeResource()
    const [person, stranger, manager] = [await makePerson(), await makePerson('b'), await managerOf('a')]
    const id = await ask(person, resource, 2, 13)
    const seen = await calendarOf(stranger, resource)
    expect(seen).toMatchObject([{ kind: 'taken', title: null, bookingId: null, start: at(2, 13).toISOString() }])
    expect(JSON.stringify(seen)).not.toContain(id)
    expect(await calendarOf(null, resource)).toMatchObject([{ kind: 'taken', title: null }])
    expect(await calendarOf(person, resource)).toMatchObject([{ kind: 'own', title: 'Secret', bookingId: id, isMovable: true }])
    expect(await calendarOf(manager, resource)).toMatchObject([{ kind: 'known', title: 'Secret', isMovable: false }])
    expect((await managedResources(manager, NOW)).map((each) => each.id)).toContain(resource)
    expect(await managedResources(stranger, NOW)).toEqual([])
  })

  it('shows several seats as taken only when none is left', async () => {
    const resource = await makeResource({ capacity: 2 })
    const stranger = await makePerson('b')
    await ask(await makePerson(), resource, 3, 9, 3)
    expect(await calendarOf(stranger, resource)).toEqual([])
    await ask(await makePerson(), resource, 3, 10)
    expect(await calendarOf(stranger, resource)).toMatchObject([{ kind: 'taken', start: at(3, 10).toISOString(), end: at(3, 11).toISOString() }])
  })
})

describe('a guest', () => {
  const guest = { email: 'walk-in@elsewhere.example', name: 'Guest' }
  const place = { at: { labId: 'a-lab', universityId: 'a' }, now: NOW }

  it('is registered once, by who books for others there, and can be booked', async () => {
    const [manager, other] = [await managerOf('a'), await makePerson()]
    expect(await registerGuest(other, guest, place)).toMatchObject({ ok: false })
    const both = await Promise.all([registerGuest(manager, guest, place), registerGuest(manager, guest, place)])
    const ids = both.map((each) => (each.ok ? each.value.personId : null))
    expect(ids[0]).toBe(ids[1])
    expect(await db.person.findUniqueOrThrow({ where: { email: guest.email } })).toMatchObject({ status: 'unconfirmed', passwordHash: null })
    expect(await db.auditEvent.count({ where: { action: 'person.guest_registered', subjectId: ids[0] ?? '' } })).toBe(1)
    const resource = await makeResource()
    const outcome = await createBooking(manager, booking(resource, at(4, 9), at(4, 10), { attendeeEmail: guest.email }), NOW)
    expect(outcome).toMatchObject({ ok: true, value: { status: 'approved' } })
  })
})

describe('the calendar file', () => {
  it('is the reader’s, in the reader’s language, under one lasting id', async () => {
    const resource = await makeResource()
    const person = await makePerson()
    const id = await ask(person, resource, 4, 14)
    const file = await bookingCalendarFile(person, id, { locale: 'en', now: NOW })
    expect(file?.text).toContain(`UID:${id}@alliance`)
    expect(file?.text).toContain('SEQUENCE:0')
    expect(file?.text).toContain('Status: Booked')
    expect(await bookingCalendarFile(await makePerson('b'), id, { locale: 'en', now: NOW })).toBeNull()
  })
})
