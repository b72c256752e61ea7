import { randomUUID } from 'node:crypto'
import { beforeAll, describe, expect, it } from 'vitest'
import type { Outcome } from '~/domain/problem'
import { createBooking } from '~/features/bookings/create.server'
import { offerSession } from '~/features/bookings/trainings/offer.server'
import { eligibilityOf } from '~/features/people/eligibility/queries.server'
import { changeQualification } from '~/features/people/qualifications/change.server'
import { grantQualification } from '~/features/people/qualifications/grant.server'
import { setQualificationRule } from '~/features/people/qualifications/rules.server'
import { markAttendance } from '~/features/people/training/attend.server'
import { bookSeat } from '~/features/bookings/trainings/book-seat.server'
import { db } from '~/platform/db.server'
import { at, booking, makePerson, makeResource, makeWorld, managerOf, NOW } from '#tests/factories/world'

beforeAll(makeWorld)

const codes = (outcome: Outcome<unknown>) => (outcome.ok ? [] : outcome.problems.map((each) => each.code))
async function value<T>(outcome: Promise<Outcome<T>>): Promise<T> {
  const answer = await outcome
  if (!answer.ok) throw new Error(JSON.stringify(answer.problems))
  return answer.value
}
const grantInput = (email: string, resourceId: string) => ({ email, resourceId, mode: 'self_operation' as const, band: 'any' as const })
const session = (resourceId: string, seats = 1) => ({
  key: randomUUID(), subject: `resource:${resourceId}`, kind: 'practical' as const, titleZh: '实操', titleEn: null, placeZh: null, placeEn: null,
  day: '2026-11-24', from: '09:00', to: '10:00', seats, holds: false,
})
const rule = (resourceId: string) => ({
  subject: `resource:${resourceId}`, kindId: null, mode: 'self_operation' as const, band: 'any' as const, needsTheory: false, needsPractical: true,
  supervisedSessions: 0, needsExam: false, grantedBy: 'last_step' as const, validMonths: 12, idleDays: null, warnDays: 30,
})

describe('a qualification', () => {
  it('is granted by the lab, to nobody by themselves, and opens the resource', async () => {
    const resource = await makeResource({ needsQualification: true })
    const [manager, foreign, person] = [await managerOf('a'), await managerOf('b'), await makePerson('b')]
    expect(codes(await createBooking(person, booking(resource, at(1, 9), at(1, 10)), NOW))).toEqual(['qualification_missing'])
    expect(codes(await grantQualification(foreign, grantInput(person.email, resource), NOW))).toEqual(['not_allowed'])
    expect(codes(await grantQualification(manager, grantInput(manager.email, resource), NOW))).toEqual(['field_invalid'])
    const { id } = await value(grantQualification(manager, grantInput(person.email, resource), NOW))
    expect(await value(grantQualification(manager, grantInput(person.email, resource), NOW))).toEqual({ id })
    await value(createBooking(person, booking(resource, at(1, 9), at(1, 10)), NOW))
    expect(await db.auditEvent.count({ where: { action: 'qualification.granted', subjectId: id } })).toBe(1)
  })

  it('is suspended, lifted and revoked with a reason, and a lapse takes the next booking away', async () => {
    const resource = await makeResource({ needsQualification: true })
    const [manager, person] = [await managerOf('a'), await makePerson('b')]
    const { id } = await value(grantQualification(manager, grantInput(person.email, resource), NOW))
    expect(codes(await changeQualification(manager, id, { version: 1, to: 'suspend', reason: null }, NOW))).toEqual(['field_invalid'])
    await value(changeQualification(manager, id, { version: 1, to: 'suspend', reason: 'incident' }, NOW))
    expect(await createBooking(person, booking(resource, at(1, 9), at(1, 10)), NOW)).toMatchObject({ problems: [{ code: 'qualification_missing', params: { why: 'suspended' } }] })
    expect(codes(await changeQualification(manager, id, { version: 1, to: 'lift', reason: null }, NOW))).toEqual(['version_conflict'])
    await value(changeQualification(manager, id, { version: 2, to: 'lift', reason: null }, NOW))
    await value(changeQualification(manager, id, { version: 3, to: 'extend', reason: null, lastDay: '2026-11-24' }, NOW))
    await value(createBooking(person, booking(resource, at(1, 9), at(1, 10)), NOW))
    expect(await createBooking(person, booking(resource, at(2, 9), at(2, 10)), NOW)).toMatchObject({ problems: [{ code: 'qualification_missing', params: { why: 'lapsed' } }] })
    await value(changeQualification(manager, id, { version: 4, to: 'revoke', reason: 'left' }, NOW))
    expect(codes(await createBooking(person, booking(resource, at(1, 11), at(1, 12)), NOW))).toEqual(['qualification_missing'])
  })
})

