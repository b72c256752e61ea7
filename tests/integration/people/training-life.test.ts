import { randomUUID } from 'node:crypto'
import { beforeAll, describe, expect, it, vi } from 'vitest'
import type { Actor } from '~/domain/access/permission'
import type { Outcome } from '~/domain/problem'
import { settleBookings } from '~/features/bookings/jobs.server'
import { createBooking } from '~/features/bookings/create.server'
import { bookSeat } from '~/features/bookings/trainings/book-seat.server'
import { cancelSeat } from '~/features/bookings/trainings/cancel-seat.server'
import { cancelSession } from '~/features/bookings/trainings/cancel.server'
import { moveSession } from '~/features/bookings/trainings/move.server'
import { offerSession } from '~/features/bookings/trainings/offer.server'
import { changeQualification } from '~/features/people/qualifications/change.server'
import { grantQualification } from '~/features/people/qualifications/grant.server'
import { noteUses } from '~/features/people/qualifications/note-uses.server'
import { warnOfLapses } from '~/features/people/qualifications/warn.server'
import { warnOfAdmissions, warnOfCertificates } from '~/features/people/admission/warn.server'
import { askForTraining } from '~/features/people/training/ask.server'
import { db } from '~/platform/db.server'
import { expectInvariants } from '#tests/integration/bookings/invariants'
import { at, booking, makePerson, makeResource, makeWorld, managerOf, NOW } from '#tests/factories/world'
import { runJobs } from '#tests/setup/jobs'

vi.hoisted(() => {
  process.env.DEMO = '1'
  process.env.SMTP_URL = ''
  process.env.BASE_URL = ''
})

beforeAll(makeWorld)

const DAY_MS = 86_400_000
const later = (days: number) => new Date(NOW.getTime() + days * DAY_MS)
const codes = (outcome: Outcome<unknown>) => (outcome.ok ? [] : outcome.problems.map((each) => each.code))
async function value<T>(outcome: Promise<Outcome<T>>): Promise<T> {
  const answer = await outcome
  if (!answer.ok) throw new Error(JSON.stringify(answer.problems))
  return answer.value
}
/** A training on Tuesday from 9 to 10. */
const session = (resourceId: string, seats = 1) => ({
  key: randomUUID(), subject: `resource:${resourceId}`, kind: 'practical' as const, titleZh: '实操', titleEn: null, placeZh: null, placeEn: null,
  day: '2026-11-24', from: '09:00', to: '10:00', seats, holds: false,
})
const mailsTo = async ({ email }: Actor) => (await db.mailboxMessage.findMany({ where: { to: email }, orderBy: { id: 'asc' } })).map((each) => each.subject.split('：')[0])

describe('a seat in a training', () => {
  it('holds its person until it is given back', async () => {
    const [here, there] = [await makeResource(), await makeResource({ university: 'b' })]
    const { id } = await value(offerSession(await managerOf('a'), session(here), NOW))
    const person = await makePerson('b')
    await value(bookSeat(person, id, NOW))
    await value(bookSeat(person, id, NOW))
    expect(codes(await createBooking(person, booking(here, at(1, 9.5), at(1, 10.5)), NOW))).toEqual(['person_busy'])
    expect(codes(await createBooking(person, booking(there, at(1, 9), at(1, 10)), NOW))).toEqual(['person_elsewhere'])
    expect((await value(createBooking(person, booking(there, at(1, 10), at(1, 11)), NOW))).status).toBe('approved')
    await expectInvariants(NOW)
    await value(cancelSeat(person, id, NOW))
    await value(cancelSeat(person, id, NOW))
    await value(createBooking(person, booking(here, at(1, 9), at(1, 10)), NOW))
    expect(codes(await bookSeat(person, id, NOW))).toEqual(['person_busy'])
    await expectInvariants(NOW)
  })

  it('and a booking of the same person at the same time: one of the two', async () => {
    const [here, there] = [await makeResource({ capacity: 10 }), await makeResource({ university: 'b', capacity: 10 })]
    const { id } = await value(offerSession(await managerOf('a'), session(here, 10), NOW))
    const people = await Promise.all(Array.from({ length: 8 }, () => makePerson('b')))
    const outcomes = await Promise.all(people.map(async (person, index) => {
      const place = index % 2 === 0 ? here : there
      return Promise.all([bookSeat(person, id, NOW), createBooking(person, booking(place, at(1, 9), at(1, 10)), NOW)])
    }))
    for (const [seat, booked] of outcomes) {
      expect([seat.ok, booked.ok].filter(Boolean)).toHaveLength(1)
      expect([...codes(seat), ...codes(booked)][0]).toMatch(/^person_(busy|elsewhere)$/)
    }
    await expectInvariants(NOW)
  })

  it('is told once, and freed and told of when the training is called off', async () => {
    const resource = await makeResource()
    const [manager, person, waiting] = [await managerOf('a'), await makePerson('b'), await makePerson('b')]
    await value(askForTraining(waiting, { resourceId: resource, note: null }, NOW))
    const wish = session(resource, 2)
    const { id } = await value(offerSession(manager, wish, NOW))
    await value(offerSession(manager, wish, NOW))
    await value(bookSeat(person, id, NOW))
    await value(bookSeat(person, id, NOW))
    await runJobs(NOW)
    expect(await mailsTo(person)).toEqual(['培训名额已预约'])
    expect(await mailsTo(waiting)).toEqual(['有新场次'])
    await value(cancelSession(manager, id, 1, '设备故障', NOW))
    await value(cancelSession(manager, id, 1, '设备故障', NOW))
    await runJobs(NOW)
    expect(await mailsTo(person)).toEqual(['培训名额已预约', '培训已取消'])
    await value(createBooking(person, booking(resource, at(1, 9), at(1, 10)), NOW))
    await expectInvariants(NOW)
  })
})