describe('a training', () => {
  it('ends in the qualification that the rule speaks of', async () => {
    const resource = await makeResource()
    const [manager, person] = [await managerOf('a'), await makePerson('b')]
    await value(setQualificationRule(manager, rule(resource), NOW))
    expect((await eligibilityOf(person, [resource], NOW)).get(resource)).toMatchObject({ standing: 'may_with_steps', usable: [], reasons: [{ left: [{ kind: 'practical', count: 1 }] }] })
    const wish = session(resource)
    const { id } = await value(offerSession(manager, wish, NOW))
    expect(await value(offerSession(manager, wish, NOW))).toEqual({ id })
    await value(bookSeat(person, id, NOW))
    await value(bookSeat(person, id, NOW))
    expect(codes(await markAttendance(manager, id, { version: 1, present: [person.personId] }, NOW))).toEqual(['field_invalid'])
    expect(await value(markAttendance(manager, id, { version: 1, present: [person.personId] }, at(1, 11)))).toEqual({ granted: 1 })
    expect(await value(markAttendance(manager, id, { version: 1, present: [person.personId] }, at(1, 11)))).toEqual({ granted: 0 })
    expect((await eligibilityOf(person, [resource], at(1, 12))).get(resource)).toMatchObject({ standing: 'may', usable: ['self_operation'] })
  })

  it('gives its last seat to one of many', async () => {
    const resource = await makeResource()
    const manager = await managerOf('a')
    const { id } = await value(offerSession(manager, session(resource, 2), NOW))
    const people = await Promise.all(Array.from({ length: 8 }, () => makePerson('b')))
    const outcomes = await Promise.all(people.map((each) => bookSeat(each, id, NOW)))
    expect(outcomes.filter((each) => each.ok)).toHaveLength(2)
    expect(outcomes.flatMap(codes)).toEqual(Array.from({ length: 6 }, () => 'seat_taken'))
    expect(await db.trainingSeat.count({ where: { sessionId: id } })).toBe(2)
  })
})

describe('a place that asks for a declaration', () => {
  it('refuses a booking without one, keeps the one that is given, and forbids lone nights', async () => {
    const resource = await makeResource({ university: 'b', policy: { allowUnattendedOutsideHours: true, attendance: 'ends', maxMinutes: 1440 } })
    await db.admissionRule.create({ data: { labId: 'b-lab', needsDeclaration: true, forbidsLoneNight: true } })
    const person = await makePerson('b')
    expect(codes(await createBooking(person, booking(resource, at(1, 9), at(1, 10)), NOW))).toEqual(['declaration_required'])
    const { id } = await value(createBooking(person, booking(resource, at(1, 9), at(1, 10), { declaration: '无' }), NOW))
    expect(await db.booking.findUniqueOrThrow({ where: { id }, select: { declaration: true } })).toEqual({ declaration: { text: '无' } })
    expect(codes(await createBooking(person, booking(resource, at(2, 16), at(3, 10), { declaration: '无' }), NOW))).toEqual(['lone_night_forbidden'])
  })
})