describe('a training that is moved', () => {
  it('takes its seats along, but for those who are expected elsewhere, and tells each once', async () => {
    const resource = await makeResource({ capacity: 5 })
    const [manager, one, two] = [await managerOf('a'), await makePerson('b'), await makePerson('b')]
    const { id } = await value(offerSession(manager, session(resource, 5), NOW))
    for (const person of [one, two]) await value(bookSeat(person, id, NOW))
    await value(createBooking(two, booking(resource, at(2, 14), at(2, 15)), NOW))
    const wish = { version: 1, day: '2026-11-25', from: '14:00', to: '15:00' }
    expect(codes(await moveSession(await managerOf('b'), id, wish, NOW))).toEqual(['not_allowed'])
    expect(await value(moveSession(manager, id, wish, NOW))).toEqual({ lost: 1 })
    expect(await value(moveSession(manager, id, wish, NOW))).toEqual({ lost: 0 })
    expect(codes(await moveSession(manager, id, { ...wish, day: '2026-11-26' }, NOW))).toEqual(['version_conflict'])
    await runJobs(NOW)
    expect((await mailsTo(one)).slice(1)).toEqual(['培训改期'])
    expect((await mailsTo(two)).filter((each) => each?.startsWith('培训改期'))).toEqual(['培训改期，名额已退'])
    await value(createBooking(one, booking(resource, at(1, 9), at(1, 10)), NOW))
    expect(codes(await createBooking(one, booking(resource, at(2, 14), at(2, 15)), NOW))).toEqual(['person_busy'])
    await expectInvariants(NOW)
  })
})

describe('the trainer', () => {
  it('is held as well, by the session or by the booking of the machine', async () => {
    const [resource, other] = [await makeResource(), await makeResource()]
    const manager = await managerOf('a')
    const { id } = await value(offerSession(manager, session(resource), NOW))
    expect(codes(await offerSession(manager, session(other), NOW))).toEqual(['person_busy'])
    expect(codes(await createBooking(manager, booking(other, at(1, 9), at(1, 10)), NOW))).toEqual(['person_busy'])
    await value(cancelSession(manager, id, 1, '改期', NOW))
    await value(offerSession(manager, { ...session(other), holds: true }, NOW))
    expect(codes(await offerSession(manager, session(resource), NOW))).toEqual(['person_busy'])
    expect(codes(await createBooking(await makePerson('b'), booking(other, at(1, 9), at(1, 10)), NOW))).toEqual(['slot_taken'])
    await expectInvariants(NOW)
  })
})

describe('a qualification', () => {
  const granted = async (rest: { idleDays?: number; lastDay?: string } = {}) => {
    const resource = await makeResource({ needsQualification: true })
    const [manager, person] = [await managerOf('a'), await makePerson('b')]
    const { id } = await value(grantQualification(manager, { email: person.email, resourceId: resource, mode: 'self_operation', band: 'any', lastDay: rest.lastDay }, NOW))
    if (rest.idleDays) await db.qualification.update({ where: { id }, data: { idleDays: rest.idleDays } })
    return { id, resource, manager, person }
  }

  it('is judged at the start of the booking, by date and by use', async () => {
    const byDate = await granted({ lastDay: '2026-11-24' })
    expect(codes(await createBooking(byDate.person, booking(byDate.resource, at(1, 17), at(1, 18)), NOW))).toEqual([])
    expect(codes(await createBooking(byDate.person, booking(byDate.resource, at(2, 9), at(2, 10)), NOW))).toEqual(['qualification_missing'])
    // Granted on Monday at 9, idle after two days: on Wednesday at 9 it has lapsed, that very instant.
    const byUse = await granted({ idleDays: 2 })
    expect(codes(await createBooking(byUse.person, booking(byUse.resource, at(2, 9), at(2, 10)), NOW))).toEqual(['qualification_missing'])
    expect(codes(await createBooking(byUse.person, booking(byUse.resource, at(1, 17), at(1, 18)), NOW))).toEqual([])
  })

  it('stays by being used, and by nothing that was used after it lapsed', async () => {
    const { id, resource, person } = await granted({ idleDays: 10 })
    await value(createBooking(person, booking(resource, at(3, 9), at(3, 10)), NOW))
    const used = async () => (await db.qualification.findUniqueOrThrow({ where: { id } })).lastUsedAt
    await settleBookings(later(5))
    await noteUses(later(5), NOW)
    expect(await used()).toEqual(at(3, 10))
    await noteUses(later(5), NOW)
    expect(await used()).toEqual(at(3, 10))
    await db.qualification.update({ where: { id }, data: { lastUsedAt: null, idleDays: 2 } })
    await noteUses(later(5), NOW)
    expect(await used()).toBeNull()
  })

  it('is announced once before its end and told of once after it; what lasts longer is not spoken of', async () => {
    const { id, person, manager } = await granted({ lastDay: '2027-01-31' })
    const idle = await granted({ idleDays: 30 })
    const warn = async (days: number) => {
      await warnOfLapses(later(days))
      await runJobs(later(days))
    }
    await warn(5)
    await runJobs(NOW)
    expect(await mailsTo(person)).toEqual(['已取得上机资格'])
    await warn(21)
    await warn(21)
    expect((await mailsTo(idle.person)).filter((each) => each?.startsWith('上机资格将于'))).toHaveLength(1)
    await warn(45)
    await warn(46)
    await warn(60)
    expect((await mailsTo(person)).slice(1)).toEqual([expect.stringContaining('上机资格将于')])
    await value(changeQualification(manager, id, { version: 1, to: 'extend', reason: null, lastDay: '2027-03-31' }, later(61)))
    await warn(70)
    await warn(100)
    expect(await mailsTo(person)).toHaveLength(3)
    await warn(130)
    await warn(131)
    expect((await mailsTo(person)).slice(3)).toEqual(['上机资格已失效'])
    await warn(34)
    await warn(35)
    expect((await mailsTo(idle.person)).slice(2)).toEqual(['上机资格已失效'])
  })

  it('that is suspended, lifted or revoked is told of with the reason', async () => {
    const { id, person, manager } = await granted()
    await value(changeQualification(manager, id, { version: 1, to: 'suspend', reason: '未按规程关机' }, NOW))
    await runJobs(NOW)
    await value(changeQualification(manager, id, { version: 2, to: 'lift', reason: null }, NOW))
    await value(changeQualification(manager, id, { version: 2, to: 'lift', reason: null }, NOW))
    await runJobs(NOW)
    await value(changeQualification(manager, id, { version: 3, to: 'revoke', reason: '再次发生' }, NOW))
    await runJobs(NOW)
    const mails = await db.mailboxMessage.findMany({ where: { to: person.email }, orderBy: { id: 'asc' } })
    expect(mails.map((each) => each.subject.split('：')[0])).toEqual(['上机资格已暂停', '上机资格已恢复', '上机资格已撤销'])
    expect(mails[0]!.text).toContain('未按规程关机')
    expect(mails[2]!.text).toContain('再次发生')
  })
})

describe('admissions and certificates', () => {
  it('are announced once before they end, not where a newer one takes over', async () => {
    const [one, two] = [await makePerson('a'), await makePerson('a')]
    const admission = (personId: string, days: number) => ({ personId, layer: 'general' as const, universityId: 'a', validFrom: NOW, validUntil: later(days) })
    const certificate = (personId: string, number: string, day: string) => ({ personId, kind: 'laser' as const, number, validUntil: new Date(`${day}T00:00:00Z`), verifiedAt: NOW })
    await db.safetyAdmission.createMany({ data: [admission(one.personId, 20), admission(two.personId, 20), admission(two.personId, 400)] })
    await db.certificate.createMany({ data: [certificate(one.personId, '1', '2026-12-01'), certificate(two.personId, '2', '2026-12-01'), certificate(two.personId, '3', '2028-12-01')] })
    for (let run = 0; run < 2; run += 1) {
      await warnOfAdmissions(NOW)
      await warnOfCertificates(NOW)
      await runJobs(NOW)
    }
    expect((await mailsTo(one)).toSorted()).toEqual([expect.stringContaining('安全准入将于'), expect.stringContaining('证书将于')])
    expect(await mailsTo(two)).toEqual([])
  })
})
